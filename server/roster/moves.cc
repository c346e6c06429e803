#include "server/roster/moves.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/identity.h"
#include "klad/store/v1/coming.pb.h"
#include "klad/trust/v1/ledger.pb.h"
#include "server/access/refusal.h"
#include "server/store/keyspace.h"

namespace klad::roster {
namespace {

using store::v1::MoveRecord;

struct Stored {
  MoveRecord record;
  store::Revision revision = 0;  // 0: there is none
};

std::string KeyOf(absl::string_view member) {
  return absl::StrCat(store::kMovePrefix, member);
}

absl::StatusOr<Stored> Load(store::Store* store, absl::string_view member) {
  const auto entry = store->Get(KeyOf(member));
  if (absl::IsNotFound(entry.status())) return Stored();
  RETURN_IF_ERROR(entry.status());
  Stored stored;
  if (!stored.record.ParseFromString(entry->value)) {
    return absl::DataLossError("the record of a move is damaged");
  }
  stored.revision = entry->revision;
  return stored;
}

trust::v1::LedgerRecord Record(const access::Caller& caller,
                               absl::string_view method,
                               absl::string_view member) {
  trust::v1::LedgerRecord record;
  record.set_caller(caller.Name());
  record.set_method(absl::StrCat("klad.v1.MoveService/", method));
  record.set_outcome(trust::v1::OUTCOME_DONE);
  record.set_subject(
      access::Caller{access::Caller::Kind::kMember, std::string(member), ""}
          .Name());
  return record;
}

absl::Status NoMove() { return access::Refuse(v1::REASON_NO_MOVE); }

// Somebody else was faster: whoever asks again sees what there is then.
absl::Status Again(const absl::Status& committed) {
  return absl::IsAborted(committed) ? NoMove() : committed;
}

}  // namespace

absl::StatusOr<std::string> Moves::Begin(const access::Caller& caller,
                                         absl::string_view tls,
                                         int64_t now_ms) {
  if (!crypto::TlsPublicKey(tls).ok()) {
    return access::Refuse(v1::REASON_BAD_FIELD, {{"field", "tls"}});
  }
  MoveRecord record;
  record.set_tls(std::string(tls));
  record.set_mark(crypto::MoveMark(caller.tls_key));
  store::Transaction transaction;
  transaction.puts.push_back({KeyOf(caller.id), record.SerializeAsString()});
  RETURN_IF_ERROR(ledger_
                      ->Commit(std::move(transaction),
                               {Record(caller, "Begin", caller.id)})
                      .status());
  return issuer_.IssueGuest(
      {crypto::Subject::Kind::kMove, absl::StrCat(caller.id, record.mark())},
      tls, now_ms + kMoveMs);
}

absl::Status Moves::Propose(const access::Caller& caller,
                            absl::string_view proposal) {
  if (proposal.empty() || proposal.size() > kMaxProposal) {
    return access::Refuse(
        v1::REASON_BAD_FIELD,
        {{"field", "proposal"}, {"limit", absl::StrCat(kMaxProposal)}});
  }
  const std::string member = caller.id.substr(0, crypto::kIdSize);
  ASSIGN_OR_RETURN(Stored stored, Load(store_, member));
  if (stored.revision == 0 || stored.record.tls() != caller.tls_key ||
      stored.record.mark() != caller.id.substr(crypto::kIdSize)) {
    return NoMove();
  }
  stored.record.set_proposal(std::string(proposal));
  store::Transaction transaction;
  transaction.expects.push_back({KeyOf(member), stored.revision});
  transaction.puts.push_back(
      {KeyOf(member), stored.record.SerializeAsString()});
  return Again(ledger_
                   ->Commit(std::move(transaction),
                            {Record(caller, "Propose", member)})
                   .status());
}

absl::StatusOr<std::string> Moves::Look(const access::Caller& caller) const {
  ASSIGN_OR_RETURN(const Stored stored, Load(store_, caller.id));
  if (stored.revision == 0 ||
      stored.record.mark() != crypto::MoveMark(caller.tls_key)) {
    return NoMove();
  }
  return stored.record.proposal();
}

absl::Status Moves::End(const access::Caller& caller) {
  store::Transaction transaction;
  transaction.deletes.push_back(KeyOf(caller.id));
  return ledger_
      ->Commit(std::move(transaction), {Record(caller, "End", caller.id)})
      .status();
}

}  // namespace klad::roster
