#include "client/link_checks.h"

#include <utility>

#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr uint32_t kChecksPage = 200;
constexpr int kChecksBatch = 100;

}  // namespace

absl::StatusOr<std::vector<klad::v1::LinkCheck>> ListLinkChecks(
    Account* account, const std::string& link) {
  std::vector<klad::v1::LinkCheck> checks;
  klad::v1::ListLinkChecksRequest request;
  request.set_link(link);
  request.set_limit(kChecksPage);
  do {
    klad::v1::ListLinkChecksResponse response;
    RETURN_IF_ERROR(
        account->Call("klad.v1.LinkService/ListChecks", request, &response));
    checks.insert(checks.end(), response.checks().begin(),
                  response.checks().end());
    request.set_after(response.next());
  } while (!request.after().empty());
  return checks;
}

absl::Status LinkCheckRecorder::Add(klad::v1::LinkCheck check) {
  *request_.add_checks() = std::move(check);
  return request_.checks_size() < kChecksBatch ? absl::OkStatus() : Finish();
}

absl::Status LinkCheckRecorder::Finish() {
  if (request_.checks().empty()) return absl::OkStatus();
  klad::v1::RecordLinkChecksResponse response;
  absl::Status sent =
      account_.Call("klad.v1.LinkService/RecordChecks", request_, &response);
  if (sent.ok()) request_.clear_checks();
  return sent;
}

}  // namespace klad::client
