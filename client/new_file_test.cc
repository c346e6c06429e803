#include "client/new_file.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

std::string Contents(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class NewFileTest : public ::testing::Test {
 protected:
  NewFileTest() { std::filesystem::create_directory(folder_); }
  ~NewFileTest() override { std::filesystem::remove_all(folder_); }

  const std::string folder_ = ::testing::TempDir() + "/new-file";
  const std::string path_ = folder_ + "/экспорт";
};

TEST_F(NewFileTest, IsThereWhenItIsKept) {
  {
    ASSERT_OK_AND_ASSIGN(NewFile file, NewFile::Create(path_));
    ASSERT_OK(file.Write("one "));
    ASSERT_OK(file.Write("two"));
    EXPECT_FALSE(std::filesystem::exists(path_));
    ASSERT_OK(file.Keep());
  }
  EXPECT_EQ(Contents(path_), "one two");
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(NewFileTest, LeavesNothingWhenItIsNotKept) {
  {
    ASSERT_OK_AND_ASSIGN(NewFile file, NewFile::Create(path_));
    ASSERT_OK(file.Write("one"));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(NewFileTest, LeavesAFileThatIsThereAlone) {
  ASSERT_OK(WriteNewFile(path_, "theirs"));
  EXPECT_EQ(ExitCodeOf(WriteNewFile(path_, "ours")), ExitCode::kConflict);
  EXPECT_EQ(Contents(path_), "theirs");
}

TEST_F(NewFileTest, LeavesAFileThatCameMeanwhileAlone) {
  ASSERT_OK_AND_ASSIGN(NewFile file, NewFile::Create(path_));
  ASSERT_OK(WriteNewFile(path_, "theirs"));
  EXPECT_EQ(ExitCodeOf(file.Keep()), ExitCode::kConflict);
  EXPECT_EQ(Contents(path_), "theirs");
}

TEST_F(NewFileTest, NeedsItsFolder) {
  EXPECT_EQ(ExitCodeOf(NewFile::Create(folder_ + "/no/file").status()),
            ExitCode::kUsage);
}

TEST_F(NewFileTest, ReplacesAFileAsAWholeAndForOneselfAlone) {
  std::ofstream(path_) << "before";
  ASSERT_OK(ReplaceFile(path_, std::string(100'000, 'x')));
  EXPECT_EQ(Contents(path_), std::string(100'000, 'x'));
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(NewFileTest, LeavesNothingWhereNoneCanBeReplaced) {
  std::filesystem::create_directory(path_);
  EXPECT_EQ(ExitCodeOf(ReplaceFile(path_, "ours")), ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(ReplaceFile(folder_ + "/no/file", "ours")),
            ExitCode::kUsage);
  std::filesystem::remove(path_);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

}  // namespace
}  // namespace klad::client
