// playbook new, edit, template.
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/playbook_draft.h"
#include "client/cli/playbook_options.h"
#include "client/cli/playbook_wording.h"
#include "client/cli/text_editor.h"
#include "client/cli/text_file.h"
#include "client/error.h"
#include "client/formats/text_encoding.h"
#include "client/playbooks.h"
#include "client/playbooks/playbook_file.h"
#include "client/remembered_names.h"
#include "client/text_merge.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Vault;
using klad::v1::GetPlaybookResponse;
using klad::v1::Playbook;

constexpr client::Text kTemplate = Mark(
    "# What it is for\n"
    "\n"
    "Two or three sentences: when to do this, and how to tell that it is "
    "done.\n"
    "\n"
    "## Steps\n"
    "\n"
    "1. What to do first, in `[[link:NAME]]`. @role:marketer (required)\n"
    "2. What comes then; who may sign in takes "
    "`[[credential:SAFE/TITLE]]`. due:+1d\n"
    "3. What comes last, as `[[playbook:NAME]]` has it. @role:head due:+3d\n"
    "\n"
    "## Notes\n"
    "\n"
    "- Numbered items at the left edge are the steps. In one, `@role:NAME` "
    "says who does it, `due:+3d` when, counted from the day the work begins, "
    "and `(required)` that nobody may leave it out.\n"
    "- `[[link:NAME]]`, `[[playbook:NAME]]` and `[[credential:SAFE/TITLE]]` "
    "lead to what is kept here, anywhere in the text. Take the backticks away: "
    "what stands in them is left alone.\n");

// A text as somebody wrote it, fit to be sent.
absl::StatusOr<std::string> Prepared(absl::string_view written) {
  RETURN_IF_ERROR(client::CheckPlaybookSize(written.size()));
  ASSIGN_OR_RETURN(
      const client::DecodedText decoded,
      client::DecodeText(client::WipedString(written.begin(), written.end())));
  std::string text = client::TidyPlaybookText(
      absl::string_view(decoded.text.data(), decoded.text.size()));
  if (client::HasConflictMarks(text)) {
    return Error(ExitCode::kUsage, Tr("marks of a conflict stand in the text"),
                 Tr("make one text of both, and take the lines with <<<<<<< "
                    "and >>>>>>> away"));
  }
  return text;
}

// From a person's text to what is sent.
absl::StatusOr<std::string> TextToSend(PlaybookWording& wording,
                                       const std::string& written) {
  ASSIGN_OR_RETURN(const std::string text, Prepared(written));
  ASSIGN_OR_RETURN(std::string ids, wording.ToIds(text));
  RETURN_IF_ERROR(client::CheckPlaybookSize(ids.size()));
  return ids;
}

absl::StatusOr<std::string> WrittenText(Context& context,
                                        absl::string_view name,
                                        absl::string_view begin) {
  if (context.Has("text")) return ReadTextFile(context, context.Get("text"));
  return EditText(context, begin, client::PlaybookFileName(name));
}

absl::StatusOr<Playbook> CreateOf(Context& context, Vault& vault,
                                  PlaybookWording& wording,
                                  const PlaybookChanges& changes,
                                  const std::string& written) {
  klad::v1::CreatePlaybookRequest request;
  ASSIGN_OR_RETURN(*request.mutable_text(), TextToSend(wording, written));
  request.mutable_playbook()->set_name(context.Get("NAME"));
  request.set_reason(context.Get("reason"));
  changes.ApplyTo(request.mutable_playbook());
  return client::CreatePlaybook(&vault.account(), std::move(request));
}

absl::StatusOr<Result> PlaybookNew(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const PlaybookChanges changes,
                   PlaybookChanges::Of(context, vault));
  ASSIGN_OR_RETURN(const std::string written,
                   WrittenText(context, context.Get("NAME"), Tr(kTemplate)));
  PlaybookWording wording(context, vault);
  const auto made = CreateOf(context, vault, wording, changes, written);
  if (!made.ok()) {
    return context.Has("text")
               ? made.status()
               : KeepingText(made.status(), context.Get("NAME"), written);
  }
  client::RememberName(account.get(), client::kPlaybookNames,
                       client::NameOfRecord(*made));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(Say("created the playbook $0, a draft", made->name()));
}

// What was read, and what it becomes by the options and the text.
absl::StatusOr<PlaybookDraft> DraftFrom(Context& context, Vault& vault,
                                        PlaybookWording& wording,
                                        GetPlaybookResponse newest,
                                        const std::string& written) {
  PlaybookDraft draft;
  draft.reason = context.Get("reason");
  draft.material = context.Has("material");
  ASSIGN_OR_RETURN(const PlaybookChanges changes,
                   PlaybookChanges::OfEdit(context, vault));
  draft.before = newest;
  draft.after = newest.playbook();
  changes.ApplyEditTo(&draft.after);
  if (written.empty()) return draft;
  ASSIGN_OR_RETURN(draft.text, TextToSend(wording, written));
  if (!context.Has("revision")) return draft;
  ASSIGN_OR_RETURN(const int64_t revision,
                   context.Number("revision", 1, INT32_MAX));
  ASSIGN_OR_RETURN(
      const auto base,
      client::FindPlaybookById(&vault.account(), newest.playbook().id(),
                               static_cast<uint64_t>(revision)));
  draft.before.set_text(base.text());
  RETURN_IF_ERROR(
      RebasePlaybookDraft(context, vault, wording, std::move(newest), &draft));
  return draft;
}

