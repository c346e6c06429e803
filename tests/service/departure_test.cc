// Somebody leaves: what must be changed is known, done by whoever comes next,
// and nothing is left to them.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <thread>

#include "client/departing.h"
#include "client/departures.h"
#include "client/error.h"
#include "client/keychain.h"
#include "client/roster_writer.h"
#include "crypto/base/mutex.h"
#include "crypto/identity.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/rotation.pb.h"
#include "klad/v1/system.pb.h"
#include "server/access/refusal.h"
#include "tests/service/departure_fixture.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/opened_envelopes.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using crypto::roster::MemberState;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using trust::v1::Entry;

TEST_F(DepartureTest, PlanTellsFourListsAndChangesNothing) {
  const uint64_t before = Now().head().sequence;
  const std::string plan =
      Json(founder_, {"person", "depart", "anna", "--plan"});
  EXPECT_THAT(plan, HasSubstr("\"seen_current\":[\"ads/vk\"]"));
  EXPECT_THAT(plan, HasSubstr("\"never_seen\":[\"ads/mail\"]"));
  EXPECT_THAT(plan, HasSubstr("\"seen_rotated\":[\"ads/ok\"]"));
  EXPECT_THAT(plan, HasSubstr("\"exported\":[]"));
  EXPECT_THAT(plan, HasSubstr("\"keys_of_safes\":[\"ads\"]"));
  EXPECT_EQ(Now().head().sequence, before);
  Read(anna_, "vk");
}

TEST_F(DepartureTest, AccessEndsKeysAreRenewedRotationsAssigned) {
  const auto done = Depart(founder_);
  ASSERT_EQ(done.code, ExitCode::kOk) << done.err;
  ExpectGone(founder_);
  const std::string list = Json(founder_, {"rotation", "list"});
  EXPECT_THAT(list, HasSubstr("\"id\":\"anna-1\",\"name\":\"ads/vk\","
                              "\"assignee\":\"boris\""));
  EXPECT_THAT(list, Not(HasSubstr("ads/ok")));
  EXPECT_EQ(Klad(anna_, {"get", "ads/vk", "password"}).code, ExitCode::kLocked);
}

TEST_F(DepartureTest, WrittenIsSeenAndExportIsTold) {
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(anna_));
  ASSERT_OK(Create(anna, "ads", "new", "new-1"));
  const std::string plan =
      Json(founder_, {"person", "depart", "anna", "--plan"});
  EXPECT_THAT(plan, HasSubstr("\"seen_current\":[\"ads/new\",\"ads/vk\"]"));
}

// Overviews change hands; nobody is given a secret by it.
TEST_F(DepartureTest, OwnedIsHandedOverWithoutExposure) {
  ASSERT_EQ(
      Klad(founder_, {"credential", "edit", "ads/mail", "--owner", "Anna"})
          .code,
      ExitCode::kOk);
  ASSERT_EQ(Depart(olga_).code, ExitCode::kOk);
  EXPECT_THAT(Json(founder_, {"credential", "show", "ads/mail"}),
              HasSubstr("\"owner\":\"boris\""));
  const std::string plan =
      Json(founder_, {"person", "depart", "olga", "--plan"});
  EXPECT_THAT(plan, HasSubstr("\"seen_current\":[]"));
}

TEST_F(DepartureTest, RotatingClosesAndTheLastOneGivesACertificate) {
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  EXPECT_THAT(Json(founder_, {"departure", "show", "anna"}),
              Not(HasSubstr("klad-departure.1.")));
  const auto rotated = Klad(boris_, {"rotate", "ads/vk", "--generate"});
  EXPECT_EQ(rotated.code, ExitCode::kOk) << rotated.err;
  EXPECT_THAT(rotated.err, HasSubstr("closed anna-1"));
  EXPECT_THAT(Json(founder_, {"rotation", "list"}), HasSubstr("[]"));
  const std::string shown = Json(founder_, {"departure", "show", "anna"});
  EXPECT_THAT(shown, HasSubstr("\"state\":\"closed\""));
  EXPECT_THAT(shown, HasSubstr("\"by\":\"boris\""));
  ASSERT_THAT(shown, HasSubstr("klad-departure.1."));
  const std::string file = server_->NewFolder();
  std::ofstream(file) << shown;
  const auto by_file = Klad(founder_, {"departure", "verify", file});
  EXPECT_EQ(by_file.code, ExitCode::kOk) << by_file.err;
  EXPECT_THAT(by_file.out, HasSubstr("ads/vk"));
  // A stranger verifies it too, by its key alone.
  const auto stranger =
      Klad(server_->NewFolder(), {"departure", "verify", file});
  EXPECT_EQ(stranger.code, ExitCode::kOk) << stranger.err;
  EXPECT_THAT(stranger.out, HasSubstr("compare the words of the key"));
  std::string altered = shown;
  const size_t at = altered.find("klad-departure.1.") + 60;
  altered[at] = altered[at] == 'A' ? 'B' : 'A';
  std::ofstream(file) << altered;
  EXPECT_EQ(Klad(founder_, {"departure", "verify", file}).code,
            ExitCode::kIntegrity);
}

