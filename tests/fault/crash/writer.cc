#include "tests/fault/crash/writer.h"

#include <utility>

#include "absl/memory/memory.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/vault/change.h"
#include "crypto/vault/part.h"
#include "klad/v1/roster.pb.h"
#include "tests/fault/crash/records.h"

namespace klad::testing {
namespace {

constexpr char kService[] = "klad.v1.CredentialService/";
constexpr int kPurposes = 5;  // that may be asked for: SHOW to HEALTH

void Follow(const trust::v1::Signed& entry, trust::v1::Position* position) {
  position->set_link(crypto::NextLink(position->link(), entry).str());
  position->set_sequence(position->sequence() + 1);
}

}  // namespace

Writer::Writer(const KladServer* server, Author author, NewSafe safe,
               uint64_t seed)
    : server_(server),
      author_(std::move(author)),
      chain_(&author_, std::move(safe.id), std::move(safe.key)),
      random_(seed) {}

absl::StatusOr<std::unique_ptr<Writer>> Writer::Create(KladServer* server,
                                                       const std::string& safe,
                                                       uint64_t seed) {
  ASSIGN_OR_RETURN(NewSafe made, server->CreateSafe(safe));
  Author author = {.organisation = server->account().organisation(),
                   .member = server->account().member(),
                   .roster = {},
                   .key = &server->identity().signing_key()};
  return absl::WrapUnique(
      new Writer(server, std::move(author), std::move(made), seed));
}

absl::Status Writer::Work(const Acknowledged& acknowledged) {
  since_start_.clear();
  ASSIGN_OR_RETURN(session_, server_->Connect());
  RETURN_IF_ERROR(CatchUp());
  do {
    RETURN_IF_ERROR(Step());
  } while (acknowledged());
  return absl::OkStatus();
}

absl::Status Writer::Step() {
  const bool empty = chain_.credentials().empty();
  return empty || Below(5) < 3 ? Put() : Reveal();
}

absl::Status Writer::Put() {
  const size_t count = chain_.credentials().size();
  ASSIGN_OR_RETURN(change_, count == 0 || Below(3) == 0
                                ? chain_.Create(1 + static_cast<int>(Below(3)))
                                : chain_.Edit(Below(count)));
  const absl::Status sent = SendChange();
  if (!Moved(sent)) return sent;
  change_.reset();
  return CatchUp();
}

absl::Status Writer::SendChange() {
  klad::v1::ChangeResponse response;
  RETURN_IF_ERROR(session_->Call(absl::StrCat(kService, "Change"),
                                 change_->request, &response));
  *known_.mutable_ledger() = response.ledger().position();
  ++figures_.changes;
  ChangeStands();
  return absl::OkStatus();
}

void Writer::ChangeStands() {
  chain_.Take(*change_);
  chain_.acknowledged = chain_.head();
  log_.Stands(change_->request.change());
  expected_.insert(
      RecordOfChange(chain_.safe(), chain_.acknowledged.sequence()));
  for (const auto& header : change_->checked.headers) {
    expected_.insert(RecordOfExposure(chain_.safe(), header.header.credential(),
                                      header.header.generation(),
                                      trust::v1::PURPOSE_WRITE));
  }
  since_start_.push_back(*std::move(change_));
  change_.reset();
}

absl::Status Writer::Reveal() {
  const auto& credential =
      chain_.credentials()[Below(chain_.credentials().size())];
  ASSIGN_OR_RETURN(const auto newest,
                   crypto::vault::ReadHeader(credential.header));
  const auto purpose = static_cast<trust::v1::Purpose>(1 + Below(kPurposes));
  reveal_ = {chain_.Reveal(known_, credential.id,
                           newest.header.secret().version(), purpose),
             newest.header.secret().hash(), newest.header.generation()};
  return SendReveal();
}

absl::Status Writer::SendReveal() {
  const klad::v1::RevealRequest& request = reveal_->request;
  klad::v1::RevealResponse response;
  RETURN_IF_ERROR(
      session_->Call(absl::StrCat(kService, "Reveal"), request, &response));
  if (crypto::vault::HashPart(response.secret()).view() != reveal_->hash) {
    return absl::DataLossError("a reveal gave another secret");
  }
  expected_.insert(RecordOfExposure(request.safe(), request.credential(),
                                    reveal_->generation, request.purpose()));
  ++figures_.reveals;
  reveal_.reset();
  return absl::OkStatus();
}

// An open connection would hold up the server's end.
absl::Status Writer::Settle() {
  ASSIGN_OR_RETURN(session_, server_->Connect());
  absl::Status settled = CompareAndSendAgain();
  session_.reset();
  return settled;
}

// What is shown is compared first: sending again would heal a loss.
absl::Status Writer::CompareAndSendAgain() {
  ASSIGN_OR_RETURN(std::vector<trust::v1::Signed> shown, Shown());
  bool stands = false;
  RETURN_IF_ERROR(log_.Compare(
      shown, change_ ? &change_->request.change() : nullptr, &stands));
  RETURN_IF_ERROR(CatchUp());
  RETURN_IF_ERROR(SendAgain(stands));
  ASSIGN_OR_RETURN(shown, Shown());
  return log_.Compare(shown, nullptr, &stands);
}

absl::Status Writer::SendAgain(bool stands) {
  klad::v1::ChangeResponse response;
  for (const Draft& draft : since_start_) {
    RETURN_IF_ERROR(session_->Call(absl::StrCat(kService, "Change"),
                                   draft.request, &response));
  }
  if (reveal_) {
    ++figures_.unanswered;
    RETURN_IF_ERROR(SendReveal());
  }
  if (!change_) return absl::OkStatus();
  ++figures_.unanswered;
  figures_.unanswered_standing += stands ? 1 : 0;
  const absl::Status sent = SendChange();
  if (!Moved(sent)) return sent;
  change_.reset();
  return stands ? absl::DataLossError("a change that stands is not recognised")
                : absl::OkStatus();
}

absl::StatusOr<std::vector<trust::v1::Signed>> Writer::Shown() {
  klad::v1::FollowRequest request;
  request.set_safe(chain_.safe());
  request.set_without_overviews(true);
  std::vector<trust::v1::Signed> shown;
  klad::v1::FollowResponse response;
  do {
    RETURN_IF_ERROR(
        session_->Call(absl::StrCat(kService, "Follow"), request, &response));
    for (const trust::v1::Signed& change : response.safe().changes()) {
      Follow(change, request.mutable_after());
      shown.push_back(change);
    }
  } while (!response.safe().changes().empty() &&
           shown.size() < response.safe().sequence());
  return shown;
}

// Changes are made at the newest position of the roster.
absl::Status Writer::CatchUp() {
  klad::v1::ReplayRequest request;
  klad::v1::ReplayResponse response;
  do {
    *request.mutable_known() = known_;
    RETURN_IF_ERROR(
        session_->Call("klad.v1.RosterService/Replay", request, &response));
    for (const trust::v1::Signed& entry : response.news().roster()) {
      Follow(entry, known_.mutable_roster());
    }
  } while (!response.news().roster().empty() &&
           known_.roster().sequence() < response.news().roster_sequence());
  author_.roster = known_.roster();
  return absl::OkStatus();
}

}  // namespace klad::testing
