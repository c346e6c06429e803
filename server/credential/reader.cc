#include "server/credential/reader.h"

#include <algorithm>
#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/vault/change.h"
#include "crypto/vault/succession.h"
#include "klad/store/v1/records.pb.h"
#include "server/access/refusal.h"
#include "server/access/roster_membership.h"
#include "server/base/id.h"
#include "server/credential/keys.h"

namespace klad::credential {
namespace {

constexpr size_t kListPage = 200;
constexpr size_t kMaxListPage = 1000;
constexpr size_t kChangesPage = 100;
constexpr size_t kAnswerBytes = 1 << 20;
constexpr size_t kMaxVersions = 1000;

size_t Limit(uint32_t asked, size_t standard, size_t most) {
  return asked == 0 ? standard : std::min<size_t>(asked, most);
}

absl::Status DamagedRecord() {
  return absl::DataLossError("a record of a safe is damaged");
}

}  // namespace

absl::Status Reader::Decide(const access::Caller& caller,
                            absl::string_view safe) const {
  const auto now = parts_.directory->Now();
  if (now.state == nullptr) {
    return access::Refuse(klad::v1::REASON_NOT_FOUNDED);
  }
  return access::DecideSafe(caller, *now.state, safe, trust::v1::LEVEL_READ,
                            parts_.clock->NowMs());
}

absl::Status Reader::List(const access::Caller& caller,
                          const klad::v1::ListRequest& request,
                          klad::v1::ListResponse* response) const {
  RETURN_IF_ERROR(Decide(caller, request.safe()));
  RETURN_IF_ERROR(parts_.news->Fill(request.known(), response->mutable_news()));
  ASSIGN_OR_RETURN(const auto book, books_->Open(request.safe()));
  *response->mutable_head() = book->head().position;
  const std::string after =
      request.after().empty() ? ""
                              : CredentialKey(request.safe(), request.after());
  ASSIGN_OR_RETURN(const store::Page page,
                   parts_.store->List(
                       store::Range::Prefix(CredentialsPrefix(request.safe())),
                       after, Limit(request.limit(), kListPage, kMaxListPage)));
  size_t bytes = 0;
  for (const store::Entry& entry : page.entries) {
    bytes += entry.value.size();
    if (bytes > kAnswerBytes && response->items_size() > 0) break;
    store::v1::CredentialRecord record;
    if (!record.ParseFromString(entry.value)) return DamagedRecord();
    klad::v1::Listed* item = response->add_items();
    item->set_header(std::move(*record.mutable_header()));
    item->set_overview(std::move(*record.mutable_overview()));
  }
  response->set_more(page.more || response->items_size() <
                                      static_cast<int>(page.entries.size()));
  return absl::OkStatus();
}

absl::Status Reader::Follow(const access::Caller& caller,
                            const klad::v1::FollowRequest& request,
                            klad::v1::FollowResponse* response) const {
  RETURN_IF_ERROR(Decide(caller, request.safe()));
  RETURN_IF_ERROR(parts_.news->Fill(request.known(), response->mutable_news()));
  return FillNews(request.safe(), request.after(),
                  Limit(request.limit(), kChangesPage, kChangesPage),
                  !request.without_overviews(), response->mutable_safe());
}

absl::Status Reader::FillNews(absl::string_view safe,
                              const trust::v1::Position& after, size_t limit,
                              bool overviews, klad::v1::SafeNews* news) const {
  ASSIGN_OR_RETURN(const auto book, books_->Open(safe));
  const SafeBook::Head head = book->head();
  if (after.sequence() > head.position.sequence()) {
    return access::Refuse(klad::v1::REASON_BEHIND);
  }
  news->set_sequence(head.position.sequence());
  for (uint64_t sequence = after.sequence() + 1;
       sequence <= head.position.sequence() &&
       static_cast<size_t>(news->changes_size()) < limit &&
       news->ByteSizeLong() < kAnswerBytes;
       ++sequence) {
    ASSIGN_OR_RETURN(const store::Entry entry,
                     parts_.store->Get(ChangeKey(safe, sequence)));
    store::v1::ChangeRecord record;
    if (!record.ParseFromString(entry.value)) return DamagedRecord();
    if (overviews) {
      RETURN_IF_ERROR(AddOverviews(safe, record.change(), news));
    }
    *news->add_changes() = std::move(*record.mutable_change());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Reader::CredentialsIn(
    absl::string_view safe, uint64_t sequence) const {
  ASSIGN_OR_RETURN(const store::Entry entry,
                   parts_.store->Get(ChangeKey(safe, sequence)));
  store::v1::ChangeRecord record;
  if (!record.ParseFromString(entry.value)) return DamagedRecord();
  ASSIGN_OR_RETURN(const crypto::vault::ChangeBody body,
                   crypto::vault::ParseChange(record.change().body()));
  std::vector<std::string> credentials;
  for (const crypto::vault::SignedHeader& header : body.headers) {
    credentials.push_back(header.header.credential());
  }
  return credentials;
}

absl::Status Reader::AddOverviews(absl::string_view safe,
                                  const trust::v1::Signed& change,
                                  klad::v1::SafeNews* news) const {
  ASSIGN_OR_RETURN(const crypto::vault::ChangeBody body,
                   crypto::vault::ParseChange(change.body()));
  for (const crypto::vault::SignedHeader& header : body.headers) {
    if (!crypto::vault::BringsOverview(header.header)) continue;
    ASSIGN_OR_RETURN(
        const store::Entry entry,
        parts_.store->Get(CredentialKey(safe, header.header.credential())));
    store::v1::CredentialRecord record;
    trust::v1::Header newest;
    if (!record.ParseFromString(entry.value) ||
        !newest.ParseFromString(record.header())) {
      return DamagedRecord();
    }
    if (newest.overview().hash() == header.header.overview().hash()) {
      news->add_overviews(std::move(*record.mutable_overview()));
    }
  }
  return absl::OkStatus();
}

absl::Status Reader::History(const access::Caller& caller,
                             const klad::v1::HistoryRequest& request,
                             klad::v1::HistoryResponse* response) const {
  RETURN_IF_ERROR(Decide(caller, request.safe()));
  RETURN_IF_ERROR(parts_.news->Fill(request.known(), response->mutable_news()));
  ASSIGN_OR_RETURN(
      const store::Page page,
      parts_.store->List(store::Range::Prefix(VersionsPrefix(
                             request.safe(), request.credential())),
                         "", kMaxVersions));
  if (page.entries.empty()) {
    return access::Refuse(klad::v1::REASON_CREDENTIAL_UNKNOWN);
  }
  for (auto it = page.entries.rbegin(); it != page.entries.rend(); ++it) {
    store::v1::VersionRecord record;
    if (!record.ParseFromString(it->value)) return DamagedRecord();
    klad::v1::Listed* item = response->add_versions();
    item->set_header(std::move(*record.mutable_header()));
    item->set_overview(std::move(*record.mutable_overview()));
  }
  return absl::OkStatus();
}

}  // namespace klad::credential
