#include "client/access_requests.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "client/credential_id.h"
#include "client/error.h"
#include "client/grants.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"

namespace klad::client {
namespace {

using klad::v1::AccessRequest;

constexpr size_t kMaxAskedName = 255;
constexpr size_t kMaxReason = 1000;

// The id of a safe, if the text is one.
std::string SafeId(absl::string_view text) {
  const bool is_id = text.size() == 2 * crypto::kIdSize &&
                     std::all_of(text.begin(), text.end(), [](unsigned char c) {
                       return absl::ascii_isxdigit(c);
                     });
  return is_id ? absl::HexStringToBytes(text) : "";
}

absl::Status CheckText(absl::string_view safe, absl::string_view reason) {
  if (safe.empty() || safe.size() > kMaxAskedName) {
    return Error(ExitCode::kUsage, Tr("this cannot be the name of a safe"),
                 Say("a name is one line of up to $0 bytes without a slash",
                     kMaxAskedName));
  }
  if (FoldTitle(reason).empty() || reason.size() > kMaxReason) {
    return Error(ExitCode::kUsage,
                 Tr("say why you need it, in a sentence or two"),
                 Say("--reason TEXT, of up to $0 bytes", kMaxReason));
  }
  return absl::OkStatus();
}

absl::Status CheckClosed(Vault* vault, absl::string_view safe) {
  const std::string id = SafeId(safe);
  ASSIGN_OR_RETURN(const std::vector<SafeInfo> open, vault->Safes());
  for (const SafeInfo& each : open) {
    if (each.id != id && !SameTitle(each.name, safe)) continue;
    return Error(ExitCode::kConflict,
                 Say("the safe $0 is open to you already", each.name),
                 Say("klad safe show $0 says how; for more, ask its manager",
                     each.name));
  }
  const bool unknown =
      !id.empty() && vault->account().roster().FindSafe(id) == nullptr;
  if (!unknown) return absl::OkStatus();
  return Error(ExitCode::kNotFound, Say("no safe has the id $0", safe),
               Tr("ask by its name, as people call it"));
}

absl::Status Answer(Account* account, const AccessRequest& request,
                    klad::v1::AnswerRequest answer) {
  answer.set_member(request.member());
  answer.set_id(request.id());
  klad::v1::AnswerResponse response;
  return account->Call("klad.v1.AccessRequestService/Answer", answer,
                       &response);
}

}  // namespace

absl::Status RequestAccess(Vault* vault, absl::string_view safe,
                           absl::string_view reason, int64_t until_ms) {
  RETURN_IF_ERROR(CheckText(safe, reason));
  RETURN_IF_ERROR(CheckClosed(vault, safe));
  klad::v1::AskRequest request;
  request.set_id(std::string(Secret::Random(crypto::kIdSize).Expose()));
  request.set_safe(SafeId(safe));
  if (request.safe().empty()) request.set_name(std::string(safe));
  request.set_reason(std::string(reason));
  request.set_until_ms(until_ms);
  klad::v1::AskResponse response;
  return vault->account().Call("klad.v1.AccessRequestService/Ask", request,
                               &response);
}

absl::StatusOr<AccessRequests> ListRequests(Account* account) {
  klad::v1::ListRequestsResponse response;
  RETURN_IF_ERROR(account->Call("klad.v1.AccessRequestService/ListRequests",
                                klad::v1::ListRequestsRequest(), &response));
  return AccessRequests{{response.mine().begin(), response.mine().end()},
                        {response.others().begin(), response.others().end()}};
}

std::string RequestIdText(const AccessRequest& request) {
  return request.id().size() == crypto::kIdSize ? CredentialIdText(request.id())
                                                : "?";
}

absl::StatusOr<AccessRequest> FindRequest(const AccessRequests& requests,
                                          absl::string_view id) {
  const AccessRequest* found = nullptr;
  for (const AccessRequest& each : requests.others) {
    if (id.empty() || !absl::StartsWithIgnoreCase(RequestIdText(each), id)) {
      continue;
    }
    if (found != nullptr) {
      return Error(ExitCode::kUsage, Say("several requests begin with $0", id),
                   Tr("write more of the id; klad access list shows them"));
    }
    found = &each;
  }
  if (found != nullptr) return *found;
  return Error(ExitCode::kNotFound,
               Say("there is no request $0 that you may answer", id),
               Tr("klad access list shows them; those for safes that you do "
                  "not manage are answered by others"));
}

absl::StatusOr<SafeInfo> SafeOf(Vault* vault, const AccessRequest& request) {
  if (request.safe().empty()) return vault->FindSafe(request.name());
  ASSIGN_OR_RETURN(const std::vector<SafeInfo> open, vault->Safes());
  for (const SafeInfo& each : open) {
    if (each.id == request.safe()) return each;
  }
  return Error(ExitCode::kNotFound,
               Tr("the safe that is asked for is not open "
                  "to you"),
               Tr("its manager or an owner can answer"));
}

absl::Status ApproveRequest(Vault* vault, const AccessRequest& request,
                            const SafeInfo& safe, trust::v1::Level level,
                            int64_t until_ms) {
  const crypto::roster::GrantTarget target = {false, request.member()};
  const auto* standing = GrantInForce(vault->account().roster(), safe.id,
                                      target, vault->account().NowMs());
  const bool enough =
      standing != nullptr && standing->level >= level &&
      (standing->term.until_ms == 0 || standing->term.until_ms >= until_ms);
  if (!enough) {
    // What they have already is not lowered by the answer.
    const trust::v1::Level given =
        standing == nullptr ? level : std::max(level, standing->level);
    RETURN_IF_ERROR(Grant(vault, safe.id, target, given, until_ms));
  }
  klad::v1::AnswerRequest answer;
  answer.set_state(klad::v1::REQUEST_STATE_APPROVED);
  answer.set_safe(safe.id);
  answer.set_level(level);
  answer.set_until_ms(until_ms);
  return Answer(&vault->account(), request, std::move(answer));
}

absl::Status DenyRequest(Account* account, const AccessRequest& request,
                         absl::string_view safe, absl::string_view reason) {
  if (reason.size() > kMaxReason) {
    return Error(ExitCode::kUsage, Tr("this reason is too long"),
                 Say("--reason TEXT, of up to $0 bytes", kMaxReason));
  }
  klad::v1::AnswerRequest answer;
  answer.set_state(klad::v1::REQUEST_STATE_DENIED);
  answer.set_safe(std::string(safe));
  answer.set_answer(std::string(reason));
  return Answer(account, request, std::move(answer));
}

}  // namespace klad::client
