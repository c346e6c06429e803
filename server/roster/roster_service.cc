#include "server/roster/roster_service.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/identity.h"
#include "crypto/roster/facts.h"
#include "klad/trust/v1/roster.pb.h"
#include "server/access/refusal.h"
#include "server/rpc/call.h"

namespace klad::roster {
namespace {

constexpr int kMaxWanted = 100;

using access::Caller;

// The certificate for whatever TLS key the roster names for the member, or the
// open invitation, now.
absl::StatusOr<std::string> CertificateFor(const Roster& roster,
                                           const Issuer& issuer,
                                           absl::string_view member,
                                           int64_t now_ms) {
  const auto now = roster.Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  const auto* invitation = now.state->FindInvitation(member);
  if (invitation != nullptr && crypto::roster::IsOpen(*invitation, now_ms)) {
    return issuer.IssueGuest(
        {crypto::Subject::Kind::kInvitation, invitation->id},
        invitation->keys.tls, invitation->term.until_ms);
  }
  const crypto::roster::Member* found = now.state->FindMember(member);
  if (found == nullptr || !found->active() || found->identity() == nullptr) {
    return access::Refuse(v1::REASON_NOT_A_MEMBER);
  }
  return issuer.IssueMember(member, found->identity()->keys.tls,
                            found->until_ms);
}

absl::Status Found(Roster& roster, const Issuer& issuer, const rpc::Call& call,
                   const v1::FoundRequest& request,
                   v1::AppendResponse* response) {
  ASSIGN_OR_RETURN(
      *response->mutable_position(),
      roster.Found(call.caller, request.entry(), request.envelopes()));
  ASSIGN_OR_RETURN(*response->mutable_certificate(),
                   CertificateFor(roster, issuer, request.entry().author(),
                                  call.now_ms));
  return absl::OkStatus();
}

// Whose certificate a guest may ask for: of the member it brings in.
absl::Status CheckOwn(const Roster& roster, const Caller& caller,
                      absl::string_view member) {
  std::string own(member);
  if (caller.kind == Caller::Kind::kInvitation) {
    own = roster.Now().state->FindInvitation(caller.id)->member;
  } else if (caller.kind == Caller::Kind::kMove) {
    own = caller.id.substr(0, crypto::kIdSize);
  }
  return own == member ? absl::OkStatus()
                       : access::Refuse(v1::REASON_NOT_A_MEMBER);
}

absl::Status Append(Roster& roster, const rpc::Call& call,
                    const v1::AppendRequest& request,
                    v1::AppendResponse* response) {
  ASSIGN_OR_RETURN(
      *response->mutable_position(),
      roster.Append(call.caller, request.previous(), request.entry(),
                    request.envelopes(), request.shares()));
  return absl::OkStatus();
}

// Nothing but `joined`, and of an invitation nothing but its own.
absl::Status CheckJoined(const Caller& caller,
                         const trust::v1::Signed& signed_entry) {
  trust::v1::Entry entry;
  if (!entry.ParseFromString(signed_entry.body()) || !entry.has_joined()) {
    return access::Refuse(v1::REASON_BAD_FIELD, {{"field", "entry"}});
  }
  if (caller.kind == Caller::Kind::kMove ||
      (caller.kind == Caller::Kind::kInvitation &&
       signed_entry.author() != caller.id)) {
    return access::Refuse(v1::REASON_PERMISSION);
  }
  return absl::OkStatus();
}

absl::Status Join(Roster& roster, const Issuer& issuer, const rpc::Call& call,
                  const v1::AppendRequest& request,
                  v1::AppendResponse* response) {
  RETURN_IF_ERROR(CheckJoined(call.caller, request.entry()));
  RETURN_IF_ERROR(Append(roster, call, request, response));
  const auto now = roster.Now();
  const auto* invitation = now.state->FindInvitation(request.entry().author());
  ASSIGN_OR_RETURN(
      *response->mutable_certificate(),
      CertificateFor(roster, issuer, invitation->member, call.now_ms));
  return absl::OkStatus();
}

absl::Status Renew(Roster& roster, const Issuer& issuer, audit::Ledger& ledger,
                   const rpc::Call& call, const v1::RenewRequest& request,
                   v1::RenewResponse* response) {
  RETURN_IF_ERROR(CheckOwn(roster, call.caller, request.member()));
  ASSIGN_OR_RETURN(
      *response->mutable_certificate(),
      CertificateFor(roster, issuer, request.member(), call.now_ms));
  trust::v1::LedgerRecord record;
  record.set_caller(call.caller.Name());
  record.set_method(std::string(call.method));
  record.set_outcome(trust::v1::OUTCOME_DONE);
  record.set_subject(
      access::Caller{access::Caller::Kind::kMember, request.member(), ""}
          .Name());
  return ledger.Commit({}, {std::move(record)}).status();
}

absl::Status Envelopes(const Roster& roster, const rpc::Call& call,
                       const v1::EnvelopesRequest& request,
                       v1::EnvelopesResponse* response) {
  if (request.wanted_size() > kMaxWanted) {
    return access::Refuse(v1::REASON_BAD_FIELD,
                          {{"field", "wanted"}, {"limit", "100"}});
  }
  for (const auto& wanted : request.wanted()) {
    ASSIGN_OR_RETURN(*response->add_envelopes(),
                     roster.Envelopes(call.caller, wanted));
  }
  return absl::OkStatus();
}

}  // namespace

void BindRosterService(Roster& roster, const Issuer& issuer,
                       audit::Ledger& ledger, rpc::MethodTable* methods) {
  methods->Bind<v1::FoundRequest, v1::AppendResponse>(
      "klad.v1.RosterService/Found",
      [&](const rpc::Call& call, const v1::FoundRequest& request,
          v1::AppendResponse* response) {
        return Found(roster, issuer, call, request, response);
      });
  methods->Bind<v1::AppendRequest, v1::AppendResponse>(
      "klad.v1.RosterService/Join",
      [&](const rpc::Call& call, const v1::AppendRequest& request,
          v1::AppendResponse* response) {
        return Join(roster, issuer, call, request, response);
      });
  methods->Bind<v1::RenewRequest, v1::RenewResponse>(
      "klad.v1.RosterService/Renew",
      [&](const rpc::Call& call, const v1::RenewRequest& request,
          v1::RenewResponse* response) {
        return Renew(roster, issuer, ledger, call, request, response);
      });
  methods->Bind<v1::ReplayRequest, v1::ReplayResponse>(
      "klad.v1.RosterService/Replay",
      [&](const rpc::Call&, const v1::ReplayRequest& request,
          v1::ReplayResponse* response) {
        return roster.Fill(request.known(), response->mutable_news());
      });
  methods->Bind<v1::AppendRequest, v1::AppendResponse>(
      "klad.v1.RosterService/Append",
      [&](const rpc::Call& call, const v1::AppendRequest& request,
          v1::AppendResponse* response) {
        return Append(roster, call, request, response);
      });
  methods->Bind<v1::EnvelopesRequest, v1::EnvelopesResponse>(
      "klad.v1.RosterService/Envelopes",
      [&](const rpc::Call& call, const v1::EnvelopesRequest& request,
          v1::EnvelopesResponse* response) {
        return Envelopes(roster, call, request, response);
      });
}

}  // namespace klad::roster
