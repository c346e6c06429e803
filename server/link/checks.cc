#include "server/link/checks.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "klad/store/v1/link.pb.h"
#include "server/access/refusal.h"
#include "server/access/viewer.h"
#include "server/base/id.h"
#include "server/link/address.h"
#include "server/link/batch.h"
#include "server/link/keys.h"
#include "server/link/rules.h"
#include "server/store/keyspace.h"
#include "server/store/update.h"

namespace klad::link {
namespace {

constexpr char kRecordChecks[] = "klad.v1.LinkService/RecordChecks";
constexpr uint32_t kMaxChecksPage = 200;
constexpr size_t kMaxChecksBytes = 512 << 10;
constexpr uint32_t kMaxStatus = 999;

absl::Status CheckOne(const v1::LinkCheck& check) {
  if (!IsId(check.link())) return access::BadField("link", kIdSize);
  if (check.address().size() > kMaxAddress) {
    return access::BadField("address", kMaxAddress);
  }
  const bool moved = check.verdict() == v1::LINK_VERDICT_MOVED;
  if (moved == check.moved_to().empty() ||
      (moved && !BrokenRule(check.moved_to()).empty())) {
    return access::BadField("moved_to", kMaxAddress);
  }
  if (check.verdict() == v1::LINK_VERDICT_UNSPECIFIED ||
      !v1::LinkVerdict_IsValid(check.verdict())) {
    return access::BadField("verdict", v1::LinkVerdict_MAX);
  }
  if (check.status() > kMaxStatus)
    return access::BadField("status", kMaxStatus);
  return check.certificate_until_ms() < 0
             ? access::BadField("certificate_until_ms", 0)
             : absl::OkStatus();
}

absl::Status CheckAllOf(const v1::RecordLinkChecksRequest& request) {
  if (request.checks().empty() || request.checks_size() > kMostChecks) {
    return access::BadField("checks", kMostChecks);
  }
  std::set<std::string> links;
  for (const v1::LinkCheck& check : request.checks()) {
    RETURN_IF_ERROR(CheckOne(check));
    if (!links.insert(check.link()).second) {
      return access::BadField("link", kIdSize);
    }
  }
  return absl::OkStatus();
}

store::Put PutOf(v1::LinkCheck check, const access::Caller& caller,
                 int64_t now_ms) {
  check.set_checked_ms(now_ms);
  check.set_checked_by(caller.id);
  const std::string key = CheckKey(check.link());
  store::v1::LinkCheckRecord record;
  *record.mutable_check() = std::move(check);
  return {key, record.SerializeAsString()};
}

}  // namespace

absl::StatusOr<v1::LinkCheck> ParseCheck(const store::Entry& entry) {
  store::v1::LinkCheckRecord record;
  if (!record.ParseFromString(entry.value) ||
      CheckKey(record.check().link()) != entry.key) {
    return absl::DataLossError(
        absl::StrCat("the check under key ", Hex(entry.key), " is damaged"));
  }
  return std::move(*record.mutable_check());
}

bool Checks::Holds(const v1::LinkCheck& check,
                   const access::Viewer& viewer) const {
  const Catalogue::Entry known = catalogue_->ById(check.link());
  return known != nullptr && viewer.Sees(known->link) &&
         known->link.address() == check.address() &&
         !HasEnded(known->link, parts_.clock->NowMs());
}

absl::Status Checks::List(const access::Caller& caller,
                          const v1::ListLinkChecksRequest& request,
                          v1::ListLinkChecksResponse* response) const {
  RETURN_IF_ERROR(access::CheckLimit(request.limit(), kMaxChecksPage));
  for (const std::string* id : {&request.link(), &request.after()}) {
    if (!id->empty() && !IsId(*id)) {
      return access::BadField(id == &request.link() ? "link" : "after",
                              kIdSize);
    }
  }
  const auto now = parts_.directory->Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  const access::Viewer viewer(caller, *now.state, parts_.clock->NowMs());
  const store::Range range = store::Range::Prefix(CheckKey(request.link()));
  ASSIGN_OR_RETURN(
      const store::Page page,
      parts_.store->List(
          range, request.after().empty() ? "" : CheckKey(request.after()),
          request.limit()));
  size_t bytes = 0;
  for (const store::Entry& entry : page.entries) {
    ASSIGN_OR_RETURN(v1::LinkCheck check, ParseCheck(entry));
    const bool last = &entry == &page.entries.back();
    bytes += entry.value.size();
    if (last ? page.more : bytes > kMaxChecksBytes) {
      response->set_next(check.link());
    }
    if (Holds(check, viewer)) *response->add_checks() = std::move(check);
    if (!response->next().empty()) break;
  }
  return absl::OkStatus();
}

absl::Status Checks::Record(const access::Caller& caller,
                            const v1::RecordLinkChecksRequest& request,
                            v1::RecordLinkChecksResponse* response) const {
  RETURN_IF_ERROR(CheckAllOf(request));
  const auto decide = [&]() -> absl::StatusOr<store::Transaction> {
    ASSIGN_OR_RETURN(const auto now, StandingOf(parts_, caller));
    const int64_t now_ms = parts_.clock->NowMs();
    const access::Viewer viewer(caller, *now.state, now_ms);
    store::Transaction transaction;
    transaction.expects.push_back({store::kRosterHeadKey, now.revision});
    for (const v1::LinkCheck& check : request.checks()) {
      if (!Holds(check, viewer)) continue;
      transaction.puts.push_back(PutOf(check, caller, now_ms));
    }
    response->set_recorded(static_cast<uint32_t>(transaction.puts.size()));
    return transaction;
  };
  const auto commit =
      [&](store::Transaction transaction) -> absl::StatusOr<audit::Committed> {
    if (transaction.puts.empty()) return audit::Committed();
    trust::v1::LedgerRecord done;
    done.set_caller(caller.Name());
    done.set_method(kRecordChecks);
    done.set_outcome(trust::v1::OUTCOME_DONE);
    done.set_subject("links");
    return parts_.ledger->Commit(std::move(transaction), {std::move(done)});
  };
  return store::Update(decide, commit).status();
}

}  // namespace klad::link
