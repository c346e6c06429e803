#include "crypto/token.h"

#include <sodium.h>

#include <cstring>
#include <initializer_list>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/digest.h"
#include "crypto/log.h"
#include "crypto/strict.h"

namespace klad::crypto {
namespace {

constexpr char kTokenPrefix[] = "kladt1.";
constexpr size_t kTokenPrefixSize = sizeof(kTokenPrefix) - 1;
constexpr size_t kTokenChecksumSize = 4;
constexpr size_t kLengthSize = 4;
constexpr size_t kMaxToken = 8192;
constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string TokenChecksum(absl::string_view bytes) {
  return Hash(kTokenDomain, {bytes}).str().substr(0, kTokenChecksumSize);
}

// lp of each, one after the other, and the checksum.
Secret Pack(std::initializer_list<absl::string_view> parts) {
  size_t size = kTokenChecksumSize;
  for (const absl::string_view part : parts) size += kLengthSize + part.size();
  Secret out(size);
  unsigned char* to = out.Fill();
  for (const absl::string_view part : parts) {
    for (size_t i = 0; i < kLengthSize; ++i) {
      *to++ = static_cast<unsigned char>(part.size() >> (8 * (3 - i)));
    }
    memcpy(to, part.data(), part.size());
    to += part.size();
  }
  const std::string checksum =
      TokenChecksum(out.Expose().substr(0, size - kTokenChecksumSize));
  memcpy(to, checksum.data(), kTokenChecksumSize);
  return out;
}

bool TakePart(absl::string_view* rest, absl::string_view* part) {
  if (rest->size() < kLengthSize) return false;
  size_t size = 0;
  for (size_t i = 0; i < kLengthSize; ++i) {
    size = size << 8 | static_cast<unsigned char>((*rest)[i]);
  }
  rest->remove_prefix(kLengthSize);
  if (rest->size() < size) return false;
  *part = rest->substr(0, size);
  rest->remove_prefix(size);
  return true;
}

absl::Status IncompleteToken() {
  return absl::InvalidArgumentError(
      "the token is cut short or mistyped; take the whole line that klad tool "
      "new printed");
}

absl::StatusOr<Secret> Decode(absl::string_view text) {
  if (text.empty()) return IncompleteToken();
  Secret bytes(text.size());
  size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(bytes.Fill(), bytes.size(), text.data(), text.size(),
                        nullptr, &size, &end, kVariant) != 0 ||
      end != text.data() + text.size() || size < kTokenChecksumSize) {
    return IncompleteToken();
  }
  bytes.Truncate(size);
  const absl::string_view all = bytes.Expose();
  if (TokenChecksum(all.substr(0, size - kTokenChecksumSize)) !=
      all.substr(size - kTokenChecksumSize)) {
    return IncompleteToken();
  }
  bytes.Truncate(size - kTokenChecksumSize);
  return bytes;
}

}  // namespace

Secret FormatToken(const Token& token) {
  const Secret identity = token.identity.Pack();
  const Secret bytes = Pack(
      {identity.Expose(), token.roster.SerializeAsString(), token.certificate});
  const size_t size = sodium_base64_encoded_len(bytes.size(), kVariant);
  Secret text(kTokenPrefixSize + size);
  memcpy(text.Fill(), kTokenPrefix, kTokenPrefixSize);
  CHECK_THAT(sodium_bin2base64(
                 reinterpret_cast<char*>(text.Fill()) + kTokenPrefixSize, size,
                 reinterpret_cast<const unsigned char*>(bytes.Expose().data()),
                 bytes.size(), kVariant) != nullptr);
  text.Truncate(text.size() - 1);  // the zero behind it
  return text;
}

absl::StatusOr<Token> ParseToken(const Secret& text) {
  absl::string_view line = absl::StripAsciiWhitespace(text.Expose());
  if (!absl::StartsWith(line, kTokenPrefix)) {
    return absl::InvalidArgumentError(
        "this is not a token; klad tool new prints one, and it begins with "
        "kladt1.");
  }
  if (line.size() > kMaxToken) return IncompleteToken();
  ASSIGN_OR_RETURN(const Secret bytes, Decode(line.substr(kTokenPrefixSize)));
  absl::string_view rest = bytes.Expose(), packed, position, certificate;
  if (!TakePart(&rest, &packed) || !TakePart(&rest, &position) ||
      !TakePart(&rest, &certificate) || !rest.empty()) {
    return IncompleteToken();
  }
  auto identity = Identity::Unpack(Secret::Copy(packed));
  if (absl::IsDataLoss(identity.status())) return IncompleteToken();
  RETURN_IF_ERROR(identity.status());
  Token token = {*std::move(identity), {}, std::string(certificate)};
  const absl::Status parsed = ParseStrict(position, &token.roster);
  if (absl::IsDataLoss(parsed)) return IncompleteToken();
  RETURN_IF_ERROR(parsed);
  if (!IsPosition(token.roster) || token.roster.sequence() == 0) {
    return IncompleteToken();
  }
  return token;
}

}  // namespace klad::crypto
