#include "client/cli/ledger_names.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::cli {

using client::Say;
using client::Tr;

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

absl::StatusOr<absl::optional<uint64_t>> LedgerNames::Generation(
    const std::string& safe, const std::string& credential) {
  if (!MayOpen(safe)) return absl::optional<uint64_t>();
  ASSIGN_OR_RETURN(client::Mirror * mirror, Follow(safe));
  ASSIGN_OR_RETURN(const client::Mirror::Item* item,
                   mirror->WithId(credential));
  if (item == nullptr) return absl::optional<uint64_t>();
  ASSIGN_OR_RETURN(const auto newest, mirror->NewestHeader(credential));
  return absl::optional<uint64_t>(newest.header.generation());
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

absl::StatusOr<std::string> FindMember(const client::Account& account,
                                       absl::string_view login) {
  const auto* member = account.roster().FindByLogin(login);
  if (member != nullptr) return member->id;
  std::vector<std::string> logins;
  for (const auto& [name, id] : account.roster().facts().logins) {
    logins.push_back(name);
  }
  const auto near = client::NearTitles(login, logins);
  return client::Error(
      client::ExitCode::kNotFound, Say("nobody is called $0", login),
      near.empty()
          ? std::string(
                Tr("a login is written as the member chose it, in a-z and 0-9"))
          : Say("did you mean $0?", absl::StrJoin(near, ", ")));
}

}  // namespace klad::cli
