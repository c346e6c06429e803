#include "tests/fault/fault_file_system.h"

#include <utility>

#include "absl/strings/match.h"

namespace klad::testing {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class File : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(FaultFileSystem* fs, std::string path,
       std::unique_ptr<rocksdb::FSWritableFile> target)
      : FSWritableFileOwnerWrapper(std::move(target)),
        fs_(fs),
        path_(std::move(path)) {}

  IOStatus Append(const Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    return fs_->Change(
        [&] {
          return FSWritableFileOwnerWrapper::Append(data, options, debug);
        },
        [&](Unsynced* u) { u->Appended(path_, data.size()); });
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    return fs_->Change(
        [&] {
          return FSWritableFileOwnerWrapper::Truncate(size, options, debug);
        },
        [&](Unsynced* u) { u->Truncated(path_, size); });
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    return fs_->Sync(path_, [&](Unsynced* u) { u->Synced(path_); });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  FaultFileSystem* const fs_;
  const std::string path_;
};

class RandomFile : public rocksdb::FSRandomRWFileOwnerWrapper {
 public:
  RandomFile(FaultFileSystem* fs, std::string path,
             std::unique_ptr<rocksdb::FSRandomRWFile> target)
      : FSRandomRWFileOwnerWrapper(std::move(target)),
        fs_(fs),
        path_(std::move(path)) {}

  IOStatus Write(uint64_t offset, const Slice& data, const IOOptions& options,
                 IODebugContext* debug) override {
    std::string old(data.size(), '\0');
    Slice read;
    const IOStatus status =
        Read(offset, old.size(), options, &read, old.data(), debug);
    if (!status.ok()) return status;
    return fs_->Change(
        [&] {
          return FSRandomRWFileOwnerWrapper::Write(offset, data, options,
                                                   debug);
        },
        [&](Unsynced* u) { u->Overwrote(path_, offset, read.ToString()); });
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    return fs_->Sync(path_, [&](Unsynced* u) { u->Synced(path_); });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  FaultFileSystem* const fs_;
  const std::string path_;
};

class Folder : public rocksdb::FSDirectoryWrapper {
 public:
  Folder(FaultFileSystem* fs, std::string path,
         std::unique_ptr<rocksdb::FSDirectory> target)
      : FSDirectoryWrapper(std::move(target)),
        fs_(fs),
        path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    return fs_->Sync(path_, [&](Unsynced* u) { u->FolderSynced(path_); });
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  FaultFileSystem* const fs_;
  const std::string path_;
};

template <typename Wrapper, typename Target>
void Wrap(FaultFileSystem* fs, const std::string& path,
          std::unique_ptr<Target>* target) {
  *target = std::make_unique<Wrapper>(fs, path, std::move(*target));
}

}  // namespace

FaultFileSystem::FaultFileSystem(Faults faults)
    : FileSystemWrapper(rocksdb::FileSystem::Default()),
      faults_(std::move(faults)) {}

bool FaultFileSystem::power_is_out() {
  MutexLock lock(&mutex_);
  return out_;
}

bool FaultFileSystem::call_failed() {
  MutexLock lock(&mutex_);
  return faults_.fail_call > 0 && calls_ >= faults_.fail_call;
}

void FaultFileSystem::ForgetUnsynced(Forget forget, std::mt19937* random) {
  MutexLock lock(&mutex_);
  unsynced_.Apply(forget, random);
}

IOStatus FaultFileSystem::Admit() {
  if (out_) return IOStatus::IOError("the power is out");
  if (++calls_ == faults_.fail_call) return IOStatus::NoSpace("disk full");
  return IOStatus::OK();
}

bool FaultFileSystem::Ignores(const std::string& path) const {
  return faults_.ignore_sync == "*" ||
         (!faults_.ignore_sync.empty() &&
          absl::EndsWith(path, faults_.ignore_sync));
}

IOStatus FaultFileSystem::Change(const std::function<IOStatus()>& change,
                                 const Note& note) {
  MutexLock lock(&mutex_);
  IOStatus status = Admit();
  if (status.ok()) status = change();
  if (status.ok()) note(&unsynced_);
  return status;
}

IOStatus FaultFileSystem::Sync(const std::string& path, const Note& note) {
  MutexLock lock(&mutex_);
  const IOStatus status = Admit();
  if (!status.ok()) return status;
  out_ = ++syncs_ == faults_.cut_at_sync;
  if (!Ignores(path) && (!out_ || faults_.cut_after)) note(&unsynced_);
  return out_ ? IOStatus::IOError("the power went out") : IOStatus::OK();
}

IOStatus FaultFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  const IOStatus status = Change(
      [&] { return target()->NewWritableFile(path, options, file, debug); },
      [&](Unsynced* u) { u->Created(path); });
  if (status.ok()) Wrap<File>(this, path, file);
  return status;
}

IOStatus FaultFileSystem::NewRandomRWFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSRandomRWFile>* file, IODebugContext* debug) {
  const IOStatus status = target()->NewRandomRWFile(path, options, file, debug);
  if (status.ok()) Wrap<RandomFile>(this, path, file);
  return status;
}

IOStatus FaultFileSystem::NewDirectory(
    const std::string& path, const IOOptions& options,
    std::unique_ptr<rocksdb::FSDirectory>* folder, IODebugContext* debug) {
  const IOStatus status = target()->NewDirectory(path, options, folder, debug);
  if (status.ok()) Wrap<Folder>(this, path, folder);
  return status;
}

IOStatus FaultFileSystem::RenameFile(const std::string& from,
                                     const std::string& to,
                                     const IOOptions& options,
                                     IODebugContext* debug) {
  std::string old;
  const bool replaces = rocksdb::ReadFileToString(target(), to, &old).ok();
  return Change(
      [&] { return target()->RenameFile(from, to, options, debug); },
      [&](Unsynced* u) {
        u->Renamed(from, to,
                   replaces ? std::optional<std::string>(old) : std::nullopt);
      });
}

IOStatus FaultFileSystem::DeleteFile(const std::string& path,
                                     const IOOptions& options,
                                     IODebugContext* debug) {
  return Change([&] { return target()->DeleteFile(path, options, debug); },
                [&](Unsynced* u) { u->Deleted(path); });
}

}  // namespace klad::testing
