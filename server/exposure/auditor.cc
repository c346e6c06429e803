#include "server/exposure/auditor.h"

#include <algorithm>
#include <utility>

#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/access/roster_membership.h"
#include "server/audit/exposures.h"
#include "server/base/id.h"

namespace klad::exposure {
namespace {

using klad::v1::ExposuresRequest;
using klad::v1::ExposuresResponse;
using klad::v1::LogRequest;
using klad::v1::LogResponse;

constexpr char kAuditRead[] = "audit.read";
constexpr size_t kPage = 500;
constexpr size_t kMaxPage = 1000;
constexpr size_t kAnswerBytes = 700 << 10;
constexpr size_t kMaxAfter = 128;

size_t Limit(uint32_t asked) {
  return asked == 0 ? kPage : std::min<size_t>(asked, kMaxPage);
}

absl::Status BadField(absl::string_view field) {
  return access::Refuse(klad::v1::REASON_BAD_FIELD,
                        {{"field", std::string(field)}});
}

absl::Status CheckForm(const ExposuresRequest& request) {
  if (request.after().size() > kMaxAfter) return BadField("after");
  switch (request.of_case()) {
    case ExposuresRequest::kMember:
      return IsId(request.member()) ? absl::OkStatus() : BadField("member");
    case ExposuresRequest::kCredential:
      return IsId(request.credential().safe()) &&
                     IsId(request.credential().credential())
                 ? absl::OkStatus()
                 : BadField("credential");
    default:
      return BadField("of");
  }
}

void Fill(audit::FoundExposure found, klad::v1::MemberExposure* exposure) {
  exposure->set_member(std::move(found.name.member));
  exposure->set_safe(std::move(found.name.safe));
  exposure->set_credential(std::move(found.name.credential));
  exposure->set_generation(found.name.generation);
  exposure->set_purpose(found.name.purpose);
  exposure->set_version(found.record.version());
  exposure->set_time_ms(found.record.time_ms());
  exposure->set_change(found.record.change());
  if (found.record.has_exposure()) {
    *exposure->mutable_exposure() = std::move(*found.record.mutable_exposure());
  }
}

}  // namespace

absl::Status Auditor::Decide(const access::Caller& caller,
                             const ExposuresRequest& request) const {
  const auto now = parts_.directory->Now();
  if (now.state == nullptr) {
    return access::Refuse(klad::v1::REASON_NOT_FOUNDED);
  }
  const int64_t now_ms = parts_.clock->NowMs();
  if (request.of_case() == ExposuresRequest::kMember &&
      request.member() == caller.id) {
    return absl::OkStatus();
  }
  if (request.of_case() == ExposuresRequest::kCredential &&
      access::DecideSafe(caller, *now.state, request.credential().safe(),
                         trust::v1::LEVEL_MANAGE, now_ms)
          .ok()) {
    return absl::OkStatus();
  }
  if (now.state->Allows(caller.id, kAuditRead, now_ms)) {
    return absl::OkStatus();
  }
  return access::Refuse(klad::v1::REASON_PERMISSION,
                        {{"permission", kAuditRead}});
}

absl::Status Auditor::Exposures(const access::Caller& caller,
                                const ExposuresRequest& request,
                                ExposuresResponse* response) const {
  RETURN_IF_ERROR(CheckForm(request));
  RETURN_IF_ERROR(Decide(caller, request));
  const size_t limit = Limit(request.limit());
  auto page =
      request.of_case() == ExposuresRequest::kMember
          ? audit::ExposuresOfMember(parts_.store, request.member(),
                                     request.after(), limit)
          : audit::ExposuresOfCredential(
                parts_.store, request.credential().safe(),
                request.credential().credential(), request.after(), limit);
  RETURN_IF_ERROR(page.status());
  for (audit::FoundExposure& found : page->exposures) {
    Fill(std::move(found), response->add_exposures());
  }
  response->set_next(std::move(page->next));
  // Filled last: every position that an exposure names is in it.
  return parts_.news->Fill(request.known(), response->mutable_news());
}

absl::Status Auditor::Log(const LogRequest& request,
                          LogResponse* response) const {
  RETURN_IF_ERROR(parts_.news->Fill(request.known(), response->mutable_news()));
  // The store may have records already that the signed head does not cover.
  const uint64_t head = response->news().ledger().position().sequence();
  if (request.after() > head) return access::Refuse(klad::v1::REASON_BEHIND);
  const uint64_t limit =
      std::min<uint64_t>(Limit(request.limit()), head - request.after());
  ASSIGN_OR_RETURN(
      audit::LinkedPage page,
      parts_.ledger->ReadLinked(request.after(), limit, kAnswerBytes));
  response->set_link(std::move(page.link));
  for (std::string& record : page.records) {
    response->add_records(std::move(record));
  }
  return absl::OkStatus();
}

}  // namespace klad::exposure
