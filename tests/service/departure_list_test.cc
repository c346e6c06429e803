// What the list of a departure says is to be changed, by whom and until when;
// and that it is not forgotten.
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "client/departures.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/service/departure_fixture.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kDayMs = int64_t{24} * 3600 * 1000;

class DepartureListTest : public DepartureTest {
 protected:
  // Of anna's departure, by title.
  std::map<std::string, client::Rotation> Rotations() {
    std::map<std::string, client::Rotation> rotations;
    auto founder = OpenClient(founder_);
    EXPECT_OK(founder.status());
    EXPECT_OK(founder->account->CatchUp());
    const auto mirror = OpenSafe(*founder, "ads");
    EXPECT_OK((*mirror)->Follow());
    auto departure =
        client::FetchDeparture(founder->account.get(), IdOf(*founder, "anna"));
    EXPECT_OK(departure.status());
    EXPECT_OK(client::FetchList(founder->account.get(), &*departure));
    left_ms_ = departure->about.time_ms();
    for (const client::Rotation& rotation : departure->rotations) {
      const auto item = (*mirror)->WithId(rotation.credential);
      EXPECT_OK(item.status());
      rotations[(*item)->overview().title()] = rotation;
    }
    return rotations;
  }

  std::string LoginOf(const std::string& id) {
    return Now().FindMember(id)->login;
  }

  // As the tool whose token is in the file.
  static std::string ReadAsTool(const std::string& token,
                                const std::string& folder,
                                const std::string& name) {
    cli::FakeWorld world;
    world.environment = {{"KLAD_TOKEN_FILE", token},
                         {"XDG_RUNTIME_DIR", folder}};
    const auto got = world.Run(cli::AllCommands(), {"get", name, "password"});
    EXPECT_EQ(got.code, ExitCode::kOk) << got.err;
    return got.out;
  }

  int64_t left_ms_ = 0;  // when anna did, once Rotations() was called
};

TEST_F(DepartureListTest, DueDateFollowsTheSensitivity) {
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  for (const auto& [title, sensitivity] :
       std::vector<std::pair<std::string, trust::v1::Sensitivity>>{
           {"vk", trust::v1::SENSITIVITY_HIGH},
           {"ok", trust::v1::SENSITIVITY_LOW}}) {
    ASSERT_OK(
        Append(founder, "ads", title,
               [level = sensitivity]() -> absl::StatusOr<crypto::vault::Edit> {
                 crypto::vault::Edit edit;
                 edit.sensitivity = level;
                 return edit;
               }));
  }
  for (const char* title : {"ok", "mail"}) Read(anna_, title);
  ASSERT_EQ(Klad(founder_, {"policy", "set", "rotation.days.normal", "9"}).code,
            ExitCode::kOk);
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  const auto rotations = Rotations();
  const auto days = [&](const std::string& title) {
    return static_cast<double>(rotations.at(title).due_ms - left_ms_) / kDayMs;
  };
  EXPECT_NEAR(days("vk"), 1, 0.01);
  EXPECT_NEAR(days("mail"), 9, 0.01);
  EXPECT_NEAR(days("ok"), 30, 0.01);
}

// Boris looks after mail and can write there; cora could not change ok.
TEST_F(DepartureListTest, AssigneeIsWhoLooksAfterIt) {
  ASSERT_OK(server_->Join("cora", {}).status());
  for (const char* title : {"ok", "mail"}) Read(anna_, title);
  for (const auto& [name, owner] : std::map<std::string, std::string>{
           {"ads/mail", "Boris"}, {"ads/ok", "cora"}, {"ads/vk", "anna"}}) {
    ASSERT_EQ(
        Klad(founder_, {"credential", "edit", name, "--owner", owner}).code,
        ExitCode::kOk);
  }
  ASSERT_EQ(Klad(founder_,
                 {"person", "depart", "anna", "--successor", "olga", "--yes"})
                .code,
            ExitCode::kOk);
  const auto rotations = Rotations();
  EXPECT_EQ(LoginOf(rotations.at("mail").assignee), "boris");
  EXPECT_EQ(LoginOf(rotations.at("ok").assignee), "olga");
  EXPECT_EQ(LoginOf(rotations.at("vk").assignee), "olga");
}