absl::StatusOr<Playbook> EditOf(Context& context, Vault& vault,
                                PlaybookWording& wording,
                                const GetPlaybookResponse& newest,
                                const std::string& written) {
  ASSIGN_OR_RETURN(PlaybookDraft draft,
                   DraftFrom(context, vault, wording, newest, written));
  return WritePlaybookDraft(context, vault, wording, std::move(draft));
}

// What is said of a text goes with one.
absl::Status CheckTextOptions(const Context& context, bool text) {
  if (context.Has("material") && !text) {
    return Error(ExitCode::kUsage, Tr("--material is for a change of the text"),
                 Tr("what stands around the text is not signed"));
  }
  if (context.Has("revision") && !context.Has("text")) {
    return Error(ExitCode::kUsage, Tr("--revision goes with --text"),
                 Tr("it says which revision that text was made from"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Result> PlaybookEdit(Context& context) {
  const bool text = context.Has("text") || !PlaybookChanges::AnyIn(context);
  RETURN_IF_ERROR(CheckTextOptions(context, text));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(
      const auto newest,
      client::FindPlaybook(account.get(), context.Get("PLAYBOOK")));
  PlaybookWording wording(context, vault);
  std::string written;
  if (text) {
    ASSIGN_OR_RETURN(const std::string before,
                     wording.ToNames(newest, PlaybookWording::Missing::kKeep));
    ASSIGN_OR_RETURN(written,
                     WrittenText(context, newest.playbook().name(), before));
    if (!context.Has("text") && written == before) {
      return Result::Message(Tr("nothing was changed"));
    }
    // An empty file is a text too, and is refused as one.
    if (written.empty()) written = "\n";
  }
  const auto edited = EditOf(context, vault, wording, newest, written);
  if (!edited.ok()) {
    const bool kept =
        !text || context.Has("text") ||
        client::ExitCodeOf(edited.status()) == ExitCode::kConflict;
    return kept ? edited.status()
                : KeepingText(edited.status(), newest.playbook().name(),
                              written);
  }
  client::RememberName(account.get(), client::kPlaybookNames,
                       client::NameOfRecord(*edited));
  RETURN_IF_ERROR(Finish(context, vault));
  if (edited->revision() == newest.playbook().revision()) {
    return Result::Message(Tr("nothing was changed"));
  }
  const bool draft = edited->text_revision() == edited->revision();
  return Result::Message(
      draft ? Say("changed the playbook $0: revision $1, a draft",
                  edited->name(), edited->revision())
            : Say("changed the playbook $0: revision $1", edited->name(),
                  edited->revision()));
}

absl::StatusOr<Result> PlaybookTemplate(Context&) {
  return Result::Text(std::string(Tr(kTemplate)));
}

const Option kTextOption = {"text", 0, "FILE",
                            Mark("the text, Markdown; - for standard input; "
                                 "usual: your editor opens")};
const Option kReasonOption = {"reason", 0, "TEXT",
                              Mark("why, for the history")};

std::vector<Option> With(std::vector<Option> options,
                         const std::vector<Option>& more) {
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

}  // namespace

std::vector<Command> PlaybookCommands() {
  return {
      {.path = "playbook new",
       .summary = Mark("write a playbook, as a draft"),
       .help = Mark(
           "The text is Markdown; its steps are the numbered items. "
           "[[link:NAME]], [[credential:SAFE/TITLE]] and [[playbook:NAME]] in "
           "it lead to what is kept here, and follow it when it is renamed. In "
           "a step, @role:NAME says who does it, due:+3d when, and (required) "
           "that nobody may leave it out. A text may have 204800 bytes. The "
           "server can read it: no passwords.\n\nExample:\n  klad playbook "
           "template >report.md\n  klad playbook new weekly-report --text "
           "report.md --category ads/reports --role marketer --review 90d"),
       .arguments = {{"NAME", Mark("how it is called")}},
       .options = With(PlaybookOptions(), {kTextOption, kReasonOption}),
       .handler = PlaybookNew},
      {.path = "playbook edit",
       .summary = Mark("change a playbook"),
       .help = Mark(
           "Without options your editor opens on the text. A changed text is a "
           "draft until it is adopted, and what was adopted stays in force "
           "until then. Who has signed need not sign again, unless you say "
           "--material. What somebody else changes meanwhile stays; where both "
           "change the same lines, nothing is written, and a file has both "
           "texts.\n\nExample:\n  klad playbook edit weekly-report\n  klad "
           "playbook edit weekly-report --text report.md --revision 3 "
           "--material --reason \"another counter\""),
       .arguments = {kPlaybookArgument},
       .options =
           With(PlaybookEditOptions(),
                {kTextOption,
                 {"revision", 0, "NUMBER",
                  Mark("which revision the text was made from; usual: the "
                       "newest")},
                 kReasonOption,
                 {"material", 0, "",
                  Mark("it matters: everybody is to sign again")}}),
       .handler = PlaybookEdit},
      {.path = "playbook template",
       .summary = Mark("print a text to begin a playbook with"),
       .help = Mark("Example:\n  klad playbook template >report.md"),
       .handler = PlaybookTemplate},
  };
}

}  // namespace klad::cli
