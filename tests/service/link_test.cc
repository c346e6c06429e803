// The link map over a real server: who may do what, and two people at once.
#include <atomic>
#include <vector>

#include "client/error.h"
#include "client/links.h"
#include "client/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/link.pb.h"
#include "server/link/checker.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using client::ReasonOf;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Line = std::vector<std::string>;

class LinkTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
  }

  cli::FakeWorld::Ended Must(const std::string& folder, const Line& line) {
    auto ended = Klad(folder, line);
    EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
    return ended;
  }

  std::string Address(const std::string& folder, const std::string& name) {
    return Klad(folder, {"go", name}).out;
  }

  // What a method answers to an empty request of this member.
  v1::Reason Called(const std::string& folder, const std::string& method) {
    auto client = OpenClient(folder);
    CHECK_THAT(client.ok());
    v1::EditLinksResponse response;
    return ReasonOf(client->account->Call("klad.v1.LinkService/" + method,
                                          v1::ListCategoriesRequest(),
                                          &response));
  }

  // Mine; theirs is done before the server takes it.
  cli::FakeWorld::Ended Race(const Line& mine, const Line& theirs) {
    std::atomic<bool> first = true;
    server_->SetTap([&](const rpc::Call& call,
                        const OrganisationServer::Handler& real,
                        std::string* response) {
      if (call.method == "klad.v1.LinkService/Edit" && first.exchange(false)) {
        EXPECT_EQ(Klad(anna_, theirs).code, ExitCode::kOk);
      }
      return real(call, response);
    });
    auto ended = Klad(founder_, mine);
    server_->SetTap(nullptr);
    return ended;
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
};

TEST_F(LinkTest, EachBuiltInRoleMayWhatItsPermissionsSay) {
  ASSERT_OK_AND_ASSIGN(const std::string head, server_->Join("hans", {"head"}));
  ASSERT_OK_AND_ASSIGN(const std::string pr, server_->Join("petra", {"pr"}));
  ASSERT_OK_AND_ASSIGN(const std::string nobody, server_->Join("nobody", {}));
  for (const std::string& may : {founder_, head, anna_, pr}) {
    for (const char* method : {"Resolve", "ListCategories"}) {
      EXPECT_EQ(Called(may, method), v1::REASON_UNSPECIFIED);
    }
    for (const char* method : {"List", "Create", "Edit"}) {
      EXPECT_EQ(Called(may, method), v1::REASON_BAD_FIELD) << "let in";
    }
  }
  for (const char* method :
       {"Resolve", "List", "ListCategories", "Create", "Edit"}) {
    EXPECT_EQ(Called(nobody, method), v1::REASON_PERMISSION) << method;
  }
}

TEST_F(LinkTest, ContractorSeesWhatNamesItsRoleAndWritesNothing) {
  ASSERT_OK_AND_ASSIGN(const std::string boris, server_->Join("boris", {}));
  Must(founder_, {"role", "give", "contractor", "boris", "--until", "14d"});
  Must(founder_, {"link", "new", "all", "https://all.example"});
  Must(founder_, {"link", "new", "brief", "https://brief.example", "--role",
                  "contractor"});
  EXPECT_EQ(Address(boris, "brief"), "https://brief.example\n");
  EXPECT_EQ(Klad(boris, {"go", "all"}).code, ExitCode::kNotFound);
  const auto refused = Klad(boris, {"link", "new", "x", "https://x.example"});
  EXPECT_EQ(refused.code, ExitCode::kDenied);
  EXPECT_THAT(refused.err, HasSubstr("link.write"));
}

TEST_F(LinkTest, StrangerIsAnsweredAsIfTheLinkWereNotThere) {
  Must(founder_,
       {"link", "new", "salaries", "https://s.example", "--role", "head"});
  EXPECT_EQ(Klad(anna_, {"go", "salaries"}).err,
            "klad: no link is called salaries\n"
            "hint: klad link find looks for words in all links\n");
  EXPECT_EQ(Klad(anna_, {"go", "salarie"}).err,
            "klad: no link is called salarie\n"
            "hint: klad link find looks for words in all links\n");
  EXPECT_THAT(Must(anna_, {"link", "list"}).out, Not(HasSubstr("salaries")));
  EXPECT_EQ(Klad(anna_, {"link", "edit", "salaries", "--title", "x"}).code,
            ExitCode::kNotFound);
  EXPECT_EQ(Klad(anna_, {"link", "new", "salaries", "https://t.example"}).code,
            ExitCode::kConflict);
}

TEST_F(LinkTest, WhoLeftOpensNothing) {
  Must(founder_, {"link", "new", "vk", "https://vk.example"});
  EXPECT_EQ(Address(anna_, "vk"), "https://vk.example\n");
  Must(founder_, {"person", "suspend", "anna", "--yes"});
  EXPECT_EQ(Klad(anna_, {"go", "vk"}).code, ExitCode::kLocked);
}

TEST_F(LinkTest, ChangesOfDifferentFieldsAreBothKept) {
  Must(founder_, {"link", "new", "vk", "https://vk.example", "--tag", "a"});
  const auto ended =
      Race({"link", "edit", "vk", "--title", "mine", "--tag", "b"},
           {"link", "edit", "vk", "--purpose", "theirs", "--untag", "a"});
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_THAT(Must(anna_, {"link", "show", "vk", "-o", "json"}).out,
              AllOf(HasSubstr("mine"), HasSubstr("theirs"), HasSubstr("\"b\""),
                    Not(HasSubstr("\"a\""))));
}

