// The klad that ships, as a process with a state folder of its own, against a
// server that lies over real mutual TLS: how it ends, what it says and where.
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "crypto/roster/signing.h"
#include "crypto/vault/change.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/roster.pb.h"
#include "server/access/refusal.h"
#include "tests/hostile/liar.h"
#include "tests/hostile/program/rude_server.h"
#include "tests/support/credentials.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using trust::v1::Entry;

using Line = std::vector<std::string>;

const Line kGet = {"get", "ads/bank", "password"};
const Line kList = {"list", "ads"};
const Line kShowHistory = {"credential", "history", "ads/bank"};
const Line kStatus = {"status"};

struct Ended {
  int code = -1;
  std::string out;
  std::string err;
};

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// What a state folder remembers: the envelopes are a cache, and the account
// names nothing that is verified.
std::map<std::string, std::string> Remembered(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string name = file.path().filename();
    if (name == "envelopes" || name == "account") continue;
    files[name] =
        std::to_string(std::hash<std::string>()(ReadAll(file.path())));
  }
  return files;
}

std::vector<char*> Pointers(Line& words) {
  std::vector<char*> list;
  for (std::string& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

// Its output goes into files beside `folder`.
Ended Spawn(Line words, Line environment, const std::string& folder) {
  const std::string out = folder + ".out";
  const std::string err = folder + ".err";
  posix_spawn_file_actions_t files;
  CHECK_THAT(posix_spawn_file_actions_init(&files) == 0);
  const auto open = [&files](int fd, const std::string& path, int flags) {
    CHECK_THAT(posix_spawn_file_actions_addopen(&files, fd, path.c_str(), flags,
                                                0600) == 0);
  };
  open(STDIN_FILENO, "/dev/null", O_RDONLY);
  open(STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC);
  open(STDERR_FILENO, err, O_WRONLY | O_CREAT | O_TRUNC);
  pid_t child = 0;
  CHECK_THAT(posix_spawn(&child, words[0].c_str(), &files, nullptr,
                         Pointers(words).data(),
                         Pointers(environment).data()) == 0);
  posix_spawn_file_actions_destroy(&files);
  int status = 0;
  CHECK_THAT(waitpid(child, &status, 0) == child);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadAll(out),
          ReadAll(err)};
}

// The founder's organisation with the safe `ads`: `bank` in its second
// version, `shop`, and `gone`, which was deleted by the fifth change; then
// `trunk` and `leaf`. One for all attacks, since every opening of an identity
// takes as long as it does for a person.
class World {
 public:
  absl::Status Build() {
    ASSIGN_OR_RETURN(server, OrganisationServer::Start());
    ASSIGN_OR_RETURN(all, server->Found("founder"));
    ASSIGN_OR_RETURN(const std::string anna_folder,
                     server->Join("anna", {"marketer"}));
    ASSIGN_OR_RETURN(founder, OpenClient(all));
    RETURN_IF_ERROR(founder.account->CatchUp());
    RETURN_IF_ERROR(founder.vault->Save());
    fresh = server->CopyOf(all);
    RETURN_IF_ERROR(FillSafe());
    ASSIGN_OR_RETURN(anna, OpenClient(anna_folder));
    RETURN_IF_ERROR(anna.account->CatchUp());
    trust::v1::Identity about = founder.account->identity().about();
    about.set_member(NewCredentialId());
    ASSIGN_OR_RETURN(auto identity, crypto::Identity::Create(about));
    stranger = std::make_unique<crypto::Identity>(std::move(identity));
    passphrase = all + ".passphrase";
    std::ofstream(passphrase) << kPassphrase;
    return chmod(passphrase.c_str(), 0600) == 0 ? absl::OkStatus()
                                                : absl::InternalError("chmod");
  }

  Liar liar() { return Liar(server.get()); }

  // klad as it ships, on a state folder.
  Ended Klad(const std::string& folder, const Line& line) const {
    Line words = {std::string(getenv("KLAD_BIN")) + "/klad"};
    words.insert(words.end(), line.begin(), line.end());
    // Nobody may trace klad, so its leaks cannot be sought.
    return Spawn(std::move(words),
                 {"KLAD_HOME=" + folder, "KLAD_PASSPHRASE_FILE=" + passphrase,
                  "LANG=C.UTF-8", "ASAN_OPTIONS=detect_leaks=0"},
                 folder);
  }

  std::unique_ptr<OrganisationServer> server;
  // The founder's machine before the safe, after its fifth change, and now.
  std::string fresh;
  std::string before_fork;
  std::string all;
  std::string passphrase;
  TestClient founder;
  TestClient anna;
  std::unique_ptr<crypto::Identity> stranger;  // with keys of nobody
  std::string safe;
  std::string bank;
  std::string shop;
  v1::ChangeRequest fork;    // the sixth change, as `trunk` is not
  v1::ChangeRequest eighth;  // signed, and never taken

 private:
  absl::Status FillSafe() {
    RETURN_IF_ERROR(founder.vault->CreateSafe("ads"));
    RETURN_IF_ERROR(Create(founder, "ads", "bank", "bank-1"));
    RETURN_IF_ERROR(Create(founder, "ads", "shop", "shop-1"));
    RETURN_IF_ERROR(SetPassword(founder, "ads", "bank", "bank-2"));
    RETURN_IF_ERROR(Create(founder, "ads", "gone", "gone-1"));
    RETURN_IF_ERROR(Delete(founder, "ads", "gone"));
    ASSIGN_OR_RETURN(const auto info, founder.vault->FindSafe("ads"));
    safe = info.id;
    ASSIGN_OR_RETURN(const auto bank_header, HeaderOf(founder, "ads", "bank"));
    ASSIGN_OR_RETURN(const auto shop_header, HeaderOf(founder, "ads", "shop"));
    bank = bank_header.credential();
    shop = shop_header.credential();
    before_fork = server->CopyOf(all);
    fork = liar().Withhold(
        [this] { return Create(founder, "ads", "fork", "word"); });
    RETURN_IF_ERROR(Create(founder, "ads", "trunk", "word"));
    RETURN_IF_ERROR(Create(founder, "ads", "leaf", "word"));
    RETURN_IF_ERROR(PasswordOf(founder, "ads", "bank").status());
    eighth = liar().Withhold(
        [this] { return Create(founder, "ads", "eighth", "word"); });
    return founder.vault->Save();
  }
};

class KladProgram : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = new World();
    ASSERT_OK(world_->Build());
    // Where there is a key ring, no other command needs the passphrase.
    world_->Klad(world_->all, {"unlock"});
  }

  static void TearDownTestSuite() {
    world_->Klad(world_->all, {"lock"});
    delete world_;
  }

  static World& world() { return *world_; }

  // While the server lies: this exit code, these words on standard error
  // alone, and nothing for a terminal to obey; the folder remembers what it
  // did before.
  static void Expect(const std::string& name, const std::string& folder,
                     const Line& line, int code, const std::string& words) {
    SCOPED_TRACE(name);
    const auto before = Remembered(folder);
    const Ended ended = world().Klad(folder, line);
    world().server->SetTap(nullptr);
    EXPECT_EQ(ended.code, code) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(words));
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, Not(HasSubstr("\x1b")));
    EXPECT_THAT(ended.err, Not(HasSubstr("\x07")));
    EXPECT_EQ(Remembered(folder), before);
  }

  // And afterwards the honest server is good enough.
  static void ExpectUnharmed(const std::string& folder) {
    EXPECT_EQ(world().Klad(folder, kGet).out, "bank-2\n");
  }

 private:
  static World* world_;
};

