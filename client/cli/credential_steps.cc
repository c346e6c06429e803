#include "client/cli/credential_steps.h"

#include <utility>

#include "client/cli/field_values.h"
#include "client/cli/kind.h"
#include "client/crypto_words.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"
#include "crypto/vault/overview.h"

namespace klad::cli {

using client::Error;
using client::ExitCode;
using client::Mirror;
using client::Vault;
using crypto::vault::ChangeBuilder;
using crypto::vault::Edit;
using crypto::vault::SecretPart;

absl::Status AsUsage(const absl::Status& status) {
  if (!absl::IsInvalidArgument(status)) return status;
  return Error(ExitCode::kUsage, client::Translated(status.message()));
}

absl::Status Describe(const Mirror::Item& item, Result* result) {
  ASSIGN_OR_RETURN(const auto header,
                   crypto::vault::ParseHeader(item.header()));
  AddOverview(item.overview(), result);
  result->Add("kind", KindName(header.kind()));
  if (const int files = header.secret().attachments_size(); files != 0) {
    result->Add("files", files);
  }
  result->Add("version", header.version());
  result->Add("changed", absl::FromUnixMillis(header.time_ms()));
  return absl::OkStatus();
}

absl::Status CheckFree(Mirror& mirror, absl::string_view title,
                       absl::string_view except) {
  ASSIGN_OR_RETURN(const auto found, mirror.WithTitle(title));
  for (const Mirror::Item* item : found) {
    if (item->credential() == except) continue;
    if (item->overview().archived()) {
      return Error(ExitCode::kConflict,
                   Say("there is an archived credential called $0", title),
                   Tr("choose another title, or bring it back: klad credential "
                      "unarchive"));
    }
    return Error(ExitCode::kConflict,
                 Say("there is a credential called $0", title),
                 Tr("choose another title, or edit that one"));
  }
  return absl::OkStatus();
}

absl::Status CheckLive(const Found& found) {
  if (!found.item->deleted()) return absl::OkStatus();
  return Error(ExitCode::kNotFound,
               Say("$0 was deleted just now", found.item->overview().title()),
               Tr("klad credential restore brings a version back"));
}

absl::StatusOr<SecretPart> RevealNewest(Vault& vault, const Found& found,
                                        trust::v1::Purpose purpose) {
  if (found.shared != nullptr) {
    return client::RevealShared(&vault.account(), *found.shared, purpose);
  }
  for (int tries = 0; tries < 4; ++tries) {
    ASSIGN_OR_RETURN(const auto header,
                     crypto::vault::ParseHeader(found.item->header()));
    ASSIGN_OR_RETURN(SecretPart secret,
                     vault.Reveal(found.mirror, header, purpose));
    RETURN_IF_ERROR(CheckLive(found));
    ASSIGN_OR_RETURN(const auto now,
                     crypto::vault::ParseHeader(found.item->header()));
    if (now.secret().hash() == header.secret().hash()) return secret;
  }
  return Error(ExitCode::kConflict, Tr("the credential is changing right now"),
               Tr("try again"));
}

std::string LoginOf(const client::Account& account, const std::string& member) {
  const auto* known = account.roster().FindMember(member);
  return known == nullptr ? "" : known->login;
}

absl::StatusOr<std::string> SerializedOverview(
    const trust::v1::Overview& overview) {
  auto bytes = crypto::vault::SerializeOverview(overview);
  if (!bytes.ok()) return AsUsage(bytes.status());
  return bytes;
}

absl::StatusOr<Secret> SerializedSecret(const SecretPart& secret) {
  auto bytes = crypto::vault::SerializeSecretPart(secret);
  if (!bytes.ok()) return AsUsage(bytes.status());
  return bytes;
}

absl::Status AppendTo(Vault& vault, const Found& found,
                      const std::string& before, const Edit& edit) {
  RETURN_IF_ERROR(vault.CheckMayWrite(found.mirror->safe()));
  const std::string id = found.item->credential();
  return AsUsage(vault.Change(
      found.mirror, [&](Mirror& now, ChangeBuilder& builder) -> absl::Status {
        ASSIGN_OR_RETURN(const auto newest, now.NewestHeader(id));
        if (newest.bytes != before) {
          return Error(
              ExitCode::kConflict,
              Tr("somebody else changed this credential just now"),
              Tr("look at it with klad credential show, then try again"));
        }
        return builder.Append(newest, edit);
      }));
}

}  // namespace klad::cli
