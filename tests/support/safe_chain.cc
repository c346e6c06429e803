#include "tests/support/safe_chain.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/change.h"
#include "crypto/vault/exposure.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/secret_part.h"

namespace klad::testing {
namespace {

using crypto::vault::ChangeBuilder;

constexpr size_t kIdSize = 16;

absl::StatusOr<Secret> NewSecret() {
  crypto::vault::SecretPart part;
  part.password = Secret::Copy(
      absl::BytesToHexString(Secret::Random(kSecretBytes / 2).Expose()));
  return crypto::vault::SerializeSecretPart(part);
}

absl::StatusOr<std::string> NewOverview(size_t number, int64_t now_ms) {
  trust::v1::Overview overview;
  overview.set_title(TitleOf(number));
  overview.add_addresses(
      absl::StrCat("https://service-", number, ".example/login"));
  overview.set_user_name(absl::StrCat("user-", number));
  overview.set_email("marketing@department.example");
  overview.set_strength(4);
  overview.set_secret_changed_ms(now_ms);
  overview.set_created_ms(now_ms);
  return crypto::vault::SerializeOverview(overview);
}

}  // namespace

std::string TitleOf(size_t number) {
  return absl::StrCat("credential ", number);
}

crypto::vault::Stamp SafeChain::NewStamp() const {
  return {.author = author_->member,
          .roster = author_->roster,
          .epoch = 1,
          .time_ms = absl::ToUnixMillis(absl::Now())};
}

absl::StatusOr<Draft> SafeChain::Create(int count) const {
  const crypto::vault::Stamp stamp = NewStamp();
  ChangeBuilder builder(state_, stamp, key_);
  for (int i = 0; i < count; ++i) {
    crypto::vault::Edit edit;
    ASSIGN_OR_RETURN(edit.overview,
                     NewOverview(credentials_.size() + i + 1, stamp.time_ms));
    ASSIGN_OR_RETURN(edit.secret, NewSecret());
    edit.sensitivity = trust::v1::SENSITIVITY_NORMAL;
    RETURN_IF_ERROR(builder.Create(Secret::Random(kIdSize).Expose(),
                                   trust::v1::KIND_LOGIN, edit));
  }
  return Sign(std::move(builder));
}

absl::StatusOr<Draft> SafeChain::Edit(size_t credential) const {
  const crypto::vault::Stamp stamp = NewStamp();
  ChangeBuilder builder(state_, stamp, key_);
  ASSIGN_OR_RETURN(const crypto::vault::SignedHeader newest,
                   crypto::vault::ReadHeader(
                       credentials_[credential % credentials_.size()].header));
  crypto::vault::Edit edit;
  ASSIGN_OR_RETURN(edit.secret, NewSecret());
  RETURN_IF_ERROR(builder.Append(newest, edit));
  return Sign(std::move(builder));
}

absl::StatusOr<Draft> SafeChain::Sign(ChangeBuilder builder) const {
  ASSIGN_OR_RETURN(crypto::vault::BuiltChange built,
                   builder.Sign(*author_->key));
  Draft draft;
  draft.request.set_safe(safe());
  *draft.request.mutable_previous() = state_.head;
  *draft.request.mutable_change() = std::move(built.change);
  *draft.request.mutable_parts() = {built.parts.begin(), built.parts.end()};
  draft.checked = std::move(built.checked);
  return draft;
}

// Each secret of a chain is a generation of its own.
klad::v1::RevealRequest SafeChain::Reveal(const klad::v1::Known& known,
                                          absl::string_view credential,
                                          uint64_t version,
                                          trust::v1::Purpose purpose) const {
  klad::v1::RevealRequest request;
  *request.mutable_known() = known;
  *request.mutable_head() = acknowledged;
  request.set_safe(safe());
  request.set_credential(std::string(credential));
  request.set_version(version);
  request.set_purpose(purpose);
  trust::v1::Exposure exposure;
  exposure.set_safe(request.safe());
  exposure.set_credential(request.credential());
  exposure.set_version(version);
  exposure.set_generation(version);
  exposure.set_purpose(purpose);
  exposure.set_time_ms(absl::ToUnixMillis(absl::Now()));
  *exposure.mutable_roster() = author_->roster;
  *exposure.mutable_change() = request.head();
  *exposure.mutable_ledger() = known.ledger();
  *request.mutable_exposure() = crypto::vault::SignExposure(
      author_->organisation, author_->member, *author_->key, exposure);
  return request;
}

void SafeChain::Take(const Draft& draft) {
  crypto::vault::Accept(draft.checked, &state_);
  for (const crypto::vault::SignedHeader& header : draft.checked.headers) {
    if (header.header.version() == 1) {
      credentials_.push_back({header.header.credential(), header.bytes});
      continue;
    }
    for (Credential& credential : credentials_) {
      if (credential.id == header.header.credential()) {
        credential.header = header.bytes;
      }
    }
  }
}

}  // namespace klad::testing
