#include "client/roster_copy.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/types/span.h"
#include "client/error.h"
#include "client/sealed_file.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"

namespace klad::client {
namespace {

using RosterState = crypto::roster::State;

absl::Status NotValid(uint64_t sequence, const absl::Status& why) {
  return WithDetail(
      Error(ExitCode::kIntegrity,
            Say("entry $0 of the roster is not valid: $1", sequence,
                why.message()),
            Tr("do not trust this server; tell an owner, and compare the words "
               "of `klad status` with a colleague")),
      why.ToString());
}

}  // namespace

absl::StatusOr<RosterCopy> RosterCopy::Load(
    client::State* folder, const crypto::Identity& identity,
    const trust::v1::Position& verified) {
  ASSIGN_OR_RETURN(const crypto::Digest founding,
                   crypto::Digest::From(identity.about().founding()));
  RosterCopy copy(folder, identity.about().organisation(), founding);
  if (copy.TakeCheckpoint(identity, verified)) return copy;
  auto entries = ReadRosterEntries(*folder);
  if (absl::IsNotFound(entries.status())) return copy;
  RETURN_IF_ERROR(entries.status());
  crypto::roster::Position known;
  if (verified.sequence() > 0) {
    ASSIGN_OR_RETURN(known.link, crypto::Digest::From(verified.link()));
    known.sequence = verified.sequence();
  }
  auto roster =
      RosterState::Replay(copy.organisation_, founding, *entries, known);
  if (!roster.ok()) return Damaged(*folder, kRosterFile);
  copy.roster_ = *std::move(roster);
  copy.entries_ = *std::move(entries);
  copy.stored_ = copy.saved_ = copy.entries_.size();
  return copy;
}

bool RosterCopy::TakeCheckpoint(const crypto::Identity& identity,
                                const trust::v1::Position& verified) {
  auto checkpoint = ReadRosterCheckpoint(*folder_, identity);
  if (!checkpoint.ok()) return false;
  const crypto::roster::Position head = checkpoint->roster.head();
  if (head.sequence != verified.sequence() ||
      head.link.view() != verified.link()) {
    return false;
  }
  roster_ = std::move(checkpoint->roster);
  mark_ = std::move(checkpoint->mark);
  unread_ = stored_ = saved_ = head.sequence;
  return true;
}

trust::v1::Position RosterCopy::head() const {
  trust::v1::Position out;
  if (!roster_.has_value()) return out;
  const crypto::roster::Position head = roster_->head();
  out.set_sequence(head.sequence);
  out.set_link(head.link.str());
  return out;
}

// As far as both go.
bool RosterCopy::BeginsLike(const std::vector<trust::v1::Signed>& log) const {
  const size_t both = std::min<size_t>(log.size(), roster_->head().sequence);
  crypto::Digest link;
  for (size_t i = 0; i < both; ++i) {
    link = crypto::NextLink(link.view(), log[i]);
  }
  return link == roster_->At(both)->link;
}

absl::StatusOr<const std::vector<trust::v1::Signed>*> RosterCopy::Entries() {
  if (unread_ == 0) return &entries_;
  auto read = ReadRosterEntries(*folder_);
  if (!read.ok() || read->size() < unread_ || !BeginsLike(*read)) {
    return Damaged(*folder_, kRosterFile);
  }
  read->resize(unread_);
  std::move(entries_.begin(), entries_.end(), std::back_inserter(*read));
  entries_ = *std::move(read);
  unread_ = 0;
  return &entries_;
}

absl::Status RosterCopy::Add(const trust::v1::Signed& entry) {
  if (roster_.has_value()) {
    if (absl::Status status = roster_->Apply(entry); !status.ok()) {
      return NotValid(roster_->head().sequence + 1, status);
    }
  } else {
    auto founded = RosterState::Found(organisation_, founding_, entry);
    if (!founded.ok()) return NotValid(1, founded.status());
    roster_ = *std::move(founded);
  }
  entries_.push_back(entry);
  return absl::OkStatus();
}

void RosterCopy::Replace(std::vector<trust::v1::Signed> entries,
                         RosterState roster) {
  entries_ = std::move(entries);
  roster_ = std::move(roster);
  unread_ = stored_ = saved_ = 0;
  mark_.reset();
  replaced_ = true;
}

// Entries before the checkpoint, and both before the memory of their head: who
// is interrupted has a checkpoint that is not of these entries, or not of what
// is remembered, and replays.
absl::Status RosterCopy::Save(const crypto::Identity& identity) {
  if (!roster_.has_value()) return absl::OkStatus();
  const size_t all = roster_->head().sequence;
  if (mark_.has_value() && saved_ == all) return absl::OkStatus();
  ASSIGN_OR_RETURN(const StateLock lock, folder_->Lock());
  const auto mark = ReadRosterMark(*folder_, identity);
  if (mark_.has_value() && mark.ok() && *mark == *mark_) {
    const absl::Span<const trust::v1::Signed> known(entries_);
    RETURN_IF_ERROR(
        AppendRosterEntries(folder_, lock, known.subspan(saved_ - unread_)));
  } else {
    ASSIGN_OR_RETURN(const bool written, WriteUnlessLonger(lock));
    if (!written) return absl::OkStatus();
  }
  saved_ = all;
  replaced_ = false;
  ASSIGN_OR_RETURN(mark_,
                   WriteRosterCheckpoint(folder_, lock, identity, *roster_));
  return absl::OkStatus();
}

absl::StatusOr<bool> RosterCopy::WriteUnlessLonger(const StateLock& lock) {
  const auto stored = ReadRosterEntries(*folder_);
  if (stored.ok() && !replaced_) {
    if (!BeginsLike(*stored)) {
      return Error(ExitCode::kConflict,
                   Tr("another command has gone over to the roster of a "
                      "restored backup"),
                   Tr("run the command again"));
    }
    if (stored->size() > roster_->head().sequence) return false;
  }
  ASSIGN_OR_RETURN(const auto* entries, Entries());
  RETURN_IF_ERROR(WriteRosterEntries(folder_, lock, *entries));
  return true;
}

}  // namespace klad::client
