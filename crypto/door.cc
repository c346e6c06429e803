#include "crypto/door.h"

#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/digest.h"
#include "crypto/identity.h"
#include "crypto/line.h"
#include "crypto/strict.h"

namespace klad::crypto {
namespace {

constexpr size_t kAuditKeySize = 32;

bool IsWhole(const trust::v1::Door& door) {
  return door.organisation().size() == kIdSize && !door.server().empty() &&
         door.ca().size() == Digest::kSize &&
         (door.audit_key().empty() ||
          door.audit_key().size() == kAuditKeySize) &&
         door.secret().size() == kDoorSecretSize && !door.certificate().empty();
}

}  // namespace

std::string FormatDoor(const trust::v1::Door& door) {
  return FormatLine(kDoorPrefix, kDoorDomain, door.SerializeAsString());
}

absl::StatusOr<trust::v1::Door> ParseDoor(absl::string_view line) {
  ASSIGN_OR_RETURN(const std::string bytes,
                   ParseLine(kDoorPrefix, kDoorDomain, line));
  trust::v1::Door door;
  RETURN_IF_ERROR(ParseStrict(bytes, &door));
  if (!IsWhole(door)) return LineIsIncomplete();
  return door;
}

absl::StatusOr<TlsKey> DoorTlsKey(const trust::v1::Door& door) {
  return TlsKey::Derive(Secret::Copy(door.secret()),
                        Context(label::kDoorTls, door.organisation()));
}

}  // namespace klad::crypto
