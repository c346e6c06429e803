#include "client/keychain.h"

#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/epoch_key.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/facts.h"
#include "klad/client/v1/state.pb.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {
namespace {

using crypto::roster::KeyEpoch;
using crypto::roster::KeyName;
using crypto::roster::Recipient;

const std::vector<KeyEpoch>* EpochsOf(const crypto::roster::State& roster,
                                      const KeyName& key) {
  if (key.is_role()) {
    const crypto::roster::Role* role = roster.FindRole(key.name);
    return role == nullptr ? nullptr : &role->epochs;
  }
  const crypto::roster::Safe* safe = roster.FindSafe(key.name);
  return safe == nullptr ? nullptr : &safe->epochs;
}

KeyName NameOf(const trust::v1::EpochEnvelopes& epoch) {
  return epoch.key().has_role() ? KeyName::Role(epoch.key().role())
                                : KeyName::Safe(epoch.key().safe());
}

absl::Status NotTheKey() {
  return Error(ExitCode::kIntegrity,
               Tr("a key from the server is not the one that the roster names"),
               Tr("do not trust this server; tell an owner"));
}

absl::Status NoWay() {
  return Error(ExitCode::kDenied, Tr("you have no key to this"),
               Tr("ask its manager or an owner for access"));
}

}  // namespace

const Secret* Keychain::Add(const KeyName& key, uint32_t epoch, Secret secret) {
  return &open_.insert_or_assign({key, epoch}, std::move(secret)).first->second;
}

absl::StatusOr<const Secret*> Keychain::Open(const KeyName& key,
                                             uint32_t epoch) {
  if (const auto it = open_.find({key, epoch}); it != open_.end()) {
    return &it->second;
  }
  const auto* epochs = EpochsOf(account_->roster(), key);
  if (epochs == nullptr || epoch == 0 || epoch > epochs->size()) {
    return NotTheKey();
  }
  const KeyEpoch& named = (*epochs)[epoch - 1];
  auto secret = epoch == epochs->size() ? OpenEnvelope(key, named)
                                        : OpenFromNext(key, epoch);
  if (secret.ok() && !crypto::roster::CheckSecret(account_->organisation(), key,
                                                  named, *secret)
                          .ok()) {
    secret = NotTheKey();
  }
  if (!secret.ok()) {
    // Not from the cache again: another time the server may be honest.
    if (envelopes_.erase({key, epoch}) > 0) RETURN_IF_ERROR(SaveFile());
    return secret.status();
  }
  return Add(key, epoch, *std::move(secret));
}

absl::StatusOr<Secret> Keychain::OpenFromNext(const KeyName& key,
                                              uint32_t epoch) {
  ASSIGN_OR_RETURN(const Secret* next, Open(key, epoch + 1));
  const auto& carrier = (*EpochsOf(account_->roster(), key))[epoch];
  auto secret = crypto::OpenPrevious(
      crypto::roster::NameOf(account_->organisation(), key), epoch + 1, *next,
      carrier.previous);
  if (!secret.ok()) return NotTheKey();
  return secret;
}

// Sealed to the identity itself, a member's or an invitation's.
bool Keychain::CanOpenAs(const Recipient& recipient) const {
  if (recipient.kind != Recipient::Kind::kRole) {
    return recipient.name == account_->member() &&
           recipient.box == account_->identity().box_key().public_key();
  }
  const crypto::roster::Member* me =
      account_->roster().FindMember(account_->member());
  return me != nullptr &&
         crypto::roster::InRole(account_->roster().facts(), *me, recipient.name,
                                account_->NowMs());
}

// Directly if the key is sealed to me, else through one of my roles.
absl::StatusOr<Secret> Keychain::OpenEnvelope(const KeyName& key,
                                              const KeyEpoch& epoch) {
  const Recipient* way = nullptr;
  for (const Recipient& recipient : epoch.sealed) {
    if (!CanOpenAs(recipient)) continue;
    if (way == nullptr || recipient.kind != Recipient::Kind::kRole) {
      way = &recipient;
    }
  }
  if (way == nullptr) return NoWay();
  return OpenFor(key, epoch, *way);
}