TEST_F(DepartureListTest, SafeThatTheyManagedIsTheSuccessorsToManage) {
  ASSERT_EQ(Klad(founder_, {"grant", "bank", "anna", "--level", "manage"}).code,
            ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  ASSERT_OK_AND_ASSIGN(const auto bank, founder.vault->FindSafe("bank"));
  const auto level_of_boris = [&] {
    return Now().Access(now_->FindByLogin("boris")->id, bank.id,
                        now_->newest_ms());
  };
  EXPECT_EQ(level_of_boris(), trust::v1::LEVEL_UNSPECIFIED);
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  EXPECT_EQ(level_of_boris(), trust::v1::LEVEL_MANAGE);
}

TEST_F(DepartureListTest, WhatTheImporterBroughtIsToBeChanged) {
  const std::string file = server_->NewFolder();
  std::ofstream(file) << "Title,Login,Password,URL,Notes\n"
                         "shop,me,shop-1,https://shop.example,\n"
                         "post,me,post-1,https://post.example,\n";
  const auto imported = Klad(anna_, {"import", file, "--safe", "ads"});
  ASSERT_EQ(imported.code, ExitCode::kOk) << imported.err;
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  const std::string list = Json(founder_, {"rotation", "list"});
  EXPECT_THAT(list, HasSubstr("\"name\":\"ads/shop\""));
  EXPECT_THAT(list, HasSubstr("\"name\":\"ads/post\""));
}

// The role stands empty in between, and its keys are handed on.
TEST_F(DepartureListTest, RoleWhoseLastMemberLeftOpensForTheNext) {
  for (const char* login : {"anna", "boris"}) {
    ASSERT_EQ(Klad(founder_,
                   {"person", "depart", login, "--successor", "olga", "--yes"})
                  .code,
              ExitCode::kOk);
  }
  ASSERT_OK_AND_ASSIGN(const std::string vera,
                       server_->Join("vera", {"marketer"}));
  EXPECT_EQ(Klad(vera, {"get", "ads/vk", "password"}).out, "vk-1\n");
  EXPECT_EQ(Klad(vera, {"get", "ads/ok", "password"}).out, "ok-2\n");
}

// Whoever made a token may have used it, and it may have ended since.
TEST_F(DepartureListTest, WhatTheirToolsReadIsToBeChanged) {
  const std::string folder = server_->NewFolder();
  std::filesystem::create_directory(folder);
  for (const auto& [tool, name, password] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"bot", "ads/mail", "mail-1\n"},
           {"site", "bank/account", "account-1\n"}}) {
    const auto made =
        Klad(olga_, {"tool", "new", tool, "--safe",
                     name.substr(0, name.find('/')), "--until", "14d"});
    ASSERT_EQ(made.code, ExitCode::kOk) << made.err;
    const std::string token = folder + "/" + tool;
    std::ofstream(token) << made.out;
    EXPECT_EQ(ReadAsTool(token, folder, name), password);
  }
  ASSERT_EQ(Klad(olga_, {"tool", "end", "bot", "--yes"}).code, ExitCode::kOk);
  EXPECT_THAT(Json(founder_, {"person", "depart", "olga", "--plan"}),
              HasSubstr("\"seen_current\":[\"ads/mail\",\"bank/account\"]"));
  ASSERT_EQ(Klad(founder_, {"person", "depart", "olga", "--successor", "boris",
                            "--keep-tool", "site", "--yes"})
                .code,
            ExitCode::kOk);
  const std::string list = Json(founder_, {"rotation", "list"});
  EXPECT_THAT(list, HasSubstr("\"name\":\"ads/mail\""));
  EXPECT_THAT(list, HasSubstr("\"name\":\"bank/account\""));
  EXPECT_THAT(list, HasSubstr("\"name\":\"site\""));
  EXPECT_THAT(list, Not(HasSubstr("\"name\":\"bot\"")));
}