TEST_F(DepartureTest, EditThatLeavesTheSecretClosesNothing) {
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  ASSERT_EQ(Klad(boris_, {"credential", "edit", "ads/vk", "--user", "x"}).code,
            ExitCode::kOk);
  EXPECT_THAT(Json(founder_, {"rotation", "list"}), HasSubstr("ads/vk"));
}

TEST_F(DepartureTest, RestoringTheOldSecretOpensTheRotationAgain) {
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  Read(anna_, "mail");
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  ASSERT_EQ(Klad(boris_, {"rotate", "ads/vk", "--generate"}).code,
            ExitCode::kOk);
  EXPECT_THAT(Json(founder_, {"rotation", "list"}), Not(HasSubstr("ads/vk")));
  ASSERT_EQ(
      Klad(boris_, {"credential", "restore", "ads/vk", "1", "--yes"}).code,
      ExitCode::kOk);
  EXPECT_THAT(Json(founder_, {"rotation", "list"}), HasSubstr("ads/vk"));
}

TEST_F(DepartureTest, WaiverWithAReasonClosesIt) {
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"rotation", "waive", "anna-1", "--yes"}).code,
            ExitCode::kUsage);
  EXPECT_EQ(
      Klad(boris_, {"rotation", "waive", "anna-1", "--reason", "x", "--yes"})
          .code,
      ExitCode::kDenied);
  const auto waived = Klad(founder_, {"rotation", "waive", "anna-1", "--reason",
                                      "аккаунт закрыт", "--yes"});
  EXPECT_EQ(waived.code, ExitCode::kOk) << waived.err;
  EXPECT_THAT(waived.err, HasSubstr("that was the last one"));
  EXPECT_THAT(Json(founder_, {"departure", "show", "anna"}),
              HasSubstr("аккаунтзакрыт"));
}

TEST_F(DepartureTest, AssignAndDueAreNoted) {
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"rotation", "assign", "anna-1", "olga"}).code,
            ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"rotation", "due", "anna-1", "2099-12-31"}).code,
            ExitCode::kOk);
  const std::string mine = Json(olga_, {"rotation", "list", "--mine"});
  EXPECT_THAT(mine, HasSubstr("\"assignee\":\"olga\""));
  EXPECT_THAT(mine, HasSubstr("2099-12-31"));
  EXPECT_EQ(Klad(founder_, {"rotation", "assign", "anna-1", "anna"}).code,
            ExitCode::kConflict);
  EXPECT_EQ(Klad(founder_, {"rotation", "assign", "anna-9", "olga"}).code,
            ExitCode::kNotFound);
  EXPECT_EQ(Klad(founder_, {"rotation", "assign", "anna", "olga"}).code,
            ExitCode::kUsage);
}

// Who sees what: the assignee its own, another marketer nothing.
TEST_F(DepartureTest, RotationsAreShownToWhomTheyConcern) {
  ASSERT_OK_AND_ASSIGN(const std::string vera,
                       server_->Join("vera", {"marketer"}));
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  EXPECT_THAT(Json(boris_, {"rotation", "list"}), HasSubstr("ads/vk"));
  EXPECT_EQ(Json(vera, {"rotation", "list"}), "[]");
}

