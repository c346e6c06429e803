#include "crypto/vault/share.h"

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/envelope.h"

namespace klad::crypto::vault {
namespace {

Context ContextOf(const PartName& name, uint64_t version,
                  const ShareRecipient& recipient) {
  Context context(label::kEnvelope, name.safe.organisation);
  context.Add("share").Add(name.safe.safe).Add(name.credential);
  context.Add(static_cast<uint64_t>(name.kind)).Add(version);
  return context.Add("member").Add(recipient.member).Add(recipient.box);
}

}  // namespace

std::vector<ShareRecipient> SharedWith(const roster::State& roster,
                                       absl::string_view safe,
                                       absl::string_view credential,
                                       int64_t time_ms) {
  std::vector<ShareRecipient> out;
  const roster::Safe* found = roster.FindSafe(safe);
  if (found == nullptr) return out;
  const std::string id(credential);
  for (auto it = found->shares.lower_bound({id, ""});
       it != found->shares.end() && it->first.first == id; ++it) {
    const std::string& member = it->first.second;
    if (!roster.IsShared(safe, credential, member, time_ms)) continue;
    out.push_back({member, roster.FindMember(member)->identity()->keys.box});
  }
  return out;
}

absl::StatusOr<trust::v1::ShareEnvelope> SealShare(
    const Secret& safe_key, const PartName& name, const trust::v1::Part& part,
    const ShareRecipient& recipient) {
  ASSIGN_OR_RETURN(const Secret key, OpenPartKey(safe_key, name, part));
  trust::v1::ShareEnvelope envelope;
  ASSIGN_OR_RETURN(
      *envelope.mutable_sealed(),
      SealTo(recipient.box, ContextOf(name, part.version(), recipient), key));
  envelope.set_credential(name.credential);
  envelope.set_member(recipient.member);
  envelope.set_box(recipient.box);
  envelope.set_part(static_cast<uint32_t>(name.kind));
  envelope.set_version(part.version());
  return envelope;
}

absl::StatusOr<Secret> OpenShared(
    const std::vector<trust::v1::ShareEnvelope>& envelopes,
    const PartName& name, const trust::v1::Part& part,
    const std::string& member, const BoxKey& mine, absl::string_view sealed) {
  const ShareRecipient me = {member, mine.public_key()};
  for (const trust::v1::ShareEnvelope& envelope : envelopes) {
    if (envelope.part() != static_cast<uint32_t>(name.kind) ||
        envelope.version() != part.version() || envelope.box() != me.box) {
      continue;
    }
    ASSIGN_OR_RETURN(
        const Secret key,
        OpenFrom(mine, ContextOf(name, part.version(), me), envelope.sealed()));
    return OpenPartWith(key, name, part, sealed);
  }
  return absl::NotFoundError("no envelope for this part");
}

}  // namespace klad::crypto::vault
