#include "server/search/finder.h"

#include <algorithm>
#include <optional>
#include <string>

#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/words/line.h"

namespace klad::search {
namespace {

constexpr size_t kMostBytes = 1000;
constexpr size_t kMostWords = 16;
constexpr uint32_t kMostHits = 100;

bool Asks(const v1::FindRequest& request, v1::SearchKind kind) {
  return request.kinds().empty() ||
         std::find(request.kinds().begin(), request.kinds().end(), kind) !=
             request.kinds().end();
}

void Describe(const words::Key& key, Described record,
              const std::vector<words::Sought>& sought, v1::SearchHit* hit) {
  words::MatchedLine line = words::BestLine(sought, record.lines);
  hit->set_kind(key.kind);
  hit->set_id(key.id);
  hit->set_name(std::move(record.name));
  hit->set_title(std::move(record.title));
  hit->set_category(std::move(record.category));
  hit->set_line(std::move(line.line));
  for (const text::Span& span : line.matched) {
    v1::MatchedBytes* matched = hit->add_matched();
    matched->set_begin(static_cast<uint32_t>(span.begin));
    matched->set_end(static_cast<uint32_t>(span.end));
  }
}

}  // namespace

absl::StatusOr<Finder::AskedByKind> Finder::SourcesFor(
    const access::Caller& caller, const v1::FindRequest& request) const {
  const auto now = parts_.directory->Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  AskedByKind asked;
  std::string lacks;
  for (const Source* source : parts_.sources) {
    if (!Asks(request, source->kind())) continue;
    if (!now.state->Allows(caller.id, source->permission(),
                           parts_.clock->NowMs())) {
      lacks = std::string(source->permission());
      continue;
    }
    ASSIGN_OR_RETURN(Source::Sight sight, source->SightOf(caller));
    asked[source->kind()] = {source, std::move(sight)};
  }
  if (asked.empty() && !lacks.empty()) {
    return access::Refuse(v1::REASON_PERMISSION, {{"permission", lacks}});
  }
  return asked;
}

absl::Status Finder::Find(const access::Caller& caller,
                          const v1::FindRequest& request,
                          v1::FindResponse* response) const {
  ASSIGN_OR_RETURN(const AskedByKind asked, SourcesFor(caller, request));
  RETURN_IF_ERROR(access::CheckLimit(request.limit(), kMostHits));
  if (request.words().size() > kMostBytes)
    return access::BadField("words", kMostBytes);
  words::Query query = words::QueryFor(request.words());
  if (query.words.size() > kMostWords)
    return access::BadField("words", kMostWords);
  query.limit = request.limit() + 1;
  for (const auto& [kind, source] : asked) query.kinds.push_back(kind);
  if (asked.empty()) return absl::OkStatus();
  std::vector<words::Key> found = parts_.words->Find(
      query,
      [&](const words::Key& key) { return asked.at(key.kind).sight(key.id); });
  response->set_more(found.size() > request.limit());
  if (response->more()) found.pop_back();
  for (const words::Key& key : found) {
    std::optional<Described> record =
        asked.at(key.kind).source->Describe(key.id);
    if (!record.has_value()) continue;
    Describe(key, *std::move(record), query.words, response->add_hits());
  }
  return absl::OkStatus();
}

}  // namespace klad::search
