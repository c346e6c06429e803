#include "client/links/link_check.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "client/link_template.h"

namespace klad::client {
namespace {

using klad::v1::LinkVerdict;

constexpr size_t kMaxMovedTo = 4096;

// 405 of a request for a body: the server means programs, not people; 429 and
// what lies beyond 599 too.
bool AnswersPeople(int status) {
  return status < 400 || status == 401 || status == 403 || status == 405 ||
         status == 407 || status == 429 || status > 599;
}

LinkVerdict VerdictOf(const web::Probed& probed, const std::string& moved_to) {
  switch (probed.ending) {
    case web::Ending::kAnswered:
      break;
    case web::Ending::kNoHost:
      return klad::v1::LINK_VERDICT_NO_HOST;
    case web::Ending::kTimeout:
      return klad::v1::LINK_VERDICT_TIMEOUT;
    case web::Ending::kCertificate:
      return klad::v1::LINK_VERDICT_CERTIFICATE;
    case web::Ending::kRedirects:
      return klad::v1::LINK_VERDICT_REDIRECTS;
    case web::Ending::kUnreachable:
    case web::Ending::kPrivate:
      return klad::v1::LINK_VERDICT_UNREACHABLE;
  }
  if (!AnswersPeople(probed.status)) {
    return probed.status < 500 ? klad::v1::LINK_VERDICT_GONE
                               : klad::v1::LINK_VERDICT_FAILING;
  }
  return moved_to.empty() || moved_to.size() > kMaxMovedTo
             ? klad::v1::LINK_VERDICT_ALIVE
             : klad::v1::LINK_VERDICT_MOVED;
}

}  // namespace

bool CanBeChecked(const klad::v1::Link& link) {
  return (absl::StartsWithIgnoreCase(link.address(), "http://") ||
          absl::StartsWithIgnoreCase(link.address(), "https://")) &&
         TemplateArguments(link.address()).empty();
}

std::optional<klad::v1::LinkCheck> CheckOf(const klad::v1::Link& link,
                                           const web::Probed& probed) {
  if (probed.ending == web::Ending::kPrivate) return std::nullopt;
  klad::v1::LinkCheck check;
  check.set_link(link.id());
  check.set_address(link.address());
  std::string moved_to = WithoutArguments(probed.moved_to);
  check.set_verdict(VerdictOf(probed, moved_to));
  check.set_status(static_cast<uint32_t>(probed.status));
  check.set_certificate_until_ms(probed.certificate_until_ms);
  if (check.verdict() == klad::v1::LINK_VERDICT_MOVED) {
    check.set_moved_to(std::move(moved_to));
  }
  return check;
}

std::string VerdictWord(LinkVerdict verdict) {
  std::string word(
      absl::StripPrefix(klad::v1::LinkVerdict_Name(verdict), "LINK_VERDICT_"));
  absl::AsciiStrToLower(&word);
  return absl::StrReplaceAll(word, {{"_", "-"}});
}

bool IsDead(LinkVerdict verdict) {
  return verdict != klad::v1::LINK_VERDICT_ALIVE &&
         verdict != klad::v1::LINK_VERDICT_MOVED;
}

}  // namespace klad::client
