// A terminal for tests: answers are given in advance, prompts are kept.
#ifndef KLAD_CLIENT_CLI_FAKE_TERMINAL_H_
#define KLAD_CLIENT_CLI_FAKE_TERMINAL_H_

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "client/cli/terminal.h"
#include "client/error.h"

namespace klad::cli {

struct FakeTerminal : Terminal {
  // Taken in order; with none left, the person presses Ctrl-C.
  std::deque<std::string> answers;
  std::vector<std::string> prompts;
  // What happens while the person thinks about a question.
  std::function<void(FakeTerminal&)> asked;
  bool interactive = false;
  bool output_is_terminal = false;
  bool output_is_cut = false;
  int width = 80;

  bool Interactive() const override { return interactive; }
  bool OutputIsTerminal() const override { return output_is_terminal; }
  bool ErrorIsTerminal() const override { return output_is_terminal; }
  bool OutputIsCut() const override { return output_is_cut; }
  int Width() const override { return width; }

  absl::StatusOr<Secret> AskSecret(absl::string_view prompt) override {
    absl::StatusOr<std::string> answer = AskLine(prompt);
    if (!answer.ok()) return answer.status();
    return Secret::Copy(*answer);
  }

  absl::StatusOr<std::string> AskLine(absl::string_view prompt) override {
    prompts.emplace_back(prompt);
    if (!interactive) {
      return client::Error(client::ExitCode::kLocked, "no terminal to ask on");
    }
    if (answers.empty()) {
      return client::Error(client::ExitCode::kAborted, "aborted");
    }
    std::string answer = answers.front();
    answers.pop_front();
    if (asked) asked(*this);
    return answer;
  }
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_FAKE_TERMINAL_H_
