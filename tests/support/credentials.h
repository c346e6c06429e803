// What people do with credentials, as commands do it: the safe by its name,
// the credential by its title, what was learnt saved at the end.
#ifndef KLAD_TESTS_SUPPORT_CREDENTIALS_H_
#define KLAD_TESTS_SUPPORT_CREDENTIALS_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/vault.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/secret_part.h"
#include "tests/support/organisation_server.h"

namespace klad::testing {

inline absl::StatusOr<client::Mirror*> OpenSafe(TestClient& client,
                                                absl::string_view safe) {
  ASSIGN_OR_RETURN(const client::SafeInfo info, client.vault->FindSafe(safe));
  return client.vault->OpenSafe(info.id);
}

inline std::string NewCredentialId() {
  return std::string(Secret::Random(16).Expose());
}

inline absl::StatusOr<crypto::vault::Edit> Login(absl::string_view title,
                                                 absl::string_view password) {
  trust::v1::Overview overview;
  overview.set_title(std::string(title));
  overview.set_strength(crypto::vault::kNoPassword);
  crypto::vault::SecretPart secret;
  secret.password = Secret::Copy(password);
  crypto::vault::Edit edit;
  ASSIGN_OR_RETURN(edit.overview, crypto::vault::SerializeOverview(overview));
  ASSIGN_OR_RETURN(edit.secret, crypto::vault::SerializeSecretPart(secret));
  edit.sensitivity = trust::v1::SENSITIVITY_NORMAL;
  return edit;
}

inline absl::Status Create(TestClient& client, absl::string_view safe,
                           absl::string_view title,
                           absl::string_view password) {
  ASSIGN_OR_RETURN(client::Mirror * mirror, OpenSafe(client, safe));
  const std::string id = NewCredentialId();
  RETURN_IF_ERROR(client.vault->Change(
      mirror, [&](client::Mirror&, crypto::vault::ChangeBuilder& builder) {
        auto edit = Login(title, password);
        RETURN_IF_ERROR(edit.status());
        return builder.Create(id, trust::v1::KIND_LOGIN, *edit);
      }));
  return client.vault->Save();
}

// The credential's next version; the title says which.
inline absl::Status Append(
    TestClient& client, absl::string_view safe, absl::string_view title,
    const std::function<absl::StatusOr<crypto::vault::Edit>()>& next,
    bool deleted = false) {
  ASSIGN_OR_RETURN(client::Mirror * mirror, OpenSafe(client, safe));
  ASSIGN_OR_RETURN(const auto found,
                   client.vault->FindCredentials(mirror, title, deleted));
  const std::string id = found.front()->credential();
  RETURN_IF_ERROR(client.vault->Change(
      mirror,
      [&](client::Mirror& now,
          crypto::vault::ChangeBuilder& builder) -> absl::Status {
        ASSIGN_OR_RETURN(const auto newest, now.NewestHeader(id));
        ASSIGN_OR_RETURN(const crypto::vault::Edit edit, next());
        return builder.Append(newest, edit);
      }));
  return client.vault->Save();
}

inline absl::Status SetPassword(TestClient& client, absl::string_view safe,
                                absl::string_view title,
                                absl::string_view password) {
  return Append(client, safe, title, [&] { return Login(title, password); });
}

inline absl::Status Delete(TestClient& client, absl::string_view safe,
                           absl::string_view title) {
  return Append(client, safe, title,
                []() -> absl::StatusOr<crypto::vault::Edit> {
                  crypto::vault::Edit edit;
                  edit.deleted = true;
                  return edit;
                });
}

// Brings a deleted one back.
inline absl::Status Undelete(TestClient& client, absl::string_view safe,
                             absl::string_view title) {
  return Append(
      client, safe, title,
      []() -> absl::StatusOr<crypto::vault::Edit> {
        return crypto::vault::Edit();
      },
      /*deleted=*/true);
}

inline absl::StatusOr<trust::v1::Header> HeaderOf(TestClient& client,
                                                  absl::string_view safe,
                                                  absl::string_view title) {
  ASSIGN_OR_RETURN(client::Mirror * mirror, OpenSafe(client, safe));
  ASSIGN_OR_RETURN(const auto found,
                   client.vault->FindCredentials(mirror, title));
  ASSIGN_OR_RETURN(const auto newest,
                   mirror->NewestHeader(found.front()->credential()));
  return newest.header;
}

inline absl::StatusOr<std::string> PasswordOf(
    TestClient& client, absl::string_view safe, absl::string_view title,
    trust::v1::Purpose purpose = trust::v1::PURPOSE_SHOW) {
  ASSIGN_OR_RETURN(const trust::v1::Header header,
                   HeaderOf(client, safe, title));
  ASSIGN_OR_RETURN(client::Mirror * mirror, OpenSafe(client, safe));
  ASSIGN_OR_RETURN(const crypto::vault::SecretPart part,
                   client.vault->Reveal(mirror, header, purpose));
  RETURN_IF_ERROR(client.vault->Save());
  return std::string(part.password.Expose());
}

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_CREDENTIALS_H_
