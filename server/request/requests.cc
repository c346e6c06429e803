#include "server/request/requests.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/store/keyspace.h"
#include "server/store/update.h"

namespace klad::request {
namespace {

using store::v1::RequestsRecord;
using v1::AccessRequest;

constexpr size_t kIdSize = 16;
constexpr size_t kMaxName = 255;
constexpr size_t kMaxText = 1000;
constexpr size_t kPage = 200;
constexpr int kMaxListed = 500;
constexpr int64_t kMaxMs = int64_t{1} << 53;

std::string RecordKey(absl::string_view member) {
  return absl::StrCat(store::kRequestPrefix, member);
}

absl::Status CheckAsk(const v1::AskRequest& request) {
  if (request.id().size() != kIdSize) return access::BadField("id", kIdSize);
  const bool by_id = request.safe().size() == kIdSize && request.name().empty();
  const bool by_name = request.safe().empty() && !request.name().empty() &&
                       request.name().size() <= kMaxName;
  if (!by_id && !by_name) return access::BadField("safe", kMaxName);
  if (request.reason().empty() || request.reason().size() > kMaxText) {
    return access::BadField("reason", kMaxText);
  }
  if (request.until_ms() < 0 || request.until_ms() > kMaxMs) {
    return access::BadField("until_ms", kMaxMs);
  }
  return absl::OkStatus();
}

absl::Status CheckAnswer(const v1::AnswerRequest& request) {
  if (request.state() != v1::REQUEST_STATE_APPROVED &&
      request.state() != v1::REQUEST_STATE_DENIED) {
    return access::BadField("state", 0);
  }
  if (request.answer().size() > kMaxText)
    return access::BadField("answer", kMaxText);
  if (!request.safe().empty() && request.safe().size() != kIdSize) {
    return access::BadField("safe", kIdSize);
  }
  return absl::OkStatus();
}

bool IsOpen(const AccessRequest& request) {
  return request.state() == v1::REQUEST_STATE_OPEN;
}

bool IsActive(const crypto::roster::State& roster, absl::string_view member) {
  const crypto::roster::Member* found = roster.FindMember(member);
  return found != nullptr && found->active();
}

AccessRequest Asked(const access::Caller& caller, const v1::AskRequest& request,
                    int64_t now_ms) {
  AccessRequest asked;
  asked.set_id(request.id());
  asked.set_member(caller.id);
  asked.set_safe(request.safe());
  asked.set_name(request.name());
  asked.set_reason(request.reason());
  asked.set_until_ms(request.until_ms());
  asked.set_asked_ms(now_ms);
  asked.set_state(v1::REQUEST_STATE_OPEN);
  return asked;
}

// The oldest answers go first; kMaxOpen is less than what is kept.
void MakeRoom(RequestsRecord* record) {
  auto* all = record->mutable_requests();
  while (all->size() >= kMaxKept) {
    const auto oldest = std::find_if_not(all->begin(), all->end(), IsOpen);
    if (oldest == all->end()) return;
    all->erase(oldest);
  }
}

absl::StatusOr<bool> Add(const AccessRequest& asked, RequestsRecord* record) {
  int open = 0;
  for (const AccessRequest& each : record->requests()) {
    if (each.id() == asked.id()) return false;
    if (!IsOpen(each)) continue;
    ++open;
    if (each.safe() == asked.safe() && each.name() == asked.name()) {
      return access::Refuse(v1::REASON_REQUEST_STANDS);
    }
  }
  if (open >= kMaxOpen) {
    return access::Refuse(v1::REASON_REQUESTS_FULL,
                          {{"limit", absl::StrCat(kMaxOpen)}});
  }
  MakeRoom(record);
  *record->add_requests() = asked;
  return true;
}

absl::StatusOr<bool> Close(const access::Caller& caller,
                           const v1::AnswerRequest& answer, int64_t now_ms,
                           RequestsRecord* record) {
  for (AccessRequest& each : *record->mutable_requests()) {
    if (each.id() != answer.id()) continue;
    if (!IsOpen(each)) {
      if (each.answered_by() == caller.id && each.state() == answer.state()) {
        return false;
      }
      return access::Refuse(v1::REASON_REQUEST_ANSWERED);
    }
    if (!each.safe().empty() && each.safe() != answer.safe()) {
      return access::Refuse(v1::REASON_NO_ACCESS);
    }
    each.set_state(answer.state());
    each.set_answered_by(caller.id);
    each.set_answered_ms(now_ms);
    each.set_answer(answer.answer());
    each.set_level(answer.level());
    each.set_granted_until_ms(answer.until_ms());
    return true;
  }
  return access::Refuse(v1::REASON_REQUEST_UNKNOWN);
}

trust::v1::LedgerRecord Record(const access::Caller& caller,
                               absl::string_view method,
                               absl::string_view member, absl::string_view id) {
  trust::v1::LedgerRecord record;
  record.set_caller(caller.Name());
  record.set_method(std::string(method));
  record.set_outcome(trust::v1::OUTCOME_DONE);
  record.set_subject(absl::StrCat("request/", Hex(member), "/", Hex(id)));
  return record;
}

}  // namespace

absl::Status Requests::Ask(const access::Caller& caller,
                           const v1::AskRequest& request) const {
  RETURN_IF_ERROR(CheckAsk(request));
  const AccessRequest asked = Asked(caller, request, parts_.clock->NowMs());
  return Update(caller, "klad.v1.AccessRequestService/Ask", caller.id,
                request.id(),
                [&](RequestsRecord* record) { return Add(asked, record); });
}

absl::Status Requests::Answer(const access::Caller& caller,
                              const v1::AnswerRequest& request) const {
  RETURN_IF_ERROR(CheckAnswer(request));
  return Update(caller, "klad.v1.AccessRequestService/Answer", request.member(),
                request.id(),
                [&](RequestsRecord* record) -> absl::StatusOr<bool> {
                  const auto now = parts_.directory->Now();
                  if (!MayAnswer(caller, request.safe(), *now.state)) {
                    return access::Refuse(v1::REASON_NO_ACCESS);
                  }
                  return Close(caller, request, parts_.clock->NowMs(), record);
                });
}

// By an owner's word also when it names no safe.
bool Requests::MayAnswer(const access::Caller& caller, absl::string_view safe,
                         const crypto::roster::State& roster) const {
  return roster.IsOwner(caller.id) ||
         roster.Access(caller.id, safe, parts_.clock->NowMs()) ==
             trust::v1::LEVEL_MANAGE;
}

absl::Status Requests::Update(const access::Caller& caller,
                              absl::string_view method,
                              absl::string_view member, absl::string_view id,
                              const Edit& edit) const {
  const std::string key = RecordKey(member);
  const auto decide = [&]() -> absl::StatusOr<store::Transaction> {
    RequestsRecord record;
    store::Revision revision = 0;
    if (const auto entry = parts_.store->Get(key); entry.ok()) {
      if (!record.ParseFromString(entry->value)) {
        return absl::DataLossError("a record of requests is damaged");
      }
      revision = entry->revision;
    } else if (!absl::IsNotFound(entry.status())) {
      return entry.status();
    }
    ASSIGN_OR_RETURN(const bool changes, edit(&record));
    store::Transaction transaction;
    transaction.expects.push_back({key, revision});
    if (changes) {
      transaction.puts.push_back({key, record.SerializeAsString()});
    }
    return transaction;
  };
  return store::Update(decide,
                       [&](store::Transaction transaction) {
                         return parts_.ledger->Commit(
                             std::move(transaction),
                             {Record(caller, method, member, id)});
                       })
      .status();
}

absl::Status Requests::List(const access::Caller& caller,
                            v1::ListRequestsResponse* response) const {
  const auto now = parts_.directory->Now();
  const auto& safes = now.state->facts().safes;
  const bool manages =
      std::any_of(safes.begin(), safes.end(), [&](const auto& safe) {
        return MayAnswer(caller, safe.first, *now.state);
      });
  const bool answers = manages || now.state->IsOwner(caller.id);
  const store::Range range = store::Range::Prefix(
      answers ? std::string(store::kRequestPrefix) : RecordKey(caller.id));
  std::string after;
  for (bool more = true; more;) {
    ASSIGN_OR_RETURN(const store::Page page,
                     parts_.store->List(range, after, kPage));
    for (const store::Entry& entry : page.entries) {
      after = entry.key;
      RequestsRecord record;
      if (!record.ParseFromString(entry.value)) {
        return absl::DataLossError("a record of requests is damaged");
      }
      for (auto it = record.requests().rbegin(); it != record.requests().rend();
           ++it) {
        if (it->member() == caller.id) {
          *response->add_mine() = *it;
        } else if (IsOpen(*it) && IsActive(*now.state, it->member()) &&
                   response->others_size() < kMaxListed &&
                   (it->safe().empty() ||
                    MayAnswer(caller, it->safe(), *now.state))) {
          *response->add_others() = *it;
        }
      }
    }
    more = page.more;
  }
  return absl::OkStatus();
}

}  // namespace klad::request
