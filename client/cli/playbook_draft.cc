#include "client/cli/playbook_draft.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/new_file.h"
#include "client/people.h"
#include "client/playbook_merge.h"
#include "client/playbooks.h"
#include "client/playbooks/playbook_file.h"
#include "client/refusal.h"
#include "client/text_merge.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using klad::v1::GetPlaybookResponse;
using klad::v1::Playbook;

constexpr int kDraftTries = 5;
constexpr int kMostFiles = 1000;

// A new file in the current folder, with a number where there is one already.
absl::StatusOr<std::string> WriteBeside(absl::string_view name,
                                        absl::string_view text) {
  const std::string file = client::PlaybookFileName(name);
  const absl::string_view stem = absl::StripSuffix(file, ".md");
  for (int number = 1;; ++number) {
    const std::string path =
        number == 1 ? absl::StrCat(stem, ".edited.md")
                    : absl::StrCat(stem, ".edited-", number, ".md");
    const absl::Status written = client::WriteNewFile(path, text);
    if (written.ok()) return path;
    if (client::ExitCodeOf(written) != ExitCode::kConflict ||
        number == kMostFiles) {
      return written;
    }
  }
}

// Both texts with names and marks, for a person to make one of.
absl::Status TextConflict(PlaybookWording& wording, const std::string& who,
                          GetPlaybookResponse theirs, std::string marked) {
  const std::string name = theirs.playbook().name();
  const uint64_t revision = theirs.playbook().revision();
  theirs.set_text(std::move(marked));
  ASSIGN_OR_RETURN(const std::string text,
                   wording.ToNames(theirs, PlaybookWording::Missing::kKeep));
  ASSIGN_OR_RETURN(const std::string path, WriteBeside(name, text));
  return Error(ExitCode::kConflict,
               Say("$0 changed the same lines meanwhile: both texts are in $1",
                   who, path),
               Say("nothing was overwritten; make one of them, then: klad "
                   "playbook edit $0 --text $1 --revision $2",
                   name, path, revision));
}

absl::Status MergeTextInto(Context& context, PlaybookWording& wording,
                           const std::string& who,
                           const GetPlaybookResponse& newest,
                           PlaybookDraft* draft) {
  const std::string& base = draft->before.text();
  if (!draft->text.has_value() || base == newest.text()) {
    return absl::OkStatus();
  }
  client::MergedText merged =
      client::MergeText(base, *draft->text, newest.text(), Tr("yours"), who);
  if (merged.conflicts > 0) {
    return TextConflict(wording, who, newest, std::move(merged.text));
  }
  context.Note(Say("$0 changed it meanwhile: both changes are in it", who));
  draft->text = std::move(merged.text);
  return absl::OkStatus();
}

}  // namespace

absl::Status RebasePlaybookDraft(Context& context, client::Vault& vault,
                                 PlaybookWording& wording,
                                 GetPlaybookResponse newest,
                                 PlaybookDraft* draft) {
  const std::string who =
      client::LoginOf(vault.account().roster(), newest.playbook().changed_by());
  client::MergedPlaybook merged = client::MergePlaybooks(
      draft->before.playbook(), draft->after, newest.playbook());
  if (!merged.conflicts.empty()) {
    return Error(ExitCode::kConflict,
                 Say("$0 changed the same meanwhile: $1", who,
                     absl::StrJoin(merged.conflicts, ", ")),
                 Tr("nothing was overwritten; the same command again writes "
                    "yours in its place"));
  }
  RETURN_IF_ERROR(MergeTextInto(context, wording, who, newest, draft));
  draft->after = std::move(merged.playbook);
  draft->before = std::move(newest);
  return absl::OkStatus();
}

absl::StatusOr<Playbook> WritePlaybookDraft(Context& context,
                                            client::Vault& vault,
                                            PlaybookWording& wording,
                                            PlaybookDraft draft) {
  client::Account& account = vault.account();
  for (int tries = 1;; ++tries) {
    klad::v1::EditPlaybookRequest request;
    *request.mutable_playbook() = draft.after;
    if (draft.text.has_value()) request.set_text(*draft.text);
    request.set_reason(draft.reason);
    request.set_material(draft.material);
    auto edited = client::EditPlaybook(&account, std::move(request));
    if (client::ReasonOf(edited.status()) != klad::v1::REASON_PLAYBOOK_MOVED ||
        tries == kDraftTries) {
      return edited;
    }
    ASSIGN_OR_RETURN(auto newest,
                     client::FindPlaybookById(&account, draft.after.id()));
    RETURN_IF_ERROR(RebasePlaybookDraft(context, vault, wording,
                                        std::move(newest), &draft));
  }
}

absl::Status KeepingText(const absl::Status& failed, absl::string_view name,
                         absl::string_view text) {
  const auto path = WriteBeside(name, text);
  if (!path.ok()) return failed;
  const std::string hint = client::HintOf(failed);
  const std::string kept = Say("your text is in $0", *path);
  return client::WithHint(failed,
                          hint.empty() ? kept : absl::StrCat(hint, "; ", kept));
}

}  // namespace klad::cli
