#include "server/credential/safe_books.h"

#include <utility>
#include <vector>

#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"
#include "crypto/vault/roster_judge.h"
#include "klad/store/v1/records.pb.h"
#include "server/credential/keys.h"
#include "server/store/for_each.h"

namespace klad::credential {
namespace {

using crypto::vault::SafeMap;
using crypto::vault::SafeState;

absl::Status Damaged() {
  return absl::DataLossError("the records of a safe do not give its root");
}

absl::StatusOr<std::vector<SafeMap::Entry>> LoadEntries(
    store::Store* store, absl::string_view safe) {
  const std::string prefix = CredentialsPrefix(safe);
  std::vector<SafeMap::Entry> entries;
  RETURN_IF_ERROR(store::ForEach(
      store, store::Range::Prefix(prefix),
      [&](const store::Entry& entry) -> absl::Status {
        store::v1::CredentialRecord record;
        if (!record.ParseFromString(entry.value)) return Damaged();
        entries.push_back({entry.key.substr(prefix.size()),
                           crypto::vault::HashHeader(record.header())});
        return absl::OkStatus();
      }));
  return entries;
}

absl::StatusOr<SafeBook::Moved> LoadMoved(store::Store* store,
                                          absl::string_view safe) {
  const std::string prefix = MovedPrefix(safe);
  SafeBook::Moved moved;
  RETURN_IF_ERROR(store::ForEach(
      store, store::Range::Prefix(prefix),
      [&](const store::Entry& entry) -> absl::Status {
        moved.emplace(entry.key.substr(prefix.size()), entry.value);
        return absl::OkStatus();
      }));
  return moved;
}

}  // namespace

SafeBook::Head SafeBook::head() const {
  MutexLock lock(&mutex_);
  return {state_.head, revision_};
}

SafeBook::Proof SafeBook::Prove(absl::string_view credential) const {
  MutexLock lock(&mutex_);
  return {{state_.head, revision_},
          state_.map.Find(credential),
          state_.map.Prove(credential)};
}

absl::optional<std::string> SafeBook::WhereTo(
    absl::string_view credential) const {
  MutexLock lock(&mutex_);
  const auto it = moved_.find(credential);
  if (it == moved_.end()) return absl::nullopt;
  return it->second;
}

absl::StatusOr<SafeBook::Checked> SafeBook::Check(
    const crypto::roster::State& roster, crypto::vault::NewestHeader newest,
    const trust::v1::Position& previous,
    const trust::v1::Signed& change) const {
  MutexLock lock(&mutex_);
  if (previous.sequence() != state_.head.sequence() ||
      previous.link() != state_.head.link()) {
    return absl::AbortedError("not made on the head");
  }
  const crypto::vault::RosterJudge judge(roster, state_.name.safe);
  Checked checked;
  ASSIGN_OR_RETURN(checked.change,
                   crypto::vault::CheckChange(state_, judge, newest, change));
  checked.revision = revision_;
  return checked;
}

void SafeBook::Accept(const crypto::vault::CheckedChange& change,
                      store::Revision revision) {
  MutexLock lock(&mutex_);
  crypto::vault::Accept(change, &state_);
  revision_ = revision;
  for (const crypto::vault::SignedHeader& signed_header : change.headers) {
    const trust::v1::Header& header = signed_header.header;
    if (header.moved_to().empty()) {
      moved_.erase(header.credential());
    } else {
      moved_[header.credential()] = header.moved_to();
    }
  }
}

absl::StatusOr<std::shared_ptr<SafeBook>> SafeBooks::Open(
    absl::string_view safe) {
  {
    MutexLock lock(&mutex_);
    if (const auto it = books_.find(safe); it != books_.end()) {
      return it->second;
    }
  }
  ASSIGN_OR_RETURN(std::shared_ptr<SafeBook> book, Load(safe));
  MutexLock lock(&mutex_);
  // Whoever was first may have accepted changes since: its book stays.
  return books_.try_emplace(std::string(safe), std::move(book)).first->second;
}

absl::StatusOr<std::shared_ptr<SafeBook>> SafeBooks::Load(
    absl::string_view safe) {
  SafeState state({organisation_, std::string(safe)});
  const auto stored = store_->Get(HeadKey(safe));
  if (absl::IsNotFound(stored.status())) {
    return std::make_shared<SafeBook>(std::move(state), SafeBook::Moved(), 0);
  }
  RETURN_IF_ERROR(stored.status());
  store::v1::SafeHeadRecord head;
  if (!head.ParseFromString(stored->value)) return Damaged();
  ASSIGN_OR_RETURN(const auto entries, LoadEntries(store_, safe));
  RETURN_IF_ERROR(state.map.Put(entries));
  if (state.map.root().view() != head.root()) return Damaged();
  state.head = head.head();
  state.roster = head.roster();
  ASSIGN_OR_RETURN(auto moved, LoadMoved(store_, safe));
  return std::make_shared<SafeBook>(std::move(state), std::move(moved),
                                    stored->revision);
}

}  // namespace klad::credential
