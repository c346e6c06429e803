// Playbooks over a real server: who may do what, and two people at once.
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <vector>

#include "client/error.h"
#include "client/playbooks.h"
#include "client/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/playbook.pb.h"
#include "server/playbook/checker.h"
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

class PlaybookTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
  }

  cli::FakeWorld::Ended Must(const std::string& folder, const Line& line,
                             const std::string& input = "") {
    auto ended = Klad(folder, line, input);
    EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
    return ended;
  }

  void Write(const std::string& folder, const std::string& name,
             const std::string& text, const Line& more = {}) {
    Line line = {"playbook", "new", name, "--text", "-"};
    line.insert(line.end(), more.begin(), more.end());
    Must(folder, line, text);
  }

  std::string Text(const std::string& folder, const std::string& name) {
    return Klad(folder, {"playbook", "show", name, "--newest", "--text"}).out;
  }

  absl::Status Checked() {
    return playbook::CheckAll(server_->data().store.get(), server_->data().seal)
        .status();
  }

  // What a method answers to an empty request of this member.
  v1::Reason Called(const std::string& folder, const std::string& method) {
    auto client = OpenClient(folder);
    CHECK_THAT(client.ok());
    v1::ActOnPlaybookResponse response;
    return ReasonOf(client->account->Call("klad.v1.PlaybookService/" + method,
                                          v1::ActOnPlaybookRequest(),
                                          &response));
  }

  // Mine; theirs is done before the server takes it.
  cli::FakeWorld::Ended Race(const std::string& my_text, const Line& mine,
                             const std::string& their_text,
                             const Line& theirs) {
    std::atomic<bool> first = true;
    server_->SetTap([&](const rpc::Call& call,
                        const OrganisationServer::Handler& real,
                        std::string* response) {
      if (call.method == "klad.v1.PlaybookService/Edit" &&
          first.exchange(false)) {
        EXPECT_EQ(Klad(anna_, theirs, their_text).code, ExitCode::kOk);
      }
      return real(call, response);
    });
    auto ended = Klad(founder_, mine, my_text);
    server_->SetTap(nullptr);
    return ended;
  }

  // With an editor that leaves this text in the file it is given.
  cli::FakeWorld::Ended WithEditor(const std::string& folder, const Line& line,
                                   const std::string& text) {
    const std::string left = folder + ".text";
    std::ofstream(left) << text;
    const std::string editor = folder + ".editor";
    std::ofstream(editor) << "#!/bin/sh\ncat " << left << " >\"$2\"\n";
    CHECK_THAT(chmod(editor.c_str(), 0700) == 0);
    const std::string passphrase = folder + ".passphrase";
    std::ofstream(passphrase) << kPassphrase;
    CHECK_THAT(chmod(passphrase.c_str(), 0600) == 0);
    cli::FakeWorld world;
    world.terminal.interactive = true;
    world.environment = {{"KLAD_HOME", folder},
                         {"KLAD_PASSPHRASE_FILE", passphrase},
                         {"VISUAL", editor + " --wait"}};
    return world.Run(cli::AllCommands(), line);
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
};

TEST_F(PlaybookTest, EachBuiltInRoleMayWhatItsPermissionsSay) {
  ASSERT_OK_AND_ASSIGN(const std::string head, server_->Join("hans", {"head"}));
  ASSERT_OK_AND_ASSIGN(const std::string pr, server_->Join("petra", {"pr"}));
  ASSERT_OK_AND_ASSIGN(const std::string nobody, server_->Join("nobody", {}));
  ASSERT_OK_AND_ASSIGN(const std::string boris, server_->Join("boris", {}));
  Must(founder_, {"role", "give", "contractor", "boris", "--until", "14d"});
  const Line reads = {"Get", "List", "ListRevisions", "ListSigners", "Sign"};
  const Line writes = {"Create", "Edit", "Submit", "Retire", "Verify"};
  for (const std::string& method : reads) {
    for (const std::string& may : {founder_, head, anna_, pr, boris}) {
      EXPECT_NE(Called(may, method), v1::REASON_PERMISSION) << method;
    }
    EXPECT_EQ(Called(nobody, method), v1::REASON_PERMISSION) << method;
  }
  for (const std::string& method : writes) {
    for (const std::string& may : {founder_, head, anna_, pr}) {
      EXPECT_NE(Called(may, method), v1::REASON_PERMISSION) << method;
    }
    for (const std::string& not_me : {boris, nobody}) {
      EXPECT_EQ(Called(not_me, method), v1::REASON_PERMISSION) << method;
    }
  }
  for (const std::string& may : {founder_, head}) {
    EXPECT_EQ(Called(may, "Adopt"), v1::REASON_BAD_FIELD) << "let in";
  }
  for (const std::string& not_me : {anna_, pr, boris, nobody}) {
    EXPECT_EQ(Called(not_me, "Adopt"), v1::REASON_PERMISSION);
  }
}

