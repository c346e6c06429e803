#include "server/rotation/reader.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/vault/departure.h"
#include "server/access/refusal.h"
#include "server/rotation/keys.h"
#include "server/store/keyspace.h"

namespace klad::rotation {
namespace {

constexpr char kAuditPermission[] = "audit.read";
constexpr size_t kPageBytes = 400 << 10;

bool SeesAll(const crypto::roster::State& state, const access::Caller& caller,
             int64_t now_ms) {
  return state.Allows(caller.id, kAuditPermission, now_ms);
}

}  // namespace

absl::StatusOr<bool> Reader::IsTheirs(const access::Caller& caller,
                                      const Snapshot& now,
                                      const v1::KeptChunk& kept) const {
  const int64_t now_ms = parts_.clock->NowMs();
  if (SeesAll(*now.state, caller, now_ms)) return true;
  ASSIGN_OR_RETURN(const trust::v1::DepartureChunk chunk,
                   crypto::vault::ParseChunk(kept.chunk()));
  if (now.state->Access(caller.id, chunk.safe(), now_ms) >=
      trust::v1::LEVEL_MANAGE) {
    return true;
  }
  for (const trust::v1::Finding& finding : chunk.findings()) {
    if (finding.rotation().assignee() == caller.id) return true;
  }
  for (const v1::RotationNoted& noted : kept.notes()) {
    trust::v1::RotationNote note;
    if (note.ParseFromString(noted.note().body()) &&
        note.assigned() == caller.id) {
      return true;
    }
  }
  return false;
}

absl::StatusOr<bool> Reader::HasTheirs(const access::Caller& caller,
                                       const Snapshot& now,
                                       const StoredDeparture& stored) const {
  if (SeesAll(*now.state, caller, parts_.clock->NowMs())) return true;
  for (const std::string& hash : stored.departure.chunks()) {
    ASSIGN_OR_RETURN(const v1::KeptChunk kept, records_.Keep(stored, hash));
    ASSIGN_OR_RETURN(const bool theirs, IsTheirs(caller, now, kept));
    if (theirs) return true;
  }
  return false;
}

absl::Status Reader::List(const access::Caller& caller,
                          const v1::DeparturesRequest& request,
                          v1::DeparturesResponse* response) const {
  const Snapshot now = parts_.directory->Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  RETURN_IF_ERROR(parts_.news->Fill(request.known(), response->mutable_news()));
  const store::Range range =
      request.member().empty()
          ? store::Range::Prefix(store::kDeparturePrefix)
          : store::Range::Prefix(DepartureKey(request.member()));
  const std::string after =
      request.after().empty() ? "" : DepartureKey(request.after());
  ASSIGN_OR_RETURN(const store::Page page,
                   parts_.store->List(range, after, store::kMaxPageEntries));
  size_t bytes = 0;
  for (size_t i = 0; i < page.entries.size(); ++i) {
    ASSIGN_OR_RETURN(
        StoredDeparture stored,
        records_.Load(absl::string_view(page.entries[i].key)
                          .substr(sizeof store::kDeparturePrefix - 1)));
    const std::string member = stored.departure.member();
    const bool last = i + 1 == page.entries.size() && !page.more;
    ASSIGN_OR_RETURN(const bool theirs, HasTheirs(caller, now, stored));
    if (theirs) {
      bytes += page.entries[i].value.size();
      v1::KeptDeparture& kept = *response->add_departures();
      *kept.mutable_departure() = std::move(*stored.record.mutable_departure());
      if (stored.record.has_closed()) {
        *kept.mutable_closed() = std::move(*stored.record.mutable_closed());
      }
    }
    if (!last) response->set_next(member);
    if (last) response->clear_next();
    if (bytes > kPageBytes) break;
  }
  return absl::OkStatus();
}

absl::Status Reader::Chunks(const access::Caller& caller,
                            const v1::ChunksRequest& request,
                            v1::ChunksResponse* response) const {
  const Snapshot now = parts_.directory->Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  ASSIGN_OR_RETURN(const StoredDeparture stored,
                   records_.Load(request.member()));
  const auto count = static_cast<uint32_t>(stored.departure.chunks_size());
  size_t bytes = 0;
  for (uint32_t i = request.from(); i < count; ++i) {
    if (bytes > kPageBytes) {
      response->set_next(i);
      break;
    }
    ASSIGN_OR_RETURN(
        v1::KeptChunk kept,
        records_.Keep(stored, stored.departure.chunks(static_cast<int>(i))));
    ASSIGN_OR_RETURN(const bool theirs, IsTheirs(caller, now, kept));
    if (!theirs) kept.Clear();
    bytes += kept.ByteSizeLong();
    *response->add_chunks() = std::move(kept);
  }
  return absl::OkStatus();
}

}  // namespace klad::rotation
