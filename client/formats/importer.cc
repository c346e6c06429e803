#include "client/formats/importer.h"

#include <algorithm>
#include <utility>

#include "client/attachments.h"
#include "client/formats/stored.h"
#include "client/strength.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"
#include "crypto/vault/header.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/secret_part.h"

namespace klad::client {
namespace {

using crypto::vault::ChangeBuilder;

}  // namespace

absl::StatusOr<std::unique_ptr<Importer>> Importer::Create(Vault* vault,
                                                           Mirror* mirror,
                                                           bool dry_run) {
  auto importer =
      std::unique_ptr<Importer>(new Importer(vault, mirror, dry_run));
  ASSIGN_OR_RETURN(const MirrorItems* items, mirror->Items());
  for (const auto& [id, known] : *items) {
    if (known.deleted()) continue;
    ASSIGN_OR_RETURN(const auto header,
                     crypto::vault::ReadHeader(known.header()));
    importer->index_.Add(id, known.overview(),
                         absl::FromUnixMillis(header.header.time_ms()));
  }
  return importer;
}

absl::Status Importer::Take(Imported item) {
  ASSIGN_OR_RETURN(trust::v1::Overview overview, Measured(item));
  const SafeIndex::Match match = index_.Find(overview, item.updated);
  overview.set_title(match.state == ImportState::kNew
                         ? index_.FreeTitle(item.title)
                         : match.title);
  const bool numbered =
      match.state == ImportState::kNew && overview.title() != item.title;
  outcomes_.push_back({item.number, overview.title(), match.state, numbered});
  progress_(static_cast<int>(outcomes_.size()));
  if (match.state == ImportState::kSame ||
      match.state == ImportState::kInDoubt) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(Prepare(item, std::move(overview), match));
  // Files wait for their change at the server, which keeps only so many.
  if (!item.files.empty()) return Finish();
  if (ready_.size() < crypto::vault::kMaxHeaders) return absl::OkStatus();
  return SendOne();
}

absl::Status Importer::Finish() {
  while (!ready_.empty()) RETURN_IF_ERROR(SendOne());
  return absl::OkStatus();
}

int Importer::Count(ImportState state) const {
  return static_cast<int>(std::count_if(
      outcomes_.begin(), outcomes_.end(),
      [state](const ImportOutcome& o) { return o.state == state; }));
}

absl::StatusOr<trust::v1::Overview> Importer::Measured(const Imported& item) {
  trust::v1::Overview overview = OverviewOf(item);
  const absl::Time changed = item.updated.value_or(absl::UnixEpoch());
  overview.set_secret_changed_ms(absl::ToUnixMillis(changed));
  if (!item.password.empty()) {
    ASSIGN_OR_RETURN(const uint32_t tag,
                     vault_->SecretTag(*mirror_, item.password));
    overview.set_secret_tag(tag);
  }
  return overview;
}

absl::Status Importer::Prepare(const Imported& item,
                               trust::v1::Overview overview,
                               const SafeIndex::Match& match) {
  Ready ready;
  ready.is_new = match.state == ImportState::kNew;
  ready.id = ready.is_new
                 ? std::string(Secret::Random(crypto::kIdSize).Expose())
                 : match.id;
  ready.kind = item.kind;
  ready.edit.sensitivity = item.sensitivity;
  crypto::vault::SecretPart secret = SecretOf(item);
  RETURN_IF_ERROR(SendFiles(item, ready.id, &secret));
  RETURN_IF_ERROR(Measure(*vault_, *mirror_, secret, &overview));
  ASSIGN_OR_RETURN(ready.edit.overview,
                   crypto::vault::SerializeOverview(overview));
  ASSIGN_OR_RETURN(ready.edit.secret,
                   crypto::vault::SerializeSecretPart(secret));
  ready_.push_back(std::move(ready));
  return absl::OkStatus();
}

absl::Status Importer::SendFiles(const Imported& item, const std::string& id,
                                 crypto::vault::SecretPart* secret) {
  for (const ImportedFile& file : item.files) {
    ASSIGN_OR_RETURN(crypto::vault::Attachment attachment,
                     crypto::vault::NewAttachment(
                         file.name, ViewOf(file.contents), file.document));
    if (!dry_run_) {
      RETURN_IF_ERROR(SendAttachment(
          *vault_, *mirror_, id, attachment, ViewOf(file.contents),
          [](uint64_t, uint64_t) { return absl::OkStatus(); }));
    }
    secret->attachments.push_back(std::move(attachment));
  }
  return absl::OkStatus();
}

// Whoever has seen the value before may know some of the new one: its
// generation stays, since nothing is revealed to compare them.
absl::Status Importer::AddTo(ChangeBuilder& builder, Mirror& mirror,
                             const Ready& ready) const {
  if (ready.is_new) return builder.Create(ready.id, ready.kind, ready.edit);
  ASSIGN_OR_RETURN(const auto newest, mirror.NewestHeader(ready.id));
  crypto::vault::Edit edit;
  edit.overview = ready.edit.overview;
  edit.secret = ready.edit.secret->Clone();
  edit.generation = newest.header.generation();
  edit.sensitivity = ready.edit.sensitivity;
  return builder.Append(newest, edit);
}

// As many of the ready ones as one change holds.
absl::Status Importer::SendOne() {
  size_t taken = 0;
  const auto edits = [&](Mirror& mirror,
                         ChangeBuilder& builder) -> absl::Status {
    taken = 0;
    for (const Ready& ready : ready_) {
      const absl::Status added = AddTo(builder, mirror, ready);
      if (absl::IsResourceExhausted(added) && taken > 0) break;
      RETURN_IF_ERROR(added);
      ++taken;
    }
    return absl::OkStatus();
  };
  if (dry_run_) {
    taken = ready_.size();
  } else {
    RETURN_IF_ERROR(vault_->Change(mirror_, edits));
  }
  ready_.erase(ready_.begin(), ready_.begin() + static_cast<long>(taken));
  sent_ += static_cast<int>(taken);
  return absl::OkStatus();
}

}  // namespace klad::client