World* KladProgram::world_ = nullptr;

struct Attack {
  std::string name;
  std::function<void(Liar)> lie;
  Line line;
  std::string words;
};

TEST_F(KladProgram, LiesAboutCredentials) {
  const std::string other =
      world().liar().StoredSecret(world().safe, world().shop, 1);
  const std::string old =
      world().liar().StoredSecret(world().safe, world().bank, 1);
  const auto secret = [](std::string bytes) {
    return [bytes](Liar liar) {
      liar.Edit<v1::RevealResponse>(
          kReveal, [bytes](auto& answer) { answer.set_secret(bytes); });
    };
  };
  const auto history = [](std::function<void(v1::HistoryResponse&)> edit) {
    return
        [edit](Liar liar) { liar.Edit<v1::HistoryResponse>(kHistory, edit); };
  };
  const std::vector<Attack> attacks = {
      {"secret of another credential", secret(other), kGet,
       "a secret that fails verification"},
      {"old secret under the new header", secret(old), kGet,
       "a secret that fails verification"},
      {"overviews of two versions swapped", history([](auto& answer) {
         answer.mutable_versions(0)->mutable_overview()->swap(
             *answer.mutable_versions(1)->mutable_overview());
       }),
       kShowHistory, "an overview that fails verification"},
      {"old header in the new place", history([](auto& answer) {
         *answer.mutable_versions(0) = answer.versions(1);
       }),
       kShowHistory, "a version that fails verification"},
  };
  for (const Attack& attack : attacks) {
    attack.lie(world().liar());
    Expect(attack.name, world().all, attack.line, 9, attack.words);
  }
  ExpectUnharmed(world().all);
}