TEST_F(DepartureTest, WhoCannotLeaveOrSucceedIsTold) {
  const auto refused = [&](std::vector<std::string> line, ExitCode code) {
    line.insert(line.begin(), {"person", "depart"});
    line.emplace_back("--yes");
    const auto done = Klad(founder_, line);
    EXPECT_EQ(done.code, code) << done.err;
  };
  refused({"founder", "--successor", "boris"}, ExitCode::kDenied);
  refused({"anna"}, ExitCode::kUsage);
  refused({"anna", "--successor", "anna"}, ExitCode::kConflict);
  refused({"anna", "--successor", "nobody"}, ExitCode::kNotFound);
  EXPECT_EQ(Klad(boris_,
                 {"person", "depart", "anna", "--successor", "boris", "--yes"})
                .code,
            ExitCode::kDenied);
  EXPECT_EQ(Klad(founder_, {"person", "suspend", "boris"}).code, ExitCode::kOk);
  refused({"anna", "--successor", "boris"}, ExitCode::kConflict);
  EXPECT_EQ(StateOf("anna"), MemberState::kActive);
}

TEST_F(DepartureTest, LastOwnerCannotLeave) {
  ASSERT_EQ(Klad(founder_,
                 {"person", "depart", "olga", "--successor", "boris", "--yes"})
                .code,
            ExitCode::kOk);
  const auto done = Klad(founder_, {"person", "suspend", "founder"});
  EXPECT_EQ(done.code, ExitCode::kDenied);
  EXPECT_THAT(done.err, HasSubstr("founder is the last owner"));
}

// The rotations of an earlier leaver follow when their owner leaves too.
TEST_F(DepartureTest, RotationsOfALeavingAssigneeGoOn) {
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  ASSERT_EQ(Klad(founder_,
                 {"person", "depart", "boris", "--successor", "olga", "--yes"})
                .code,
            ExitCode::kOk);
  EXPECT_THAT(Json(olga_, {"rotation", "list", "--mine"}), HasSubstr("anna-1"));
}

class InterruptedDepartureTest : public DepartureTest {
 protected:
  // The machine of an owner dies behind each step, the first, the second and
  // so on; olga's goes on. How many steps there are.
  int DieBehindEachStep(const std::function<void(const std::string&)>& go_on) {
    const std::vector<std::string> steps = {
        "klad.v1.RosterService/Append", "klad.v1.RotationService/Prepare",
        "klad.v1.RotationService/Depart", "klad.v1.CredentialService/Change"};
    EXPECT_EQ(
        Klad(founder_, {"credential", "edit", "ads/mail", "--owner", "anna"})
            .code,
        ExitCode::kOk);
    const auto disk = server_->CopyDisk();
    EXPECT_OK(disk.status());
    for (int step = 0;; ++step) {
      SCOPED_TRACE(step);
      EXPECT_OK(server_->PutBackDisk(*disk));
      const std::string founder = server_->CopyOf(founder_);
      const std::string olga = server_->CopyOf(olga_);
      std::atomic<int> left = step;
      std::atomic<bool> dead = false;
      server_->SetTap([&](const rpc::Call& call, const auto& real,
                          std::string* response) -> absl::Status {
        if (dead) return access::Refuse(v1::REASON_DISK);
        const bool counts =
            std::find(steps.begin(), steps.end(), call.method) != steps.end();
        if (counts && left-- == 0) {
          dead = true;
          return access::Refuse(v1::REASON_DISK);
        }
        return real(call, response);
      });
      const auto first = Depart(founder);
      server_->SetTap(nullptr);
      if (!dead) {
        EXPECT_EQ(first.code, ExitCode::kOk) << first.err;
        return step;
      }
      go_on(olga);
      if (HasFatalFailure()) return step;
    }
  }
};

TEST_F(InterruptedDepartureTest, AnotherOwnerFinishes) {
  const int steps = DieBehindEachStep([&](const std::string& olga) {
    const auto second = Depart(olga);
    ASSERT_EQ(second.code, ExitCode::kOk) << second.err;
    ExpectGone(olga);
    EXPECT_THAT(Json(olga, {"credential", "show", "ads/mail"}),
                HasSubstr("\"owner\":\"boris\""));
  });
  EXPECT_GE(steps, 6);
}

