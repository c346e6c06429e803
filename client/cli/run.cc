#include "client/cli/run.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/help.h"
#include "client/cli/output.h"
#include "client/cli/parse.h"
#include "client/crypto_words.h"
#include "client/error.h"
#include "client/refusal.h"
#include "crypto/base/status_macros.h"
#include "crypto/base/version.h"

namespace klad::cli {
namespace {

absl::StatusOr<Result> Execute(const std::vector<Command>& commands,
                               const Arguments& arguments, Context& context) {
  if (arguments.values.contains("version")) {
    return Result::Text(absl::StrCat("klad ", kVersion, "\n"));
  }
  if (arguments.values.contains("help")) {
    if (arguments.command != nullptr) {
      return Result::Text(HelpForCommand(*arguments.command));
    }
    ASSIGN_OR_RETURN(std::string text,
                     HelpFor(commands, arguments.values.at("")));
    return Result::Text(std::move(text));
  }
  return arguments.command->handler(context);
}

}  // namespace

client::ExitCode Run(const std::vector<Command>& commands,
                     const std::vector<std::string>& arguments, World world) {
  OutputStyle style{.json = WantsJson(arguments)};
  if (world.terminal.OutputIsTerminal()) style.width = world.terminal.Width();
  const auto fail = [&](const absl::Status& status) {
    const bool refused =
        client::ReasonOf(status) != klad::v1::REASON_UNSPECIFIED;
    const absl::Status error =
        refused ? client::Explain(status) : client::Translated(status);
    PrintError(error, style, world.err);
    return client::ExitCodeOf(error);
  };

  absl::StatusOr<Arguments> parsed = Parse(commands, arguments);
  if (!parsed.ok()) return fail(parsed.status());
  style.verbose = parsed->values.contains("verbose");
  // A result that goes on needs it to the end.
  Context context(world, commands, *parsed);
  const absl::StatusOr<Result> result = Execute(commands, *parsed, context);
  if (!result.ok()) return fail(result.status());
  const absl::Status printed =
      PrintResult(*result, style, world.out, world.err);
  if (printed.ok()) return client::ExitCode::kOk;
  if (world.terminal.OutputIsCut()) return client::ExitCodeOf(printed);
  return fail(printed);
}

}  // namespace klad::cli
