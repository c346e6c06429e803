#include "client/clipboard.h"

#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "client/error.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Programs that keep the clipboard in a file.
class ClipboardTest : public ::testing::Test {
 protected:
  ClipboardTest() {
    signal(SIGPIPE, SIG_IGN);  // as klad does
    Program("xsel",
            "case $2 in --output) cat \"$BOARD\";; --clear) : >\"$BOARD\";;"
            " *) cat >\"$BOARD\"; env >\"$BOARD.env\"; echo \"$@\" "
            ">\"$BOARD.args\";; esac");
    environment_ = {{"PATH", folder_.path() + ":/usr/bin:/bin"},
                    {"DISPLAY", ":9"},
                    {"BOARD", Board()}};
  }

  std::string Board() const { return folder_ / "board"; }

  void Program(const std::string& name, const std::string& script) {
    const std::string path = folder_ / name;
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    ASSERT_EQ(chmod(path.c_str(), 0700), 0);
  }

  static std::string Read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  bool BecomesEmpty(milliseconds within) {
    for (milliseconds waited(0); waited < within; waited += milliseconds(20)) {
      if (Read(Board()).empty()) return true;
      std::this_thread::sleep_for(milliseconds(20));
    }
    return false;
  }

  testing::TempFolder folder_;
  Environment environment_;
};

TEST_F(ClipboardTest, ValueIsThereAndThenCleared) {
  ASSERT_OK_AND_ASSIGN(auto clipboard,
                       Clipboard::Open(environment_, seconds(1)));
  ASSERT_OK(clipboard.Put(Secret::Copy("canary\n")));
  EXPECT_EQ(Read(Board()), "canary\n");
  EXPECT_TRUE(BecomesEmpty(seconds(10)));
}

TEST_F(ClipboardTest, ValueIsNoArgumentAndNoVariable) {
  ASSERT_OK_AND_ASSIGN(auto clipboard,
                       Clipboard::Open(environment_, seconds(0)));
  ASSERT_OK(clipboard.Put(Secret::Copy("canary")));
  EXPECT_EQ(Read(Board() + ".args"), "--clipboard --input\n");
  EXPECT_EQ(Read(Board() + ".env").find("canary"), std::string::npos);
}

TEST_F(ClipboardTest, SomethingElseIsNotCleared) {
  ASSERT_OK_AND_ASSIGN(auto clipboard,
                       Clipboard::Open(environment_, seconds(0)));
  // Copied between Put and the end of the time.
  Program("xsel",
          "case $2 in --output) echo theirs;; --clear) : >\"$BOARD\";;"
          " *) cat >/dev/null; echo theirs >\"$BOARD\";; esac");
  ASSERT_OK(clipboard.Put(Secret::Copy("canary")));
  EXPECT_FALSE(BecomesEmpty(milliseconds(500)));
}

TEST_F(ClipboardTest, ProgramThatFailsIsSaid) {
  Program("xsel", "exit 1");
  ASSERT_OK_AND_ASSIGN(auto clipboard,
                       Clipboard::Open(environment_, seconds(0)));
  EXPECT_EQ(ExitCodeOf(clipboard.Put(Secret::Copy("canary"))),
            ExitCode::kUnavailable);
}

TEST_F(ClipboardTest, NothingWithoutDesktopOrProgram) {
  environment_.erase("DISPLAY");
  EXPECT_EQ(ExitCodeOf(Clipboard::Open(environment_, seconds(0)).status()),
            ExitCode::kUnavailable);
  environment_["DISPLAY"] = ":9";
  std::filesystem::remove(folder_ / "xsel");
  EXPECT_EQ(ExitCodeOf(Clipboard::Open(environment_, seconds(0)).status()),
            ExitCode::kUnavailable);
}

}  // namespace
}  // namespace klad::client
