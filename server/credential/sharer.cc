#include "server/credential/sharer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"
#include "crypto/vault/succession.h"
#include "klad/store/v1/records.pb.h"
#include "server/access/refusal.h"
#include "server/credential/keys.h"
#include "server/credential/share_records.h"

namespace klad::credential {
namespace {

constexpr size_t kListBytes = 512 << 10;

struct ShareName {
  std::string safe;
  std::string credential;

  std::string AsCursor() const { return absl::StrCat(safe, credential); }
};

absl::Status DamagedCredential() {
  return absl::DataLossError("a record of a credential is damaged");
}

std::vector<ShareName> SharesOf(const crypto::roster::State& roster,
                                const std::string& member, int64_t now_ms) {
  std::vector<ShareName> out;
  for (const auto& [safe, each] : roster.facts().safes) {
    for (const auto& [name, terms] : each.shares) {
      if (name.second == member &&
          roster.IsShared(safe, name.first, member, now_ms)) {
        out.push_back({safe, name.first});
      }
    }
  }
  return out;
}

struct Newest {
  store::v1::CredentialRecord record;
  trust::v1::Header header;
};

absl::StatusOr<Newest> LoadNewest(store::Store* store, absl::string_view safe,
                                  absl::string_view credential) {
  const auto entry = store->Get(CredentialKey(safe, credential));
  if (absl::IsNotFound(entry.status())) {
    return access::Refuse(klad::v1::REASON_CREDENTIAL_UNKNOWN);
  }
  RETURN_IF_ERROR(entry.status());
  Newest newest;
  if (!newest.record.ParseFromString(entry->value) ||
      !newest.header.ParseFromString(newest.record.header())) {
    return DamagedCredential();
  }
  if (newest.header.deleted() || crypto::vault::LeavesSafe(newest.header)) {
    return access::Refuse(klad::v1::REASON_CREDENTIAL_UNKNOWN);
  }
  return newest;
}

}  // namespace

absl::Status Sharer::List(const access::Caller& caller,
                          const klad::v1::ListSharedRequest& request,
                          klad::v1::ListSharedResponse* response) const {
  const auto now = parts_.directory->Now();
  if (now.state == nullptr) {
    return access::Refuse(klad::v1::REASON_NOT_FOUNDED);
  }
  RETURN_IF_ERROR(parts_.news->Fill(request.known(), response->mutable_news()));
  for (const ShareName& share :
       SharesOf(*now.state, caller.id, parts_.clock->NowMs())) {
    if (share.AsCursor() <= request.after()) continue;
    if (response->ByteSizeLong() > kListBytes) {
      response->set_more(true);
      break;
    }
    auto shown = Show(caller, share.safe, share.credential);
    if (access::ReasonOf(shown.status()) ==
        klad::v1::REASON_CREDENTIAL_UNKNOWN) {
      continue;
    }
    RETURN_IF_ERROR(shown.status());
    *response->add_shared() = *std::move(shown);
  }
  return absl::OkStatus();
}

// A change that is being committed may be in the store before it is in the
// book: then the caller asks again.
absl::StatusOr<trust::v1::SharedCredential> Sharer::Show(
    const access::Caller& caller, absl::string_view safe,
    absl::string_view credential) const {
  ASSIGN_OR_RETURN(const auto book, books_->Open(safe));
  const SafeBook::Proof proof = book->Prove(credential);
  ASSIGN_OR_RETURN(Newest newest, LoadNewest(parts_.store, safe, credential));
  if (proof.header != crypto::vault::HashHeader(newest.record.header())) {
    return access::Refuse(klad::v1::REASON_SAFE_MOVED);
  }
  trust::v1::SharedCredential shown;
  shown.set_safe(std::string(safe));
  shown.set_credential(std::string(credential));
  shown.set_sequence(proof.head.position.sequence());
  ASSIGN_OR_RETURN(*shown.mutable_head(), ChangeAt(safe, shown.sequence()));
  if (newest.header.sequence() != shown.sequence()) {
    ASSIGN_OR_RETURN(*shown.mutable_change(),
                     ChangeAt(safe, newest.header.sequence()));
  }
  for (const crypto::Digest& sibling : proof.path.siblings) {
    shown.add_siblings(sibling.str());
  }
  shown.set_overview(std::move(*newest.record.mutable_overview()));
  ASSIGN_OR_RETURN(const auto envelopes,
                   LoadShare(parts_.store, safe, credential, caller.id));
  *shown.mutable_envelopes() = {envelopes.begin(), envelopes.end()};
  return shown;
}

absl::StatusOr<trust::v1::Signed> Sharer::ChangeAt(absl::string_view safe,
                                                   uint64_t sequence) const {
  ASSIGN_OR_RETURN(const store::Entry entry,
                   parts_.store->Get(ChangeKey(safe, sequence)));
  store::v1::ChangeRecord record;
  if (!record.ParseFromString(entry.value)) return DamagedCredential();
  return std::move(*record.mutable_change());
}

absl::Status SharedRevealer::RevealShared(
    const access::Caller& caller, const klad::v1::RevealSharedRequest& request,
    bool can_wait, bool* must_wait,
    klad::v1::RevealSharedResponse* response) const {
  RETURN_IF_ERROR(DecideNewest(parts().directory->Now(), caller, request.safe(),
                               request.credential(), request.version(),
                               request.purpose()));
  klad::v1::RevealRequest asked;
  *asked.mutable_known() = request.known();
  *asked.mutable_head() = request.head();
  asked.set_safe(request.safe());
  asked.set_credential(request.credential());
  asked.set_version(request.version());
  asked.set_purpose(request.purpose());
  *asked.mutable_exposure() = request.exposure();
  klad::v1::RevealResponse whole;
  RETURN_IF_ERROR(Reveal(caller, asked, can_wait, must_wait, &whole));
  // The changes of the safe stay here.
  *response->mutable_news() = std::move(*whole.mutable_news());
  response->set_secret(std::move(*whole.mutable_secret()));
  return absl::OkStatus();
}

absl::Status SharedRevealer::DecideNewest(
    const access::Directory::Snapshot& now, const access::Caller& caller,
    absl::string_view safe, absl::string_view credential, uint64_t version,
    trust::v1::Purpose purpose) const {
  RETURN_IF_ERROR(Decide(now, caller, safe, credential, purpose));
  ASSIGN_OR_RETURN(const Newest newest,
                   LoadNewest(parts().store, safe, credential));
  return newest.header.secret().version() == version
             ? absl::OkStatus()
             : access::Refuse(klad::v1::REASON_SAFE_MOVED);
}

absl::Status SharedRevealer::Decide(const access::Directory::Snapshot& now,
                                    const access::Caller& caller,
                                    absl::string_view safe,
                                    absl::string_view credential,
                                    trust::v1::Purpose purpose) const {
  RETURN_IF_ERROR(DecidePurpose(now, caller, purpose));
  if (caller.kind != access::Caller::Kind::kMember ||
      !now.state->IsShared(safe, credential, caller.id,
                           parts().clock->NowMs())) {
    return access::Refuse(klad::v1::REASON_NO_ACCESS);
  }
  return absl::OkStatus();
}

}  // namespace klad::credential