absl::StatusOr<Secret> Keychain::OpenFor(const KeyName& key,
                                         const KeyEpoch& epoch,
                                         const Recipient& recipient) {
  ASSIGN_OR_RETURN(const std::string envelope,
                   Envelope({key, epoch.number}, recipient));
  const crypto::roster::Sealing sealing = {key, epoch.number, recipient};
  absl::StatusOr<Secret> secret;
  if (recipient.kind != Recipient::Kind::kRole) {
    secret =
        crypto::roster::OpenEnvelope(account_->organisation(), sealing,
                                     account_->identity().box_key(), envelope);
  } else {
    const KeyName role = KeyName::Role(recipient.name);
    ASSIGN_OR_RETURN(const Secret* seed, Open(role, recipient.epoch));
    secret = crypto::roster::OpenEnvelope(
        account_->organisation(), sealing,
        crypto::RoleBoxKey(
            crypto::roster::NameOf(account_->organisation(), role),
            recipient.epoch, *seed),
        envelope);
  }
  if (!secret.ok()) return NotTheKey();
  return secret;
}

absl::StatusOr<std::string> Keychain::Envelope(const EpochId& id,
                                               const Recipient& recipient) {
  RETURN_IF_ERROR(LoadFile());
  const std::string wanted =
      crypto::roster::ToProto(recipient).SerializeAsString();
  for (const bool fetched : {false, true}) {
    if (fetched) RETURN_IF_ERROR(Fetch(id));
    for (const trust::v1::Envelope& envelope : envelopes_[id].envelopes()) {
      if (envelope.box() == recipient.box &&
          envelope.recipient().SerializeAsString() == wanted) {
        return envelope.sealed();
      }
    }
  }
  return Error(
      ExitCode::kIntegrity,
      Tr("the server does not give a key that the roster promises you"),
      Tr("tell an owner"));
}

absl::Status Keychain::Fetch(const EpochId& id) {
  klad::v1::EnvelopesRequest request;
  auto* wanted = request.add_wanted();
  *wanted->mutable_key() = crypto::roster::ToProto(id.first);
  wanted->set_epoch(id.second);
  klad::v1::EnvelopesResponse response;
  RETURN_IF_ERROR(
      account_->Call("klad.v1.RosterService/Envelopes", request, &response));
  if (response.envelopes_size() != 1) {
    return Error(ExitCode::kIntegrity,
                 Tr("the server's answer has another shape"));
  }
  envelopes_[id] = response.envelopes(0);
  return SaveFile();
}

absl::Status Keychain::Keep(
    const std::vector<trust::v1::EpochEnvelopes>& made) {
  if (made.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(LoadFile());
  for (const trust::v1::EpochEnvelopes& epoch : made) {
    envelopes_[{NameOf(epoch), epoch.epoch()}].MergeFrom(epoch);
  }
  return SaveFile();
}

absl::Status Keychain::LoadFile() {
  if (loaded_) return absl::OkStatus();
  loaded_ = true;
  const auto file = account_->state()->Read(kFile);
  if (absl::IsNotFound(file.status())) return absl::OkStatus();
  RETURN_IF_ERROR(file.status());
  client::v1::EnvelopeFile stored;
  // Only a cache: what does not parse is fetched again.
  if (!stored.ParseFromString(*file)) return absl::OkStatus();
  for (trust::v1::EpochEnvelopes& epoch : *stored.mutable_envelopes()) {
    envelopes_[{NameOf(epoch), epoch.epoch()}] = std::move(epoch);
  }
  return absl::OkStatus();
}

absl::Status Keychain::SaveFile() {
  client::v1::EnvelopeFile file;
  for (const auto& [id, epoch] : envelopes_) {
    trust::v1::EpochEnvelopes* stored = file.add_envelopes();
    *stored = epoch;
    *stored->mutable_key() = crypto::roster::ToProto(id.first);
    stored->set_epoch(id.second);
  }
  ASSIGN_OR_RETURN(const StateLock lock, account_->state()->Lock());
  return account_->state()->Write(lock, kFile, file.SerializeAsString());
}

}  // namespace klad::client
