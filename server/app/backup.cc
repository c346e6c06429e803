#include "server/app/backup.h"

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "crypto/backup_key.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/facts.h"
#include "klad/store/v1/records.pb.h"
#include "server/access/refusal.h"
#include "server/app/commands.h"
#include "server/base/clock.h"
#include "server/base/file.h"
#include "server/store/keyspace.h"
#include "server/store/rocks/backup.h"
#include "server/store/sealed_store.h"

namespace klad::app {
namespace {

constexpr char kKeyFile[] = "/owner-envelope";

absl::StatusOr<trust::v1::BackupKey> SealForOwners(
    const Secret& seal, const crypto::roster::State& roster) {
  trust::v1::BackupKey backup;
  backup.set_organisation(roster.organisation());
  *backup.mutable_roster() = crypto::roster::ToProto(roster.head());
  for (const auto& [id, member] : roster.facts().members) {
    if (!crypto::roster::IsOwner(roster.facts(), member)) continue;
    RETURN_IF_ERROR(
        crypto::SealBackupKey(seal, id, member.identity()->keys.box, &backup));
  }
  return backup;
}

}  // namespace

absl::StatusOr<v1::BackupResponse> WriteBackup(
    const Data& data, const access::Directory& directory,
    absl::string_view folder) {
  const auto now = directory.Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  ASSIGN_OR_RETURN(const trust::v1::BackupKey key,
                   SealForOwners(data.seal, *now.state));
  ASSIGN_OR_RETURN(const store::BackupSummary summary,
                   data.engine->Backup(std::string(folder)));
  RETURN_IF_ERROR(
      WriteNewFile(absl::StrCat(folder, kKeyFile), key.SerializeAsString()));
  v1::BackupResponse response;
  response.set_records(summary.records);
  response.set_digest(summary.digest);
  return response;
}

absl::Status RestoreBackup(const Options& options) {
  const std::string folder = FolderOf(options.Get("data"));
  ASSIGN_OR_RETURN(const store::SealKey given,
                   store::SealKey::Load(options.Get("seal")));
  ASSIGN_OR_RETURN(const store::BackupSummary summary,
                   store::Restore(FolderOf(options.positional[0]), folder));
  // The seal key goes where the server looks for it, unless it lies there.
  if (options.Get("seal") != store::SealKey::PathFor(folder)) {
    RETURN_IF_ERROR(
        WriteNewFile(store::SealKey::PathFor(folder), given.secret().Expose()));
  }
  {
    ASSIGN_OR_RETURN(
        const auto engine,
        store::RocksStore::Open({.folder = folder, .on_failure = nullptr}));
    ASSIGN_OR_RETURN(store::SealKey seal,
                     store::SealKey::Load(store::SealKey::PathFor(folder)));
    store::SealedStore store(engine.get(), std::move(seal));
    // A seal key of another server would not open what is there.
    RETURN_IF_ERROR(store.Get(store::kServerKey).status());
    store::v1::RestoredRecord restored;
    restored.set_time_ms(SystemClock().NowMs());
    store::Transaction mark;
    mark.puts.push_back({store::kRestoredKey, restored.SerializeAsString()});
    RETURN_IF_ERROR(store.Commit(std::move(mark)).status());
  }
  fprintf(stderr,
          "restored %s records into %s\n"
          "a restored backup may be older than what clients remember, and "
          "takes nothing new: after kladd run, an owner runs klad restore "
          "accept\n",
          absl::StrCat(summary.records).c_str(), folder.c_str());
  return absl::OkStatus();
}

}  // namespace klad::app
