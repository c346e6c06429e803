// How a store comes to be: Create and Open.
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "server/store/rocks/data_folder.h"
#include "server/store/rocks/options.h"
#include "server/store/rocks/rocks_store.h"
#include "server/store/rocks/status.h"
#include "server/store/rocks/witness.h"

namespace klad::store {
namespace {

absl::Status CheckFolder(rocksdb::Env* env, const std::string& folder) {
  if (env->FileExists(WitnessPath(folder)).ok()) return absl::OkStatus();
  if (env->FileExists(DatabasePath(folder)).ok()) {
    return absl::DataLossError(absl::StrCat(
        "the commit witness ", WitnessPath(folder),
        " is missing, so nobody can tell whether changes were lost; nothing "
        "was changed; restore a backup"));
  }
  return absl::NotFoundError(absl::StrCat(
      folder,
      " is not a data folder; make one with kladd init or kladd restore"));
}

RocksOptions WithEnv(RocksOptions options) {
  if (options.env == nullptr) options.env = rocksdb::Env::Default();
  return options;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksStore>> RocksStore::Create(
    RocksOptions options) {
  auto store = absl::WrapUnique(new RocksStore(WithEnv(std::move(options))));
  RETURN_IF_ERROR(store->CreateFiles());
  return store;
}

absl::StatusOr<std::unique_ptr<RocksStore>> RocksStore::Open(
    RocksOptions options) {
  auto store = absl::WrapUnique(new RocksStore(WithEnv(std::move(options))));
  RETURN_IF_ERROR(store->OpenFiles());
  return store;
}

absl::Status RocksStore::CreateFiles() {
  rocksdb::Env* env = options_.env;
  RETURN_IF_ERROR(MakeEmptyFolder(options_.folder));
  ASSIGN_OR_RETURN(lock_, FolderLock::Take(env, options_.folder));
  RETURN_IF_ERROR(
      FromRocks(env->CreateDirIfMissing(DatabasePath(options_.folder)),
                "cannot create the database"));
  RETURN_IF_ERROR(OpenDatabase(true));
  MutexLock lock(&commit_mutex_);
  tip_ = Tip::Random();
  RETURN_IF_ERROR(FromRocks(db_->Put(SyncedWrite(), kTipKey, tip_.Encode()),
                            "cannot write"));
  RETURN_IF_ERROR(Witness::Create(env, WitnessPath(options_.folder), tip_));
  RETURN_IF_ERROR(SyncFolder(env, options_.folder));
  RETURN_IF_ERROR(SyncParent(env, options_.folder));
  ASSIGN_OR_RETURN(witness_, Witness::Open(env, WitnessPath(options_.folder)));
  return absl::OkStatus();
}

absl::Status RocksStore::OpenFiles() {
  rocksdb::Env* env = options_.env;
  RETURN_IF_ERROR(CheckFolder(env, options_.folder));
  ASSIGN_OR_RETURN(lock_, FolderLock::Take(env, options_.folder));
  MutexLock lock(&commit_mutex_);
  ASSIGN_OR_RETURN(witness_, Witness::Open(env, WitnessPath(options_.folder)));
  RETURN_IF_ERROR(Inspect());
  RETURN_IF_ERROR(OpenDatabase(false));
  ASSIGN_OR_RETURN(tip_, ReadTip(db_.get()));
  RETURN_IF_ERROR(witness_->Check(tip_));
  return witness_->Advance(tip_);
}

absl::Status RocksStore::Inspect() {
  ASSIGN_OR_RETURN(const auto db,
                   OpenReadOnly(options_.env, DatabasePath(options_.folder)));
  ASSIGN_OR_RETURN(const Tip tip, ReadTip(db.get()));
  return witness_->Check(tip);
}

absl::Status RocksStore::OpenDatabase(bool create) {
  rocksdb::Options options = DatabaseOptions(
      options_.env, options_.write_buffer_bytes,
      [this](const absl::Status& status) { Fail(status).IgnoreError(); });
  options.create_if_missing = create;
  options.error_if_exists = create;
  rocksdb::DB* db = nullptr;
  RETURN_IF_ERROR(
      FromRocks(rocksdb::DB::Open(options, DatabasePath(options_.folder), &db),
                absl::StrCat("cannot open the database in ", options_.folder)));
  db_.reset(db);
  return absl::OkStatus();
}

}  // namespace klad::store
