#include "tests/hostile/liar.h"

#include "crypto/roster/signing.h"
#include "klad/store/v1/records.pb.h"
#include "klad/v1/roster.pb.h"
#include "server/access/refusal.h"
#include "server/credential/keys.h"

namespace klad::testing {
namespace {

using trust::v1::Entry;

constexpr int64_t kDayMs = 86'400'000;

}  // namespace

void Liar::Refuse(const absl::Status& status) {
  server_->SetTap(
      [status](const auto&, const auto&, std::string*) { return status; });
}

void Liar::AddEntry(const trust::v1::Signed& entry) {
  Edit<v1::ReplayResponse>(kReplay, [entry](auto& answer) {
    *answer.mutable_news()->add_roster() = entry;
    answer.mutable_news()->set_roster_sequence(answer.news().roster_sequence() +
                                               1);
  });
}

void Liar::AddChange(
    const trust::v1::Signed& change,
    const google::protobuf::RepeatedPtrField<std::string>& parts) {
  Edit<v1::FollowResponse>(kFollow, [=](auto& answer) {
    v1::SafeNews* news = answer.mutable_safe();
    *news->add_changes() = change;
    for (const std::string& part : parts) news->add_overviews(part);
    news->set_sequence(news->sequence() + 1);
  });
}

v1::ChangeRequest Liar::Withhold(const std::function<absl::Status()>& step) {
  v1::ChangeRequest held;
  server_->SetTap([&held](const rpc::Call& call, const auto& real,
                          std::string* response) -> absl::Status {
    if (call.method != kChange) return real(call, response);
    CHECK_THAT(held.ParseFromArray(call.raw.data(),
                                   static_cast<int>(call.raw.size())));
    return access::Refuse(v1::REASON_DISK);
  });
  CHECK_THAT(!step().ok());
  server_->SetTap(nullptr);
  return held;
}

trust::v1::Signed Liar::StoredChange(absl::string_view safe,
                                     uint64_t sequence) {
  const auto entry =
      server_->data().store->Get(credential::ChangeKey(safe, sequence));
  store::v1::ChangeRecord record;
  CHECK_THAT(entry.ok() && record.ParseFromString(entry->value));
  return record.change();
}

std::string Liar::StoredSecret(absl::string_view safe,
                               absl::string_view credential, uint64_t version) {
  const auto entry = server_->data().store->Get(
      credential::SecretKey(safe, credential, version));
  store::v1::SecretRecord record;
  CHECK_THAT(entry.ok() && record.ParseFromString(entry->value));
  return record.secret();
}

trust::v1::Signed SignBy(const TestClient& member, Entry entry,
                         const crypto::Identity* countersigner) {
  const client::Account& account = *member.account;
  entry.set_time_ms(account.NowMs());
  return crypto::roster::SignEntry(
      account.roster().slot(), account.member(),
      account.identity().signing_key(), entry,
      countersigner == nullptr ? nullptr : &countersigner->signing_key());
}

namespace {

class Table {
 public:
  Table(const TestClient& member, std::string owner, std::string safe,
        const crypto::Identity& other)
      : account_(*member.account),
        owner_(std::move(owner)),
        safe_(std::move(safe)),
        other_(other) {}

  std::vector<Escalation> Rows() {
    AddRoles();
    AddPeople();
    AddNewMembers();
    AddGrants();
    AddSafes();
    AddKeys();
    AddOrganisation();
    return std::move(rows_);
  }

 private:
  Entry& Row(const std::string& name, bool countersigned = false) {
    rows_.push_back({name, {}, countersigned});
    return rows_.back().entry;
  }

  void AddRoles() {
    for (const char* role : {"owner", "head"}) {
      auto* given =
          Row(std::string(role) + " for oneself").mutable_role_given();
      given->set_member(account_.member());
      given->mutable_role()->set_role(role);
    }
    auto* taken = Row("owner taken").mutable_role_taken();
    taken->set_member(owner_);
    taken->set_role("owner");
    auto* changed = Row("role widened").mutable_role_changed();
    changed->mutable_definition()->set_role("marketer");
    changed->mutable_definition()->add_permissions("safe.create");
    Row("role ended").mutable_role_ended()->set_role("pr");
    auto* defined = Row("role defined").mutable_role_defined();
    defined->mutable_definition()->set_role("moles");
    defined->mutable_key()->set_role("moles");
    defined->mutable_key()->set_epoch(1);
    defined->mutable_key()->set_box(other_.PublicKeys().box());
  }

  void AddPeople() {
    Row("owner suspended").mutable_suspended()->set_member(owner_);
    Row("owner resumed").mutable_resumed()->set_member(owner_);
    auto* departed = Row("owner departed").mutable_departed();
    departed->set_member(owner_);
    departed->set_successor(account_.member());
    auto* lost = Row("owner lost").mutable_lost();
    lost->set_member(owner_);
    lost->set_since_ms(1);
    Row("invitation withdrawn")
        .mutable_withdrawn()
        ->set_invitation(other_.about().member());
  }

