#include "client/temporary_folder.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "client/error.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::client {
namespace {

TEST(TemporaryFolder, IsPrivateAndGoesWithItsContents) {
  const testing::TempFolder where;
  std::string path;
  {
    ASSERT_OK_AND_ASSIGN(
        const auto folder,
        TemporaryFolder::Make({{"XDG_RUNTIME_DIR", where / ""}}));
    path = folder->path();
    struct stat info;
    ASSERT_EQ(stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0700u);
    std::ofstream(path + "/known") << "x";
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(TemporaryFolder, PlaceThatIsNotThereIsSaid) {
  const auto folder =
      TemporaryFolder::Make({{"XDG_RUNTIME_DIR", "/nowhere/at/all"}});
  EXPECT_EQ(ExitCodeOf(folder.status()), ExitCode::kUnavailable);
}

}  // namespace
}  // namespace klad::client
