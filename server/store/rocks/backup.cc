#include "server/store/rocks/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "klad/store/v1/records.pb.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/utilities/checkpoint.h"
#include "server/base/id.h"
#include "server/store/rocks/data_folder.h"
#include "server/store/rocks/hasher.h"
#include "server/store/rocks/status.h"
#include "server/store/rocks/witness.h"

namespace klad::store {
namespace {

namespace fs = std::filesystem;

absl::Status FileError(const std::error_code& error, absl::string_view what) {
  return absl::UnavailableError(absl::StrCat(what, ": ", error.message()));
}

std::string ManifestPath(const std::string& folder) {
  return folder + "/manifest";
}

absl::string_view View(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

absl::StatusOr<BackupSummary> Digest(const std::string& database) {
  ASSIGN_OR_RETURN(const auto db,
                   OpenReadOnly(rocksdb::Env::Default(), database));
  ASSIGN_OR_RETURN(const Tip tip, ReadTip(db.get()));
  BackupSummary summary{0, tip.revision, ""};
  Hasher hasher("klad1.backup");
  const auto it = absl::WrapUnique(db->NewIterator(rocksdb::ReadOptions()));
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    hasher.Add(BigEndian(it->key().size())).Add(View(it->key()));
    hasher.Add(BigEndian(it->value().size())).Add(View(it->value()));
    if (View(it->key()) != kTipKey) ++summary.records;
  }
  RETURN_IF_ERROR(FromRocks(it->status(), "cannot read the copy"));
  summary.digest = hasher.Finish();
  return summary;
}

absl::Status SyncFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = fd >= 0 && fsync(fd) == 0;
  absl::Status status =
      synced ? absl::OkStatus()
             : absl::ErrnoToStatus(errno, absl::StrCat("cannot sync ", path));
  if (fd >= 0) close(fd);
  return status;
}

absl::Status SyncFiles(const std::string& folder) {
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder, error)) {
    RETURN_IF_ERROR(SyncFile(file.path().string()));
  }
  if (error) return FileError(error, "cannot list the copy");
  return SyncFolder(rocksdb::Env::Default(), folder);
}

// A sibling of `folder` that becomes it when it is complete. What an
// interrupted run has left there goes.
absl::StatusOr<std::string> MakePartial(const std::string& folder) {
  std::error_code error;
  if (fs::exists(folder, error) || error) {
    return absl::AlreadyExistsError(
        absl::StrCat(folder, " exists; name a folder that does not"));
  }
  const std::string partial = folder + ".partial";
  fs::remove_all(partial, error);
  if (error) return FileError(error, "cannot remove " + partial);
  RETURN_IF_ERROR(MakeEmptyFolder(partial));
  return partial;
}

absl::Status Complete(const std::string& partial, const std::string& folder) {
  rocksdb::Env* env = rocksdb::Env::Default();
  RETURN_IF_ERROR(SyncFolder(env, partial));
  RETURN_IF_ERROR(FromRocks(env->RenameFile(partial, folder),
                            absl::StrCat("cannot name ", folder)));
  return SyncParent(env, folder);
}

absl::Status CopyDatabase(rocksdb::DB* db, const std::string& database) {
  RETURN_IF_ERROR(
      FromRocks(db->Flush(rocksdb::FlushOptions()), "cannot flush"));
  rocksdb::Checkpoint* checkpoint = nullptr;
  rocksdb::Status status = rocksdb::Checkpoint::Create(db, &checkpoint);
  const auto owned = absl::WrapUnique(checkpoint);
  if (status.ok()) status = checkpoint->CreateCheckpoint(database);
  RETURN_IF_ERROR(FromRocks(status, "cannot copy the database"));
  // Its log may not be on disk yet.
  return SyncFiles(database);
}

absl::Status WriteManifest(const BackupSummary& summary,
                           const std::string& folder) {
  v1::BackupManifest manifest;
  manifest.set_records(summary.records);
  manifest.set_revision(summary.revision);
  manifest.set_digest(summary.digest);
  return FromRocks(rocksdb::WriteStringToFile(rocksdb::Env::Default(),
                                              manifest.SerializeAsString(),
                                              ManifestPath(folder), true),
                   "cannot write the manifest");
}

absl::StatusOr<BackupSummary> ReadManifest(const std::string& folder) {
  std::string bytes;
  if (!rocksdb::ReadFileToString(rocksdb::Env::Default(), ManifestPath(folder),
                                 &bytes)
           .ok()) {
    return absl::NotFoundError(absl::StrCat(folder, " is not a backup"));
  }
  v1::BackupManifest manifest;
  if (!manifest.ParseFromString(bytes)) {
    return absl::DataLossError(
        absl::StrCat("the manifest of ", folder, " is damaged"));
  }
  return BackupSummary{manifest.records(), manifest.revision(),
                       manifest.digest()};
}

absl::Status CheckDigest(const std::string& database,
                         const BackupSummary& expected) {
  ASSIGN_OR_RETURN(const BackupSummary found, Digest(database));
  if (found.digest == expected.digest && found.records == expected.records &&
      found.revision == expected.revision) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat(
      database, " is not what its manifest says; use another backup"));
}

absl::Status CopyFiles(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::copy(from, to, error);
  if (error) return FileError(error, "cannot copy the backup");
  return SyncFiles(to);
}

absl::Status MakeWitness(const std::string& folder) {
  rocksdb::Env* env = rocksdb::Env::Default();
  ASSIGN_OR_RETURN(const auto db, OpenReadOnly(env, DatabasePath(folder)));
  ASSIGN_OR_RETURN(const Tip tip, ReadTip(db.get()));
  return Witness::Create(env, WitnessPath(folder), tip);
}

}  // namespace

absl::StatusOr<BackupSummary> WriteBackup(rocksdb::DB* db,
                                          const std::string& folder) {
  ASSIGN_OR_RETURN(const std::string partial, MakePartial(folder));
  RETURN_IF_ERROR(CopyDatabase(db, DatabasePath(partial)));
  ASSIGN_OR_RETURN(const BackupSummary summary, Digest(DatabasePath(partial)));
  RETURN_IF_ERROR(WriteManifest(summary, partial));
  RETURN_IF_ERROR(Complete(partial, folder));
  return summary;
}

absl::StatusOr<BackupSummary> Restore(const std::string& backup,
                                      const std::string& folder) {
  ASSIGN_OR_RETURN(const BackupSummary summary, ReadManifest(backup));
  RETURN_IF_ERROR(CheckDigest(DatabasePath(backup), summary));
  ASSIGN_OR_RETURN(const std::string partial, MakePartial(folder));
  RETURN_IF_ERROR(CopyFiles(DatabasePath(backup), DatabasePath(partial)));
  RETURN_IF_ERROR(CheckDigest(DatabasePath(partial), summary));
  RETURN_IF_ERROR(MakeWitness(partial));
  RETURN_IF_ERROR(Complete(partial, folder));
  return summary;
}

}  // namespace klad::store
