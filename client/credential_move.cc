// A credential from one safe into another.
#include <utility>

#include "client/error.h"
#include "client/refusal.h"
#include "client/shares.h"
#include "client/vault.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/succession.h"
#include "klad/v1/credential.pb.h"

namespace klad::client {
namespace {

using crypto::roster::KeyName;
using crypto::vault::BuiltChange;
using crypto::vault::ChangeBuilder;
using crypto::vault::SignedHeader;

constexpr int kTries = 8;

// The tag of its password is made with the other safe's key, by whoever reads
// the password next.
absl::StatusOr<std::string> OverviewThere(trust::v1::Overview overview) {
  if (overview.strength() != crypto::vault::kNoPassword) {
    overview.set_secret_tag(crypto::vault::kUnknownSecretTag);
  }
  return crypto::vault::SerializeOverview(overview);
}

klad::v1::ChangeRequest RequestOf(const Mirror& mirror,
                                  const BuiltChange& built) {
  klad::v1::ChangeRequest request;
  request.set_safe(mirror.safe());
  *request.mutable_previous() = mirror.head();
  *request.mutable_change() = built.change;
  *request.mutable_parts() = {built.parts.begin(), built.parts.end()};
  return request;
}

bool SomebodyWasFaster(const absl::Status& status) {
  const klad::v1::Reason reason = ReasonOf(status);
  return reason == klad::v1::REASON_SAFE_MOVED ||
         reason == klad::v1::REASON_ROSTER_MOVED;
}

}  // namespace

absl::Status Vault::Move(Mirror* from, absl::string_view credential, Mirror* to,
                         const MoveCheck& check) {
  for (int tries = 1;; ++tries) {
    absl::Status moved = TryMove(from, credential, to, check);
    if (!SomebodyWasFaster(moved) || tries == kTries) return moved;
    RETURN_IF_ERROR(from->Follow());
    RETURN_IF_ERROR(to->Follow());
  }
}

absl::Status Vault::TryMove(Mirror* from, absl::string_view credential,
                            Mirror* to, const MoveCheck& check) {
  RETURN_IF_ERROR(check());
  ASSIGN_OR_RETURN(
      const BuiltChange leaving,
      Build(from, [&](Mirror& now, ChangeBuilder& builder) -> absl::Status {
        ASSIGN_OR_RETURN(const SignedHeader newest,
                         now.NewestHeader(credential));
        return builder.Leave(newest, to->safe());
      }));
  ASSIGN_OR_RETURN(
      const BuiltChange arriving,
      Build(to, [&](Mirror& now, ChangeBuilder& builder) -> absl::Status {
        return AddArrival(*from, leaving.checked.headers[0], now, builder);
      }));
  klad::v1::MoveRequest request;
  *request.mutable_from() = RequestOf(*from, leaving);
  *request.mutable_to() = RequestOf(*to, arriving);
  // Of before it left this safe once.
  ASSIGN_OR_RETURN(
      const auto shares,
      SealShares(*account_, &keychain_, to->safe(), arriving.checked.headers));
  *request.mutable_to()->mutable_shares() = {shares.begin(), shares.end()};
  klad::v1::MoveResponse response;
  RETURN_IF_ERROR(
      account_->Call("klad.v1.CredentialService/Move", request, &response));
  changed_ = true;
  RETURN_IF_ERROR(from->Learn(leaving));
  return to->Learn(arriving);
}

absl::Status Vault::AddArrival(Mirror& from, const SignedHeader& left,
                               Mirror& to, ChangeBuilder& builder) {
  ASSIGN_OR_RETURN(const Mirror::Item* item,
                   from.WithId(left.header.credential()));
  ASSIGN_OR_RETURN(const std::string overview, OverviewThere(item->overview()));
  ASSIGN_OR_RETURN(
      const Secret* key,
      keychain_.Open(KeyName::Safe(from.safe()), left.header.secret().epoch()));
  ASSIGN_OR_RETURN(const Mirror::Item* here,
                   to.WithId(left.header.credential()));
  if (here == nullptr) return builder.Arrive(left, *key, overview, nullptr);
  ASSIGN_OR_RETURN(const SignedHeader before,
                   crypto::vault::ReadHeader(here->header()));
  return builder.Arrive(left, *key, overview, &before);
}

}  // namespace klad::client
