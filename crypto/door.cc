#include "crypto/door.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/digest.h"
#include "crypto/identity.h"
#include "crypto/strict.h"

namespace klad::crypto {
namespace {

constexpr absl::string_view kPrefix = "klad1.";
constexpr size_t kChecksumSize = 4;
constexpr size_t kAuditKeySize = 32;

std::string Checksum(absl::string_view bytes) {
  return Hash(kDoorDomain, {bytes}).str().substr(0, kChecksumSize);
}

absl::Status Incomplete() {
  return absl::InvalidArgumentError(
      "the code is cut short or mistyped; copy the whole line again");
}

absl::Status OtherKind(absl::string_view line) {
  if (absl::StartsWithIgnoreCase(line, "KLAD-KIT")) {
    return absl::InvalidArgumentError(
        "this is the code of a recovery kit; here belongs the line that "
        "kladd printed, which begins with klad1.");
  }
  return absl::InvalidArgumentError(
      "this is not a code of klad; take the line that kladd printed, which "
      "begins with klad1.");
}

bool IsWhole(const trust::v1::Door& door) {
  return door.organisation().size() == kIdSize && !door.server().empty() &&
         door.ca().size() == Digest::kSize &&
         (door.audit_key().empty() ||
          door.audit_key().size() == kAuditKeySize) &&
         door.secret().size() == kDoorSecretSize && !door.certificate().empty();
}

}  // namespace

std::string FormatDoor(const trust::v1::Door& door) {
  const std::string bytes = door.SerializeAsString();
  return absl::StrCat(
      kPrefix, absl::WebSafeBase64Escape(absl::StrCat(bytes, Checksum(bytes))));
}

absl::StatusOr<trust::v1::Door> ParseDoor(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  if (!absl::StartsWith(line, kPrefix)) return OtherKind(line);
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(line.substr(kPrefix.size()), &bytes) ||
      bytes.size() < kChecksumSize) {
    return Incomplete();
  }
  const std::string checksum = bytes.substr(bytes.size() - kChecksumSize);
  bytes.resize(bytes.size() - kChecksumSize);
  if (checksum != Checksum(bytes)) return Incomplete();
  trust::v1::Door door;
  RETURN_IF_ERROR(ParseStrict(bytes, &door));
  if (!IsWhole(door)) return Incomplete();
  return door;
}

absl::StatusOr<TlsKey> DoorTlsKey(const trust::v1::Door& door) {
  return TlsKey::Derive(Secret::Copy(door.secret()),
                        Context(label::kDoorTls, door.organisation()));
}

}  // namespace klad::crypto
