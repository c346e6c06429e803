// Vault's half that reads and writes the roster: which safes there are.
#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/error.h"
#include "client/title.h"
#include "client/vault.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/epoch_key.h"
#include "crypto/names.h"
#include "crypto/roster/epoch_keys.h"

namespace klad::client {
namespace {

using crypto::roster::KeyName;

absl::Status CheckName(absl::string_view name) {
  if (name.empty() || name.size() > crypto::kMaxSafeName || !IsUtf8(name) ||
      name.find('/') != absl::string_view::npos ||
      std::any_of(name.begin(), name.end(),
                  [](unsigned char c) { return c < ' ' || c == 0x7f; })) {
    return Error(ExitCode::kUsage, Tr("this cannot be the name of a safe"),
                 Say("a name is one line of up to $0 bytes without a slash",
                     crypto::kMaxSafeName));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> Vault::NameOf(const crypto::roster::Safe& safe) {
  ASSIGN_OR_RETURN(const Secret* key,
                   keychain_.Open(KeyName::Safe(safe.id), safe.name_epoch));
  auto name = crypto::OpenSafeName(*key, account_->organisation(), safe.id,
                                   safe.name_epoch, safe.sealed_name);
  if (!name.ok()) {
    return Error(ExitCode::kIntegrity, Tr("the name of a safe does not open"),
                 Tr("tell an owner"));
  }
  return name;
}

absl::StatusOr<std::string> Vault::NameOf(absl::string_view safe) {
  const crypto::roster::Safe* found = account_->roster().FindSafe(safe);
  if (found == nullptr) return absl::NotFoundError("no such safe");
  return NameOf(*found);
}

absl::StatusOr<std::vector<SafeInfo>> Vault::Safes() {
  std::vector<SafeInfo> safes;
  for (const auto& [id, safe] : account_->roster().facts().safes) {
    const trust::v1::Level level =
        account_->roster().Access(account_->member(), id, account_->NowMs());
    if (level == trust::v1::LEVEL_UNSPECIFIED) continue;
    ASSIGN_OR_RETURN(std::string name, NameOf(safe));
    safes.push_back({id, std::move(name), level, safe.retired()});
  }
  std::sort(
      safes.begin(), safes.end(),
      [](const SafeInfo& a, const SafeInfo& b) { return a.name < b.name; });
  return safes;
}

absl::StatusOr<SafeInfo> Vault::FindSafe(absl::string_view name) {
  std::vector<std::string> names;
  for (const bool caught_up : {false, true}) {
    if (caught_up) RETURN_IF_ERROR(account_->CatchUp());
    ASSIGN_OR_RETURN(const std::vector<SafeInfo> safes, Safes());
    names.clear();
    const SafeInfo* found = nullptr;
    for (const SafeInfo& safe : safes) {
      names.push_back(safe.name);
      if (safe.name == name) return safe;
      if (SameTitle(safe.name, name)) found = &safe;
    }
    if (found != nullptr) return *found;
  }
  const std::vector<std::string> near = NearTitles(name, names);
  return Error(ExitCode::kNotFound, Say("no safe is called $0", name),
               near.empty()
                   ? Say("klad safe list shows those you may open")
                   : Say("did you mean $0?", absl::StrJoin(near, ", ")));
}

// What is known of the roster may be older than a grant.
absl::Status Vault::CheckMayWrite(absl::string_view safe) {
  const auto only_reads = [&] {
    return account_->roster().Access(account_->member(), safe,
                                     account_->NowMs()) ==
           trust::v1::LEVEL_READ;
  };
  if (!only_reads()) return absl::OkStatus();
  RETURN_IF_ERROR(account_->CatchUp());
  if (!only_reads()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string name, NameOf(safe));
  return Error(
      ExitCode::kDenied, Say("you may only read in $0", name),
      Say("whoever manages it gives more: klad grant $0 LOGIN --level write",
          name));
}

absl::Status Vault::CheckNameFree(absl::string_view name,
                                  absl::string_view except) {
  RETURN_IF_ERROR(CheckName(name));
  ASSIGN_OR_RETURN(const std::vector<SafeInfo> safes, Safes());
  for (const SafeInfo& safe : safes) {
    if (safe.id != except && SameTitle(safe.name, name)) {
      return Error(ExitCode::kConflict,
                   Say("there is a safe called $0", safe.name),
                   Tr("choose another name"));
    }
  }
  return absl::OkStatus();
}

absl::Status Vault::CreateSafe(absl::string_view name) {
  RETURN_IF_ERROR(CheckNameFree(name, ""));
  const std::string id(Secret::Random(crypto::kIdSize).Expose());
  const KeyName key_name = KeyName::Safe(id);
  const Secret* key = keychain_.Add(key_name, 1, Secret::Random(32));
  return roster_writer_.Write(
      [&](const crypto::roster::State&) -> absl::StatusOr<trust::v1::Entry> {
        trust::v1::Entry entry;
        trust::v1::SafeCreated* created = entry.mutable_safe_created();
        *created->mutable_key() = crypto::NameSafeKey(
            crypto::roster::NameOf(account_->organisation(), key_name), 1, *key,
            nullptr);
        created->mutable_key()->mutable_head();
        created->mutable_key()->set_root(crypto::Digest().str());
        created->set_sealed_name(
            crypto::SealSafeName(*key, account_->organisation(), id, 1, name));
        created->set_head_manages(true);
        return entry;
      });
}

absl::Status Vault::RenameSafe(const SafeInfo& safe, absl::string_view name) {
  RETURN_IF_ERROR(account_->CatchUp());
  RETURN_IF_ERROR(CheckNameFree(name, safe.id));
  return roster_writer_.Write([&](const crypto::roster::State& roster)
                                  -> absl::StatusOr<trust::v1::Entry> {
    const uint32_t epoch = roster.FindSafe(safe.id)->epoch().number;
    ASSIGN_OR_RETURN(const Secret* key,
                     keychain_.Open(KeyName::Safe(safe.id), epoch));
    trust::v1::Entry entry;
    trust::v1::SafeRenamed* renamed = entry.mutable_safe_renamed();
    renamed->set_safe(safe.id);
    renamed->set_epoch(epoch);
    renamed->set_sealed_name(crypto::SealSafeName(
        *key, account_->organisation(), safe.id, epoch, name));
    return entry;
  });
}

absl::Status Vault::RetireSafe(const SafeInfo& safe) {
  return roster_writer_.Write(
      [&](const crypto::roster::State&) -> absl::StatusOr<trust::v1::Entry> {
        trust::v1::Entry entry;
        entry.mutable_safe_retired()->set_safe(safe.id);
        return entry;
      });
}

}  // namespace klad::client
