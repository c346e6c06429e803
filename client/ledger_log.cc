#include "client/ledger_log.h"

#include <algorithm>
#include <utility>

#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/ledger_chain.h"
#include "klad/v1/audit.pb.h"

namespace klad::client {
namespace {

constexpr char kLog[] = "klad.v1.AuditService/Log";

absl::Status Broken(const std::string& sentence) {
  return Error(ExitCode::kIntegrity, sentence,
               Tr("do not trust this server; tell an owner"));
}

absl::StatusOr<klad::v1::LogResponse> Fetch(Account* account, uint64_t after,
                                            uint32_t limit) {
  klad::v1::LogRequest request;
  *request.mutable_known() = account->Known();
  request.set_after(after);
  request.set_limit(limit);
  klad::v1::LogResponse response;
  RETURN_IF_ERROR(account->Call(kLog, request, &response));
  RETURN_IF_ERROR(account->Learn(response.news()));
  return response;
}

// The time of the record behind `after`; kNotFound when that is the newest.
absl::StatusOr<int64_t> TimeBehind(Account* account, uint64_t after) {
  ASSIGN_OR_RETURN(const auto response, Fetch(account, after, 1));
  trust::v1::LedgerRecord record;
  if (response.records().empty()) return absl::NotFoundError("the newest");
  if (!record.ParseFromString(response.records(0))) {
    return Broken(Say("ledger record $0 cannot be read", after + 1));
  }
  return record.time_ms();
}

}  // namespace

LedgerLog::LedgerLog(Account* account, uint64_t after)
    : account_(account), after_(after) {
  const trust::v1::Position known = account->Known().ledger();
  if (known.sequence() > 0) expected_[known.sequence()] = known.link();
  at_.set_sequence(known.sequence() > 0 ? std::min(after, known.sequence())
                                        : after);
}

// By halves: the record before the first one is shown too, in the chain, so
// that its time proves where it begins.
absl::StatusOr<LedgerLog> LedgerLog::Since(Account* account, int64_t time_ms) {
  ASSIGN_OR_RETURN(const auto newest, Fetch(account, 0, 1));
  uint64_t older = 0;  // records up to here are older
  uint64_t newer = newest.news().ledger().position().sequence();
  while (older < newer) {
    const uint64_t middle = older + (newer - older) / 2;
    ASSIGN_OR_RETURN(const int64_t time, TimeBehind(account, middle));
    if (time < time_ms) {
      older = middle + 1;
    } else {
      newer = middle;
    }
  }
  LedgerLog log(account, older == 0 ? 0 : older - 1);
  if (older > 0) log.since_ms_ = time_ms;
  return log;
}

absl::Status LedgerLog::Begin(const std::string& link) {
  begun_ = true;
  if (at_.sequence() > 0) at_.set_link(link);
  return CheckExpected();
}

absl::Status LedgerLog::Expect(const trust::v1::Position& position) {
  const auto [known, is_new] =
      expected_.emplace(position.sequence(), position.link());
  if (is_new || known->second == position.link()) return CheckExpected();
  return Broken(Say("the server shows two ledgers that part at record $0",
                    position.sequence()));
}

absl::Status LedgerLog::CheckExpected() {
  const auto expected = expected_.find(at_.sequence());
  if (expected == expected_.end() || expected->second == at_.link()) {
    return absl::OkStatus();
  }
  return Broken(
      Say("the ledger up to record $0 is not the one that you know: "
          "its history was rewritten",
          at_.sequence()));
}

absl::StatusOr<std::vector<LedgerEntry>> LedgerLog::Next() {
  std::vector<LedgerEntry> entries;
  while (entries.empty()) {
    ASSIGN_OR_RETURN(auto response, Fetch(account_, at_.sequence(), 0));
    if (!begun_) RETURN_IF_ERROR(Begin(response.link()));
    head_ = response.news().ledger();
    for (std::string& bytes : *response.mutable_records()) {
      auto record = crypto::FollowLedger(bytes, &at_);
      if (absl::IsUnimplemented(record.status())) return record.status();
      if (!record.ok()) {
        return Broken(Say("ledger record $0 is not the one that belongs there",
                          at_.sequence() + 1));
      }
      RETURN_IF_ERROR(CheckExpected());
      if (at_.sequence() <= after_) continue;
      if (since_ms_ != 0) {
        // The one before the first.
        if (record->time_ms() >= since_ms_) {
          return Broken(
              std::string(Tr("the server leaves out records of the ledger")));
        }
        since_ms_ = 0;
        continue;
      }
      entries.push_back({std::move(bytes), *std::move(record), at_.link()});
    }
    RETURN_IF_ERROR(Expect(head_.position()));
    if (response.records().empty()) break;
  }
  if (entries.empty() && at_.sequence() != head_.position().sequence()) {
    return Broken(Say("the server names ledger record $0 and does not show it",
                      at_.sequence() + 1));
  }
  return entries;
}

}  // namespace klad::client
