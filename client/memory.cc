#include "client/memory.h"

#include <algorithm>
#include <utility>

#include "client/error.h"
#include "client/sealed_file.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr char kFile[] = "known";

// The sentence a person reads when a server takes back what it showed.
absl::Status TakenBack(Text sentence) {
  return Error(ExitCode::kIntegrity, Tr(sentence),
               Tr("compare `klad status` with a colleague; if a backup was "
                  "restored, an owner says so with `klad restore accept`"));
}

absl::Status Raise(const trust::v1::Position& head, Text taken_back,
                   trust::v1::Position* known, bool* changed) {
  if (head.sequence() < known->sequence() ||
      (head.sequence() == known->sequence() && head.link() != known->link())) {
    return TakenBack(taken_back);
  }
  if (head.sequence() > known->sequence()) {
    *known = head;
    *changed = true;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Memory> Memory::Load(const State& state,
                                    const crypto::Identity& identity) {
  Memory memory;
  const auto file = ReadSealed(state, identity, kFile);
  if (absl::IsNotFound(file.status())) return memory;
  RETURN_IF_ERROR(file.status());
  if (!memory.known_.ParseFromString(*file)) return Damaged(state, kFile);
  return memory;
}

client::v1::SafeHead* Memory::FindSafe(absl::string_view safe) {
  for (client::v1::SafeHead& head : *known_.mutable_safes()) {
    if (head.safe() == safe) return &head;
  }
  return nullptr;
}

trust::v1::Position Memory::safe(absl::string_view safe) const {
  for (const client::v1::SafeHead& head : known_.safes()) {
    if (head.safe() == safe) return head.head();
  }
  return {};
}

klad::v1::Known Memory::ToKnown() const {
  klad::v1::Known known;
  *known.mutable_roster() = known_.roster();
  *known.mutable_ledger() = known_.ledger();
  return known;
}

absl::Status Memory::RaiseRoster(const trust::v1::Position& head,
                                 int64_t time_ms) {
  known_.set_newest_time_ms(std::max(known_.newest_time_ms(), time_ms));
  return Raise(
      head,
      Mark("the server shows an older or another roster than it did before"),
      known_.mutable_roster(), &changed_);
}

absl::Status Memory::RaiseLedger(const trust::v1::Position& head) {
  return Raise(
      head,
      Mark("the server shows an older or another ledger than it did before"),
      known_.mutable_ledger(), &changed_);
}

absl::Status Memory::RaiseSafe(absl::string_view safe,
                               const trust::v1::Position& head) {
  client::v1::SafeHead* known = FindSafe(safe);
  if (known == nullptr) {
    known = known_.add_safes();
    known->set_safe(std::string(safe));
  }
  return Raise(head,
               Mark("the server shows an older or another state of a safe than "
                    "it did before"),
               known->mutable_head(), &changed_);
}

void Memory::Lower(const std::vector<trust::v1::SafeHead>& heads) {
  known_.clear_roster();
  known_.clear_ledger();
  known_.clear_safes();
  for (const trust::v1::SafeHead& head : heads) {
    client::v1::SafeHead* safe = known_.add_safes();
    safe->set_safe(head.safe());
    *safe->mutable_head() = head.head();
  }
}

absl::Status Memory::Replace(State* state, const StateLock& lock,
                             const crypto::Identity& identity) const {
  client::v1::Known lowered = known_;
  lowered.clear_roster();
  return WriteSealed(state, lock, identity, kFile, lowered.SerializeAsString());
}

absl::Status Memory::Save(State* state, const crypto::Identity& identity) {
  if (!changed_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const StateLock lock, state->Lock());
  ASSIGN_OR_RETURN(const Memory file, Load(*state, identity));
  RETURN_IF_ERROR(Merge(file.known_));
  RETURN_IF_ERROR(
      WriteSealed(state, lock, identity, kFile, known_.SerializeAsString()));
  changed_ = false;
  return absl::OkStatus();
}

// Another command may have learnt more meanwhile: the higher of each stays.
absl::Status Memory::Merge(const client::v1::Known& other) {
  const auto higher = [](const trust::v1::Position& from,
                         trust::v1::Position* to) {
    if (from.sequence() > to->sequence()) *to = from;
  };
  higher(other.roster(), known_.mutable_roster());
  higher(other.ledger(), known_.mutable_ledger());
  known_.set_newest_time_ms(
      std::max(known_.newest_time_ms(), other.newest_time_ms()));
  for (const client::v1::SafeHead& safe : other.safes()) {
    if (client::v1::SafeHead* mine = FindSafe(safe.safe())) {
      higher(safe.head(), mine->mutable_head());
    } else {
      *known_.add_safes() = safe;
    }
  }
  return absl::OkStatus();
}

}  // namespace klad::client
