#include "crypto/roster/checkpoint.h"

#include <exception>
#include <sstream>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "cereal/archives/binary.hpp"
#include "cereal/types/map.hpp"
#include "cereal/types/optional.hpp"
#include "cereal/types/set.hpp"
#include "cereal/types/string.hpp"
#include "cereal/types/utility.hpp"
#include "cereal/types/vector.hpp"

// cereal finds a type's listing in the namespace of the type.
namespace klad::crypto {

template <typename Archive>
void serialize(Archive& archive, Digest& digest) {
  archive(cereal::binary_data(digest.bytes.data(), Digest::kSize));
}

// All at once: there are thousands.
template <typename Archive>
void SerializeAll(Archive& archive, std::vector<Digest>& digests) {
  auto size = static_cast<cereal::size_type>(digests.size());
  archive(cereal::make_size_tag(size));
  digests.resize(size);
  archive(cereal::binary_data(digests.data(), size * sizeof(Digest)));
}

namespace roster {
namespace {

// Raised with any change of a listing below, and of what an entry does to the
// facts. On a machine of the other byte order it reads as another number.
constexpr uint32_t kFormat = 2;

}  // namespace

template <typename Archive>
void serialize(Archive& archive, Position& position) {
  archive(position.sequence, position.link);
}

template <typename Archive>
void serialize(Archive& archive, Term& term) {
  static_assert(std::is_trivially_copyable_v<Term> &&
                sizeof(Term) == 5 * sizeof(int64_t));
  archive(cereal::binary_data(&term, sizeof term));
}

template <typename Archive>
void serialize(Archive& archive, Keys& keys) {
  archive(keys.sign, keys.box, keys.tls);
}

template <typename Archive>
void serialize(Archive& archive, StateTerm& state) {
  archive(state.state, state.term);
}

template <typename Archive>
void serialize(Archive& archive, IdentityTerm& identity) {
  archive(identity.keys, identity.incarnation, identity.term);
}

template <typename Archive>
void serialize(Archive& archive, Member& member) {
  archive(member.id, member.kind, member.login, member.name_hash, member.author,
          member.states, member.identities, member.roles, member.permissions,
          member.until_ms, member.distrusted_since_ms, member.successor);
}

template <typename Archive>
void serialize(Archive& archive, KeyName& key) {
  archive(key.kind, key.name);
}

template <typename Archive>
void serialize(Archive& archive, Recipient& recipient) {
  archive(recipient.kind, recipient.name, recipient.epoch,
          recipient.incarnation, recipient.box);
}

template <typename Archive>
void serialize(Archive& archive, Sealing& sealing) {
  archive(sealing.key, sealing.epoch, sealing.recipient);
}

template <typename Archive>
void serialize(Archive& archive, KeyEpoch& epoch) {
  archive(epoch.number, epoch.term, epoch.box, epoch.commitment, epoch.previous,
          epoch.head, epoch.root, epoch.sealed);
}

template <typename Archive>
void serialize(Archive& archive, PermissionTerm& permissions) {
  archive(permissions.permissions, permissions.term);
}

template <typename Archive>
void serialize(Archive& archive, Role& role) {
  archive(role.name, role.term, role.permissions, role.members, role.epochs,
          role.sealed_before);
}

template <typename Archive>
void serialize(Archive& archive, GrantTarget& target) {
  archive(target.is_role, target.name);
}

template <typename Archive>
void serialize(Archive& archive, GrantTerm& grant) {
  archive(grant.level, grant.term);
}

template <typename Archive>
void serialize(Archive& archive, SharedTerm& share) {
  archive(share.author, share.term);
}

template <typename Archive>
void serialize(Archive& archive, Safe& safe) {
  archive(safe.id, safe.author, safe.term, safe.sealed_name, safe.name_epoch,
          safe.epochs, safe.grants, safe.shares, safe.restored_head);
}

template <typename Archive>
void serialize(Archive& archive, RoleUntil& role) {
  archive(role.role, role.until_ms);
}

template <typename Archive>
void serialize(Archive& archive, Invitation& invitation) {
  archive(invitation.id, invitation.author, invitation.author_incarnation,
          invitation.member, invitation.keys, invitation.roles, invitation.term,
          invitation.used, invitation.used_incarnation);
}

template <typename Archive>
void serialize(Archive& archive, ServerKeys& keys) {
  archive(keys.ca, keys.audit_key, keys.term);
}

template <typename Archive>
void serialize(Archive& archive, Restoration::SafeHead& head) {
  archive(head.safe, head.head, head.root);
}

template <typename Archive>
void serialize(Archive& archive, Restoration& restoration) {
  archive(restoration.roster, restoration.sequence, restoration.safes);
}

template <typename Archive>
void serialize(Archive& archive, Facts& facts) {
  archive(facts.organisation, facts.name, facts.founding, facts.members,
          facts.logins, facts.roles, facts.safes, facts.invitations,
          facts.server_keys, facts.policy, facts.restorations, facts.times,
          facts.needed);
  SerializeAll(archive, facts.named_keys);
  SerializeAll(archive, facts.links);
}

std::string PackState(const State& state) {
  std::ostringstream out;
  cereal::BinaryOutputArchive archive(out);
  archive(kFormat, state.facts());
  return std::move(out).str();
}

absl::StatusOr<State> UnpackState(std::istream& in) {
  State state;
  try {
    cereal::BinaryInputArchive archive(in);
    uint32_t format = 0;
    archive(format);
    if (format != kFormat) return absl::DataLossError("another format");
    archive(state.facts_);
  } catch (const std::exception&) {
    return absl::DataLossError("cut short");
  }
  if (in.peek() != std::istream::traits_type::eof()) {
    return absl::DataLossError("too long");
  }
  return state;
}

}  // namespace roster
}  // namespace klad::crypto
