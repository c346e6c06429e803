#include "crypto/kit.h"

#include <cstring>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/base32.h"
#include "crypto/context.h"
#include "crypto/seal.h"

namespace klad::crypto {
namespace {

constexpr absl::string_view kWord = "KLAD-KIT";
constexpr size_t kChecksumSize = 3;
constexpr size_t kBodySize = Kit::kSecretSize + Kit::kFoundingSize;
constexpr size_t kSymbols = (kBodySize + kChecksumSize) / 5 * 8;
constexpr size_t kGroup = 4;

absl::Status Mistyped(absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("this is not a whole recovery kit code: ", why,
                   "; type it again from the paper"));
}

Digest Checksum(absl::string_view body) { return Hash(kKitDomain, {body}); }

absl::string_view WithoutWord(absl::string_view code) {
  code = absl::StripLeadingAsciiWhitespace(code);
  if (absl::StartsWithIgnoreCase(code, kWord)) code.remove_prefix(kWord.size());
  return code;
}

// "KLAD-KIT ABCD-EFGH-...".
Secret Print(const Secret& symbols) {
  const size_t groups = symbols.size() / kGroup;
  Secret text(kWord.size() + groups * (kGroup + 1));
  memcpy(text.Fill(), kWord.data(), kWord.size());
  unsigned char* out = text.Fill() + kWord.size();
  for (size_t group = 0; group < groups; ++group) {
    *out++ = group == 0 ? ' ' : '-';
    memcpy(out, symbols.Expose().data() + group * kGroup, kGroup);
    out += kGroup;
  }
  return text;
}

}  // namespace

Kit::Kit(Secret secret, std::string founding)
    : secret_(std::move(secret)), founding_(std::move(founding)) {}

Kit Kit::Create() { return Kit(Secret::Random(kSecretSize), ""); }

absl::StatusOr<Kit> Kit::Parse(absl::string_view code) {
  const auto bytes = DecodeBase32(WithoutWord(code), kSymbols);
  if (!bytes.ok()) return Mistyped(bytes.status().message());
  const absl::string_view body = bytes->Expose().substr(0, kBodySize);
  if (Checksum(body).view().substr(0, kChecksumSize) !=
      bytes->Expose().substr(kBodySize)) {
    return Mistyped("some symbol is another");
  }
  return Kit(Secret::Copy(body.substr(0, kSecretSize)),
             std::string(body.substr(kSecretSize)));
}

Secret Kit::Code(const Digest& founding) const {
  Secret bytes(kBodySize + kChecksumSize);
  memcpy(bytes.Fill(), secret_.Expose().data(), kSecretSize);
  memcpy(bytes.Fill() + kSecretSize, founding.bytes.data(), kFoundingSize);
  const Digest checksum = Checksum(bytes.Expose().substr(0, kBodySize));
  memcpy(bytes.Fill() + kBodySize, checksum.bytes.data(), kChecksumSize);
  return Print(EncodeBase32(bytes));
}

bool Kit::MadeFor(const Digest& founding) const {
  return founding_ == founding.view().substr(0, kFoundingSize);
}

absl::StatusOr<Identity> Kit::ToIdentity(trust::v1::Identity about) const {
  Secret seed = Derive(secret_, Context(label::kKitSeed, about.organisation()));
  ASSIGN_OR_RETURN(
      TlsKey tls,
      TlsKey::Derive(seed, Context(label::kIdentityTls, about.organisation())));
  return Identity::FromKeys(std::move(seed), std::move(tls), std::move(about));
}

}  // namespace klad::crypto