// A closed departure whose old secret is brought back is to be seen wherever
// one looks, and a new secret closes it again.
TEST_F(DepartureListTest, OldSecretBroughtBackAfterTheEndIsNotForgotten) {
  ASSERT_EQ(Depart(founder_).code, ExitCode::kOk);
  ASSERT_EQ(Klad(boris_, {"rotate", "ads/vk", "--generate"}).code,
            ExitCode::kOk);
  EXPECT_THAT(Json(founder_, {"departure", "show", "anna"}),
              HasSubstr("\"state\":\"closed\""));
  EXPECT_EQ(Json(founder_, {"rotation", "list"}), "[]");
  ASSERT_EQ(
      Klad(boris_, {"credential", "restore", "ads/vk", "1", "--yes"}).code,
      ExitCode::kOk);
  EXPECT_THAT(Json(founder_, {"rotation", "list"}),
              HasSubstr("\"id\":\"anna-1\",\"name\":\"ads/vk\""));
  EXPECT_THAT(Json(boris_, {"rotation", "list", "--mine"}),
              HasSubstr("\"id\":\"anna-1\""));
  EXPECT_THAT(Json(founder_, {"departure", "list"}),
              HasSubstr("\"rotations\":1,\"open\":1"));
  EXPECT_THAT(Json(founder_, {"departure", "show", "anna"}),
              HasSubstr("\"state\":\"open\""));
  const auto assigned =
      Klad(founder_, {"rotation", "assign", "anna-1", "olga"});
  EXPECT_EQ(assigned.code, ExitCode::kConflict);
  EXPECT_THAT(assigned.err,
              HasSubstr("anna-1 was closed, and a secret of before was "
                        "brought back"));
  const auto rotated = Klad(boris_, {"rotate", "ads/vk", "--generate"});
  EXPECT_THAT(rotated.err, HasSubstr("closed anna-1"));
  EXPECT_EQ(Json(founder_, {"rotation", "list"}), "[]");
  EXPECT_THAT(Json(founder_, {"departure", "list"}), HasSubstr("\"open\":0"));
  EXPECT_THAT(Json(founder_, {"departure", "show", "anna"}),
              HasSubstr("klad-departure.1."));
}

// After `lost`, what the old identity did since is there to be looked at, and
// what it saw before is not forgotten.
TEST_F(DepartureListTest, LostIdentityLeavesItsDeedsBehind) {
  ASSERT_EQ(Klad(founder_, {"grant", "bank", "anna", "--level", "manage"}).code,
            ExitCode::kOk);
  ASSERT_EQ(Klad(anna_, {"grant", "bank", "boris"}).code, ExitCode::kOk);
  ASSERT_EQ(
      Klad(anna_, {"credential", "edit", "ads/mail", "--url", "https://evil"})
          .code,
      ExitCode::kOk);
  const auto rows = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"audit", "who", "Anna"});
    return Json(founder_, more);
  };
  EXPECT_THAT(rows({}), Not(HasSubstr("edit")));
  EXPECT_THAT(rows({"--since", "today"}),
              HasSubstr("\"credential\":\"ads/mail\",\"version\":2,"
                        "\"generation\":1,\"purpose\":\"edit\""));
  const auto replaced = Klad(
      founder_, {"person", "replace", "anna", "--since", "today", "--yes"});
  ASSERT_EQ(replaced.code, ExitCode::kOk) << replaced.err;
  EXPECT_THAT(replaced.err, HasSubstr("klad audit who anna shows"));
  const std::string fresh = server_->NewFolder();
  const auto joined = Klad(fresh, {"join", replaced.out});
  ASSERT_EQ(joined.code, ExitCode::kOk) << joined.err;
  const std::string deeds = rows({});
  EXPECT_THAT(deeds, HasSubstr("\"credential\":\"ads/vk\",\"version\":1,"
                               "\"generation\":1,\"purpose\":\"show\""));
  EXPECT_THAT(deeds, HasSubstr("\"purpose\":\"edit\""));
  EXPECT_THAT(deeds, HasSubstr("\"purpose\":\"granted\""));
  EXPECT_EQ(rows({"--since", "2000-01-01"}), deeds);
  // The exposures are hers still: they become rotations when she leaves.
  EXPECT_THAT(Json(founder_, {"person", "depart", "anna", "--plan"}),
              HasSubstr("\"seen_current\":[\"ads/vk\"]"));
}

}  // namespace
}  // namespace klad::testing
