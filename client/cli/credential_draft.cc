#include "client/cli/credential_draft.h"

#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "client/cli/credential_steps.h"
#include "client/error.h"
#include "client/overview_merge.h"
#include "client/secret_merge.h"
#include "client/strength.h"
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
using crypto::vault::SecretPart;
using crypto::vault::SignedHeader;
using trust::v1::Overview;

// What both changed, and the version of theirs.
struct Clash {
  std::vector<MergedOverview::Conflict> fields;
  bool secret = false;              // both changed it, perhaps different values
  std::vector<std::string> values;  // of the secret, that both changed
  SignedHeader theirs;

  bool any() const { return secret || !fields.empty(); }
  bool takes_a_word() const { return !values.empty() || !fields.empty(); }
};

void CopyMeasures(const Overview& from, Overview* to) {
  to->set_strength(from.strength());
  to->set_secret_changed_ms(from.secret_changed_ms());
  to->set_second_factor(from.second_factor());
  to->set_secret_tag(from.secret_tag());
}

// Of `is`, into an overview that has those of `was`.
absl::Status MeasureAnew(Vault& vault, const Mirror& mirror,
                         const SecretPart& was, const SecretPart& is,
                         Overview* overview) {
  if (is.password.empty() || !is.password.Equals(was.password)) {
    overview->set_secret_changed_ms(vault.account().NowMs());
  }
  return client::Measure(vault, mirror, is, overview);
}

class Writer {
 public:
  Writer(Context& context, Vault& vault, const Found& found, Draft draft)
      : context_(context),
        vault_(vault),
        found_(found),
        draft_(std::move(draft)) {}

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
      if (clash.secret) {
        ASSIGN_OR_RETURN(clash.values, MergeSecret());
      }
      if (!clash.takes_a_word()) continue;
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
    clash->secret = draft_.secret.has_value() &&
                    newest.header.secret().hash() != draft_.secret_before;
    if (newest.bytes != agreed_) clash->fields = std::move(merged.conflicts);
    if (clash->any()) {
      clash->theirs = newest;
      return absl::AbortedError("both changed it");
    }
    if (!client::SameTitle(merged.overview.title(),
                           found_.item->overview().title())) {
      RETURN_IF_ERROR(CheckFree(now, merged.overview.title(), id));
    }
    ASSIGN_OR_RETURN(const Edit edit, EditOf(&merged.overview, newest.header));
    return builder.Append(newest, edit);
  }

  absl::StatusOr<Edit> EditOf(Overview* overview,
                              const trust::v1::Header& newest) const {
    Edit edit;
    if (draft_.secret.has_value()) {
      CopyMeasures(draft_.after, overview);
      ASSIGN_OR_RETURN(edit.secret, SerializedSecret(*draft_.secret));
      edit.generation =
          crypto::vault::EveryValueChanged(draft_.secret_was, *draft_.secret)
              ? crypto::vault::kThisVersion
              : newest.generation();
    }
    ASSIGN_OR_RETURN(edit.overview, SerializedOverview(*overview));
    return edit;
  }

  // The draft's secret becomes theirs with what the draft changes. Returns the
  // values that both changed.
  absl::StatusOr<std::vector<std::string>> MergeSecret() {
    ASSIGN_OR_RETURN(SecretPart theirs,
                     RevealNewest(vault_, found_, trust::v1::PURPOSE_SHOW));
    client::MergedSecret merged =
        client::MergeSecrets(draft_.secret_was, *draft_.secret, theirs);
    CopyMeasures(found_.item->overview(), &draft_.after);
    RETURN_IF_ERROR(SetSecret(vault_, found_, std::move(theirs),
                              std::move(merged.secret), &draft_));
    return std::move(merged.conflicts);
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
    for (const std::string& value : clash.values) {
      names.push_back(value);
      context_.Note(
          Say("$0 changed $1 meanwhile, which is not shown; you wanted another",
              who, value));
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
  Draft draft_;
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

absl::Status SetSecret(Vault& vault, const Found& found, SecretPart was,
                       SecretPart is, Draft* draft) {
  ASSIGN_OR_RETURN(const auto header,
                   crypto::vault::ParseHeader(found.item->header()));
  draft->secret_before = header.secret().hash();
  RETURN_IF_ERROR(SerializedSecret(is).status());
  RETURN_IF_ERROR(MeasureAnew(vault, *found.mirror, was, is, &draft->after));
  draft->secret = std::move(is);
  draft->secret_was = std::move(was);
  return absl::OkStatus();
}

absl::Status WriteDraft(Context& context, Vault& vault, const Found& found,
                        Draft draft) {
  RETURN_IF_ERROR(vault.CheckMayWrite(found.mirror->safe()));
  return Writer(context, vault, found, std::move(draft)).Write();
}

}  // namespace klad::cli
