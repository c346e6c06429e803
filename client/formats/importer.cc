#include "client/formats/importer.h"

#include <utility>

#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/secret_part.h"

namespace klad::client {
namespace {

using crypto::vault::ChangeBuilder;
using crypto::vault::SecretPart;

trust::v1::Overview OverviewOf(const Imported& item) {
  trust::v1::Overview overview;
  overview.set_title(item.title);
  for (const std::string& address : item.addresses) {
    overview.add_addresses(address);
  }
  overview.set_user_name(item.user_name);
  overview.set_email(item.email);
  overview.set_phone(item.phone);
  for (const std::string& folder : item.folders) overview.add_tags(folder);
  for (const ImportedField& field : item.fields) {
    if (field.hidden) continue;
    trust::v1::Field* visible = overview.add_fields();
    visible->set_name(field.name);
    visible->set_value(std::string(field.value.Expose()));
  }
  if (item.created.has_value()) {
    overview.set_created_ms(absl::ToUnixMillis(*item.created));
  }
  overview.set_second_factor(!item.totp.empty());
  return overview;
}

SecretPart SecretOf(Imported& item) {
  SecretPart secret;
  secret.password = std::move(item.password);
  secret.one_time_code = std::move(item.totp);
  secret.note = std::move(item.notes);
  for (ImportedField& field : item.fields) {
    if (field.hidden) {
      secret.fields.push_back({field.name, std::move(field.value)});
    }
  }
  return secret;
}

}  // namespace

Importer::Importer(Vault* vault, Mirror* mirror, bool dry_run)
    : vault_(vault), mirror_(mirror), dry_run_(dry_run) {}

absl::Status Importer::ReadTitles() {
  if (titles_read_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const MirrorItems* items, mirror_->Items());
  for (const auto& [id, known] : *items) {
    if (!known.deleted()) titles_.insert(FoldTitle(known.overview().title()));
  }
  titles_read_ = true;
  return absl::OkStatus();
}

absl::Status Importer::Take(Imported item) {
  RETURN_IF_ERROR(ReadTitles());
  const int number = item.number;
  const std::string title = item.title;
  if (!titles_.insert(FoldTitle(title)).second) {
    problems_.push_back({number, title, "is in the safe already; skipped"});
    return absl::OkStatus();
  }
  auto ready = Prepare(std::move(item));
  if (absl::IsInvalidArgument(ready.status())) {
    problems_.push_back(
        {number, title, std::string(ready.status().message()) + "; skipped"});
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(ready.status());
  ready_.push_back(*std::move(ready));
  if (ready_.size() < crypto::vault::kMaxHeaders) return absl::OkStatus();
  return SendOne();
}

absl::Status Importer::Finish() {
  while (!ready_.empty()) RETURN_IF_ERROR(SendOne());
  return absl::OkStatus();
}

absl::StatusOr<Importer::Ready> Importer::Prepare(Imported item) {
  trust::v1::Overview overview = OverviewOf(item);
  const auto changed = item.updated.value_or(absl::UnixEpoch());
  overview.set_secret_changed_ms(absl::ToUnixMillis(changed));
  const SecretPart secret = SecretOf(item);
  overview.set_strength(secret.password.empty() ? crypto::vault::kNoPassword
                                                : 0);
  if (!secret.password.empty()) {
    ASSIGN_OR_RETURN(const uint32_t tag,
                     vault_->SecretTag(*mirror_, secret.password));
    overview.set_secret_tag(tag);
  }
  Ready ready;
  ready.id = std::string(Secret::Random(crypto::kIdSize).Expose());
  ready.kind = item.kind == ImportedKind::kNote ? trust::v1::KIND_NOTE
                                                : trust::v1::KIND_LOGIN;
  ready.edit.sensitivity = item.sensitive ? trust::v1::SENSITIVITY_HIGH
                                          : trust::v1::SENSITIVITY_NORMAL;
  ASSIGN_OR_RETURN(ready.edit.overview,
                   crypto::vault::SerializeOverview(overview));
  ASSIGN_OR_RETURN(ready.edit.secret,
                   crypto::vault::SerializeSecretPart(secret));
  return ready;
}

// As many of the ready ones as one change holds.
absl::Status Importer::SendOne() {
  size_t taken = 0;
  const auto edits = [&](Mirror&, ChangeBuilder& builder) -> absl::Status {
    taken = 0;
    for (const Ready& ready : ready_) {
      const absl::Status added =
          builder.Create(ready.id, ready.kind, ready.edit);
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
  created_ += static_cast<int>(taken);
  progress_(created_);
  return absl::OkStatus();
}

}  // namespace klad::client