  void AddNewMembers() {
    auto* invited = Row("invited").mutable_invited();
    invited->set_invitation(other_.about().member());
    invited->set_member(std::string(16, 'm'));
    invited->set_login("mole");
    *invited->mutable_keys() = other_.PublicKeys();
    invited->set_name_hash(std::string(32, 'n'));
    invited->add_roles()->set_role("marketer");
    invited->set_until_ms(account_.NowMs() + kDayMs);
    auto* tool = Row("tool made", true).mutable_tool_made();
    tool->set_tool(other_.about().member());
    tool->set_login("bot");
    *tool->mutable_keys() = other_.PublicKeys();
    tool->add_permissions("credential.reveal");
    tool->set_until_ms(account_.NowMs() + kDayMs);
    Row("tool ended").mutable_tool_ended()->set_tool(owner_);
    auto* kit = Row("kit added", true).mutable_kit_added();
    kit->set_kit(other_.about().member());
    *kit->mutable_keys() = other_.PublicKeys();
    for (const auto& [id, member] : account_.roster().facts().members) {
      if (member.kind != crypto::roster::MemberKind::kKit) continue;
      Row("kit removed").mutable_kit_removed()->set_kit(id);
    }
  }

  void AddGrants() {
    for (const auto level : {trust::v1::LEVEL_READ, trust::v1::LEVEL_WRITE,
                             trust::v1::LEVEL_MANAGE}) {
      auto* granted =
          Row("granted " + trust::v1::Level_Name(level)).mutable_granted();
      granted->set_safe(safe_);
      granted->mutable_target()->set_member(account_.member());
      granted->set_level(level);
    }
    auto* revoked = Row("grant revoked").mutable_grant_revoked();
    revoked->set_safe(safe_);
    revoked->mutable_target()->set_role("head");
    auto* shared = Row("shared").mutable_shared();
    shared->set_safe(safe_);
    shared->set_credential(std::string(16, 'c'));
    shared->set_member(account_.member());
    auto* unshared = Row("unshared").mutable_unshared();
    unshared->set_safe(safe_);
    unshared->set_credential(std::string(16, 'c'));
    unshared->set_member(owner_);
  }

  void AddSafes() {
    const crypto::roster::Safe& safe = *account_.roster().FindSafe(safe_);
    auto* created = Row("safe created").mutable_safe_created();
    created->mutable_key()->set_safe(std::string(16, 's'));
    created->mutable_key()->set_epoch(1);
    created->mutable_key()->set_commitment(std::string(32, 'c'));
    created->mutable_key()->mutable_head();
    created->mutable_key()->set_root(std::string(32, '\0'));
    created->set_sealed_name(safe.sealed_name);
    Row("safe retired").mutable_safe_retired()->set_safe(safe_);
    auto* renamed = Row("safe renamed").mutable_safe_renamed();
    renamed->set_safe(safe_);
    renamed->set_epoch(safe.epoch().number);
    renamed->set_sealed_name(safe.sealed_name);
  }

  void AddKeys() {
    const auto& newest = account_.roster().FindSafe(safe_)->epoch();
    auto* epoch = Row("epoch of a safe").mutable_safe_epoch();
    epoch->set_safe(safe_);
    epoch->set_epoch(newest.number + 1);
    epoch->set_commitment(newest.commitment);
    epoch->set_previous(std::string(104, 'p'));
    epoch->mutable_head();
    epoch->set_root(std::string(32, '\0'));
    auto* role = Row("epoch of the owners").mutable_role_epoch();
    role->set_role("owner");
    role->set_epoch(2);
    role->set_box(other_.PublicKeys().box());
    role->set_previous(std::string(104, 'p'));
  }

  void AddOrganisation() {
    auto* policy = Row("policy").mutable_policy_set();
    policy->set_word("unlock.idle.minutes");
    policy->set_value(1);
    auto* keys = Row("server keys").mutable_server_keys();
    keys->set_ca(std::string(32, 'c'));
    keys->set_audit_key(other_.PublicKeys().sign());
    auto* restored = Row("restored").mutable_restored();
    *restored->mutable_roster() = account_.Known().roster();
  }

  const client::Account& account_;
  const std::string owner_;
  const std::string safe_;
  const crypto::Identity& other_;
  std::vector<Escalation> rows_;
};

}  // namespace

std::vector<Escalation> Escalations(const TestClient& member,
                                    const std::string& owner,
                                    const std::string& safe,
                                    const crypto::Identity& other) {
  return Table(member, owner, safe, other).Rows();
}

}  // namespace klad::testing
