#include "crypto/roster/testing/random_history.h"

namespace klad::crypto::roster {

int RandomHistory::Draw(int below) {
  return static_cast<int>(random_() % static_cast<unsigned>(below));
}

const Id& RandomHistory::SomeId() {
  return Nth(people_, Draw(static_cast<int>(people_.size())))->first;
}

const TestMember& RandomHistory::Somebody() {
  return people_.at(SomeId()).keys;
}

const TestMember& RandomHistory::SomeOwner() {
  for (;;) {
    const Person& person = people_.at(SomeId());
    if (person.state == MemberState::kActive && HasRole(person, kOwner)) {
      return person.keys;
    }
  }
}

std::string RandomHistory::SomeRole() {
  return *Nth(roles_, Draw(static_cast<int>(roles_.size())));
}

std::optional<Id> RandomHistory::SomeSafe() {
  if (safes_.empty()) return std::nullopt;
  return Nth(safes_, Draw(static_cast<int>(safes_.size())))->first;
}

int64_t RandomHistory::SomeEnd() {
  return Draw(2) == 0 ? 0 : org_.now_ms() + (1 + Draw(100)) * kHourMs;
}

}  // namespace klad::crypto::roster
