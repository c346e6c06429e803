#include "crypto/base/check.h"
#include "crypto/roster/changes.h"
#include "crypto/roster/holders.h"
#include "crypto/roster/recipients.h"

namespace klad::crypto::roster {
namespace {

void AddFounder(Facts* facts, const trust::v1::Founded& entry) {
  Member& founder = facts->members[entry.founder()];
  founder.id = entry.founder();
  founder.login = entry.login();
  founder.name_hash = entry.name_hash();
  facts->logins[entry.login()] = entry.founder();
  SetState(facts, &founder, MemberState::kActive);
  AddIdentity(facts, &founder, FromProto(entry.keys()), 1);
  EnterRole(facts, &founder, kOwner, 0);
}

void SetServerKeys(Facts* facts, const trust::v1::ServerKeys& keys) {
  if (!facts->server_keys.empty()) {
    End(*facts, &facts->server_keys.back().term);
  }
  facts->server_keys.push_back({keys.ca(), keys.audit_key(), Begin(*facts)});
  facts->NameKey(keys.audit_key());
}

}  // namespace

void Change(Facts* facts, const Actor&, const trust::v1::Founded& entry) {
  for (int i = 0; i < entry.roles_size(); ++i) {
    AddRole(facts, entry.roles(i), entry.role_keys(i));
  }
  facts->name = entry.name();
  AddFounder(facts, entry);
  AddKit(facts, entry.kit(), "", FromProto(entry.kit_keys()));
  SetServerKeys(facts, entry.server());
  for (const KeyName& key : LiveKeys(*facts)) SealToAll(facts, key);
}

void Change(Facts* facts, const Actor&, const trust::v1::PolicySet& entry) {
  facts->policy[entry.word()] = entry.value();
}

void Change(Facts* facts, const Actor& actor,
            const trust::v1::KitAdded& entry) {
  AddKit(facts, entry.kit(), actor.member->id, FromProto(entry.keys()));
  SealAllTo(facts, MemberAt(facts, entry.kit()));
}

void Change(Facts* facts, const Actor&, const trust::v1::KitRemoved& entry) {
  Leave(facts, &MemberAt(facts, entry.kit()));
}

void Change(Facts* facts, const Actor&, const trust::v1::ServerKeys& entry) {
  SetServerKeys(facts, entry);
}

void Change(Facts* facts, const Actor&, const trust::v1::Restored& entry) {
  Restoration restoration{FromProto(entry.roster()), facts->sequence(), {}};
  for (const auto& safe : entry.safes()) {
    const auto root = Digest::From(safe.root());
    CHECK_THAT(root.ok());
    restoration.safes.push_back({safe.safe(), FromProto(safe.head()), *root});
    facts->safes.at(safe.safe()).restored_head = FromProto(safe.head());
  }
  facts->restorations.push_back(std::move(restoration));
}

}  // namespace klad::crypto::roster
