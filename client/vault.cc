#include "client/vault.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/error.h"
#include "client/refusal.h"
#include "client/shares.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/vault/exposure.h"
#include "crypto/vault/header.h"
#include "crypto/vault/part.h"
#include "klad/v1/credential.pb.h"

namespace klad::client {
namespace {

using crypto::roster::KeyName;
using crypto::vault::BuiltChange;
using crypto::vault::PartKind;
using crypto::vault::PartName;
using crypto::vault::SecretPart;

constexpr int kTries = 8;

std::string Suggest(const std::vector<std::string>& near,
                    absl::string_view otherwise) {
  if (near.empty()) return std::string(otherwise);
  return Say("did you mean $0?", absl::StrJoin(near, ", "));
}

absl::Status NoneCalled(Mirror& mirror, absl::string_view title, bool deleted) {
  std::vector<std::string> titles;
  RETURN_IF_ERROR(mirror.ForEach([&](const MirrorItem& item) {
    if (item.deleted() == deleted) titles.push_back(item.overview().title());
  }));
  return Error(
      ExitCode::kNotFound, Say("no credential is called $0", title),
      Suggest(NearTitles(title, titles), Tr("klad list shows what there is")));
}

// Whether the header says of the secret's files what the secret itself says.
bool NamesFiles(const trust::v1::Part& part, const Secret& plaintext) {
  const auto ids = crypto::vault::AttachmentsIn(plaintext);
  return std::equal(ids.begin(), ids.end(), part.attachments().begin(),
                    part.attachments().end());
}

}  // namespace

absl::StatusOr<Mirror*> Vault::OpenSafe(absl::string_view safe) {
  const std::string id(safe);
  if (const auto it = mirrors_.find(id); it != mirrors_.end()) {
    return &it->second;
  }
  ASSIGN_OR_RETURN(Mirror mirror, Mirror::Load(account_, &keychain_, safe));
  return &mirrors_.emplace(id, std::move(mirror)).first->second;
}

absl::StatusOr<std::vector<const Mirror::Item*>> Vault::FindCredentials(
    Mirror* mirror, absl::string_view title, bool deleted) {
  ASSIGN_OR_RETURN(auto found, mirror->WithTitle(title, deleted));
  if (found.empty()) {
    RETURN_IF_ERROR(mirror->Follow());
    ASSIGN_OR_RETURN(found, mirror->WithTitle(title, deleted));
  }
  if (found.empty()) {
    const absl::Status none = NoneCalled(*mirror, title, deleted);
    if (deleted) return none;
    ASSIGN_OR_RETURN(const std::string safe, WhereMoved(mirror, title));
    return safe.empty() ? none
                        : WithHint(none, Say("it was moved to $0", safe));
  }
  // Exactly as typed wins over what only folds to it.
  const auto other = std::partition(found.begin(), found.end(),
                                    [title](const Mirror::Item* item) {
                                      return item->overview().title() == title;
                                    });
  if (other != found.begin()) found.erase(other, found.end());
  return found;
}

absl::StatusOr<std::string> Vault::WhereMoved(Mirror* mirror,
                                              absl::string_view title) {
  ASSIGN_OR_RETURN(const auto gone, mirror->WithTitle(title, /*deleted=*/true));
  for (const Mirror::Item* item : gone) {
    ASSIGN_OR_RETURN(const auto header,
                     crypto::vault::ParseHeader(item->header()));
    if (header.moved_to().empty()) continue;
    auto name = NameOf(header.moved_to());
    return name.ok() ? *std::move(name)
                     : std::string(Tr("a safe that is not open to you"));
  }
  return "";
}

absl::StatusOr<SecretPart> Vault::Reveal(Mirror* mirror,
                                         const trust::v1::Header& header,
                                         trust::v1::Purpose purpose) {
  trust::v1::Exposure exposure;
  exposure.set_safe(mirror->safe());
  exposure.set_credential(header.credential());
  exposure.set_version(header.secret().version());
  exposure.set_generation(header.generation());
  exposure.set_purpose(purpose);
  exposure.set_time_ms(account_->NowMs());
  *exposure.mutable_roster() = account_->Known().roster();
  *exposure.mutable_change() = mirror->head();
  *exposure.mutable_ledger() = account_->Known().ledger();
  klad::v1::RevealRequest request;
  *request.mutable_known() = account_->Known();
  *request.mutable_head() = mirror->head();
  request.set_safe(mirror->safe());
  request.set_credential(header.credential());
  request.set_version(header.secret().version());
  request.set_purpose(purpose);
  *request.mutable_exposure() =
      crypto::vault::SignExposure(account_->organisation(), account_->member(),
                                  account_->identity().signing_key(), exposure);
  klad::v1::RevealResponse response;
  RETURN_IF_ERROR(
      account_->Call("klad.v1.CredentialService/Reveal", request, &response));
  RETURN_IF_ERROR(account_->Learn(response.news()));
  RETURN_IF_ERROR(mirror->Learn(response.safe()));
  ASSIGN_OR_RETURN(
      const Secret* key,
      keychain_.Open(KeyName::Safe(mirror->safe()), header.secret().epoch()));
  const auto opened = crypto::vault::OpenPart(
      *key,
      PartName{{account_->organisation(), mirror->safe()},
               header.credential(),
               PartKind::kSecret},
      header.secret(), response.secret());
  if (!opened.ok())
    return Unverified(Tr("the server gave a secret that fails verification"));
  auto part = crypto::vault::ParseSecretPart(*opened);
  if (absl::IsDataLoss(part.status()) ||
      (part.ok() && !NamesFiles(header.secret(), *opened)))
    return Unverified(Tr("the server gave a secret that fails verification"));
  return part;
}

absl::StatusOr<BuiltChange> Vault::Build(Mirror* mirror, const Edits& edits) {
  const crypto::roster::Safe* safe =
      account_->roster().FindSafe(mirror->safe());
  if (safe == nullptr)
    return Unverified(Tr("the server gave a safe that fails verification"));
  crypto::vault::Stamp stamp;
  stamp.author = account_->member();
  stamp.roster = account_->Known().roster();
  stamp.epoch = safe->epoch().number;
  stamp.time_ms = account_->NowMs();
  ASSIGN_OR_RETURN(const Secret* key,
                   keychain_.Open(KeyName::Safe(mirror->safe()), stamp.epoch));
  ASSIGN_OR_RETURN(const auto* state, mirror->State());
  crypto::vault::ChangeBuilder builder(*state, stamp, *key);
  RETURN_IF_ERROR(edits(*mirror, builder));
  return builder.Sign(account_->identity().signing_key());
}

absl::Status Vault::Change(Mirror* mirror, const Edits& edits) {
  for (int tries = 1;; ++tries) {
    ASSIGN_OR_RETURN(const BuiltChange built, Build(mirror, edits));
    absl::Status sent = Send(mirror, built);
    const klad::v1::Reason reason = ReasonOf(sent);
    if ((reason != klad::v1::REASON_SAFE_MOVED &&
         reason != klad::v1::REASON_ROSTER_MOVED) ||
        tries == kTries) {
      return sent;
    }
    RETURN_IF_ERROR(mirror->Follow());
  }
}

absl::Status Vault::Send(Mirror* mirror, const BuiltChange& built) {
  klad::v1::ChangeRequest request;
  request.set_safe(mirror->safe());
  *request.mutable_previous() = mirror->head();
  *request.mutable_change() = built.change;
  *request.mutable_parts() = {built.parts.begin(), built.parts.end()};
  ASSIGN_OR_RETURN(
      const auto shares,
      SealShares(*account_, &keychain_, mirror->safe(), built.checked.headers));
  *request.mutable_shares() = {shares.begin(), shares.end()};
  klad::v1::ChangeResponse response;
  RETURN_IF_ERROR(
      account_->Call("klad.v1.CredentialService/Change", request, &response));
  changed_ = true;
  return mirror->Learn(built);
}

absl::StatusOr<uint32_t> Vault::SecretTag(const Mirror& mirror,
                                          const Secret& password) {
  ASSIGN_OR_RETURN(const Secret* first,
                   keychain_.Open(KeyName::Safe(mirror.safe()), 1));
  return crypto::vault::SecretTag(
      *first, {account_->organisation(), mirror.safe()}, password);
}

absl::Status Vault::SaveAll() {
  for (auto& [id, mirror] : mirrors_) RETURN_IF_ERROR(mirror.Save());
  return account_->Save();
}

absl::Status Vault::Save() {
  absl::Status saved = SaveAll();
  if (saved.ok() || !changed_) return saved;
  return WithHint(std::move(saved), Tr("the server has taken your change: mend "
                                       "this, but do not make it again"));
}

}  // namespace klad::client
