#include "crypto/base/check.h"
#include "crypto/roster/changes.h"
#include "crypto/roster/recipients.h"

namespace klad::crypto::roster {
namespace {

GrantTarget TargetOf(const trust::v1::Target& target) {
  return target.kind_case() == trust::v1::Target::kRole
             ? GrantTarget{true, target.role()}
             : GrantTarget{false, target.member()};
}

void SetGrant(Facts* facts, Safe* safe, const GrantTarget& target, Level level,
              int64_t until_ms) {
  auto& terms = safe->grants[target];
  if (!terms.empty()) End(*facts, &terms.back().term);
  terms.push_back({level, Begin(*facts, until_ms)});
}

void BeginEpoch(Facts* facts, Safe* safe, const trust::v1::SafeKey& key) {
  if (!safe->epochs.empty()) {
    End(*facts, &safe->epochs.back().term);
    safe->epochs.back().sealed.clear();
  }
  const auto root = Digest::From(key.root());
  CHECK_THAT(root.ok());
  KeyEpoch epoch;
  epoch.number = key.epoch();
  epoch.term = Begin(*facts);
  epoch.commitment = key.commitment();
  epoch.previous = key.previous();
  epoch.head = FromProto(key.head());
  epoch.root = *root;
  safe->epochs.push_back(std::move(epoch));
  safe->restored_head.reset();
  SealToAll(facts, KeyName::Safe(safe->id));
}

}  // namespace

// A creator who is no owner manages it as long as it could create it.
void Change(Facts* facts, const Actor& actor,
            const trust::v1::SafeCreated& entry) {
  Safe& safe = facts->safes[entry.key().safe()];
  safe.id = entry.key().safe();
  safe.author = actor.member->id;
  safe.term = Begin(*facts);
  safe.sealed_name = entry.sealed_name();
  int64_t end_ms = 0;
  if (!actor.owner) {
    HasPermission(*facts, *actor.member, "safe.create", actor.now_ms, &end_ms);
  }
  if (actor.member->kind != MemberKind::kKit) {
    SetGrant(facts, &safe, {false, actor.member->id}, trust::v1::LEVEL_MANAGE,
             end_ms);
  }
  if (entry.head_manages()) {
    SetGrant(facts, &safe, {true, kHead}, trust::v1::LEVEL_MANAGE, 0);
  }
  BeginEpoch(facts, &safe, entry.key());
}

void Change(Facts* facts, const Actor&, const trust::v1::SafeRenamed& entry) {
  Safe& safe = facts->safes.at(entry.safe());
  safe.sealed_name = entry.sealed_name();
  safe.name_epoch = entry.epoch();
}

void Change(Facts* facts, const Actor&, const trust::v1::SafeRetired& entry) {
  End(*facts, &facts->safes.at(entry.safe()).term);
}

void Change(Facts* facts, const Actor&, const trust::v1::SafeKey& entry) {
  BeginEpoch(facts, &facts->safes.at(entry.safe()), entry);
}

void Change(Facts* facts, const Actor&, const trust::v1::Granted& entry) {
  const GrantTarget target = TargetOf(entry.target());
  SetGrant(facts, &facts->safes.at(entry.safe()), target, entry.level(),
           entry.until_ms());
  SealSafeTo(facts, entry.safe(), target);
}

void Change(Facts* facts, const Actor&, const trust::v1::GrantRevoked& entry) {
  Safe& safe = facts->safes.at(entry.safe());
  End(*facts, &safe.grants.at(TargetOf(entry.target())).back().term);
}

void Change(Facts* facts, const Actor& actor, const trust::v1::Shared& entry) {
  Safe& safe = facts->safes.at(entry.safe());
  auto& terms = safe.shares[{entry.credential(), entry.member()}];
  if (!terms.empty()) End(*facts, &terms.back().term);
  terms.push_back({actor.member->id, Begin(*facts, entry.until_ms())});
}

void Change(Facts* facts, const Actor&, const trust::v1::Unshared& entry) {
  Safe& safe = facts->safes.at(entry.safe());
  End(*facts,
      &safe.shares.at({entry.credential(), entry.member()}).back().term);
}

}  // namespace klad::crypto::roster