TEST_F(KladProgram, LiesAboutASafeItKnows) {
  constexpr char kChangeFails[] = "a change of a safe that fails verification";
  trust::v1::Change newer;
  ASSERT_TRUE(newer.ParseFromString(world().eighth.change().body()));
  newer.GetReflection()->MutableUnknownFields(&newer)->AddVarint(1000, 1);
  trust::v1::Signed unknown = world().eighth.change();
  const client::Account& founder = *world().founder.account;
  unknown.set_body(newer.SerializeAsString());
  unknown.set_signature(founder.identity().signing_key().Sign(
      crypto::vault::ChangeContext({founder.organisation(), world().safe},
                                   world().eighth.previous(), unknown.author()),
      unknown.body()));
  const std::vector<Attack> attacks = {
      {"safe rolled back",
       [](Liar liar) {
         liar.Edit<v1::FollowResponse>(kFollow, [](auto& answer) {
           answer.mutable_safe()->set_sequence(2);
         });
       },
       kList, "an older state of a safe"},
      {"version rolled back in the answer of a reveal",
       [](Liar liar) {
         liar.Edit<v1::RevealResponse>(kReveal, [](auto& answer) {
           answer.mutable_safe()->set_sequence(2);
         });
       },
       kGet, "an older state of a safe"},
      {"deleted credential resurrected by its old change",
       [](Liar liar) { liar.AddChange(liar.StoredChange(world().safe, 4)); },
       kList, kChangeFails},
      {"field of a newer klad",
       [&](Liar liar) { liar.AddChange(unknown, world().eighth.parts()); },
       kList, "newer klad"},
  };
  for (const Attack& attack : attacks) {
    attack.lie(world().liar());
    Expect(attack.name, world().all, attack.line, 9, attack.words);
  }
  ExpectUnharmed(world().all);
  world().liar().Edit<v1::FollowResponse>(kFollow, [](auto& answer) {
    *answer.mutable_safe()->mutable_changes(0) = world().fork.change();
    for (const auto& part : world().fork.parts()) {
      answer.mutable_safe()->add_overviews(part);
    }
  });
  Expect("forks joined", world().before_fork, kList, 9, kChangeFails);
  ExpectUnharmed(world().before_fork);
}

// To somebody who remembers nothing of it.
TEST_F(KladProgram, LiesAboutASafeItSeesFirst) {
  const auto follow = [](std::function<void(v1::SafeNews*)> edit) {
    return [edit](Liar liar) {
      liar.Edit<v1::FollowResponse>(kFollow, [edit](auto& answer) {
        if (answer.safe().changes_size() > 1) edit(answer.mutable_safe());
      });
    };
  };
  const auto envelopes =
      [](std::function<void(trust::v1::EpochEnvelopes*)> edit) {
        return [edit](Liar liar) {
          liar.Edit<v1::EnvelopesResponse>(kEnvelopes, [edit](auto& answer) {
            for (auto& epoch : *answer.mutable_envelopes()) edit(&epoch);
          });
        };
      };
  const std::vector<Attack> attacks = {
      {"credential dropped", follow([](v1::SafeNews* news) {
         news->mutable_changes()->DeleteSubrange(1, 1);
       }),
       kList, "a change of a safe that fails verification"},
      {"overview of another credential", follow([](v1::SafeNews* news) {
         *news->mutable_overviews(0) = news->overviews(1);
       }),
       kList, "holds back the overview"},
      {"key substituted", envelopes([](trust::v1::EpochEnvelopes* epoch) {
         for (auto& each : *epoch->mutable_envelopes()) {
           each.mutable_sealed()->back() ^= 1;
         }
       }),
       kList, "not the one that the roster names"},
      {"key of another recipient",
       envelopes([](trust::v1::EpochEnvelopes* epoch) {
         if (epoch->envelopes_size() < 2) return;
         epoch->mutable_envelopes(0)->mutable_sealed()->swap(
             *epoch->mutable_envelopes(1)->mutable_sealed());
       }),
       kList, "not the one that the roster names"},
  };
  for (const Attack& attack : attacks) {
    const std::string fresh = world().server->CopyOf(world().fresh);
    attack.lie(world().liar());
    Expect(attack.name, fresh, attack.line, 9, attack.words);
    ExpectUnharmed(fresh);
  }
}

