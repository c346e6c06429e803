#include "server/event/events.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/access/roster_membership.h"
#include "server/base/id.h"

namespace klad::event {
namespace {

using klad::v1::Event;
using klad::v1::EventKind;
using klad::v1::FollowEventsResponse;
using trust::v1::LedgerRecord;

constexpr char kAuditRead[] = "audit.read";
constexpr size_t kPage = 100;
constexpr uint64_t kUnseen = 1000;

std::string IdFrom(absl::string_view hex) {
  return hex.size() == 2 * kIdSize ? absl::HexStringToBytes(hex) : "";
}

std::string MemberIn(absl::string_view caller) {
  return absl::ConsumePrefix(&caller, "member/") ? IdFrom(caller) : "";
}

Event Begin(const LedgerRecord& record, EventKind kind) {
  Event event;
  event.set_sequence(record.sequence());
  event.set_time_ms(record.time_ms());
  event.set_kind(kind);
  event.set_member(MemberIn(record.caller()));
  event.set_method(record.method());
  return event;
}

std::vector<Event> Denied(const LedgerRecord& record) {
  Event event = Begin(record, klad::v1::EVENT_KIND_DENIED);
  event.set_reason(record.reason());
  return {std::move(event)};
}

std::vector<Event> Entry(const LedgerRecord& record, uint64_t position) {
  Event event = Begin(record, klad::v1::EVENT_KIND_ROSTER);
  event.set_position(position);
  return {std::move(event)};
}

std::vector<Event> Linked(const LedgerRecord& record, std::string link) {
  Event event = Begin(record, klad::v1::EVENT_KIND_LINK);
  event.set_link(std::move(link));
  return {std::move(event)};
}

std::vector<Event> OfPlaybook(const LedgerRecord& record,
                              std::string playbook) {
  Event event = Begin(record, klad::v1::EVENT_KIND_PLAYBOOK);
  event.set_playbook(std::move(playbook));
  return {std::move(event)};
}

std::vector<Event> Reveals(const LedgerRecord& record) {
  std::vector<Event> events;
  for (const trust::v1::Revealed& revealed : record.revealed()) {
    Event& event =
        events.emplace_back(Begin(record, klad::v1::EVENT_KIND_REVEAL));
    event.set_safe(revealed.safe());
    event.add_credentials(revealed.credential());
    event.set_purpose(revealed.purpose());
  }
  return events;
}

}  // namespace

absl::StatusOr<Events::Found> Events::Next(
    const access::Caller& caller, Place* place,
    FollowEventsResponse* response) const {
  const access::Directory::Snapshot now = parts_.directory->Now();
  if (now.state == nullptr) {
    return access::Refuse(klad::v1::REASON_NOT_FOUNDED);
  }
  // Never beyond it, though the store may be: it names what can be asked for.
  const uint64_t head = parts_.ledger->Head()->position().sequence();
  if (place->at > head) return access::Refuse(klad::v1::REASON_BEHIND);
  while (place->at < head && response->events().empty() &&
         place->at - place->told < kUnseen) {
    ASSIGN_OR_RETURN(
        const audit::RecordPage page,
        parts_.ledger->Read(place->at,
                            std::min<uint64_t>(kPage, head - place->at)));
    for (const LedgerRecord& record : page.records) {
      RETURN_IF_ERROR(AddEvents(caller, now, record, response));
      place->at = record.sequence();
    }
  }
  if (response->events().empty() && place->at - place->told < kUnseen) {
    return Found::kNothing;
  }
  place->told = place->at;
  response->set_sequence(place->at);
  return Found::kMessage;
}

absl::Status Events::AddEvents(const access::Caller& caller,
                               const access::Directory::Snapshot& now,
                               const LedgerRecord& record,
                               FollowEventsResponse* response) const {
  ASSIGN_OR_RETURN(std::vector<Event> events, Read(record));
  for (Event& event : events) {
    if (MaySee(caller, now, event)) {
      *response->add_events() = std::move(event);
    }
  }
  return absl::OkStatus();
}

bool Events::MaySee(const access::Caller& caller,
                    const access::Directory::Snapshot& now,
                    const Event& event) const {
  const int64_t now_ms = parts_.clock->NowMs();
  if (event.kind() == klad::v1::EVENT_KIND_ROSTER ||
      (!event.member().empty() && event.member() == caller.id)) {
    return true;
  }
  if (event.kind() == klad::v1::EVENT_KIND_CHANGE &&
      access::DecideSafe(caller, *now.state, event.safe(),
                         trust::v1::LEVEL_READ, now_ms)
          .ok()) {
    return true;
  }
  if (event.kind() == klad::v1::EVENT_KIND_LINK &&
      parts_.seen->SeesLink(caller, event.link())) {
    return true;
  }
  if (event.kind() == klad::v1::EVENT_KIND_PLAYBOOK &&
      parts_.seen->SeesPlaybook(caller, event.playbook())) {
    return true;
  }
  return now.state->Allows(caller.id, kAuditRead, now_ms);
}

absl::StatusOr<std::vector<Event>> Events::Read(
    const LedgerRecord& record) const {
  const std::vector<std::string> subject =
      absl::StrSplit(record.subject(), '/');
  uint64_t position = 0;
  const bool placed = absl::SimpleAtoi(subject.back(), &position);
  if (record.outcome() == trust::v1::OUTCOME_DENIED) return Denied(record);
  if (placed && subject.size() == 2 && subject[0] == "roster") {
    return Entry(record, position);
  }
  if (placed && subject.size() == 3 && subject[0] == "safe") {
    return Change(record, IdFrom(subject[1]), position);
  }
  if (subject.size() == 2 && subject[0] == "link") {
    return Linked(record, IdFrom(subject[1]));
  }
  if (subject.size() == 2 && subject[0] == "playbook") {
    return OfPlaybook(record, IdFrom(subject[1]));
  }
  if (record.revealed().empty()) {
    return std::vector<Event>{Begin(record, klad::v1::EVENT_KIND_CALL)};
  }
  return Reveals(record);
}

absl::StatusOr<std::vector<Event>> Events::Change(const LedgerRecord& record,
                                                  std::string safe,
                                                  uint64_t position) const {
  ASSIGN_OR_RETURN(const std::vector<std::string> credentials,
                   parts_.changed->In(safe, position));
  Event event = Begin(record, klad::v1::EVENT_KIND_CHANGE);
  event.set_safe(std::move(safe));
  event.set_position(position);
  *event.mutable_credentials() = {credentials.begin(), credentials.end()};
  return std::vector<Event>{std::move(event)};
}

}  // namespace klad::event
