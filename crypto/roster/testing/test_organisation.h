// An organisation for tests: makes entries that are valid, with real keys,
// and keeps the secrets behind them, so that envelopes open. Deterministic:
// the same calls give the same log.
//
//   TestOrganisation org;
//   TestMember anna = org.Join("anna", {{"marketer"}});
//   Id safe = org.MakeSafe(org.founder());
//   org.Grant(safe, anna.id, trust::v1::LEVEL_WRITE);
//   auto envelopes = org.Envelopes();   // what the grant must come with
//
// An entry of any other shape: fill Draft() and Add() it.
#ifndef KLAD_CRYPTO_ROSTER_TESTING_TEST_ORGANISATION_H_
#define KLAD_CRYPTO_ROSTER_TESTING_TEST_ORGANISATION_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/identity.h"
#include "crypto/roster/state.h"

namespace klad::crypto::roster {

inline constexpr int64_t kTestStartMs = 1'700'000'000'000;
inline constexpr int64_t kHourMs = 3'600'000;
inline constexpr int64_t kDayMs = 24 * kHourMs;

// A member, kit or invitation, with its keys.
struct TestMember {
  Id id;
  std::string login;
  std::shared_ptr<Identity> identity;

  trust::v1::PublicKeys keys() const { return identity->PublicKeys(); }
  const SigningKey& sign() const { return identity->signing_key(); }
};

class TestOrganisation {
 public:
  // Founded by `founder`, with a kit and the built-in roles. Another seed is
  // another organisation. `server`: made up if empty.
  explicit TestOrganisation(int seed = 0, trust::v1::ServerKeys server = {});

  const State& state() const { return *state_; }
  const Id& id() const { return id_; }
  const TestMember& founder() const { return founder_; }
  const TestMember& kit() const { return kit_; }
  // The whole log.
  const std::vector<trust::v1::Signed>& entries() const { return entries_; }
  // The secret of an epoch that was drafted.
  const Secret& SecretOf(const KeyName& key, uint32_t epoch) const;

  // The envelopes that an entry needs, grouped as they are sent; by default
  // the newest entry.
  std::vector<trust::v1::EpochEnvelopes> Envelopes() const {
    return EnvelopesOf(entries_.size());
  }
  std::vector<trust::v1::EpochEnvelopes> EnvelopesOf(uint64_t sequence) const;

  // The clock of whoever signs next.
  int64_t now_ms() const { return now_ms_; }
  void Wait(int64_t ms) { now_ms_ += ms; }

  // Nobody yet: a new id and new keys.
  TestMember Fresh(std::string login);
  // The same member with new keys.
  TestMember WithNewKeys(const TestMember& member);
  Id FreshId();
  std::string FreshBytes(size_t size);

  // An entry of now without a kind; and what goes into some kinds.
  trust::v1::Entry Draft() const;
  trust::v1::Entry DraftInvited(const TestMember& invitation,
                                const TestMember& invitee,
                                const std::vector<RoleUntil>& roles) const;
  trust::v1::Entry DraftJoined(const TestMember& invitation,
                               const TestMember& newcomer) const;
  trust::v1::Entry DraftRoleDefined(const std::string& role,
                                    std::vector<std::string> permissions);
  trust::v1::Entry DraftSafe(const Id& safe);
  trust::v1::Entry DraftRoleEpoch(const std::string& role);
  trust::v1::Entry DraftSafeEpoch(const Id& safe);
  trust::v1::Entry DraftGrant(const Id& safe, const GrantTarget& target,
                              Level level, int64_t until_ms = 0) const;
  trust::v1::Entry DraftTool(const TestMember& tool,
                             std::vector<std::string> permissions,
                             int64_t until_ms) const;

  // Signs for the head, without applying.
  trust::v1::Signed Sign(const TestMember& author,
                         const trust::v1::Entry& entry,
                         const TestMember* countersigner = nullptr) const;
  // Signs and applies; the log grows if it is let.
  absl::Status Add(const TestMember& author, const trust::v1::Entry& entry,
                   const TestMember* countersigner = nullptr);
  absl::Status Add(const trust::v1::Signed& entry);

  // Whole steps by the founder, which must succeed.
  TestMember Invite(const TestMember& invitee,
                    const std::vector<RoleUntil>& roles);  // the invitation
  TestMember Join(const std::string& login,
                  const std::vector<RoleUntil>& roles = {});
  TestMember MakeTool(const std::string& login,
                      std::vector<std::string> permissions = {});
  Id MakeSafe(const TestMember& author);
  void Grant(const Id& safe, const Id& member, Level level,
             int64_t until_ms = 0);
  void GrantRole(const Id& safe, const std::string& role, Level level);
  void GiveRole(const Id& member, const std::string& role,
                int64_t until_ms = 0);
  void TakeRole(const Id& member, const std::string& role);
  void Suspend(const Id& member);
  // Renews everything that is due, roles first.
  void RenewDue();

 private:
  TestMember Make(std::string login, Id id);
  std::string NewSecret(const KeyName& key, uint32_t epoch);
  trust::v1::RoleKey MakeRoleKey(const std::string& role, uint32_t epoch);
  trust::v1::SafeKey MakeSafeKey(const Id& safe, uint32_t epoch);
  void MustAdd(const TestMember& author, const trust::v1::Entry& entry,
               const TestMember* countersigner = nullptr);
  void Found(trust::v1::ServerKeys server);

  int seed_;
  uint64_t counter_ = 0;
  int64_t now_ms_ = kTestStartMs;
  Id id_;
  TestMember founder_;
  TestMember kit_;
  std::unique_ptr<State> state_;
  std::vector<trust::v1::Signed> entries_;
  std::vector<std::vector<Sealing>> needed_;  // of each entry
  std::map<std::pair<KeyName, uint32_t>, Secret> secrets_;
};

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_TESTING_TEST_ORGANISATION_H_
