#include "client/cli/terminal.h"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A child on a terminal of its own, which asks once and ends with what came of
// it: 0 when the answer is the expected one, else the exit code of the error.
class TerminalTest : public ::testing::Test {
 protected:
  void Ask(const std::string& expected) {
    child_ = forkpty(&terminal_, nullptr, nullptr, nullptr);
    ASSERT_GE(child_, 0);
    if (child_ == 0) {
      const auto answer = SystemTerminal()->AskSecret("passphrase: ");
      if (!answer.ok()) {
        _exit(static_cast<int>(client::ExitCodeOf(answer.status())));
      }
      _exit(answer->Expose() == expected ? 0 : 99);
    }
    ReadUntil("passphrase: ");
  }

  void ReadUntil(const std::string& text) {
    pollfd ready = {terminal_, POLLIN, 0};
    char buffer[256];
    while (seen_.find(text) == std::string::npos &&
           poll(&ready, 1, 10000) == 1) {
      const ssize_t got = read(terminal_, buffer, sizeof(buffer));
      if (got <= 0) return;
      seen_.append(buffer, static_cast<size_t>(got));
    }
  }

  void Type(const std::string& keys) {
    ASSERT_EQ(write(terminal_, keys.data(), keys.size()),
              static_cast<ssize_t>(keys.size()));
  }

  // The terminal is looked at while the child's end is still open here.
  int End() {
    int end = 0;
    EXPECT_EQ(waitpid(child_, &end, 0), child_);
    termios mode = {};
    EXPECT_EQ(tcgetattr(terminal_, &mode), 0);
    EXPECT_TRUE((mode.c_lflag & ECHO) != 0);
    EXPECT_TRUE((mode.c_lflag & ICANON) != 0);
    EXPECT_TRUE((mode.c_lflag & ISIG) != 0);
    ReadUntil("nothing more");
    close(terminal_);
    return WIFEXITED(end) ? WEXITSTATUS(end) : -WTERMSIG(end);
  }

  pid_t child_ = -1;
  int terminal_ = -1;
  std::string seen_;
};

TEST_F(TerminalTest, SecretIsReadWithoutEchoAndTheQuestionErased) {
  Ask("тайна 1");
  Type("тайна 1\n");
  EXPECT_EQ(End(), 0);
  EXPECT_THAT(seen_, Not(HasSubstr("тайна")));
  EXPECT_THAT(seen_, HasSubstr("\r\033[K"));
}

TEST_F(TerminalTest, BackspaceTakesAWholeCharacterAndCtrlUAll) {
  Ask("да");
  Type("nonsense\x15");
  Type("дом\x7f\x7f");
  Type("а\r");
  EXPECT_EQ(End(), 0);
}

TEST_F(TerminalTest, CtrlCRestoresTheTerminalAndAborts) {
  Ask("");
  Type("half\x03");
  EXPECT_EQ(End(), static_cast<int>(client::ExitCode::kAborted));
}

TEST_F(TerminalTest, CtrlDAborts) {
  Ask("");
  Type("\x04");
  EXPECT_EQ(End(), static_cast<int>(client::ExitCode::kAborted));
}

TEST_F(TerminalTest, InterruptFromOutsideRestoresTheTerminal) {
  Ask("");
  ASSERT_EQ(kill(child_, SIGINT), 0);
  EXPECT_EQ(End(), static_cast<int>(client::ExitCode::kAborted));
}

TEST_F(TerminalTest, TerminationFromOutsideRestoresTheTerminal) {
  Ask("");
  ASSERT_EQ(kill(child_, SIGTERM), 0);
  EXPECT_EQ(End(), -SIGTERM);
}

TEST(Terminal, WithoutOneNobodyIsAsked) {
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    const auto terminal = SystemTerminal();
    if (terminal->Interactive()) _exit(98);
    const absl::Status asked = terminal->AskSecret("x").status();
    _exit(static_cast<int>(client::ExitCodeOf(asked)));
  }
  int end = 0;
  ASSERT_EQ(waitpid(child, &end, 0), child);
  EXPECT_EQ(WEXITSTATUS(end), static_cast<int>(client::ExitCode::kLocked));
}

}  // namespace
}  // namespace klad::cli
