#include "client/cli/ledger_names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::cli {

std::string LedgerNames::Member(const std::string& id) const {
  const auto* member = vault_->account().roster().FindMember(id);
  return member == nullptr || member->login.empty() ? absl::BytesToHexString(id)
                                                    : member->login;
}

std::string LedgerNames::Caller(absl::string_view caller) const {
  absl::string_view hex = caller;
  return absl::ConsumePrefix(&hex, "member/")
             ? Member(absl::HexStringToBytes(hex))
             : std::string(caller);
}

bool LedgerNames::MayOpen(const std::string& safe) const {
  const client::Account& account = vault_->account();
  return account.roster().Access(account.member(), safe, account.NowMs()) >=
         trust::v1::LEVEL_READ;
}

absl::StatusOr<client::Mirror*> LedgerNames::Follow(const std::string& safe) {
  ASSIGN_OR_RETURN(client::Mirror * mirror, vault_->OpenSafe(safe));
  if (followed_.insert(safe).second) RETURN_IF_ERROR(mirror->Follow());
  return mirror;
}

absl::StatusOr<std::string> LedgerNames::Safe(const std::string& id) {
  if (!MayOpen(id)) return absl::BytesToHexString(id);
  return vault_->NameOf(id);
}

absl::StatusOr<std::string> LedgerNames::Credential(
    const std::string& safe, const std::string& credential) {
  ASSIGN_OR_RETURN(const std::string name, Safe(safe));
  const std::string unknown =
      absl::StrCat(name, "/", absl::BytesToHexString(credential));
  if (!MayOpen(safe)) return unknown;
  ASSIGN_OR_RETURN(client::Mirror * mirror, Follow(safe));
  ASSIGN_OR_RETURN(const client::Mirror::Item* item,
                   mirror->WithId(credential));
  return item == nullptr ? unknown
                         : absl::StrCat(name, "/", item->overview().title());
}

absl::StatusOr<LedgerNames::Place> LedgerNames::WhereNow(
    const std::string& safe, const std::string& credential) {
  Place place{safe};
  // Safes are followed one after the other: a move in between must not lead in
  // a circle.
  std::set<std::string> been;
  while (MayOpen(place.safe) && been.insert(place.safe).second) {
    ASSIGN_OR_RETURN(client::Mirror * mirror, Follow(place.safe));
    ASSIGN_OR_RETURN(const client::Mirror::Item* item,
                     mirror->WithId(credential));
    if (item == nullptr) break;
    ASSIGN_OR_RETURN(const auto newest, mirror->NewestHeader(credential));
    if (newest.header.moved_to().empty()) {
      return Place{place.safe, mirror, newest.header.generation()};
    }
    place.safe = newest.header.moved_to();
  }
  return place;
}

absl::StatusOr<std::string> LedgerNames::NameNow(
    const std::string& safe, const std::string& credential) {
  ASSIGN_OR_RETURN(const Place place, WhereNow(safe, credential));
  return Credential(place.mirror == nullptr ? safe : place.safe, credential);
}

absl::StatusOr<absl::optional<uint64_t>> LedgerNames::Generation(
    const std::string& safe, const std::string& credential) {
  ASSIGN_OR_RETURN(const Place place, WhereNow(safe, credential));
  return place.mirror == nullptr ? absl::optional<uint64_t>()
                                 : absl::optional<uint64_t>(place.generation);
}

absl::StatusOr<std::string> LedgerNames::Entry(uint64_t position) const {
  ASSIGN_OR_RETURN(const auto* entries, vault_->account().Entries());
  trust::v1::Entry entry;
  if (position == 0 || position > entries->size() ||
      !entry.ParseFromString((*entries)[position - 1].body())) {
    return std::string();
  }
  const auto* kind = trust::v1::Entry::descriptor()->FindFieldByNumber(
      static_cast<int>(entry.kind_case()));
  return kind == nullptr ? std::string() : kind->name();
}

std::string PurposeWord(trust::v1::Purpose purpose) {
  const std::string& name = trust::v1::Purpose_Name(purpose);
  return absl::AsciiStrToLower(absl::StripPrefix(name, "PURPOSE_"));
}

}  // namespace klad::cli
