#include "client/playbooks.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/error.h"
#include "client/refusal.h"
#include "client/words/words.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"

namespace klad::client {
namespace {

using klad::v1::GetPlaybookRequest;
using klad::v1::GetPlaybookResponse;
using klad::v1::Playbook;

constexpr uint32_t kPlaybookPage = 200;
constexpr int kPlaybookTries = 5;
constexpr size_t kHexPlaybook = 2 * crypto::kIdSize;

std::string RandomPlaybookId() {
  return std::string(Secret::Random(crypto::kIdSize).Expose());
}

absl::StatusOr<GetPlaybookResponse> GetPlaybook(
    Account* account, const GetPlaybookRequest& request) {
  GetPlaybookResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.PlaybookService/Get", request, &response));
  if (response.has_playbook()) return response;
  if (request.name().empty()) {
    return Error(ExitCode::kNotFound, Tr("there is no such playbook"),
                 Tr("klad playbook list shows those you see"));
  }
  return Error(
      ExitCode::kNotFound, Say("no playbook is called $0", request.name()),
      response.near().empty()
          ? std::string(Tr("klad playbook list shows those you see"))
          : Say("did you mean $0?", absl::StrJoin(response.near(), ", ")));
}

// Which playbooks lead back to themselves, by their names.
absl::Status NameCycle(Account* account, const absl::Status& refused) {
  std::vector<std::string> names;
  for (const absl::string_view hex :
       absl::StrSplit(RefusedField(refused, "playbooks"), ',')) {
    if (hex.size() != kHexPlaybook) continue;
    const auto found = FindPlaybookById(account, absl::HexStringToBytes(hex));
    names.push_back(found.ok() ? found->playbook().name()
                               : std::string(Tr("one that you do not see")));
  }
  return Error(ExitCode::kConflict,
               Tr("playbooks would refer to each other in a circle"),
               absl::StrJoin(names, " → "));
}

absl::Status CallToWrite(Account* account, absl::string_view method,
                         const google::protobuf::MessageLite& request,
                         google::protobuf::MessageLite* response) {
  const absl::Status called = account->Call(
      absl::StrCat("klad.v1.PlaybookService/", method), request, response);
  return ReasonOf(called) == klad::v1::REASON_PLAYBOOK_CYCLE
             ? NameCycle(account, called)
             : called;
}

}  // namespace

absl::StatusOr<GetPlaybookResponse> FindPlaybook(Account* account,
                                                 absl::string_view name,
                                                 uint64_t revision) {
  GetPlaybookRequest request;
  request.set_name(std::string(name));
  request.set_revision(revision);
  return GetPlaybook(account, request);
}

absl::StatusOr<GetPlaybookResponse> FindPlaybookInForce(
    Account* account, absl::string_view name) {
  GetPlaybookRequest request;
  request.set_name(std::string(name));
  request.set_in_force(true);
  return GetPlaybook(account, request);
}

absl::StatusOr<GetPlaybookResponse> FindPlaybookById(Account* account,
                                                     absl::string_view id,
                                                     uint64_t revision) {
  GetPlaybookRequest request;
  request.set_id(std::string(id));
  request.set_revision(revision);
  return GetPlaybook(account, request);
}

absl::StatusOr<std::vector<Playbook>> ListPlaybooks(
    Account* account, klad::v1::ListPlaybooksRequest request) {
  std::vector<Playbook> playbooks;
  request.set_limit(kPlaybookPage);
  do {
    klad::v1::ListPlaybooksResponse response;
    RETURN_IF_ERROR(
        account->Call("klad.v1.PlaybookService/List", request, &response));
    playbooks.insert(playbooks.end(), response.playbooks().begin(),
                     response.playbooks().end());
    request.set_after(response.next());
  } while (!request.after().empty());
  return playbooks;
}

absl::StatusOr<std::vector<klad::v1::PlaybookRevision>> ListPlaybookRevisions(
    Account* account, absl::string_view id) {
  std::vector<klad::v1::PlaybookRevision> revisions;
  klad::v1::ListPlaybookRevisionsRequest request;
  request.set_id(std::string(id));
  request.set_limit(kPlaybookPage);
  do {
    klad::v1::ListPlaybookRevisionsResponse response;
    RETURN_IF_ERROR(account->Call("klad.v1.PlaybookService/ListRevisions",
                                  request, &response));
    if (response.revisions().empty()) break;
    revisions.insert(revisions.end(), response.revisions().begin(),
                     response.revisions().end());
    request.set_before(revisions.back().revision());
  } while (request.before() > 1);
  return revisions;
}

absl::StatusOr<std::vector<klad::v1::PlaybookSigner>> ListPlaybookSigners(
    Account* account, absl::string_view id) {
  klad::v1::ListPlaybookSignersRequest request;
  request.set_id(std::string(id));
  klad::v1::ListPlaybookSignersResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.PlaybookService/ListSigners", request, &response));
  return std::vector<klad::v1::PlaybookSigner>(response.signers().begin(),
                                               response.signers().end());
}

absl::StatusOr<Playbook> CreatePlaybook(
    Account* account, klad::v1::CreatePlaybookRequest request) {
  request.mutable_playbook()->set_id(RandomPlaybookId());
  if (request.playbook().owner().empty()) {
    request.mutable_playbook()->set_owner(account->member());
  }
  klad::v1::CreatePlaybookResponse response;
  RETURN_IF_ERROR(CallToWrite(account, "Create", request, &response));
  return response.playbook();
}

absl::StatusOr<Playbook> EditPlaybook(Account* account,
                                      klad::v1::EditPlaybookRequest request) {
  request.set_request_id(RandomPlaybookId());
  klad::v1::EditPlaybookResponse response;
  RETURN_IF_ERROR(CallToWrite(account, "Edit", request, &response));
  return response.playbook();
}

absl::StatusOr<int> EditPlaybookHeads(
    Account* account, const std::vector<std::string>& names,
    const std::function<void(Playbook*)>& edit) {
  int edited = 0;
  for (const std::string& name : names) {
    for (int tries = 1;; ++tries) {
      ASSIGN_OR_RETURN(const auto found, FindPlaybook(account, name));
      klad::v1::EditPlaybookRequest request;
      *request.mutable_playbook() = found.playbook();
      edit(request.mutable_playbook());
      const auto done = EditPlaybook(account, std::move(request));
      if (done.ok()) break;
      if (ReasonOf(done.status()) != klad::v1::REASON_PLAYBOOK_MOVED ||
          tries == kPlaybookTries) {
        return done.status();
      }
    }
    ++edited;
  }
  return edited;
}

absl::StatusOr<Playbook> ActOnPlaybook(Account* account, absl::string_view act,
                                       const Playbook& playbook,
                                       uint64_t text_revision) {
  klad::v1::ActOnPlaybookRequest request;
  request.set_request_id(RandomPlaybookId());
  request.set_id(playbook.id());
  request.set_text_revision(text_revision);
  klad::v1::ActOnPlaybookResponse response;
  RETURN_IF_ERROR(CallToWrite(account, act, request, &response));
  return response.playbook();
}

absl::string_view PlaybookStateWord(klad::v1::PlaybookState state) {
  switch (state) {
    case klad::v1::PLAYBOOK_STATE_DRAFT:
      return "draft";
    case klad::v1::PLAYBOOK_STATE_IN_REVIEW:
      return "in-review";
    case klad::v1::PLAYBOOK_STATE_ADOPTED:
      return "adopted";
    case klad::v1::PLAYBOOK_STATE_RETIRED:
      return "retired";
    default:
      return "unknown";
  }
}

}  // namespace klad::client
