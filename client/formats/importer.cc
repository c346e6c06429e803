#include "client/formats/importer.h"

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
  ASSIGN_OR_RETURN(
      const Secret* key,
      vault->keychain().Open(crypto::roster::KeyName::Safe(mirror->safe()), 1));
  importer->tag_key_ = key->Clone();
  RETURN_IF_ERROR(mirror->ForEach([&importer](const MirrorItem& known) {
    if (known.deleted()) return;
    importer->index_.Add(known.credential(), known.overview(),
                         absl::FromUnixMillis(known.changed_ms()));
  }));
  return importer;
}

absl::Status Importer::Take(Imported item) {
  trust::v1::Overview overview = Tagged(item);
  const SafeIndex::Match match = index_.Find(overview, item.updated);
  overview.set_title(match.state == ImportState::kNew
                         ? index_.FreeTitle(item.title)
                         : match.title);
  const bool numbered =
      match.state == ImportState::kNew && overview.title() != item.title;
  ++counts_[match.state];
  if (dry_run_ || numbered || match.state == ImportState::kInDoubt) {
    outcomes_.push_back({item.number, overview.title(), match.state, numbered});
  }
  progress_(++taken_);
  if (match.state == ImportState::kSame ||
      match.state == ImportState::kInDoubt) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(Prepare(item, std::move(overview), match));
  // Files wait for their change at the server, which keeps only so many.
  if (!item.files.empty()) return Finish();
  const bool full = ready_.size() == crypto::vault::kMaxHeaders ||
                    ready_size_ > crypto::vault::kMaxChangeParts;
  return full ? Send() : absl::OkStatus();
}

absl::Status Importer::Finish() {
  RETURN_IF_ERROR(Send());
  return Settle();
}

int Importer::Sent() {
  Settle().IgnoreError();  // said already, or about to be
  return sent_;
}

int Importer::Count(ImportState state) const {
  const auto found = counts_.find(state);
  return found == counts_.end() ? 0 : found->second;
}

trust::v1::Overview Importer::Tagged(const Imported& item) const {
  trust::v1::Overview overview = OverviewOf(item);
  const absl::Time changed = item.updated.value_or(absl::UnixEpoch());
  overview.set_secret_changed_ms(absl::ToUnixMillis(changed));
  if (!item.password.empty()) {
    overview.set_secret_tag(crypto::vault::SecretTag(
        tag_key_, {vault_->account().organisation(), mirror_->safe()},
        item.password));
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
  ASSIGN_OR_RETURN(const uint32_t strength,
                   StrengthOf(secret.password, overview));
  overview.set_strength(strength);
  ASSIGN_OR_RETURN(ready.edit.overview,
                   crypto::vault::SerializeOverview(overview));
  ASSIGN_OR_RETURN(ready.edit.secret,
                   crypto::vault::SerializeSecretPart(secret));
  ready_size_ += ready.edit.secret->size();
  ready_.push_back(std::move(ready));
  return absl::OkStatus();
}

// Waits for the batch before: one is on its way at a time.
absl::Status Importer::Settle() {
  return sending_.valid() ? sending_.get() : absl::OkStatus();
}

// One thread at a time uses the vault.
absl::Status Importer::SendFiles(const Imported& item, const std::string& id,
                                 crypto::vault::SecretPart* secret) {
  if (!item.files.empty()) RETURN_IF_ERROR(Finish());
  for (const ImportedFile& file : item.files) {
    ASSIGN_OR_RETURN(const WipedString contents, file.contents());
    ASSIGN_OR_RETURN(crypto::vault::Attachment attachment,
                     crypto::vault::NewAttachment(file.name, ViewOf(contents),
                                                  file.document));
    if (!dry_run_) {
      RETURN_IF_ERROR(
          SendAttachment(*vault_, *mirror_, id, attachment, ViewOf(contents),
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

absl::Status Importer::Send() {
  RETURN_IF_ERROR(Settle());
  if (ready_.empty()) return absl::OkStatus();
  ready_size_ = 0;
  sending_ = std::async(
      std::launch::async,
      [this](const std::vector<Ready>& batch) { return SendAll(batch); },
      std::exchange(ready_, {}));
  return absl::OkStatus();
}

absl::Status Importer::SendAll(const std::vector<Ready>& batch) {
  for (size_t done = 0; done < batch.size();) {
    ASSIGN_OR_RETURN(const size_t taken, SendSome(batch, done));
    done += taken;
    sent_ += static_cast<int>(taken);
  }
  return absl::OkStatus();
}

// As many as one change holds.
absl::StatusOr<size_t> Importer::SendSome(const std::vector<Ready>& batch,
                                          size_t from) {
  if (dry_run_) return batch.size() - from;
  size_t taken = 0;
  const auto edits = [&](Mirror& mirror,
                         ChangeBuilder& builder) -> absl::Status {
    for (taken = 0; from + taken < batch.size(); ++taken) {
      const absl::Status added = AddTo(builder, mirror, batch[from + taken]);
      if (absl::IsResourceExhausted(added) && taken > 0) break;
      RETURN_IF_ERROR(added);
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(vault_->Change(mirror_, edits));
  return taken;
}

}  // namespace klad::client
