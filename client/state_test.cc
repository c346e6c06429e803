#include "client/state.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::klad::testing::IsOkAndHolds;
using ::klad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class StateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = absl::StrCat(::testing::TempDir(), "/stateXXXXXX");
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    top_ = name;
    ASSERT_OK_AND_ASSIGN(state_, State::Open(absl::StrCat(top_, "/a/klad")));
    ASSERT_OK_AND_ASSIGN(lock_, Locked());
  }

  void TearDown() override { std::filesystem::remove_all(top_); }

  absl::StatusOr<std::unique_ptr<StateLock>> Locked() {
    auto lock = state_->Lock();
    if (!lock.ok()) return lock.status();
    return std::make_unique<StateLock>(*std::move(lock));
  }

  static mode_t ModeOf(const std::string& path) {
    struct stat info = {};
    EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 07777;
  }

  std::string top_;
  std::unique_ptr<State> state_;
  std::unique_ptr<StateLock> lock_;
};

TEST_F(StateTest, AReplacementIsSeenOnceItIsCommitted) {
  ASSERT_OK(state_->Write(*lock_, "known", "old"));
  {
    ASSERT_OK_AND_ASSIGN(StateWriter left, state_->BeginWrite(*lock_, "known"));
    ASSERT_OK(left.Append("left"));
  }
  ASSERT_OK_AND_ASSIGN(StateWriter writer, state_->BeginWrite(*lock_, "known"));
  ASSERT_OK(writer.Append("one "));
  ASSERT_OK(writer.Append("two"));
  EXPECT_THAT(state_->Read("known"), IsOkAndHolds("old"));
  ASSERT_OK(writer.Commit());
  EXPECT_THAT(state_->Read("known"), IsOkAndHolds("one two"));
  EXPECT_THAT(state_->List(),
              IsOkAndHolds(std::vector<std::string>{"known"}));
  EXPECT_FALSE(
      std::filesystem::exists(absl::StrCat(state_->folder(), "/.known.new")));
}

TEST_F(StateTest, MakesAPrivateFolderAndPrivateFiles) {
  umask(0);
  ASSERT_OK(state_->Write(*lock_, "identity", "x"));
  EXPECT_EQ(ModeOf(state_->folder()), 0700u);
  EXPECT_EQ(ModeOf(absl::StrCat(state_->folder(), "/identity")), 0600u);
}

TEST_F(StateTest, ReadsWhatWasWrittenAndReplaced) {
  const std::string bytes("a\0b\xff", 4);
  ASSERT_OK(state_->Write(*lock_, "known", "old, and longer"));
  ASSERT_OK(state_->Write(*lock_, "known", bytes));
  EXPECT_THAT(state_->Read("known"), IsOkAndHolds(bytes));
  EXPECT_THAT(state_->List(), IsOkAndHolds(ElementsAre("known")));
}

TEST_F(StateTest, MissingFileIsNotFound) {
  EXPECT_THAT(state_->Read("known").status(),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_OK(state_->Remove(*lock_, "known"));
}

TEST_F(StateTest, RemovedIsGone) {
  ASSERT_OK(state_->Write(*lock_, "known", "x"));
  ASSERT_OK(state_->Remove(*lock_, "known"));
  EXPECT_THAT(state_->Read("known").status(),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(StateTest, FolderOpenToOthersIsRefused) {
  ASSERT_EQ(chmod(state_->folder().c_str(), 0750), 0);
  const absl::Status opened = State::Open(state_->folder()).status();
  EXPECT_THAT(opened, StatusIs(absl::StatusCode::kPermissionDenied,
                               HasSubstr("others may enter")));
  EXPECT_THAT(HintOf(opened), HasSubstr("chmod 700"));
}

TEST_F(StateTest, FolderOfSomebodyElseIsRefused) {
  // Only root can give a folder away; for others /proc/1 is root's.
  std::string folder = "/proc/1";
  if (geteuid() == 0) {
    folder = state_->folder();
    ASSERT_EQ(chown(folder.c_str(), 12345, -1), 0);
  }
  EXPECT_THAT(State::Open(folder).status(),
              StatusIs(absl::StatusCode::kPermissionDenied,
                       HasSubstr("belongs to somebody else")));
}

TEST_F(StateTest, LinkInThePlaceOfAFileIsNotFollowed) {
  std::ofstream(absl::StrCat(top_, "/elsewhere")) << "secret";
  ASSERT_EQ(symlink(absl::StrCat(top_, "/elsewhere").c_str(),
                    absl::StrCat(state_->folder(), "/known").c_str()),
            0);
  EXPECT_FALSE(state_->Read("known").ok());
}

// In a child, because the limit holds for the whole process.
TEST_F(StateTest, FullDiskLeavesTheOldFile) {
  ASSERT_OK(state_->Write(*lock_, "known", "old"));
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit small = {1000, 1000};
    if (setrlimit(RLIMIT_FSIZE, &small) != 0) _exit(10);
    const absl::Status written =
        state_->Write(*lock_, "known", std::string(5000, 'x'));
    if (ExitCodeOf(written) != ExitCode::kUnavailable) _exit(11);
    _exit(written.message().find("disk is full") == std::string::npos);
  }
  int end = 0;
  ASSERT_EQ(waitpid(child, &end, 0), child);
  ASSERT_TRUE(WIFEXITED(end));
  EXPECT_EQ(WEXITSTATUS(end), 0);
  EXPECT_THAT(state_->Read("known"), IsOkAndHolds("old"));
  EXPECT_FALSE(
      std::filesystem::exists(absl::StrCat(state_->folder(), "/.known.new")));
}

TEST_F(StateTest, LeftoverOfAnInterruptedWriteDoesNoHarm) {
  std::ofstream(absl::StrCat(state_->folder(), "/.known.new")) << "half";
  ASSERT_OK(state_->Write(*lock_, "known", "whole"));
  EXPECT_THAT(state_->Read("known"), IsOkAndHolds("whole"));
  EXPECT_THAT(state_->List(), IsOkAndHolds(ElementsAre("known")));
}

TEST_F(StateTest, LockKeepsOthersOutUntilItIsGone) {
  const std::string path = absl::StrCat(state_->folder(), "/.lock");
  const int other = open(path.c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_GE(other, 0);
  EXPECT_NE(flock(other, LOCK_SH | LOCK_NB), 0);
  lock_.reset();
  EXPECT_EQ(flock(other, LOCK_EX | LOCK_NB), 0);
  close(other);
}

TEST(StateFolder, FollowsTheVariablesInOrder) {
  Environment all = {
      {"KLAD_HOME", "/k/"}, {"XDG_DATA_HOME", "/x"}, {"HOME", "/h"}};
  EXPECT_THAT(StateFolder(all), IsOkAndHolds("/k"));
  all.erase("KLAD_HOME");
  EXPECT_THAT(StateFolder(all), IsOkAndHolds("/x/klad"));
  all.erase("XDG_DATA_HOME");
  EXPECT_THAT(StateFolder(all), IsOkAndHolds("/h/.local/share/klad"));
}

TEST(StateFolder, NoneOrARelativeOneIsAUsageError) {
  EXPECT_EQ(ExitCodeOf(StateFolder({}).status()), ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(StateFolder({{"KLAD_HOME", "here"}}).status()),
            ExitCode::kUsage);
}

}  // namespace
}  // namespace klad::client
