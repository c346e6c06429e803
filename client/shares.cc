#include "client/shares.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/state.h"
#include "crypto/vault/exposure.h"
#include "crypto/vault/header.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/part.h"
#include "crypto/vault/roster_judge.h"
#include "crypto/vault/share.h"
#include "crypto/vault/shared.h"
#include "crypto/vault/succession.h"
#include "klad/v1/share.pb.h"

namespace klad::client {
namespace {

using crypto::roster::KeyName;
using crypto::vault::PartKind;
using crypto::vault::PartName;
using crypto::vault::ShareRecipient;
using crypto::vault::SignedHeader;
using trust::v1::ShareEnvelope;
using RosterState = crypto::roster::State;

absl::Status BrokenShare(const absl::Status& why) {
  return Unverified(
      Tr("the server shows a shared credential that fails verification"), why);
}

absl::Status NotSealed() {
  return Error(ExitCode::kDenied,
               Tr("this credential was shared with a key that you do not have "
                  "any more"),
               Tr("ask its manager to share it with you again"));
}

PartName NameOf(const Account& account, absl::string_view safe,
                const trust::v1::Header& header, PartKind kind) {
  return {
      {account.organisation(), std::string(safe)}, header.credential(), kind};
}

absl::Status Seal(const Account& account, Keychain* keychain,
                  absl::string_view safe, const trust::v1::Header& header,
                  PartKind kind, const ShareRecipient& recipient,
                  std::vector<ShareEnvelope>* out) {
  const trust::v1::Part& part =
      kind == PartKind::kOverview ? header.overview() : header.secret();
  ASSIGN_OR_RETURN(
      const Secret* key,
      keychain->Open(KeyName::Safe(std::string(safe)), part.epoch()));
  ASSIGN_OR_RETURN(
      out->emplace_back(),
      crypto::vault::SealShare(*key, NameOf(account, safe, header, kind), part,
                               recipient));
  return absl::OkStatus();
}

// Both parts as they are, for a member; nothing for one without keys, whom the
// roster's rules refuse.
absl::Status SealNewest(Vault* vault, Mirror* mirror,
                        const std::string& credential,
                        const std::string& member,
                        std::vector<ShareEnvelope>* out) {
  out->clear();
  const Account& account = vault->account();
  const crypto::roster::Member* found = account.roster().FindMember(member);
  if (found == nullptr || found->identity() == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const SignedHeader newest, mirror->NewestHeader(credential));
  const ShareRecipient recipient = {member, found->identity()->keys.box};
  for (const PartKind kind : {PartKind::kOverview, PartKind::kSecret}) {
    RETURN_IF_ERROR(Seal(account, &vault->keychain(), mirror->safe(),
                         newest.header, kind, recipient, out));
  }
  return absl::OkStatus();
}

absl::StatusOr<SharedItem> Verify(Account* account,
                                  const trust::v1::SharedCredential& shown,
                                  ShareTerm share) {
  const crypto::vault::RosterJudge judge(account->roster(), share.safe);
  auto checked = crypto::vault::CheckShared(
      {account->organisation(), share.safe}, share.credential, judge, shown);
  if (!checked.ok()) return BrokenShare(checked.status());
  const trust::v1::Header& header = checked->header.header;
  if (header.deleted() || crypto::vault::LeavesSafe(header)) {
    return BrokenShare(absl::DataLossError("deleted or moved"));
  }
  RETURN_IF_ERROR(account->memory().RaiseSafe(share.safe, checked->head));
  SharedItem out;
  out.item.set_credential(share.credential);
  out.item.set_header(checked->header.bytes);
  out.item.set_changed_ms(header.time_ms());
  out.item.set_kind(header.kind());
  out.head = checked->head;
  out.envelopes = {shown.envelopes().begin(), shown.envelopes().end()};
  const auto opened = crypto::vault::OpenShared(
      out.envelopes, NameOf(*account, share.safe, header, PartKind::kOverview),
      header.overview(), account->member(), account->identity().box_key(),
      shown.overview());
  if (!opened.ok() && !absl::IsNotFound(opened.status())) {
    return BrokenShare(opened.status());
  }
  if (opened.ok()) {
    auto overview = crypto::vault::ParseOverview(opened->Expose());
    if (!overview.ok()) return BrokenShare(overview.status());
    *out.item.mutable_overview() = *std::move(overview);
    out.opens = true;
  }
  out.share = std::move(share);
  return out;
}

// Whether envelopes may be missing, or sealed to a key that is gone.
bool IsStale(const RosterState& roster, const ShareTerm& share,
             int64_t now_ms) {
  if (!roster.IsShared(share.safe, share.credential, share.member, now_ms)) {
    return false;
  }
  const crypto::roster::Member& member = *roster.FindMember(share.member);
  const auto& terms =
      roster.FindSafe(share.safe)->shares.at({share.credential, share.member});
  const uint64_t since =
      std::max(member.identity()->term.from, member.states.back().term.from);
  return since > terms.back().term.from;
}

bool Manages(const Account& account, const std::string& safe) {
  const RosterState& roster = account.roster();
  return roster.IsOwner(account.member()) ||
         roster.Access(account.member(), safe, account.NowMs()) ==
             trust::v1::LEVEL_MANAGE;
}

std::vector<ShareTerm> StaleShares(const Account& account) {
  std::vector<ShareTerm> stale;
  for (const auto& [safe, each] : account.roster().facts().safes) {
    if (each.shares.empty() || !Manages(account, safe)) continue;
    for (const auto& [name, terms] : each.shares) {
      ShareTerm share = {safe, name.first, name.second, "",
                         terms.back().term.until_ms};
      if (IsStale(account.roster(), share, account.NowMs())) {
        stale.push_back(std::move(share));
      }
    }
  }
  return stale;
}

const ShareTerm* Find(const std::vector<ShareTerm>& shares,
                      const trust::v1::SharedCredential& shown) {
  for (const ShareTerm& share : shares) {
    if (share.safe == shown.safe() && share.credential == shown.credential()) {
      return &share;
    }
  }
  return nullptr;
}

trust::v1::Exposure ExposureOf(const Account& account, const SharedItem& shared,
                               const trust::v1::Header& header,
                               trust::v1::Purpose purpose) {
  trust::v1::Exposure exposure;
  exposure.set_safe(shared.share.safe);
  exposure.set_credential(shared.share.credential);
  exposure.set_version(header.secret().version());
  exposure.set_generation(header.generation());
  exposure.set_purpose(purpose);
  exposure.set_time_ms(account.NowMs());
  *exposure.mutable_roster() = account.Known().roster();
  *exposure.mutable_change() = shared.head;
  *exposure.mutable_ledger() = account.Known().ledger();
  return exposure;
}

}  // namespace

absl::StatusOr<std::vector<ShareEnvelope>> SealShares(
    const Account& account, Keychain* keychain, absl::string_view safe,
    const std::vector<SignedHeader>& headers) {
  std::vector<ShareEnvelope> out;
  for (const SignedHeader& each : headers) {
    const trust::v1::Header& header = each.header;
    for (const ShareRecipient& recipient : crypto::vault::SharedWith(
             account.roster(), safe, header.credential(), header.time_ms())) {
      if (crypto::vault::BringsOverview(header)) {
        RETURN_IF_ERROR(Seal(account, keychain, safe, header,
                             PartKind::kOverview, recipient, &out));
      }
      if (crypto::vault::BringsSecret(header)) {
        RETURN_IF_ERROR(Seal(account, keychain, safe, header, PartKind::kSecret,
                             recipient, &out));
      }
    }
  }
  return out;
}

absl::Status Share(Vault* vault, Mirror* mirror, const std::string& credential,
                   const std::string& member, int64_t until_ms) {
  std::vector<ShareEnvelope> envelopes;
  return vault->roster_writer().WriteWith(
      [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
        RETURN_IF_ERROR(mirror->Follow());
        RETURN_IF_ERROR(
            SealNewest(vault, mirror, credential, member, &envelopes));
        trust::v1::Entry entry;
        entry.mutable_shared()->set_safe(mirror->safe());
        entry.mutable_shared()->set_credential(credential);
        entry.mutable_shared()->set_member(member);
        entry.mutable_shared()->set_until_ms(until_ms);
        return entry;
      },
      &envelopes);
}

absl::StatusOr<int> RenewShares(Vault* vault) {
  const Account& account = vault->account();
  int renewed = 0;
  for (const ShareTerm& share : StaleShares(account)) {
    ASSIGN_OR_RETURN(Mirror * mirror, vault->OpenSafe(share.safe));
    RETURN_IF_ERROR(mirror->Follow());
    ASSIGN_OR_RETURN(const SignedHeader newest,
                     mirror->NewestHeader(share.credential));
    // Nobody is shown it; or somebody else did this meanwhile.
    if (newest.header.deleted() || crypto::vault::LeavesSafe(newest.header) ||
        !IsStale(account.roster(), share, account.NowMs())) {
      continue;
    }
    RETURN_IF_ERROR(
        Share(vault, mirror, share.credential, share.member, share.until_ms));
    ++renewed;
  }
  return renewed;
}

absl::Status Unshare(Vault* vault, const std::string& safe,
                     const std::string& credential, const std::string& member) {
  trust::v1::Entry entry;
  entry.mutable_unshared()->set_safe(safe);
  entry.mutable_unshared()->set_credential(credential);
  entry.mutable_unshared()->set_member(member);
  return vault->roster_writer().Write(
      [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
        return entry;
      });
}

std::vector<ShareTerm> SharesInForce(const Account& account,
                                     absl::string_view member) {
  const RosterState& roster = account.roster();
  std::vector<ShareTerm> out;
  for (const auto& [safe, each] : roster.facts().safes) {
    for (const auto& [name, terms] : each.shares) {
      const auto& [credential, recipient] = name;
      if ((!member.empty() && recipient != member) ||
          !roster.IsShared(safe, credential, recipient, account.NowMs())) {
        continue;
      }
      const crypto::roster::SharedTerm& share = terms.back();
      out.push_back(
          {safe, credential, recipient, share.author, share.term.until_ms});
    }
  }
  return out;
}

absl::StatusOr<std::vector<SharedItem>> FetchShared(Account* account) {
  std::vector<SharedItem> out;
  klad::v1::ListSharedRequest request;
  for (bool more = true; more;) {
    *request.mutable_known() = account->Known();
    klad::v1::ListSharedResponse response;
    RETURN_IF_ERROR(
        account->Call("klad.v1.ShareService/ListShared", request, &response));
    RETURN_IF_ERROR(account->Learn(response.news()));
    const auto shares = SharesInForce(*account, account->member());
    for (const trust::v1::SharedCredential& shown : response.shared()) {
      const std::string cursor = absl::StrCat(shown.safe(), shown.credential());
      if (cursor <= request.after()) {
        return BrokenShare(absl::DataLossError("out of order"));
      }
      request.set_after(cursor);
      const ShareTerm* share = Find(shares, shown);
      if (share == nullptr) continue;  // over by this machine's clock
      ASSIGN_OR_RETURN(SharedItem item, Verify(account, shown, *share));
      out.push_back(std::move(item));
    }
    more = response.more() && !response.shared().empty();
  }
  return out;
}

absl::StatusOr<crypto::vault::SecretPart> RevealShared(
    Account* account, const SharedItem& shared, trust::v1::Purpose purpose) {
  if (!shared.opens) return NotSealed();
  ASSIGN_OR_RETURN(const trust::v1::Header header,
                   crypto::vault::ParseHeader(shared.item.header()));
  klad::v1::RevealSharedRequest request;
  *request.mutable_known() = account->Known();
  *request.mutable_head() = shared.head;
  request.set_safe(shared.share.safe);
  request.set_credential(shared.share.credential);
  request.set_version(header.secret().version());
  request.set_purpose(purpose);
  *request.mutable_exposure() = crypto::vault::SignExposure(
      account->organisation(), account->member(),
      account->identity().signing_key(),
      ExposureOf(*account, shared, header, purpose));
  klad::v1::RevealSharedResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.ShareService/RevealShared", request, &response));
  RETURN_IF_ERROR(account->Learn(response.news()));
  const auto opened = crypto::vault::OpenShared(
      shared.envelopes,
      NameOf(*account, shared.share.safe, header, PartKind::kSecret),
      header.secret(), account->member(), account->identity().box_key(),
      response.secret());
  if (absl::IsNotFound(opened.status())) return NotSealed();
  if (!opened.ok()) return BrokenShare(opened.status());
  auto part = crypto::vault::ParseSecretPart(*opened);
  if (absl::IsDataLoss(part.status())) return BrokenShare(part.status());
  return part;
}

}  // namespace klad::client