// The successor is to go too: somebody else is named, and nothing stays with
// the leaver.
TEST_F(InterruptedDepartureTest, SuccessorIsSuspendedMeanwhile) {
  const int steps = DieBehindEachStep([&](const std::string& olga) {
    ASSERT_EQ(Klad(olga, {"person", "suspend", "boris"}).code, ExitCode::kOk);
    const auto refused = Depart(olga);
    // It is done but for its end, which is not the successor's matter.
    if (StateOf("anna") != MemberState::kDeparted) {
      ASSERT_EQ(refused.code, ExitCode::kConflict) << refused.err;
      EXPECT_THAT(refused.err, HasSubstr("boris cannot succeed anna"));
    }
    const auto second = Klad(
        olga, {"person", "depart", "anna", "--successor", "olga", "--yes"});
    ASSERT_EQ(second.code, ExitCode::kOk) << second.err;
    EXPECT_EQ(StateOf("anna"), MemberState::kDeparted);
    EXPECT_EQ(Count(Entry::kDeparted), 1u);
    EXPECT_THAT(Json(olga, {"rotation", "list"}), HasSubstr("ads/vk"));
    EXPECT_THAT(Json(olga, {"credential", "show", "ads/mail"}),
                Not(HasSubstr("\"owner\":\"anna\"")));
    // What the list gave to boris follows when he goes.
    ASSERT_EQ(Klad(olga, {"person", "depart", "boris", "--successor", "olga",
                          "--yes"})
                  .code,
              ExitCode::kOk);
    EXPECT_THAT(Json(olga, {"rotation", "list", "--mine"}),
                HasSubstr("anna-1"));
  });
  EXPECT_GE(steps, 6);
}

// Sixteen machines of two owners at once end with one departure.
TEST_F(DepartureTest, SixteenAtOnceMakeOne) {
  for (const char* name : {"ads/mail", "ads/ok", "ads/vk"}) {
    ASSERT_EQ(
        Klad(founder_, {"credential", "edit", name, "--owner", "anna"}).code,
        ExitCode::kOk);
  }
  std::vector<std::string> folders;
  for (int i = 0; i < 16; ++i) {
    folders.push_back(server_->CopyOf(i % 2 == 0 ? founder_ : olga_));
  }
  std::vector<cli::FakeWorld::Ended> ended(folders.size());
  std::vector<std::thread> owners;
  for (size_t i = 0; i < folders.size(); ++i) {
    owners.emplace_back([&, i] { ended[i] = Depart(folders[i]); });
  }
  for (std::thread& owner : owners) owner.join();
  for (const auto& one : ended) EXPECT_EQ(one.code, ExitCode::kOk) << one.err;
  ExpectGone(founder_);
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  ASSERT_OK_AND_ASSIGN(const auto departures,
                       client::FetchDepartures(founder.account.get()));
  EXPECT_EQ(departures.size(), 1u);
  // Whoever won, the keys that were used are those that the roster names.
  const std::string fresh = server_->NewFolder();
  std::filesystem::create_directory(fresh);
  for (const char* file : {"identity", "account"}) {
    std::filesystem::copy_file(boris_ + "/" + file, fresh + "/" + file);
  }
  std::filesystem::permissions(fresh, std::filesystem::perms::owner_all);
  EXPECT_EQ(Klad(fresh, {"get", "ads/mail", "password"}).out, "mail-1\n");
  EXPECT_THAT(Json(fresh, {"credential", "show", "ads/ok"}),
              HasSubstr("\"owner\":\"boris\""));
}

