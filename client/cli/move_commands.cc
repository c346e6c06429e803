// identity move, identity take.
#include <utility>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/identity_words.h"
#include "client/cli/interrupt.h"
#include "client/cli/opened.h"
#include "client/cli/passphrase.h"
#include "client/cli/progress.h"
#include "client/cli/secret_line.h"
#include "client/error.h"
#include "client/moving.h"
#include "crypto/base/status_macros.h"
#include "crypto/move.h"
#include "crypto/words.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;

constexpr int kUsualMinutes = 15;
constexpr int kMostMinutes = 60;
constexpr absl::Duration kBetweenLooks = absl::Milliseconds(300);

// Waits between two looks, until Ctrl-C or the time is over.
class Patience {
 public:
  Patience(Context& context, int64_t minutes, client::Text over)
      : over_(over),
        begun_(absl::Now()),
        all_(absl::Minutes(minutes)),
        progress_(context.err(), context.terminal()) {}

  absl::Status Wait() {
    absl::SleepFor(kBetweenLooks);
    if (interrupt_.Requested()) {
      return Error(ExitCode::kAborted, Tr("stopped; nothing has changed"));
    }
    const absl::Duration waited = absl::Now() - begun_;
    if (waited >= all_) return Error(ExitCode::kUnavailable, Tr(over_));
    progress_.Show(static_cast<uint64_t>(waited / absl::Seconds(1)),
                   static_cast<uint64_t>(all_ / absl::Seconds(1)));
    return absl::OkStatus();
  }

 private:
  const client::Text over_;
  const absl::Time begun_;
  const absl::Duration all_;
  Progress progress_;
  const Interrupt interrupt_;
};

absl::StatusOr<int64_t> Minutes(Context& context) {
  if (!context.Has("wait")) return kUsualMinutes;
  return context.Number("wait", 1, kMostMinutes);
}

// What is left here opens nothing any more.
absl::Status Forget(Context& context, const client::Account& account) {
  client::v1::Account named;
  named.set_organisation(account.organisation());
  named.set_member(account.member());
  const absl::Status locked =
      context.keyring().Remove(client::KeyringEntryOf(named));
  if (!locked.ok()) context.Verbose(std::string(locked.message()));
  ASSIGN_OR_RETURN(client::State * state, context.state());
  ASSIGN_OR_RETURN(const client::StateLock lock, state->Lock());
  ASSIGN_OR_RETURN(const std::vector<std::string> names, state->List());
  for (const std::string& name : names) {
    RETURN_IF_ERROR(state->Remove(lock, name));
  }
  return absl::OkStatus();
}

absl::StatusOr<Result> MoveIdentity(Context& context) {
  ASSIGN_OR_RETURN(const int64_t minutes, Minutes(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  RETURN_IF_ERROR(Finish(context, vault));
  RETURN_IF_ERROR(context.Confirm(
      Tr("when the new machine has taken over, this one opens nothing any "
         "more; go on?")));
  ASSIGN_OR_RETURN(const trust::v1::Move line,
                   client::BeginMove(account.get()));
  context.PrintNow("line", crypto::FormatMove(line));
  context.Note(
      Tr("run klad identity take with this line on the new machine; this one "
         "waits for it (Ctrl-C stops, and nothing has changed)"));
  Patience patience(context, minutes,
                    Mark("the new machine has not come; nothing has changed"));
  ASSIGN_OR_RETURN(
      const crypto::Digest link,
      client::AwaitMove(&vault, line, [&] { return patience.Wait(); }));
  RETURN_IF_ERROR(Forget(context, *account));
  Result result;
  result.Add("words", crypto::Words(link));
  result.messages.emplace_back(
      Tr("moved: this machine has forgotten the identity; the new one shows "
         "the same words"));
  return result;
}

absl::StatusOr<Result> TakeIdentity(Context& context) {
  ASSIGN_OR_RETURN(const int64_t minutes, Minutes(context));
  ASSIGN_OR_RETURN(const Secret line, ReadSecretLine(context.Get("LINE")));
  client::TakingPlan plan;
  ASSIGN_OR_RETURN(plan.line, client::ReadMove(line.Expose()));
  ASSIGN_OR_RETURN(plan.parts, PartsOf(context));
  plan.new_passphrase = [&context] { return ReadNewPassphrase(context); };
  plan.passphrase = [&context] { return ReadPassphrase(context); };
  Patience patience(
      context, minutes,
      Mark("the old machine does not answer; is klad identity move still "
           "running there?"));
  plan.wait = [&patience] { return patience.Wait(); };
  ASSIGN_OR_RETURN(const auto account, client::TakeMove(plan));
  RETURN_IF_ERROR(account->Save());
  KeepUnlocked(context, account->identity());
  Result result = ShowIdentity(*account);
  result.messages.emplace_back(
      Tr("the old machine shows the same eight words: compare them"));
  return result;
}

}  // namespace

std::vector<Command> MoveCommands() {
  return {
      {.path = "identity move",
       .summary = Mark("go on on another machine: prints one line for it"),
       .help =
           Mark("The line is a secret until it is used. This machine waits "
                "until klad identity take has made a new identity there, signs "
                "it in, and forgets its own; no key leaves either "
                "machine.\n\nExample:\n  klad identity move"),
       .options = {{"wait", 0, "MINUTES",
                    Mark("how long to wait: 1 to 60, usually 15")}},
       .handler = MoveIdentity},
      {.path = "identity take",
       .summary = Mark("take over an identity from another machine"),
       .help =
           Mark("LINE is what klad identity move printed there, a file with "
                "it, or - for standard input; it is still running. If this is "
                "interrupted, the same line goes on.\n\nExample:\n  klad "
                "identity take klad1-move.CigK..."),
       .arguments = {{"LINE", Mark("the line, a file with it, or -")}},
       .options = {{"wait", 0, "MINUTES",
                    Mark("how long to wait: 1 to 60, usually 15")}},
       .handler = TakeIdentity},
  };
}

}  // namespace klad::cli
