#include "crypto/names.h"

#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/seal.h"

namespace klad::crypto {
namespace {

Context NameContext(absl::string_view organisation, absl::string_view safe,
                    uint32_t epoch) {
  return Context(label::kSafeName, organisation).Add(safe).Add(epoch);
}

bool IsSafeName(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxSafeName;
}

}  // namespace

std::string SealSafeName(const Secret& safe_key, absl::string_view organisation,
                         absl::string_view safe, uint32_t epoch,
                         absl::string_view name) {
  CHECK_THAT(IsSafeName(name));
  return SealPadded(safe_key, NameContext(organisation, safe, epoch), name);
}

absl::StatusOr<std::string> OpenSafeName(const Secret& safe_key,
                                         absl::string_view organisation,
                                         absl::string_view safe, uint32_t epoch,
                                         absl::string_view sealed) {
  ASSIGN_OR_RETURN(
      const Secret name,
      OpenPadded(safe_key, NameContext(organisation, safe, epoch), sealed));
  if (!IsSafeName(name.Expose())) return DoesNotOpen();
  return std::string(name.Expose());
}

Digest HashDisplayName(absl::string_view salt, absl::string_view name) {
  CHECK_THAT(salt.size() == kNameSaltSize);
  return Hash(kNameDomain, {salt, name});
}

}  // namespace klad::crypto