// Everything the departed member's machine ever sent, and can make of it.
TEST_F(DepartureTest, DepartedMachineReplaysEverythingInVain) {
  // A safe of her own to manage, and somebody to grant it to.
  ASSERT_OK(server_->Join("vera", {"marketer"}).status());
  ASSERT_EQ(Klad(founder_, {"safe", "create", "smm"}).code, ExitCode::kOk);
  ASSERT_EQ(Klad(founder_, {"grant", "smm", "anna", "--level", "manage"}).code,
            ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  ASSERT_OK(Create(founder, "smm", "news", "news-1"));
  ASSERT_EQ(Klad(founder_, {"share", "bank/account", "anna"}).code,
            ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(const std::string door, server_->Door());
  std::vector<std::pair<std::string, std::string>> sent;
  Mutex mutex;
  const std::string id = Now().FindByLogin("anna")->id;
  server_->SetTap(
      [&](const rpc::Call& call, const auto& real, std::string* response) {
        if (call.caller.id == id) {
          MutexLock lock(&mutex);
          sent.emplace_back(call.method, call.raw);
        }
        return real(call, response);
      });
  const std::string file = server_->NewFolder();
  std::ofstream(file) << "codes";
  Read(anna_, "vk");
  Read(anna_, "mail");
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(anna_));
  ASSERT_OK(Create(anna, "ads", "hers", "hers-1"));
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{
           {"list", "ads"},
           {"grant", "smm", "vera"},
           {"share", "smm/news", "olga"},
           {"get", "account", "password"},
           {"events"},
           {"credential", "attach", "ads/hers", file},
           {"credential", "move", "ads/hers", "smm"},
           {"access", "request", "bank", "--reason", "taxes"}}) {
    const auto done = Klad(anna_, line);
    EXPECT_EQ(done.code, ExitCode::kOk) << line[0] << ": " << done.err;
  }
  server_->SetTap(nullptr);
  std::set<std::string> methods;
  for (const auto& [method, raw] : sent) methods.insert(method);
  EXPECT_THAT(
      methods,
      IsSupersetOf(
          {"klad.v1.RosterService/Append", "klad.v1.RosterService/Replay",
           "klad.v1.RosterService/Envelopes",
           "klad.v1.CredentialService/Follow",
           "klad.v1.CredentialService/Reveal",
           "klad.v1.CredentialService/Change", "klad.v1.CredentialService/Move",
           "klad.v1.ShareService/ListShared",
           "klad.v1.ShareService/RevealShared",
           "klad.v1.AttachmentService/Send", "klad.v1.EventService/Follow",
           "klad.v1.AccessRequestService/Ask"}));
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  int successes = 0;
  for (const auto& [method, raw] : sent) {
    // Any message carries the bytes of any other as unknown fields.
    v1::PingRequest request;
    ASSERT_TRUE(request.ParseFromString(raw));
    v1::PingResponse none;
    const absl::Status again =
        method == "klad.v1.EventService/Follow"
            ? anna.account->Stream(method, request, &none,
                                   [] { return absl::OkStatus(); })
            : anna.account->Call(method, request, &none);
    successes += again.ok();
  }
  EXPECT_EQ(successes, 0);
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{"list", "ads"},
                                             {"get", "ads/vk", "password"},
                                             {"safe", "list"},
                                             {"renew", door}}) {
    const auto done = Klad(anna_, line);
    EXPECT_TRUE(done.code == ExitCode::kLocked ||
                done.code == ExitCode::kDenied)
        << line[0] << ": " << done.err;
  }
}

// None of her keys opens an envelope of what came after, whoever it is for.
TEST_F(DepartureTest, KeysOfBeforeOpenNothingOfAfter) {
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(anna_));
  ASSERT_OK(anna.account->CatchUp());
  ASSERT_OK_AND_ASSIGN(const auto safe, anna.vault->FindSafe("ads"));
  const auto of_roles = RoleKeysOf(anna);
  ASSERT_EQ(of_roles.size(), 1u);
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  for (const auto& key : {crypto::roster::KeyName::Role("marketer"),
                          crypto::roster::KeyName::Safe(safe.id)}) {
    ASSERT_OK_AND_ASSIGN(const auto before,
                         OpenEnvelopes(*server_, key, 1, anna, of_roles));
    EXPECT_EQ(before.opened, 1);
    ASSERT_OK_AND_ASSIGN(const auto after,
                         OpenEnvelopes(*server_, key, 2, anna, of_roles));
    EXPECT_EQ(after.opened, 0);
    EXPECT_GE(after.all, 1);
  }
}

TEST_F(DepartureTest, WhoComesBackIsSomebodyNew) {
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"person", "resume", "anna"}).code,
            ExitCode::kConflict);
  EXPECT_FALSE(server_->Join("anna", {"marketer"}).ok());
  ASSERT_OK_AND_ASSIGN(const std::string anna2,
                       server_->Join("anna2", {"marketer"}));
  EXPECT_EQ(Klad(anna2, {"get", "ads/vk", "password"}).code, ExitCode::kOk);
  EXPECT_THAT(Json(founder_, {"rotation", "list"}), HasSubstr("ads/vk"));
  EXPECT_EQ(Klad(anna_, {"list", "ads"}).code, ExitCode::kLocked);
}

// A departure that was interrupted and taken back is of another time.
TEST_F(DepartureTest, ListOfBeforeAReturnCountsNoMore) {
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  ASSERT_OK(founder.account->CatchUp());
  client::Departing first(founder.vault.get(),
                          {.member = IdOf(founder, "anna"),
                           .successor = IdOf(founder, "boris"),
                           .contacts = {},
                           .kept_tools = {},
                           .distrusted = false});
  ASSERT_OK(first.Suspend());
  ASSERT_OK(first.RenewKeys());
  ASSERT_OK_AND_ASSIGN(const auto plan, first.Plan());
  ASSERT_OK(first.Record(plan));
  ASSERT_OK(founder.vault->Save());
  ASSERT_EQ(Klad(founder_, {"person", "resume", "anna"}).code, ExitCode::kOk);
  EXPECT_EQ(Json(founder_, {"rotation", "list"}), "[]");
  Read(anna_, "mail");
  const auto done = Depart(founder_);
  ASSERT_EQ(done.code, ExitCode::kOk) << done.err;
  EXPECT_THAT(Json(founder_, {"rotation", "list"}), HasSubstr("ads/mail"));
}