TEST_F(PlaybookTest, StrangerIsAnsweredAsIfThePlaybookWereNotThere) {
  Write(founder_, "salaries", "1. pay\n", {"--role", "head"});
  for (const Line& line : {Line{"playbook", "show", "salaries"},
                           Line{"playbook", "history", "salaries"},
                           Line{"playbook", "unsigned", "salaries"},
                           Line{"playbook", "edit", "salaries", "--title", "x"},
                           Line{"playbook", "submit", "salaries"}}) {
    const auto ended = Klad(anna_, line);
    EXPECT_EQ(ended.code, ExitCode::kNotFound) << line[1];
    EXPECT_EQ(ended.err,
              "klad: no playbook is called salaries\n"
              "hint: klad playbook list shows those you see\n");
  }
  EXPECT_THAT(Must(anna_, {"playbook", "list"}).out,
              Not(HasSubstr("salaries")));
  EXPECT_EQ(
      Klad(anna_, {"playbook", "new", "salaries", "--text", "-"}, "1. x").code,
      ExitCode::kConflict);
}

TEST_F(PlaybookTest, WhoLeftReadsNothing) {
  Write(founder_, "report", "1. one\n");
  EXPECT_EQ(Text(anna_, "report"), "1. one\n");
  Must(founder_, {"person", "suspend", "anna", "--yes"});
  EXPECT_EQ(Klad(anna_, {"playbook", "show", "report"}).code,
            ExitCode::kLocked);
}

TEST_F(PlaybookTest, ChangesOfDifferentLinesAreBothKept) {
  Write(founder_, "report", "1. a\n2. b\n3. c\n", {"--tag", "old"});
  const auto ended =
      Race("1. mine\n2. b\n3. c\n",
           {"playbook", "edit", "report", "--text", "-", "--tag", "mine"},
           "1. a\n2. b\n3. theirs\n",
           {"playbook", "edit", "report", "--text", "-", "--untag", "old",
            "--title", "theirs"});
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_THAT(ended.err,
              HasSubstr("anna changed it meanwhile: both changes are in it"));
  EXPECT_EQ(Text(anna_, "report"), "1. mine\n2. b\n3. theirs\n");
  EXPECT_THAT(Must(anna_, {"playbook", "show", "report", "-o", "json"}).out,
              AllOf(HasSubstr("\"mine\""), HasSubstr("\"theirs\""),
                    Not(HasSubstr("\"old\""))));
  EXPECT_OK(Checked());
}

TEST_F(PlaybookTest, LostEditOfTheSameLinesKeepsBothTextsInAFile) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::create_directories(founder_ + ".work");
  std::filesystem::current_path(founder_ + ".work");
  Write(founder_, "report", "1. a\n2. b\n");
  const auto lost =
      Race("1. mine\n2. b\n", {"playbook", "edit", "report", "--text", "-"},
           "1. theirs\n2. b\n", {"playbook", "edit", "report", "--text", "-"});
  EXPECT_EQ(lost.code, ExitCode::kConflict);
  EXPECT_THAT(lost.err,
              AllOf(HasSubstr("anna changed the same lines meanwhile: both "
                              "texts are in report.edited.md"),
                    HasSubstr("--text report.edited.md --revision 2")));
  std::ifstream file("report.edited.md");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(text,
            "<<<<<<< yours\n1. mine\n=======\n1. theirs\n>>>>>>> anna\n2. b\n");
  EXPECT_EQ(Text(anna_, "report"), "1. theirs\n2. b\n");
  std::filesystem::current_path(before);
}

TEST_F(PlaybookTest, LostEditOfOneFieldIsRefused) {
  Write(founder_, "report", "1. a\n");
  const auto lost = Race("", {"playbook", "edit", "report", "--title", "mine"},
                         "", {"playbook", "edit", "report", "--title", "x"});
  EXPECT_EQ(lost.code, ExitCode::kConflict);
  EXPECT_THAT(lost.err, HasSubstr("anna changed the same meanwhile: title"));
}

