#include "client/roster_copy.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/sealed_file.h"
#include "crypto/base/status_macros.h"
#include "klad/client/v1/state.pb.h"

namespace klad::client {
namespace {

using RosterState = crypto::roster::State;

constexpr char kFile[] = "roster";

absl::Status NotValid(uint64_t sequence, const absl::Status& why) {
  return WithDetail(
      Error(ExitCode::kIntegrity,
            absl::StrCat("entry ", sequence,
                         " of the roster is not valid: ", why.message()),
            "do not trust this server; tell an owner, and compare the words "
            "of `klad status` with a colleague"),
      why.ToString());
}

}  // namespace

absl::StatusOr<RosterCopy> RosterCopy::Load(
    const client::State& folder, const crypto::Identity& identity,
    const trust::v1::Position& verified) {
  ASSIGN_OR_RETURN(const crypto::Digest founding,
                   crypto::Digest::From(identity.about().founding()));
  RosterCopy copy(identity.about().organisation(), founding);
  const auto file = folder.Read(kFile);
  if (absl::IsNotFound(file.status())) return copy;
  RETURN_IF_ERROR(file.status());
  client::v1::RosterFile stored;
  if (!stored.ParseFromString(*file) || stored.entries().empty()) {
    return Damaged(folder, kFile);
  }
  copy.entries_ = {stored.entries().begin(), stored.entries().end()};
  copy.stored_ = copy.entries_.size();
  crypto::roster::Position known;
  if (verified.sequence() > 0) {
    ASSIGN_OR_RETURN(known.link, crypto::Digest::From(verified.link()));
    known.sequence = verified.sequence();
  }
  auto roster =
      RosterState::Replay(copy.organisation_, founding, copy.entries_, known);
  if (!roster.ok()) return Damaged(folder, kFile);
  copy.roster_ = *std::move(roster);
  return copy;
}

trust::v1::Position RosterCopy::head() const {
  trust::v1::Position out;
  if (!roster_.has_value()) return out;
  const crypto::roster::Position head = roster_->head();
  out.set_sequence(head.sequence);
  out.set_link(head.link.str());
  return out;
}

absl::Status RosterCopy::Add(const trust::v1::Signed& entry) {
  if (roster_.has_value()) {
    if (absl::Status status = roster_->Apply(entry); !status.ok()) {
      return NotValid(entries_.size() + 1, status);
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
  stored_ = 0;
  replaced_ = true;
}

// Two commands at once may both have learnt: the longer log stays.
absl::Status RosterCopy::Save(client::State* folder) const {
  if (entries_.size() == stored_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const StateLock lock, folder->Lock());
  if (const auto file = folder->Read(kFile); file.ok() && !replaced_) {
    client::v1::RosterFile stored;
    if (stored.ParseFromString(*file) &&
        static_cast<size_t>(stored.entries_size()) > entries_.size()) {
      return absl::OkStatus();
    }
  }
  client::v1::RosterFile out;
  *out.mutable_entries() = {entries_.begin(), entries_.end()};
  return folder->Write(lock, kFile, out.SerializeAsString());
}

}  // namespace klad::client