TEST_F(KladProgram, LiesAboutTheRoster) {
  Entry retired;
  retired.mutable_safe_retired()->set_safe(world().safe);
  const client::Account& founder = *world().founder.account;
  retired.set_time_ms(founder.NowMs());
  const trust::v1::Signed forged =
      crypto::roster::SignEntry(founder.roster().slot(), founder.member(),
                                world().stranger->signing_key(), retired);
  Entry newer = retired;
  newer.GetReflection()->MutableUnknownFields(&newer)->AddVarint(1000, 1);
  const trust::v1::Signed unknown = SignBy(world().founder, newer);
  const std::vector<Attack> attacks = {
      {"rolled back",
       [](Liar liar) {
         liar.Edit<v1::ReplayResponse>(kReplay, [](auto& answer) {
           answer.mutable_news()->set_roster_sequence(1);
         });
       },
       kStatus, "an older roster"},
      {"entry in the founder's name by a key of the server",
       [&](Liar liar) { liar.AddEntry(forged); }, kStatus,
       "of the roster is not valid"},
      {"field of a newer klad", [&](Liar liar) { liar.AddEntry(unknown); },
       kStatus, "newer klad"},
      {"head of the ledger withheld",
       [](Liar liar) {
         liar.Edit<v1::ReplayResponse>(kReplay, [](auto& answer) {
           answer.mutable_news()->clear_ledger();
         });
       },
       kStatus, "the head of the ledger is not signed"},
  };
  for (const Attack& attack : attacks) {
    attack.lie(world().liar());
    Expect(attack.name, world().all, attack.line, 9, attack.words);
  }
  for (const Escalation& row : Escalations(world().anna, founder.member(),
                                           world().safe, *world().stranger)) {
    world().liar().AddEntry(
        SignBy(world().anna, row.entry,
               row.countersigned ? world().stranger.get() : nullptr));
    Expect(row.name, world().all, kStatus, 9, "of the roster is not valid");
  }
  ExpectUnharmed(world().all);
}

TEST_F(KladProgram, LaggingAnswerIsUnavailable) {
  world().liar().Refuse(access::Refuse(v1::REASON_BEHIND));
  Expect("lagging", world().all, kGet, 8, "has not caught up with what you");
  ExpectUnharmed(world().all);
}

// Neither in a field that a sentence takes in, nor in the text that only
// --verbose shows, nor as JSON.
TEST_F(KladProgram, TerminalEscapesInAServersText) {
  constexpr char kEscapes[] = "\x1b[2J\x1b]0;all is well\x07";
  absl::Status refusal =
      access::Refuse(v1::REASON_CHANGE_REFUSED, {{"rule", kEscapes}});
  world().liar().Refuse(refusal);
  Expect("in a field", world().all, kGet, 7,
         "the server did not take the change (?)");
  // The server's keys outlive the server.
  const auto keys = std::move(world().server->data().keys);
  const std::string address = world().server->address();
  ASSERT_OK(world().server->Stop());
  {
    const auto rude = RudeServer::Start(*keys, address, kEscapes);
    ASSERT_OK(rude);
    Expect("in its text", world().all, kGet, 7, "does not fit what the server");
    Expect("shown", world().all, {"get", "ads/bank", "password", "--verbose"},
           7, "detail: \\x1b[2J\\x1b]0;all is well\\x07");
    Expect("shown as JSON", world().all,
           {"get", "ads/bank", "password", "--verbose", "-o", "json"}, 7,
           "\\u001b[2J");
  }
  ASSERT_OK(world().server->Resume());
  ExpectUnharmed(world().all);
}

}  // namespace
}  // namespace klad::testing
