#include "crypto/identity.h"

#include <cstring>
#include <utility>

#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/seal.h"
#include "crypto/strict.h"

namespace klad::crypto {
namespace {

constexpr size_t kSecretsSize = Identity::kSeedSize + TlsKey::kScalarSize;

absl::Status CheckAbout(const trust::v1::Identity& about) {
  if (about.organisation().size() != kIdSize ||
      about.member().size() != kIdSize || about.server().empty() ||
      about.ca().size() != Digest::kSize ||
      (!about.founding().empty() && about.founding().size() != Digest::kSize)) {
    return absl::InvalidArgumentError(
        "an identity names an organisation, a member, a server and its CA");
  }
  return absl::OkStatus();
}

}  // namespace

SigningKey IdentitySigningKey(const Secret& seed,
                              absl::string_view organisation) {
  return SigningKey::FromSeed(
      Derive(seed, Context(label::kIdentitySign, organisation)));
}

BoxKey IdentityBoxKey(const Secret& seed, absl::string_view organisation) {
  return BoxKey::FromSeed(
      Derive(seed, Context(label::kIdentityBox, organisation)));
}

Identity::Identity(Secret seed, TlsKey tls, trust::v1::Identity about)
    : seed_(std::move(seed)),
      sign_(IdentitySigningKey(seed_, about.organisation())),
      box_(IdentityBoxKey(seed_, about.organisation())),
      tls_(std::move(tls)),
      about_(std::move(about)) {}

absl::StatusOr<Identity> Identity::Create(trust::v1::Identity about) {
  ASSIGN_OR_RETURN(TlsKey tls, TlsKey::Generate());
  return FromKeys(Secret::Random(kSeedSize), std::move(tls), std::move(about));
}

absl::StatusOr<Identity> Identity::FromKeys(Secret seed, TlsKey tls,
                                            trust::v1::Identity about) {
  RETURN_IF_ERROR(CheckAbout(about));
  CHECK_THAT(seed.size() == kSeedSize);
  return Identity(std::move(seed), std::move(tls), std::move(about));
}

Secret Identity::Pack() const {
  CHECK_THAT(about_.founding().size() == Digest::kSize);
  const std::string about = about_.SerializeAsString();
  const Secret scalar = tls_.Scalar();
  Secret packed(kSecretsSize + about.size());
  memcpy(packed.Fill(), seed_.Expose().data(), kSeedSize);
  memcpy(packed.Fill() + kSeedSize, scalar.Expose().data(),
         TlsKey::kScalarSize);
  memcpy(packed.Fill() + kSecretsSize, about.data(), about.size());
  return packed;
}

absl::StatusOr<Identity> Identity::Unpack(const Secret& packed) {
  const absl::string_view bytes = packed.Expose();
  if (bytes.size() < kSecretsSize) return DoesNotOpen();
  trust::v1::Identity about;
  RETURN_IF_ERROR(ParseStrict(bytes.substr(kSecretsSize), &about));
  auto tls = TlsKey::FromScalar(
      Secret::Copy(bytes.substr(kSeedSize, TlsKey::kScalarSize)));
  if (!tls.ok() || !CheckAbout(about).ok() || about.founding().empty()) {
    return DoesNotOpen();
  }
  return Identity(Secret::Copy(bytes.substr(0, kSeedSize)), *std::move(tls),
                  std::move(about));
}

void Identity::set_founding(const Digest& founding) {
  about_.set_founding(founding.str());
}

void Identity::set_server(absl::string_view address, const Digest& ca) {
  about_.set_server(std::string(address));
  about_.set_ca(ca.str());
}

trust::v1::PublicKeys Identity::PublicKeys() const {
  trust::v1::PublicKeys keys;
  keys.set_sign(sign_.public_key());
  keys.set_box(box_.public_key());
  keys.set_tls(tls_.public_key());
  return keys;
}

Secret Identity::StateKey() const {
  return Derive(seed_, Context(label::kIdentityState, about_.organisation()));
}

}  // namespace klad::crypto