TEST_F(PlaybookTest, EditorOpensOnTheTextAndLosesNothing) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::create_directories(founder_ + ".work");
  std::filesystem::current_path(founder_ + ".work");
  EXPECT_EQ(WithEditor(founder_, {"playbook", "new", "report"}, "1. a\n").err,
            "created the playbook report, a draft\n");
  EXPECT_EQ(WithEditor(founder_, {"playbook", "edit", "report"}, "1. a\n").err,
            "nothing was changed\n");
  EXPECT_EQ(WithEditor(founder_, {"playbook", "edit", "report"}, "1. b\n").err,
            "changed the playbook report: revision 2, a draft\n");
  const auto lost = WithEditor(founder_, {"playbook", "edit", "report"},
                               "1. c [[link:nothing]]\n");
  EXPECT_EQ(lost.code, ExitCode::kNotFound);
  EXPECT_THAT(lost.err, HasSubstr("your text is in report.edited.md"));
  EXPECT_EQ(Text(anna_, "report"), "1. b\n");
  EXPECT_TRUE(std::filesystem::exists("report.edited.md"));
  std::filesystem::current_path(before);
}

TEST_F(PlaybookTest, ReferenceIsSaidToBeGoneToThoseWhoDoNotSeeIt) {
  Must(founder_,
       {"link", "new", "wages", "https://w.example", "--role", "head"});
  Write(founder_, "report", "1. [[link:wages]]\n");
  EXPECT_EQ(Text(founder_, "report"), "1. [[link:wages]]\n");
  EXPECT_EQ(Text(anna_, "report"), "1. [[link:gone, or not for you to see]]\n");
  const auto refused =
      Klad(anna_, {"playbook", "new", "x", "--text", "-"}, "[[link:wages]]");
  EXPECT_EQ(refused.code, ExitCode::kNotFound);
  EXPECT_THAT(refused.err, HasSubstr("line 1: no link is called wages"));
}

TEST_F(PlaybookTest, AllIsThereAfterARestartAndARestoredBackup) {
  Write(founder_, "report", "1. one\n");
  Must(founder_, {"playbook", "submit", "report"});
  Must(founder_, {"playbook", "adopt", "report"});
  Must(anna_, {"playbook", "sign", "report"});
  ASSERT_OK(server_->Stop());
  ASSERT_OK(server_->Resume());
  EXPECT_EQ(Text(anna_, "report"), "1. one\n");
  EXPECT_THAT(Must(founder_, {"playbook", "unsigned", "report"}).out,
              Not(HasSubstr("anna")));
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  Write(founder_, "later", "1. x\n");
  ASSERT_OK(server_->Restore(backup));
  EXPECT_EQ(Text(anna_, "report"), "1. one\n");
  EXPECT_OK(Checked());
}

TEST_F(PlaybookTest, ChangesAreEventsForThoseWhoSeeThePlaybook) {
  Write(founder_, "report", "1. one\n");
  Write(founder_, "salaries", "1. pay\n", {"--role", "head"});
  Must(founder_, {"playbook", "submit", "report"});
  Must(founder_, {"playbook", "submit", "salaries"});
  const auto count = [](const std::string& text, const std::string& word) {
    int found = 0;
    for (size_t at = text.find(word); at != std::string::npos;
         at = text.find(word, at + 1)) {
      ++found;
    }
    return found;
  };
  const std::string seen = Must(anna_, {"events"}).out;
  EXPECT_EQ(count(seen, "PlaybookService/Create"), 1) << seen;
  EXPECT_EQ(count(seen, "PlaybookService/Submit"), 1) << seen;
  EXPECT_EQ(count(Must(founder_, {"events"}).out, "PlaybookService/Create"), 2);
}

// A program that does not speak as klad does.
TEST_F(PlaybookTest, ServerRefusesWhatTheClientWouldNotSend) {
  ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(anna_));
  const auto sent = [&](const std::string& text) {
    v1::CreatePlaybookRequest request;
    request.mutable_playbook()->set_name("x");
    request.set_text(text);
    const auto made =
        client::CreatePlaybook(client.account.get(), std::move(request));
    return std::string(made.status().message());
  };
  EXPECT_EQ(sent(std::string(204801, 'x')),
            "this text is too long: a playbook may have 204800 bytes");
  EXPECT_EQ(sent("[[link:metrika]]"),
            "the text refers to something that has no id");
  EXPECT_EQ(sent("[[link:klad:00000000000000000000000000000000]]"),
            "the text refers to a link that is not there, or not for you to "
            "see");
  EXPECT_NE(sent(std::string(5 << 20, 'x')), "") << "5 MiB";
  EXPECT_EQ(sent("1. fine"), "");
}

}  // namespace
}  // namespace klad::testing
