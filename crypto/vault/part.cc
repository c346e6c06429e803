#include "crypto/vault/part.h"

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/seal.h"
#include "crypto/vault/limits.h"

namespace klad::crypto::vault {
namespace {

Context PartContext(const char* label, const PartName& name, uint64_t version) {
  Context context(label, name.safe.organisation);
  context.Add(name.safe.safe).Add(name.credential);
  return context.Add(static_cast<uint64_t>(name.kind)).Add(version);
}

Context WrapContext(const PartName& name, uint64_t version, uint32_t epoch) {
  return PartContext(label::kPartWrap, name, version).Add(epoch);
}

Context BodyContext(const PartName& name, const trust::v1::Part& part) {
  if (!part.has_origin()) {
    return PartContext(label::kPartBody, name, part.version());
  }
  const SafeName safe{name.safe.organisation, part.origin().safe()};
  return PartContext(label::kPartBody, {safe, name.credential, name.kind},
                     part.origin().version());
}

absl::Status CheckLimit(PartKind kind, size_t size) {
  const bool overview = kind == PartKind::kOverview;
  const size_t limit = overview ? kMaxOverviewPart : kMaxSecretPart;
  if (size <= limit) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(overview ? "overview" : "secret", ": at most ", limit,
                   " bytes together"));
}

}  // namespace

absl::StatusOr<SealedPart> SealPart(const Secret& safe_key,
                                    const PartName& name, uint64_t version,
                                    uint32_t epoch,
                                    absl::string_view plaintext) {
  RETURN_IF_ERROR(CheckLimit(name.kind, plaintext.size()));
  const Secret key = Secret::Random(kKeySize);
  SealedPart out;
  out.sealed =
      SealPadded(key, PartContext(label::kPartBody, name, version), plaintext);
  out.part.set_version(version);
  out.part.set_epoch(epoch);
  out.part.set_hash(HashPart(out.sealed).str());
  out.part.set_wrap(
      Seal(safe_key, WrapContext(name, version, epoch), key.Expose()));
  return out;
}

absl::StatusOr<Secret> OpenPart(const Secret& safe_key, const PartName& name,
                                const trust::v1::Part& part,
                                absl::string_view sealed) {
  ASSIGN_OR_RETURN(const Secret key, OpenPartKey(safe_key, name, part));
  return OpenPartWith(key, name, part, sealed);
}

absl::StatusOr<Secret> OpenPartKey(const Secret& safe_key, const PartName& name,
                                   const trust::v1::Part& part) {
  const Context wrap = WrapContext(name, part.version(), part.epoch());
  ASSIGN_OR_RETURN(Secret key, Open(safe_key, wrap, part.wrap()));
  if (key.size() != kKeySize) return DoesNotOpen();
  return key;
}

absl::StatusOr<Secret> OpenPartWith(const Secret& part_key,
                                    const PartName& name,
                                    const trust::v1::Part& part,
                                    absl::string_view sealed) {
  if (HashPart(sealed).view() != part.hash()) return DoesNotOpen();
  return OpenPadded(part_key, BodyContext(name, part), sealed);
}

absl::StatusOr<trust::v1::Part> MovePart(const Secret& from_key,
                                         const PartName& from,
                                         const trust::v1::Part& part,
                                         const Secret& to_key,
                                         const SafeName& to, uint64_t version,
                                         uint32_t epoch) {
  ASSIGN_OR_RETURN(const Secret key, OpenPartKey(from_key, from, part));
  trust::v1::Part moved = part;
  if (!moved.has_origin()) {
    moved.mutable_origin()->set_safe(from.safe.safe);
    moved.mutable_origin()->set_version(part.version());
  }
  const PartName name{to, from.credential, from.kind};
  moved.set_version(version);
  moved.set_epoch(epoch);
  moved.set_wrap(Seal(to_key, WrapContext(name, version, epoch), key.Expose()));
  return moved;
}

Digest HashPart(absl::string_view sealed) {
  return Hash(kPartDomain, {sealed});
}

}  // namespace klad::crypto::vault
