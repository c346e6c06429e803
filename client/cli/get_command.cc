#include <chrono>
#include <utility>

#include "client/cli/attachment_file.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_steps.h"
#include "client/cli/field_reader.h"
#include "client/cli/field_values.h"
#include "client/cli/found.h"
#include "client/cli/opened.h"
#include "client/cli/own_fields.h"
#include "client/clipboard.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Vault;

constexpr int kClearAfter = 45;
constexpr int kLongest = 3600;

absl::StatusOr<int64_t> ClearAfter(const Context& context) {
  if (!context.Has("clear-after")) return kClearAfter;
  return context.Number("clear-after", 1, kLongest);
}

absl::StatusOr<Result> GetOverview(Context& context, Vault& vault) {
  ASSIGN_OR_RETURN(const Found found,
                   FindReadable(context, vault, context.Get("SAFE/TITLE"),
                                Freshness::kFollow));
  RETURN_IF_ERROR(Finish(context, vault));
  SayArchived(context, found);
  Result result;
  RETURN_IF_ERROR(Describe(*found.item, &result));
  result.messages.emplace_back(
      Tr("secrets are not shown: --reveal, or name a field such as password"));
  return result;
}

absl::StatusOr<Result> GetEverything(Context& context, Vault& vault) {
  ASSIGN_OR_RETURN(const Found found,
                   FindReadable(context, vault, context.Get("SAFE/TITLE"),
                                Freshness::kAsKnown));
  ASSIGN_OR_RETURN(const auto secret,
                   RevealNewest(vault, found, trust::v1::PURPOSE_SHOW));
  RETURN_IF_ERROR(Finish(context, vault));
  SayArchived(context, found);
  Result result;
  RETURN_IF_ERROR(Describe(*found.item, &result));
  AddSecret(secret, &result);
  return result;
}

absl::StatusOr<Result> GetField(Context& context, Vault& vault,
                                const std::string& field,
                                client::Clipboard* clipboard) {
  ASSIGN_OR_RETURN(const Found found,
                   FindReadable(context, vault, context.Get("SAFE/TITLE"),
                                Freshness::kAsKnown));
  FieldReader reader(context, vault, found, trust::v1::PURPOSE_SHOW);
  ASSIGN_OR_RETURN(Value value, reader.Read(field));
  RETURN_IF_ERROR(Finish(context, vault));
  SayArchived(context, found);
  if (clipboard != nullptr) {
    ASSIGN_OR_RETURN(const int64_t seconds, ClearAfter(context));
    RETURN_IF_ERROR(clipboard->Put(SecretOf(value)));
    return Result::Message(
        Say("$0 of $1 is on the clipboard; it is cleared in $2 s", field,
            NameOf(found), seconds));
  }
  Result result = Result::Single(FieldKey(field), std::move(value));
  if (reader.code().has_value()) {
    const int seconds = reader.code()->seconds_left;
    result.single.push_back({"seconds_left", seconds});
    if (context.terminal().OutputIsTerminal()) {
      result.messages.push_back(Say("good for $0 s more", seconds));
    }
  }
  return result;
}

// Before anything is revealed: without a clipboard nothing is.
absl::StatusOr<Result> Copy(Context& context) {
  ASSIGN_OR_RETURN(const int64_t seconds, ClearAfter(context));
  ASSIGN_OR_RETURN(auto clipboard,
                   client::Clipboard::Open(context.environment(),
                                           std::chrono::seconds(seconds)));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  const std::string& field = context.Get("FIELD");
  return GetField(context, vault, field.empty() ? "password" : field,
                  &clipboard);
}

// An attachment is one thing, a field another.
absl::Status CheckOne(const Context& context) {
  if (context.Has("to") && !context.Has("attachment")) {
    return client::Error(client::ExitCode::kUsage,
                         Tr("--to is for an attachment"),
                         Tr("name it with --attachment NAME"));
  }
  const bool other =
      context.Has("FIELD") || context.Has("copy") || context.Has("reveal");
  if (!context.Has("attachment") || !other) return absl::OkStatus();
  return client::Error(client::ExitCode::kUsage,
                       Tr("an attachment comes alone"),
                       Tr("leave FIELD, -c and --reveal out"));
}

absl::StatusOr<Result> Get(Context& context) {
  RETURN_IF_ERROR(CheckOne(context));
  if (context.Has("copy")) return Copy(context);
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  if (context.Has("FIELD")) {
    return GetField(context, vault, context.Get("FIELD"), nullptr);
  }
  if (context.Has("attachment")) return GetAttachment(context, vault);
  if (context.Has("reveal")) return GetEverything(context, vault);
  return GetOverview(context, vault);
}

}  // namespace

std::vector<Command> GetCommands() {
  return {
      {.path = "get",
       .summary = Mark("print a credential, or one field of it"),
       .help =
           Mark("Without FIELD the overview is shown; with --reveal the "
                "secrets too. With FIELD its value alone is printed, followed "
                "by a newline: password, code (the one-time code of now), "
                "seed, note, key, recovery_codes, user_name, email, any other "
                "word that klad shows beside a value, in any case and in your "
                "language, or a free field's name. With -c it goes to the "
                "clipboard instead "
                "(without FIELD the password), which is cleared after a while "
                "unless something else is there by then. Every delivery of a "
                "secret is recorded.\n\nExample:\n  klad get ads/yandex-direct "
                "password\n  klad get ads/yandex-direct code -c\n  klad get "
                "ads/yandex-direct --attachment codes.txt --to codes.txt"),
       .arguments = {kReference,
                     {"FIELD", Mark("one field"), Arity::kOptional}},
       .options = {{"reveal", 0, "", Mark("show the secrets too")},
                   {"copy", 'c', "", Mark("to the clipboard, not shown")},
                   {"clear-after", 0, "SECONDS",
                    Mark("with -c, when it is cleared; usual: 45")},
                   {"attachment", 0, "NAME", Mark("a file that belongs to it")},
                   {"to", 0, "FILE",
                    Mark("where the attachment goes; - for output")}},
       .handler = Get},
  };
}

}  // namespace klad::cli