TEST_F(DepartureTest, DistrustedServerLeavesEverythingToBeChanged) {
  const auto done = Depart(founder_, {"--distrust-server"});
  ASSERT_EQ(done.code, ExitCode::kOk) << done.err;
  const std::string list = Json(founder_, {"rotation", "list"});
  for (const char* name : {"ads/vk", "ads/ok", "ads/mail"}) {
    EXPECT_THAT(list, HasSubstr(name));
  }
  EXPECT_THAT(list, Not(HasSubstr("bank/")));
}

TEST_F(DepartureTest, ContractorWhoseTimeIsOverIsDue) {
  ASSERT_OK_AND_ASSIGN(const std::string cora, server_->Join("cora", {}));
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  ASSERT_OK(founder.account->CatchUp());
  const int64_t end_ms = founder.account->NowMs() + 4000;
  Entry entry;
  entry.mutable_role_given()->set_member(IdOf(founder, "cora"));
  entry.mutable_role_given()->mutable_role()->set_role("contractor");
  entry.mutable_role_given()->mutable_role()->set_until_ms(end_ms);
  ASSERT_OK(founder.Write(entry));
  ASSERT_OK_AND_ASSIGN(const auto safe, founder.vault->FindSafe("ads"));
  entry.mutable_granted()->set_safe(safe.id);
  entry.mutable_granted()->mutable_target()->set_member(IdOf(founder, "cora"));
  entry.mutable_granted()->set_level(trust::v1::LEVEL_READ);
  entry.mutable_granted()->set_until_ms(end_ms);
  ASSERT_OK(founder.Write(entry));
  ASSERT_OK(founder.vault->Save());
  Read(cora, "vk");
  EXPECT_EQ(Json(founder_, {"departure", "due"}), "[]");
  while (SystemClock().NowMs() < end_ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  // The next command of an owner lets them go, whatever it is for.
  const auto next = Klad(founder_, {"safe", "list"});
  EXPECT_THAT(next.err, HasSubstr("the time of cora is over: they have left, 1 "
                                  "secret is to be changed"));
  EXPECT_THAT(Klad(founder_, {"safe", "list"}).err, Not(HasSubstr("is over")));
  EXPECT_THAT(Json(founder_, {"rotation", "list"}), HasSubstr("cora-1"));
  EXPECT_THAT(Json(founder_, {"departure", "list"}),
              HasSubstr("\"successor\":\"founder\""));
  EXPECT_EQ(Klad(cora, {"list"}).code, ExitCode::kLocked);
}

// An owner's machine that died in the middle of it.
TEST_F(DepartureTest, ContractorWhoWasOnlySuspendedThenLeavesByTheNextCommand) {
  ASSERT_OK_AND_ASSIGN(const std::string cora, server_->Join("cora", {}));
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  ASSERT_OK(founder.account->CatchUp());
  const int64_t end_ms = founder.account->NowMs() + 1500;
  Entry entry;
  entry.mutable_role_given()->set_member(IdOf(founder, "cora"));
  entry.mutable_role_given()->mutable_role()->set_role("contractor");
  entry.mutable_role_given()->mutable_role()->set_until_ms(end_ms);
  ASSERT_OK(founder.Write(entry));
  entry.mutable_suspended()->set_member(IdOf(founder, "cora"));
  ASSERT_OK(founder.Write(entry));
  while (SystemClock().NowMs() < end_ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_THAT(Klad(founder_, {"safe", "list"}).err,
              HasSubstr("the time of cora is over: they have left, 0 secrets"));
}

// Who stays makes no rotation; what they know is listed until it is changed.
TEST_F(DepartureTest, GrantThatEndedOfWhoStaysIsDueUntilTheSecretIsChanged) {
  ASSERT_EQ(Klad(founder_, {"safe", "create", "side"}).code, ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  ASSERT_OK(Create(founder, "side", "wifi", "wifi-1"));
  ASSERT_EQ(Klad(founder_, {"grant", "side", "boris"}).code, ExitCode::kOk);
  ASSERT_EQ(Klad(boris_, {"get", "side/wifi", "password"}).code, ExitCode::kOk);
  EXPECT_EQ(Json(founder_, {"departure", "due"}), "[]");
  ASSERT_EQ(Klad(founder_, {"revoke", "side", "boris"}).code, ExitCode::kOk);
  const std::string due = Json(founder_, {"departure", "due"});
  EXPECT_THAT(due, HasSubstr("\"login\":\"boris\""));
  EXPECT_THAT(due, HasSubstr("\"seen_current\":[\"side/wifi\"]"));
  ASSERT_EQ(Klad(founder_, {"rotate", "side/wifi", "--generate"}).code,
            ExitCode::kOk);
  EXPECT_EQ(Json(founder_, {"departure", "due"}), "[]");
}

// The tokens of tools are known to whoever made them.
TEST_F(DepartureTest, ToolsOfTheLeaverAreSuspendedUnlessKept) {
  ASSERT_OK_AND_ASSIGN(TestClient olga, OpenClient(olga_));
  ASSERT_OK(olga.account->CatchUp());
  for (const char* name : {"bot", "site"}) {
    trust::v1::Identity about = olga.account->identity().about();
    about.set_member(NewCredentialId());
    ASSERT_OK_AND_ASSIGN(const crypto::Identity tool,
                         crypto::Identity::Create(about));
    Entry entry;
    entry.mutable_tool_made()->set_tool(about.member());
    entry.mutable_tool_made()->set_login(name);
    *entry.mutable_tool_made()->mutable_keys() = tool.PublicKeys();
    entry.mutable_tool_made()->set_until_ms(olga.account->NowMs() + 3'600'000);
    client::Keychain keychain(olga.account.get());
    client::RosterWriter writer(olga.account.get(), &keychain);
    ASSERT_OK(writer.Write(
        [&](const auto&) { return entry; },
        {olga.account->member(), &olga.account->identity().signing_key(),
         &tool.signing_key()}));
  }
  const auto done = Klad(founder_, {"person", "depart", "olga", "--successor",
                                    "boris", "--keep-tool", "site", "--yes"});
  ASSERT_EQ(done.code, ExitCode::kOk) << done.err;
  EXPECT_EQ(StateOf("bot"), MemberState::kSuspended);
  EXPECT_EQ(StateOf("site"), MemberState::kActive);
  std::string list = Json(founder_, {"rotation", "list"});
  EXPECT_THAT(list, HasSubstr("\"name\":\"bot\""));
  EXPECT_THAT(list, HasSubstr("\"name\":\"site\""));
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  ASSERT_OK(founder.account->CatchUp());
  Entry ended;
  ended.mutable_tool_ended()->set_tool(IdOf(founder, "bot"));
  ASSERT_OK(founder.Write(ended));
  list = Json(founder_, {"rotation", "list"});
  EXPECT_THAT(list, Not(HasSubstr("\"name\":\"bot\"")));
}

// --- a server that lies ---

TEST_F(DepartureTest, HiddenDepartureIsNoticed) {
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    RETURN_IF_ERROR(real(call, response));
    if (call.method == "klad.v1.RotationService/Departures") {
      v1::DeparturesResponse answer;
      CHECK_THAT(answer.ParseFromString(*response));
      answer.clear_departures();
      *response = answer.SerializeAsString();
    }
    return absl::OkStatus();
  });
  for (const char* noun : {"rotation", "departure"}) {
    const auto list = Klad(founder_, {noun, "list"});
    EXPECT_EQ(list.code, ExitCode::kIntegrity) << list.err;
    EXPECT_THAT(list.err, HasSubstr("hides what is to be changed after anna"));
  }
}

TEST_F(DepartureTest, DroppedOrInventedRotationIsNoticed) {
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  const auto with = [&](const std::function<void(v1::ChunksResponse*)>& lie) {
    server_->SetTap([lie](const rpc::Call& call, const auto& real,
                          std::string* response) -> absl::Status {
      RETURN_IF_ERROR(real(call, response));
      if (call.method == "klad.v1.RotationService/Chunks") {
        v1::ChunksResponse answer;
        CHECK_THAT(answer.ParseFromString(*response));
        lie(&answer);
        *response = answer.SerializeAsString();
      }
      return absl::OkStatus();
    });
    const auto list = Klad(founder_, {"rotation", "list"});
    EXPECT_EQ(list.code, ExitCode::kIntegrity) << list.err;
  };
  with([](v1::ChunksResponse* a) { a->clear_chunks(); });
  with([](v1::ChunksResponse* a) { a->mutable_chunks(0)->clear_chunk(); });
  with([](v1::ChunksResponse* a) { *a->add_chunks() = a->chunks(0); });
  with([](v1::ChunksResponse* a) {
    trust::v1::DepartureChunk chunk;
    CHECK_THAT(chunk.ParseFromString(a->chunks(0).chunk()));
    chunk.mutable_findings()->RemoveLast();
    a->mutable_chunks(0)->set_chunk(chunk.SerializeAsString());
  });
  with([](v1::ChunksResponse* a) {
    v1::RotationNoted* note = a->mutable_chunks(0)->add_notes();
    note->set_number(1);
    note->set_sequence(1);
    note->mutable_note()->set_body("waived");
  });
}

// A waiver that the server drops from the notes leaves a gap; of the last note
// nothing is known, and then the rotation is open, not closed.
TEST_F(DepartureTest, WaiverThatIsHeldBackClosesNothing) {
  Read(anna_, "mail");
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  ASSERT_EQ(Klad(founder_, {"rotation", "waive", "anna-1", "--reason",
                            "the account was closed", "--yes"})
                .code,
            ExitCode::kOk);
  EXPECT_THAT(Json(founder_, {"rotation", "list"}), Not(HasSubstr("anna-1")));
  const OrganisationServer::Tap hold_back =
      [](const rpc::Call& call, const auto& real,
         std::string* response) -> absl::Status {
    RETURN_IF_ERROR(real(call, response));
    if (call.method == "klad.v1.RotationService/Chunks") {
      v1::ChunksResponse answer;
      CHECK_THAT(answer.ParseFromString(*response));
      answer.mutable_chunks(0)->mutable_notes()->DeleteSubrange(0, 1);
      *response = answer.SerializeAsString();
    }
    return absl::OkStatus();
  };
  server_->SetTap(hold_back);
  const std::string held_back = Json(founder_, {"rotation", "list"});
  EXPECT_THAT(held_back, HasSubstr("anna-1"));
  EXPECT_THAT(held_back, Not(HasSubstr("waived")));
  server_->SetTap(nullptr);
  ASSERT_EQ(Klad(founder_, {"rotation", "assign", "anna-1", "olga"}).code,
            ExitCode::kOk);
  server_->SetTap(hold_back);
  EXPECT_EQ(Klad(founder_, {"rotation", "list"}).code, ExitCode::kIntegrity);
}

// An owner who is shown the roster of before finds out by what it has seen.
TEST_F(DepartureTest, FrozenRosterIsNoticed) {
  v1::News frozen;
  ASSERT_OK(server_->services().roster().Fill({}, &frozen));
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  server_->SetTap([frozen](const rpc::Call& call, const auto& real,
                           std::string* response) -> absl::Status {
    RETURN_IF_ERROR(real(call, response));
    if (call.method == "klad.v1.RotationService/Departures") {
      v1::DeparturesResponse answer;
      CHECK_THAT(answer.ParseFromString(*response));
      answer.mutable_news()->clear_roster();
      answer.mutable_news()->set_roster_sequence(frozen.roster_sequence());
      *response = answer.SerializeAsString();
    }
    return absl::OkStatus();
  });
  EXPECT_EQ(Klad(founder_, {"departure", "list"}).code, ExitCode::kIntegrity);
}

// What the backup lost is missed, said, and made anew.
TEST_F(DepartureTest, RestoredBackupOfBeforeIsMended) {
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  // The ledger forgets this; that she could have counts as having.
  Read(anna_, "mail");
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  ASSERT_OK(server_->Restore(backup));
  const auto accepted = Klad(founder_, {"restore", "accept", "--yes"});
  ASSERT_EQ(accepted.code, ExitCode::kOk) << accepted.err;
  const auto mended = Depart(founder_);
  ASSERT_EQ(mended.code, ExitCode::kOk) << mended.err;
  EXPECT_EQ(StateOf("anna"), MemberState::kDeparted);
  const std::string list = Json(founder_, {"rotation", "list"});
  EXPECT_THAT(list, HasSubstr("ads/vk"));
  EXPECT_THAT(list, HasSubstr("ads/mail"));
}

}  // namespace
}  // namespace klad::testing
