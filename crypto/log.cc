#include "crypto/log.h"

#include "crypto/base/check.h"
#include "crypto/context.h"

namespace klad::crypto {

std::string SignedBytes(const trust::v1::Signed& entry) {
  // A context without its label is exactly a list of fields with lengths.
  Context fields(entry.author(), entry.body());
  fields.Add(entry.signature()).Add(entry.countersignature());
  return std::string(fields.bytes());
}

Digest HashSigned(const trust::v1::Signed& entry) {
  return Hash(kSignedDomain, {SignedBytes(entry)});
}

Digest NextLink(absl::string_view link_before, const trust::v1::Signed& entry) {
  CHECK_THAT(link_before.empty() || link_before.size() == Digest::kSize);
  const Digest nothing;
  const Digest hash = HashSigned(entry);
  return Hash(kLinkDomain, {link_before.empty() ? nothing.view() : link_before,
                            hash.view()});
}

bool IsPosition(const trust::v1::Position& position) {
  return position.link().size() ==
         (position.sequence() == 0 ? 0 : Digest::kSize);
}

bool IsBegun(const trust::v1::Position& position) {
  return position.sequence() >= 1 && IsPosition(position);
}

}  // namespace klad::crypto
