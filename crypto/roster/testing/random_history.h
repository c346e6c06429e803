// A random history of an organisation, with two accounts of it beside the
// roster's: who may open what by now (plain sets), and who knows what
// (Knowledge). Steps the roster refuses leave no trace.
#ifndef KLAD_CRYPTO_ROSTER_TESTING_RANDOM_HISTORY_H_
#define KLAD_CRYPTO_ROSTER_TESTING_RANDOM_HISTORY_H_

#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crypto/roster/testing/drafts.h"
#include "crypto/roster/testing/knowledge.h"
#include "crypto/roster/testing/test_organisation.h"

namespace klad::crypto::roster {

// The n-th of a map or set, from 0.
template <typename Container>
auto Nth(Container& container, int n) {
  return std::next(container.begin(), n);
}

class RandomHistory {
 public:
  explicit RandomHistory(int seed);

  // One step of any kind but the renewal of keys because they are due.
  void Step();
  // What an owner's client does: everything that is due, in order.
  void RenewDue();
  // The error this model is there to catch: whoever leaves, only the keys of
  // their access at that moment are renewed.
  void RenewByAccessAtLeaving();

  const TestOrganisation& org() const { return org_; }

  // Of the current epoch of every live key, by the two accounts.
  std::set<KeyName> LiveKeys() const;
  std::set<Holder> WhoKnows(const KeyName& key) const;
  bool MayOpen(const Holder& who, const KeyName& key) const;
  std::set<Holder> WhoMayOpen(const KeyName& key) const;

 private:
  struct Person {
    TestMember keys;
    MemberKind kind = MemberKind::kPerson;
    MemberState state = MemberState::kWaiting;
    uint32_t incarnation = 0;
    int64_t until_ms = 0;
    std::map<std::string, int64_t> roles;
  };
  struct Letter {
    TestMember keys;
    Id member;
    Id author;
    std::vector<RoleUntil> roles;
    int64_t until_ms = 0;
    bool closed = false;
  };

  // Adds an entry; what it needs becomes knowledge.
  bool Add(const TestMember& author, const Entry& entry,
           const TestMember* countersigner = nullptr);
  void NoteEpoch(const KeyName& key, const std::string& box);

  void Invite();
  void JoinOrWithdraw();
  void Move();
  void Lose();
  void SuspendOrResume();
  void Depart();
  void Tool();
  void Kit();
  void GiveOrTakeRole();
  void DefineOrEndRole();
  void Safe();
  void GrantOrRevoke();
  void RenewSomething();

  void Renew(const KeyName& key);
  void StopBeingOwner(const Id& member);
  void EndEverything(const Id& member);
  Holder HolderOf(const Id& member) const;
  const TestMember& SomeOwner();
  const TestMember& Somebody();
  const Id& SomeId();
  std::string SomeRole();
  std::optional<Id> SomeSafe();
  int64_t SomeEnd();
  int Draw(int below);
  bool InForce(int64_t until_ms) const;
  bool HasRole(const Person& person, const std::string& role) const;
  bool OpensSafe(const std::map<std::string, int64_t>& roles,
                 const Id& safe) const;

  std::mt19937 random_;
  TestOrganisation org_;
  Knowledge knowledge_;
  std::map<Id, Person> people_;
  std::map<Id, Letter> letters_;  // those that nobody has used
  std::set<std::string> roles_;   // that have not ended
  std::map<Id, std::map<GrantTarget, int64_t>> safes_;  // not retired
  std::map<KeyName, uint32_t> epochs_;
  Holder author_;
  std::set<KeyName> of_leavers_;  // what they could open when they left
};

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_TESTING_RANDOM_HISTORY_H_
