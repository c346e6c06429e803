#include "client/cli/credential_draft.h"

#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "client/cli/credential_steps.h"
#include "client/error.h"
#include "client/overview_merge.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/header.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::MergedOverview;
using client::Mirror;
using client::Vault;
using crypto::vault::ChangeBuilder;
using crypto::vault::Edit;
using crypto::vault::SignedHeader;
using trust::v1::Overview;

// What both changed, and the version of theirs.
struct Clash {
  std::vector<MergedOverview::Conflict> fields;
  bool secret = false;
  SignedHeader theirs;

  bool any() const { return secret || !fields.empty(); }
};

void CopyMeasures(const Overview& from, Overview* to) {
  to->set_strength(from.strength());
  to->set_secret_changed_ms(from.secret_changed_ms());
  to->set_second_factor(from.second_factor());
  to->set_secret_tag(from.secret_tag());
}

class Writer {
 public:
  Writer(Context& context, Vault& vault, const Found& found, const Draft& draft)
      : context_(context), vault_(vault), found_(found), draft_(draft) {}

  absl::Status Write() {
    for (;;) {
      Clash clash;
      const absl::Status written = vault_.Change(
          found_.mirror, [&](Mirror& now, ChangeBuilder& builder) {
            return Add(now, builder, &clash);
          });
      if (!clash.any()) {
        if (written.ok()) SayMerged();
        return AsUsage(written);
      }
      RETURN_IF_ERROR(AskOver(clash));
      agreed_ = clash.theirs.bytes;
    }
  }

 private:
  absl::Status Add(Mirror& now, ChangeBuilder& builder, Clash* clash) {
    RETURN_IF_ERROR(CheckLive(found_));
    const std::string& id = found_.item->credential();
    ASSIGN_OR_RETURN(const SignedHeader newest, now.NewestHeader(id));
    *clash = {};
    merged_ = newest.bytes != draft_.header;
    MergedOverview merged = client::MergeOverviews(draft_.before, draft_.after,
                                                   found_.item->overview());
    const bool secret_too =
        draft_.secret.has_value() &&
        newest.header.secret().hash() != draft_.secret_before;
    if (newest.bytes != agreed_ && (secret_too || !merged.conflicts.empty())) {
      *clash = {std::move(merged.conflicts), secret_too, newest};
      return absl::AbortedError("both changed it");
    }
    if (!client::SameTitle(merged.overview.title(),
                           found_.item->overview().title())) {
      RETURN_IF_ERROR(CheckFree(now, merged.overview.title(), id));
    }
    ASSIGN_OR_RETURN(const Edit edit,
                     EditOf(&merged.overview, newest.header, secret_too));
    return builder.Append(newest, edit);
  }

  absl::StatusOr<Edit> EditOf(Overview* overview,
                              const trust::v1::Header& newest,
                              bool secret_too) const {
    Edit edit;
    if (draft_.secret.has_value()) {
      CopyMeasures(draft_.after, overview);
      edit.secret = draft_.secret->Clone();
      edit.generation = draft_.generation;
      // Nobody knows here what theirs and this one have in common.
      if (secret_too && edit.generation == crypto::vault::kThisVersion) {
        edit.generation = newest.generation();
      }
    }
    ASSIGN_OR_RETURN(edit.overview, SerializedOverview(*overview));
    return edit;
  }

  absl::Status AskOver(const Clash& clash) {
    const std::string who =
        LoginOf(vault_.account(), clash.theirs.header.author());
    std::vector<std::string> names;
    for (const MergedOverview::Conflict& field : clash.fields) {
      names.push_back(field.field);
      context_.Note(Say("$0 set $1 to \"$2\" meanwhile; you wanted \"$3\"", who,
                        field.field, field.theirs, field.mine));
    }
    if (clash.secret) {
      names.emplace_back(Tr("the secret"));
      context_.Note(
          Say("$0 changed the secret meanwhile; you wanted another one", who));
    }
    if (context_.Has("yes")) return absl::OkStatus();
    if (context_.terminal().Interactive()) {
      return context_.Confirm(
          Tr("write yours as the next version? the history keeps both"));
    }
    return Error(ExitCode::kConflict,
                 Say("somebody else just changed the same: $0",
                     absl::StrJoin(names, ", ")),
                 Tr("nothing was overwritten; the same command again writes "
                    "yours as the next version, and the history keeps both"));
  }

  void SayMerged() {
    if (merged_ && agreed_.empty()) {
      context_.Note(
          Tr("somebody else changed it meanwhile: both changes are in it"));
    }
  }

  Context& context_;
  Vault& vault_;
  const Found& found_;
  const Draft& draft_;
  std::string agreed_;  // the header that may be written over
  bool merged_ = false;
};

}  // namespace

Draft DraftOf(const Found& found) {
  Draft draft;
  draft.before = found.item->overview();
  draft.after = draft.before;
  draft.header = found.item->header();
  return draft;
}

absl::Status WriteDraft(Context& context, Vault& vault, const Found& found,
                        const Draft& draft) {
  return Writer(context, vault, found, draft).Write();
}

}  // namespace klad::cli