TEST_F(LinkTest, LostEditIsRefusedWithBothTexts) {
  Must(founder_, {"link", "new", "vk", "https://vk.example"});
  const Line mine = {"link", "edit", "vk", "--title", "mine"};
  const Line theirs = {"link", "edit", "vk", "--title", "theirs"};
  const auto lost = Race(mine, theirs);
  EXPECT_EQ(lost.code, ExitCode::kConflict);
  EXPECT_THAT(lost.err, AllOf(HasSubstr("anna set title to \"theirs\" "
                                        "meanwhile; you wanted \"mine\"\n"),
                              HasSubstr("nothing was overwritten")));
  EXPECT_THAT(Must(anna_, {"link", "show", "vk"}).out, HasSubstr("theirs"));
  Must(founder_, mine);
  EXPECT_THAT(Must(anna_, {"link", "show", "vk"}).out, HasSubstr("mine"));
  Must(anna_, theirs);
  EXPECT_EQ(Race({"link", "edit", "vk", "--title", "again", "--yes"},
                 {"link", "edit", "vk", "--title", "other"})
                .code,
            ExitCode::kOk);
  EXPECT_THAT(Must(anna_, {"link", "show", "vk"}).out, HasSubstr("again"));
}

TEST_F(LinkTest, TagsOfManyAreEditedWhateverOthersDo) {
  Line names = {"link", "edit"};
  for (int i = 0; i < 25; ++i) {
    const std::string name = "link" + std::to_string(i);
    Must(founder_, {"link", "new", name, "https://x.example/" + name});
    names.push_back(name);
  }
  names.insert(names.end(), {"--tag", "q3"});
  EXPECT_EQ(Race(names, {"link", "edit", "link7", "--tag", "q2"}).err,
            "changed 25 links\n");
  EXPECT_THAT(Must(anna_, {"link", "show", "link7"}).out,
              AllOf(HasSubstr("q2"), HasSubstr("q3")));
  EXPECT_OK(link::CheckAll(server_->data().store.get(), server_->data().seal));
}

TEST_F(LinkTest, UsesAreThereAfterARestart) {
  Must(founder_, {"link", "new", "vk", "https://vk.example"});
  Address(anna_, "vk");
  Address(founder_, "vk");
  ASSERT_OK(server_->Stop());
  ASSERT_OK(server_->Resume());
  EXPECT_THAT(Must(anna_, {"link", "popular", "-o", "json"}).out,
              HasSubstr("\"uses\": 2"));
  EXPECT_OK(link::CheckAll(server_->data().store.get(), server_->data().seal));
}

TEST_F(LinkTest, MapIsThereAfterARestartAndARestoredBackup) {
  Must(founder_, {"link", "new", "vk", "https://vk.example"});
  ASSERT_OK(server_->Stop());
  ASSERT_OK(server_->Resume());
  EXPECT_EQ(Address(anna_, "vk"), "https://vk.example\n");
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  Must(founder_, {"link", "new", "later", "https://later.example"});
  ASSERT_OK(server_->Restore(backup));
  EXPECT_EQ(Address(anna_, "vk"), "https://vk.example\n");
  EXPECT_OK(link::CheckAll(server_->data().store.get(), server_->data().seal));
}

TEST_F(LinkTest, ChangesAreEventsForThoseWhoSeeTheLink) {
  Must(founder_, {"link", "new", "vk", "https://vk.example"});
  Must(founder_,
       {"link", "new", "salaries", "https://s.example", "--role", "head"});
  Must(founder_, {"link", "edit", "vk", "--title", "x"});
  const std::string seen = Must(anna_, {"events"}).out;
  EXPECT_THAT(seen, AllOf(HasSubstr("LinkService/Create"),
                          HasSubstr("LinkService/Edit")));
  const auto count = [](const std::string& text, const std::string& word) {
    int found = 0;
    for (size_t at = text.find(word); at != std::string::npos;
         at = text.find(word, at + 1)) {
      ++found;
    }
    return found;
  };
  EXPECT_EQ(count(seen, "LinkService/Create"), 1) << seen;
  EXPECT_EQ(count(Must(founder_, {"events"}).out, "LinkService/Create"), 2);
}

// A server that wishes to start a program on the machine of whoever comes.
TEST_F(LinkTest, AddressThatADesktopWouldRunIsOnlyPrinted) {
  server_->SetTap([](const rpc::Call& call,
                     const OrganisationServer::Handler& real,
                     std::string* response) {
    if (call.method != "klad.v1.LinkService/Resolve") {
      return real(call, response);
    }
    v1::ResolveLinkResponse answer;
    answer.mutable_link()->set_name("vk");
    answer.mutable_link()->set_address("file:///tmp/evil.desktop");
    answer.SerializeToString(response);
    return absl::OkStatus();
  });
  cli::FakeTerminal terminal;
  terminal.output_is_terminal = true;
  EXPECT_EQ(Klad(anna_, {"go", "vk"}, "", terminal).out,
            "file:///tmp/evil.desktop\n");
}

}  // namespace
}  // namespace klad::testing
