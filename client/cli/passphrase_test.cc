#include "client/cli/passphrase.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "client/cli/fake_terminal.h"
#include "client/error.h"
#include "client/fake_keyring.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::cli {
namespace {

using ::klad::client::ExitCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PassphraseTest : public ::testing::Test {
 protected:
  void TearDown() override { unlink(path_.c_str()); }

  void File(const std::string& bytes, mode_t mode = 0600) {
    std::ofstream(path_) << bytes;
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    world_.environment["KLAD_PASSPHRASE_FILE"] = path_;
  }

  static ExitCode CodeOf(const absl::StatusOr<Secret>& result) {
    return client::ExitCodeOf(result.status());
  }

  std::string path_ =
      absl::StrCat(::testing::TempDir(), "/passphrase", getpid());
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  FakeTerminal terminal_;
  client::FakeKeyring keyring_;
  World world_{.in = in_,
               .out = out_,
               .err = err_,
               .terminal = terminal_,
               .keyring = keyring_,
               .environment = {}};
  std::vector<Command> commands_;
  Context context_{world_, commands_, {}};
};

TEST_F(PassphraseTest, FileWithoutItsLastNewline) {
  File("correct horse \n");
  ASSERT_OK_AND_ASSIGN(const Secret got, ReadPassphrase(context_));
  EXPECT_EQ(got.Expose(), "correct horse ");
  File("two\n\n");
  ASSERT_OK_AND_ASSIGN(const Secret two, ReadPassphrase(context_));
  EXPECT_EQ(two.Expose(), "two\n");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(PassphraseTest, FileThatOthersMayReadIsWarnedOf) {
  File("x", 0640);
  EXPECT_OK(ReadPassphrase(context_).status());
  EXPECT_THAT(err_.str(), HasSubstr("chmod 600"));
}

TEST_F(PassphraseTest, MissingFileIsLocked) {
  world_.environment["KLAD_PASSPHRASE_FILE"] = "/nonexistent/file";
  terminal_.interactive = true;
  EXPECT_EQ(CodeOf(ReadPassphrase(context_)), ExitCode::kLocked);
  EXPECT_THAT(terminal_.prompts, ElementsAre());
}

TEST_F(PassphraseTest, EmptyAndTooLongAreUsageErrors) {
  File("\n");
  EXPECT_EQ(CodeOf(ReadPassphrase(context_)), ExitCode::kUsage);
  File(std::string(kMaxPassphrase + 1, 'x'));
  EXPECT_EQ(CodeOf(ReadPassphrase(context_)), ExitCode::kUsage);
  File(std::string(kMaxPassphrase, 'x') + "\n");
  EXPECT_OK(ReadPassphrase(context_).status());
}

TEST_F(PassphraseTest, NobodyToAskIsLocked) {
  EXPECT_EQ(CodeOf(ReadPassphrase(context_)), ExitCode::kLocked);
}

TEST_F(PassphraseTest, NewOneIsAskedTwice) {
  terminal_.interactive = true;
  terminal_.answers = {"a b", "a b", "a b", "a c"};
  ASSERT_OK_AND_ASSIGN(const Secret got, ReadNewPassphrase(context_));
  EXPECT_EQ(got.Expose(), "a b");
  EXPECT_EQ(CodeOf(ReadNewPassphrase(context_)), ExitCode::kUsage);
  EXPECT_THAT(terminal_.prompts,
              ElementsAre("new passphrase: ", "the same once more: ",
                          "new passphrase: ", "the same once more: "));
}

TEST_F(PassphraseTest, CtrlCIsAborted) {
  terminal_.interactive = true;
  EXPECT_EQ(CodeOf(ReadPassphrase(context_)), ExitCode::kAborted);
}

}  // namespace
}  // namespace klad::cli
