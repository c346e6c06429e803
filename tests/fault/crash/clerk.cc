#include "tests/fault/crash/clerk.h"

#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/roster_writer.h"
#include "crypto/base/status_macros.h"
#include "crypto/epoch_key.h"
#include "crypto/identity.h"
#include "crypto/names.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/signing.h"
#include "tests/fault/crash/records.h"

namespace klad::testing {
namespace {

using crypto::roster::KeyName;

// Each entry makes the writers decide anew.
constexpr std::chrono::milliseconds kPause(20);

trust::v1::Entry SafeCreated(const std::string& organisation,
                             const std::string& id, const Secret& key) {
  trust::v1::Entry entry;
  trust::v1::SafeCreated* created = entry.mutable_safe_created();
  *created->mutable_key() = crypto::NameSafeKey(
      crypto::roster::NameOf(organisation, KeyName::Safe(id)), 1, key, nullptr);
  created->mutable_key()->mutable_head();
  created->mutable_key()->set_root(crypto::Digest().str());
  created->set_sealed_name(
      crypto::SealSafeName(key, organisation, id, 1, "campaign"));
  created->set_head_manages(true);
  return entry;
}

}  // namespace

Clerk::Clerk(KladServer* server, std::string folder)
    : server_(server), folder_(std::move(folder)) {
  for (const trust::v1::Signed& entry : *server->account().Entries().value()) {
    log_.Stands(entry);
  }
}

absl::Status Clerk::Open(const std::string& folder) {
  keychain_.reset();
  account_.reset();
  ASSIGN_OR_RETURN(state_, client::State::Open(folder));
  ASSIGN_OR_RETURN(account_, server_->OpenAccount(state_.get()));
  keychain_ = std::make_unique<client::Keychain>(account_.get());
  return account_->CatchUp();
}

absl::Status Clerk::Work(const Acknowledged& acknowledged) {
  since_start_.clear();
  RETURN_IF_ERROR(Open(folder_ + "/clerk"));
  do {
    ASSIGN_OR_RETURN(sent_, NewSafe());
    RETURN_IF_ERROR(Send(*sent_));
    Stands();
    RETURN_IF_ERROR(account_->CatchUp());
    RETURN_IF_ERROR(account_->Save());
    std::this_thread::sleep_for(kPause);
  } while (acknowledged());
  return absl::OkStatus();
}

absl::StatusOr<Clerk::Sent> Clerk::NewSafe() {
  const crypto::roster::State& before = account_->roster();
  Sent sent;
  sent.safe = std::string(Secret::Random(crypto::kIdSize).Expose());
  const Secret* key =
      keychain_->Add(KeyName::Safe(sent.safe), 1, Secret::Random(32));
  trust::v1::Entry entry =
      SafeCreated(account_->organisation(), sent.safe, *key);
  entry.set_time_ms(account_->NowMs());
  *sent.request.mutable_previous() = account_->Known().roster();
  *sent.request.mutable_entry() =
      crypto::roster::SignEntry(before.slot(), account_->member(),
                                account_->identity().signing_key(), entry);
  crypto::roster::State after = before;
  RETURN_IF_ERROR(after.Apply(sent.request.entry()));
  ASSIGN_OR_RETURN(const auto envelopes,
                   client::SealNeeded(after, keychain_.get()));
  *sent.request.mutable_envelopes() = {envelopes.begin(), envelopes.end()};
  return sent;
}

absl::Status Clerk::Send(const Sent& sent) {
  klad::v1::AppendResponse response;
  return account_->Call("klad.v1.RosterService/Append", sent.request,
                        &response);
}

void Clerk::Stands() {
  ++figures_.entries;
  log_.Stands(sent_->request.entry());
  since_start_.push_back(*std::move(sent_));
  sent_.reset();
}

absl::Status Clerk::Settle() {
  absl::Status settled = CompareAndSendAgain();
  keychain_.reset();
  account_.reset();
  return settled;
}

absl::Status Clerk::CompareAndSendAgain() {
  const std::string machine = absl::StrCat(folder_, "/machine", ++machines_);
  RETURN_IF_ERROR(Open(machine));
  bool stands = false;
  ASSIGN_OR_RETURN(const auto* found, account_->Entries());
  RETURN_IF_ERROR(
      log_.Compare(*found, sent_ ? &sent_->request.entry() : nullptr, &stands));
  RETURN_IF_ERROR(SendAgain(stands));
  RETURN_IF_ERROR(account_->CatchUp());
  ASSIGN_OR_RETURN(const auto* all, account_->Entries());
  RETURN_IF_ERROR(log_.Compare(*all, nullptr, &stands));
  for (const Sent& sent : since_start_) {
    RETURN_IF_ERROR(keychain_->Open(KeyName::Safe(sent.safe), 1).status());
  }
  return absl::OkStatus();
}

// Nobody else writes the roster, so nothing may have moved it.
absl::Status Clerk::SendAgain(bool stands) {
  for (const Sent& sent : since_start_) RETURN_IF_ERROR(Send(sent));
  if (!sent_) return absl::OkStatus();
  ++figures_.unanswered;
  figures_.unanswered_standing += stands ? 1 : 0;
  RETURN_IF_ERROR(Send(*sent_));
  Stands();
  return absl::OkStatus();
}

std::set<std::string> Clerk::expected() const {
  std::set<std::string> records;
  for (size_t i = 1; i <= log_.size(); ++i) records.insert(RecordOfEntry(i));
  return records;
}

}  // namespace klad::testing
