#include "crypto/roster/testing/random_history.h"

#include "crypto/base/check.h"
#include "crypto/roster/policy.h"

namespace klad::crypto::roster {

RandomHistory::RandomHistory(int seed) : random_(seed), org_(seed) {
  for (const TestMember& owner : {org_.founder(), org_.kit()}) {
    Person& person = people_[owner.id];
    person.keys = owner;
    person.state = MemberState::kActive;
    person.incarnation = 1;
    person.roles[kOwner] = 0;
    knowledge_.Has(HolderOf(owner.id), owner.keys().box());
  }
  people_[org_.kit().id].kind = MemberKind::kKit;
  author_ = HolderOf(org_.founder().id);
  for (const auto& definition : BuiltInRoles()) {
    roles_.insert(definition.role());
    NoteEpoch(KeyName::Role(definition.role()),
              org_.state().FindRole(definition.role())->epoch().box);
  }
  for (const Sealing& sealing : org_.state().needed()) {
    knowledge_.Sealed({sealing.key, sealing.epoch}, sealing.recipient.box);
  }
}

void RandomHistory::NoteEpoch(const KeyName& key, const std::string& box) {
  const Knowledge::Secret secret{key, ++epochs_[key]};
  knowledge_.Made(author_, secret);
  if (key.is_role()) knowledge_.Opens(secret, box);
}

bool RandomHistory::Add(const TestMember& author, const Entry& entry,
                        const TestMember* countersigner) {
  if (!org_.Add(author, entry, countersigner).ok()) return false;
  if (people_.count(author.id)) author_ = HolderOf(author.id);
  for (const Sealing& sealing : org_.state().needed()) {
    knowledge_.Sealed({sealing.key, sealing.epoch}, sealing.recipient.box);
  }
  return true;
}

void RandomHistory::Step() {
  if (Draw(4) == 0) org_.Wait(Draw(8) * kHourMs);
  using Kind = void (RandomHistory::*)();
  static constexpr Kind kKinds[] = {&RandomHistory::Invite,
                                    &RandomHistory::Invite,
                                    &RandomHistory::JoinOrWithdraw,
                                    &RandomHistory::JoinOrWithdraw,
                                    &RandomHistory::JoinOrWithdraw,
                                    &RandomHistory::Move,
                                    &RandomHistory::Lose,
                                    &RandomHistory::SuspendOrResume,
                                    &RandomHistory::SuspendOrResume,
                                    &RandomHistory::Depart,
                                    &RandomHistory::Tool,
                                    &RandomHistory::Kit,
                                    &RandomHistory::GiveOrTakeRole,
                                    &RandomHistory::GiveOrTakeRole,
                                    &RandomHistory::GiveOrTakeRole,
                                    &RandomHistory::DefineOrEndRole,
                                    &RandomHistory::Safe,
                                    &RandomHistory::GrantOrRevoke,
                                    &RandomHistory::GrantOrRevoke,
                                    &RandomHistory::GrantOrRevoke,
                                    &RandomHistory::RenewSomething};
  (this->*kKinds[Draw(std::size(kKinds))])();
}

void RandomHistory::Invite() {
  TestMember invitee = org_.Fresh("m" + std::to_string(people_.size()));
  if (Draw(3) == 0) invitee = Somebody();
  std::vector<RoleUntil> roles;
  if (Draw(4) != 0) roles.push_back({SomeRole(), SomeEnd()});
  const TestMember letter = org_.Fresh("");
  const TestMember& author = SomeOwner();
  const Entry entry = org_.DraftInvited(letter, invitee, roles);
  if (!Add(author, entry)) return;
  people_[invitee.id].keys = invitee;
  letters_[letter.id] = {letter, invitee.id, author.id, roles,
                         entry.invited().until_ms()};
  knowledge_.Has({true, letter.id, 0}, letter.keys().box());
  knowledge_.Has(HolderOf(author.id), letter.keys().box());
}

void RandomHistory::JoinOrWithdraw() {
  if (letters_.empty()) return;
  auto found = Nth(letters_, Draw(static_cast<int>(letters_.size())));
  Letter& letter = found->second;
  if (Draw(4) == 0) {
    if (Add(SomeOwner(), Withdrawn(org_, letter.keys.id))) {
      letter.closed = true;
    }
    return;
  }
  Person& person = people_.at(letter.member);
  const TestMember newcomer = org_.WithNewKeys(person.keys);
  if (!Add(letter.keys, org_.DraftJoined(letter.keys, newcomer), &newcomer)) {
    return;
  }
  person.keys = newcomer;
  person.state = MemberState::kActive;
  ++person.incarnation;
  for (const RoleUntil& given : letter.roles) {
    if (roles_.count(given.role)) person.roles[given.role] = given.until_ms;
  }
  const Holder holder = HolderOf(letter.member);
  knowledge_.Has(holder, newcomer.keys().box());
  knowledge_.Has(holder, letter.keys.keys().box());
  knowledge_.Forget({true, letter.keys.id, 0});
  letters_.erase(found);
}

void RandomHistory::Move() {
  const TestMember before = Somebody();
  const TestMember after = org_.WithNewKeys(before);
  if (!Add(before, Moved(org_, after), &after)) return;
  people_.at(before.id).keys = after;
  knowledge_.Has(HolderOf(before.id), after.keys().box());
}

void RandomHistory::StopBeingOwner(const Id& member) {
  for (auto& [id, letter] : letters_) {
    letter.closed |= letter.author == member;
  }
}

void RandomHistory::EndEverything(const Id& member) {
  StopBeingOwner(member);
  people_.at(member).roles.clear();
  for (auto& [id, grants] : safes_) grants.erase({false, member});
}

void RandomHistory::Lose() {
  const Id member = SomeId();
  if (!Add(Draw(2) ? SomeOwner() : people_.at(member).keys,
           Lost(org_, member))) {
    return;
  }
  people_.at(member).state = MemberState::kWaiting;
  EndEverything(member);
}

void RandomHistory::SuspendOrResume() {
  const Id member = SomeId();
  Person& person = people_.at(member);
  if (person.state == MemberState::kSuspended) {
    if (Add(SomeOwner(), Resumed(org_, member))) {
      person.state = MemberState::kActive;
    }
    return;
  }
  std::set<KeyName> could_open;
  for (const KeyName& key : LiveKeys()) {
    if (person.incarnation != 0 && MayOpen(HolderOf(member), key)) {
      could_open.insert(key);
    }
  }
  if (!Add(SomeOwner(), Suspended(org_, member))) return;
  of_leavers_.insert(could_open.begin(), could_open.end());
  person.state = MemberState::kSuspended;
  StopBeingOwner(member);
}

void RandomHistory::Depart() {
  Id member = SomeId();
  for (const auto& [id, person] : people_) {
    if (person.state == MemberState::kSuspended) member = id;
  }
  if (!Add(SomeOwner(), Departed(org_, member, SomeId()))) return;
  people_.at(member).state = MemberState::kDeparted;
  EndEverything(member);
}

void RandomHistory::Tool() {
  const Id some = SomeId();
  if (Draw(2) && Add(SomeOwner(), ToolEnded(org_, some))) {
    people_.at(some).state = MemberState::kDeparted;
    EndEverything(some);
    return;
  }
  const TestMember tool = org_.Fresh("t" + std::to_string(people_.size()));
  const int64_t until_ms = org_.now_ms() + (1 + Draw(200)) * kHourMs;
  if (!Add(SomeOwner(), org_.DraftTool(tool, {}, until_ms), &tool)) return;
  people_[tool.id] = {tool, MemberKind::kTool, MemberState::kActive,
                      1,    until_ms,          {}};
  knowledge_.Has(HolderOf(tool.id), tool.keys().box());
}

void RandomHistory::Kit() {
  const Id some = SomeId();
  if (Draw(3) != 0) return;
  if (Add(SomeOwner(), KitRemoved(org_, some))) {
    people_.at(some).state = MemberState::kDeparted;
    EndEverything(some);
    return;
  }
  const TestMember kit = org_.Fresh("");
  if (!Add(SomeOwner(), KitAdded(org_, kit), &kit)) return;
  people_[kit.id] = {kit, MemberKind::kKit, MemberState::kActive, 1,
                     0,   {{kOwner, 0}}};
  knowledge_.Has(HolderOf(kit.id), kit.keys().box());
}

void RandomHistory::GiveOrTakeRole() {
  const Id member = SomeId();
  const std::string role = SomeRole();
  Person& person = people_.at(member);
  if (Draw(2) == 0) {
    const int64_t until_ms = SomeEnd();
    if (Add(SomeOwner(), RoleGiven(org_, member, role, until_ms))) {
      person.roles[role] = until_ms;
    }
    return;
  }
  if (!Add(SomeOwner(), RoleTaken(org_, member, role))) return;
  person.roles.erase(role);
  if (role == kOwner) StopBeingOwner(member);
}

void RandomHistory::DefineOrEndRole() {
  if (Draw(4) == 0) {
    const std::string role = SomeRole();
    if (!Add(SomeOwner(), RoleEnded(org_, role))) return;
    roles_.erase(role);
    for (auto& [id, person] : people_) person.roles.erase(role);
    for (auto& [id, grants] : safes_) grants.erase({true, role});
    return;
  }
  const std::string role = "r" + std::to_string(org_.state().head().sequence);
  if (!Add(SomeOwner(), org_.DraftRoleDefined(role, {"safe.create"}))) return;
  roles_.insert(role);
  NoteEpoch(KeyName::Role(role), org_.state().FindRole(role)->epoch().box);
}

void RandomHistory::Safe() {
  if (Draw(6) == 0) {
    const auto safe = SomeSafe();
    if (safe && Add(SomeOwner(), SafeRetired(org_, *safe))) {
      safes_.erase(*safe);
    }
    return;
  }
  const TestMember author = Draw(2) ? Somebody() : SomeOwner();
  const Id safe = org_.FreshId();
  Entry entry = org_.DraftSafe(safe);
  entry.mutable_safe_created()->set_head_manages(roles_.count(kHead) != 0);
  if (!Add(author, entry)) return;
  auto& grants = safes_[safe];
  const auto& made = org_.state().FindSafe(safe)->grants;
  const auto own = made.find({false, author.id});
  if (own != made.end()) {
    grants[own->first] = own->second.back().term.until_ms;
  }
  if (roles_.count(kHead)) grants[{true, kHead}] = 0;
  NoteEpoch(KeyName::Safe(safe), "");
}

void RandomHistory::GrantOrRevoke() {
  const auto safe = SomeSafe();
  if (!safe) return;
  const bool role = Draw(2);
  const GrantTarget target{role, role ? SomeRole() : SomeId()};
  const TestMember author = Draw(3) == 0 ? Somebody() : SomeOwner();
  if (Draw(3) == 0) {
    if (Add(author, Revoked(org_, *safe, target))) {
      safes_.at(*safe).erase(target);
    }
    return;
  }
  const int64_t until_ms = SomeEnd();
  const Level level = static_cast<Level>(1 + Draw(3));
  if (Add(author, org_.DraftGrant(*safe, target, level, until_ms))) {
    safes_.at(*safe)[target] = until_ms;
  }
}

void RandomHistory::RenewSomething() {
  const auto keys = LiveKeys();
  Renew(*Nth(keys, Draw(static_cast<int>(keys.size()))));
}

void RandomHistory::Renew(const KeyName& key) {
  const Entry entry = key.is_role() ? org_.DraftRoleEpoch(key.name)
                                    : org_.DraftSafeEpoch(key.name);
  CHECK_THAT(Add(SomeOwner(), entry));
  NoteEpoch(key, entry.role_epoch().box());
}

void RandomHistory::RenewDue() {
  for (const DueKey& due : org_.state().Due(org_.now_ms())) Renew(due.key);
}

void RandomHistory::RenewByAccessAtLeaving() {
  for (const KeyName& key : of_leavers_) {
    if (LiveKeys().count(key)) Renew(key);
  }
  of_leavers_.clear();
}

}  // namespace klad::crypto::roster
