#include "crypto/roster/testing/test_organisation.h"

#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/names.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/policy.h"
#include "crypto/seal.h"
#include "crypto/tls_key.h"

namespace klad::crypto::roster {
namespace {

constexpr int64_t kInvitationMs = 7 * kDayMs;

}  // namespace

TestOrganisation::TestOrganisation(int seed, trust::v1::ServerKeys server)
    : seed_(seed) {
  id_ = FreshId();
  founder_ = Make("founder", FreshId());
  kit_ = Make("", FreshId());
  Found(std::move(server));
}

std::string TestOrganisation::FreshBytes(size_t size) {
  Context context("klad/test", std::to_string(seed_));
  context.Add(++counter_);
  const Secret bytes =
      Derive(Secret::Copy(std::string(kKeySize, 't')), context);
  return std::string(bytes.Expose().substr(0, size));
}

Id TestOrganisation::FreshId() { return FreshBytes(kIdSize); }

TestMember TestOrganisation::Make(std::string login, Id id) {
  trust::v1::Identity about;
  about.set_organisation(id_);
  about.set_member(id);
  about.set_server("127.0.0.1:7443");
  about.set_ca(std::string(Digest::kSize, 'c'));
  const Secret seed = Secret::Copy(FreshBytes(Identity::kSeedSize));
  auto tls = TlsKey::Derive(seed, Context(label::kIdentityTls, id_));
  CHECK_THAT(tls.ok());
  auto identity = Identity::FromKeys(seed.Clone(), *std::move(tls), about);
  CHECK_THAT(identity.ok());
  return {std::move(id), std::move(login),
          std::make_shared<Identity>(*std::move(identity))};
}

TestMember TestOrganisation::Fresh(std::string login) {
  return Make(std::move(login), FreshId());
}

TestMember TestOrganisation::WithNewKeys(const TestMember& member) {
  return Make(member.login, member.id);
}

std::string TestOrganisation::NewSecret(const KeyName& key, uint32_t epoch) {
  secrets_[{key, epoch}] = Secret::Copy(FreshBytes(kKeySize));
  if (epoch == 1) return "";
  return SealPrevious(NameOf(id_, key), epoch, SecretOf(key, epoch),
                      SecretOf(key, epoch - 1));
}

const Secret& TestOrganisation::SecretOf(const KeyName& key,
                                         uint32_t epoch) const {
  return secrets_.at({key, epoch});
}

trust::v1::RoleKey TestOrganisation::MakeRoleKey(const std::string& role,
                                                 uint32_t epoch) {
  const KeyName name = KeyName::Role(role);
  trust::v1::RoleKey key;
  key.set_role(role);
  key.set_epoch(epoch);
  key.set_previous(NewSecret(name, epoch));
  key.set_box(
      RoleBoxKey(NameOf(id_, name), epoch, SecretOf(name, epoch)).public_key());
  return key;
}

trust::v1::SafeKey TestOrganisation::MakeSafeKey(const Id& safe,
                                                 uint32_t epoch) {
  const KeyName name = KeyName::Safe(safe);
  trust::v1::SafeKey key;
  key.set_safe(safe);
  key.set_epoch(epoch);
  key.set_previous(NewSecret(name, epoch));
  key.set_commitment(
      SafeKeyCommitment(NameOf(id_, name), epoch, SecretOf(name, epoch)));
  key.mutable_head();
  key.set_root(Digest().str());
  return key;
}

void TestOrganisation::Found(trust::v1::ServerKeys server) {
  trust::v1::Entry entry = Draft();
  auto* founded = entry.mutable_founded();
  founded->set_organisation(id_);
  founded->set_name("Marketing");
  founded->set_founder(founder_.id);
  founded->set_login(founder_.login);
  *founded->mutable_keys() = founder_.keys();
  founded->set_name_hash(FreshBytes(Digest::kSize));
  founded->set_kit(kit_.id);
  *founded->mutable_kit_keys() = kit_.keys();
  for (const auto& definition : BuiltInRoles()) {
    *founded->add_roles() = definition;
    *founded->add_role_keys() = MakeRoleKey(definition.role(), 1);
  }
  if (server.ca().empty()) {
    server.set_ca(FreshBytes(Digest::kSize));
    server.set_audit_key(FreshBytes(kKeySize));
  }
  *founded->mutable_server() = std::move(server);
  const trust::v1::Signed signed_entry = Sign(founder_, entry, &kit_);
  auto state = State::Found(id_, std::nullopt, signed_entry);
  CHECK_THAT(state.ok());
  state_ = std::make_unique<State>(*std::move(state));
  entries_.push_back(signed_entry);
  needed_.push_back(state_->needed());
}

std::vector<trust::v1::EpochEnvelopes> TestOrganisation::EnvelopesOf(
    uint64_t sequence) const {
  std::map<std::pair<KeyName, uint32_t>, trust::v1::EpochEnvelopes> grouped;
  for (const Sealing& sealing : needed_.at(sequence - 1)) {
    auto& envelopes = grouped[{sealing.key, sealing.epoch}];
    *envelopes.mutable_key() = ToProto(sealing.key);
    envelopes.set_epoch(sealing.epoch);
    auto sealed =
        SealEnvelope(id_, sealing, SecretOf(sealing.key, sealing.epoch));
    CHECK_THAT(sealed.ok());
    *envelopes.add_envelopes() = *std::move(sealed);
  }
  std::vector<trust::v1::EpochEnvelopes> out;
  out.reserve(grouped.size());
  for (auto& [key, envelopes] : grouped) out.push_back(std::move(envelopes));
  return out;
}

trust::v1::Entry TestOrganisation::Draft() const {
  trust::v1::Entry entry;
  entry.set_time_ms(now_ms_);
  return entry;
}

trust::v1::Entry TestOrganisation::DraftInvited(
    const TestMember& invitation, const TestMember& invitee,
    const std::vector<RoleUntil>& roles) const {
  trust::v1::Entry entry = Draft();
  auto* invited = entry.mutable_invited();
  invited->set_invitation(invitation.id);
  invited->set_member(invitee.id);
  invited->set_login(invitee.login);
  *invited->mutable_keys() = invitation.keys();
  invited->set_name_hash(std::string(Digest::kSize, 'n'));
  for (const RoleUntil& role : roles) {
    auto* given = invited->add_roles();
    given->set_role(role.role);
    given->set_until_ms(role.until_ms);
  }
  invited->set_until_ms(now_ms_ + kInvitationMs);
  return entry;
}

trust::v1::Entry TestOrganisation::DraftJoined(
    const TestMember& invitation, const TestMember& newcomer) const {
  trust::v1::Entry entry = Draft();
  entry.mutable_joined()->set_invitation(invitation.id);
  *entry.mutable_joined()->mutable_keys() = newcomer.keys();
  return entry;
}

trust::v1::Entry TestOrganisation::DraftRoleDefined(
    const std::string& role, std::vector<std::string> permissions) {
  trust::v1::Entry entry = Draft();
  auto* defined = entry.mutable_role_defined();
  defined->mutable_definition()->set_role(role);
  for (auto& word : permissions) {
    defined->mutable_definition()->add_permissions(std::move(word));
  }
  *defined->mutable_key() = MakeRoleKey(role, 1);
  return entry;
}

trust::v1::Entry TestOrganisation::DraftSafe(const Id& safe) {
  trust::v1::Entry entry = Draft();
  *entry.mutable_safe_created()->mutable_key() = MakeSafeKey(safe, 1);
  entry.mutable_safe_created()->set_sealed_name(
      SealSafeName(SecretOf(KeyName::Safe(safe), 1), id_, safe, 1, "safe"));
  entry.mutable_safe_created()->set_head_manages(true);
  return entry;
}

trust::v1::Entry TestOrganisation::DraftRoleEpoch(const std::string& role) {
  trust::v1::Entry entry = Draft();
  *entry.mutable_role_epoch() =
      MakeRoleKey(role, state().FindRole(role)->epoch().number + 1);
  return entry;
}

trust::v1::Entry TestOrganisation::DraftSafeEpoch(const Id& safe) {
  trust::v1::Entry entry = Draft();
  *entry.mutable_safe_epoch() =
      MakeSafeKey(safe, state().FindSafe(safe)->epoch().number + 1);
  return entry;
}

trust::v1::Entry TestOrganisation::DraftGrant(const Id& safe,
                                              const GrantTarget& target,
                                              Level level,
                                              int64_t until_ms) const {
  trust::v1::Entry entry = Draft();
  auto* granted = entry.mutable_granted();
  granted->set_safe(safe);
  target.is_role ? granted->mutable_target()->set_role(target.name)
                 : granted->mutable_target()->set_member(target.name);
  granted->set_level(level);
  granted->set_until_ms(until_ms);
  return entry;
}

trust::v1::Entry TestOrganisation::DraftTool(
    const TestMember& tool, std::vector<std::string> permissions,
    int64_t until_ms) const {
  trust::v1::Entry entry = Draft();
  auto* made = entry.mutable_tool_made();
  made->set_tool(tool.id);
  made->set_login(tool.login);
  *made->mutable_keys() = tool.keys();
  for (auto& word : permissions) made->add_permissions(std::move(word));
  made->set_until_ms(until_ms);
  return entry;
}

trust::v1::Signed TestOrganisation::Sign(
    const TestMember& author, const trust::v1::Entry& entry,
    const TestMember* countersigner) const {
  const Slot slot = state_ == nullptr ? Slot{id_, 1, Digest()} : state().slot();
  return SignEntry(slot, author.id, author.sign(), entry,
                   countersigner == nullptr ? nullptr : &countersigner->sign());
}

absl::Status TestOrganisation::Add(const TestMember& author,
                                   const trust::v1::Entry& entry,
                                   const TestMember* countersigner) {
  return Add(Sign(author, entry, countersigner));
}

absl::Status TestOrganisation::Add(const trust::v1::Signed& entry) {
  RETURN_IF_ERROR(state_->Apply(entry));
  entries_.push_back(entry);
  needed_.push_back(state_->needed());
  return absl::OkStatus();
}

void TestOrganisation::MustAdd(const TestMember& author,
                               const trust::v1::Entry& entry,
                               const TestMember* countersigner) {
  const absl::Status status = Add(author, entry, countersigner);
  if (!status.ok()) fprintf(stderr, "%s\n", status.ToString().c_str());
  CHECK_THAT(status.ok());
}

TestMember TestOrganisation::Invite(const TestMember& invitee,
                                    const std::vector<RoleUntil>& roles) {
  TestMember invitation = Fresh("");
  MustAdd(founder_, DraftInvited(invitation, invitee, roles));
  return invitation;
}

TestMember TestOrganisation::Join(const std::string& login,
                                  const std::vector<RoleUntil>& roles) {
  TestMember newcomer = Fresh(login);
  const TestMember invitation = Invite(newcomer, roles);
  MustAdd(invitation, DraftJoined(invitation, newcomer), &newcomer);
  return newcomer;
}

TestMember TestOrganisation::MakeTool(const std::string& login,
                                      std::vector<std::string> permissions) {
  TestMember tool = Fresh(login);
  MustAdd(founder_,
          DraftTool(tool, std::move(permissions), now_ms_ + 365 * kDayMs),
          &tool);
  return tool;
}

Id TestOrganisation::MakeSafe(const TestMember& author) {
  Id safe = FreshId();
  MustAdd(author, DraftSafe(safe));
  return safe;
}

void TestOrganisation::Grant(const Id& safe, const Id& member, Level level,
                             int64_t until_ms) {
  MustAdd(founder_, DraftGrant(safe, {false, member}, level, until_ms));
}

void TestOrganisation::GrantRole(const Id& safe, const std::string& role,
                                 Level level) {
  MustAdd(founder_, DraftGrant(safe, {true, role}, level));
}

void TestOrganisation::GiveRole(const Id& member, const std::string& role,
                                int64_t until_ms) {
  trust::v1::Entry entry = Draft();
  entry.mutable_role_given()->set_member(member);
  entry.mutable_role_given()->mutable_role()->set_role(role);
  entry.mutable_role_given()->mutable_role()->set_until_ms(until_ms);
  MustAdd(founder_, entry);
}

void TestOrganisation::TakeRole(const Id& member, const std::string& role) {
  trust::v1::Entry entry = Draft();
  entry.mutable_role_taken()->set_member(member);
  entry.mutable_role_taken()->set_role(role);
  MustAdd(founder_, entry);
}

void TestOrganisation::Suspend(const Id& member) {
  trust::v1::Entry entry = Draft();
  entry.mutable_suspended()->set_member(member);
  MustAdd(founder_, entry);
}

void TestOrganisation::RenewDue() {
  for (const DueKey& due : state().Due(now_ms_)) {
    MustAdd(founder_, due.key.is_role() ? DraftRoleEpoch(due.key.name)
                                        : DraftSafeEpoch(due.key.name));
  }
}

}  // namespace klad::crypto::roster
