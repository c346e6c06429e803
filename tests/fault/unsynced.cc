#include "tests/fault/unsynced.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace klad::testing {
namespace {

namespace fs = std::filesystem;

uint64_t Below(std::mt19937* random, uint64_t end) {
  return std::uniform_int_distribution<uint64_t>(0, end)(*random);
}

void WriteAt(const std::string& path, uint64_t offset,
             const std::string& bytes) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(offset));
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

void Unsynced::Created(const std::string& path) {
  files_[path] = {};
  names_.push_back({path, "", std::nullopt});
}

void Unsynced::Renamed(const std::string& from, const std::string& to,
                       std::optional<std::string> replaced) {
  files_[to] = files_[from];
  files_.erase(from);
  names_.push_back({to, from, std::move(replaced)});
}

void Unsynced::Deleted(const std::string& path) { files_.erase(path); }

void Unsynced::Appended(const std::string& path, uint64_t bytes) {
  files_[path].size += bytes;
}

void Unsynced::Truncated(const std::string& path, uint64_t size) {
  File& file = files_[path];
  file.size = size;
  file.synced = std::min(file.synced, size);
}

void Unsynced::Overwrote(const std::string& path, uint64_t offset,
                         std::string old) {
  files_[path].overwrites.push_back({offset, std::move(old)});
}

void Unsynced::Synced(const std::string& path) {
  File& file = files_[path];
  file.synced = file.size;
  file.overwrites.clear();
}

void Unsynced::FolderSynced(const std::string& folder) {
  const fs::path synced = fs::path(folder + "/").lexically_normal();
  const auto inside = [&](const Name& name) {
    return fs::path(name.path).parent_path() / "" == synced;
  };
  names_.erase(std::remove_if(names_.begin(), names_.end(), inside),
               names_.end());
}

void Unsynced::Apply(Forget forget, std::mt19937* random) {
  size_t undone = names_.size();
  if (forget != Forget::kAll) undone = Below(random, names_.size());
  for (; undone > 0; --undone) {
    Undo(names_.back());
    names_.pop_back();
  }
  for (const auto& [path, file] : files_) {
    if (!fs::exists(path)) continue;
    ForgetTail(path, file, forget, random);
    ForgetOverwrites(path, file, forget, random);
  }
  files_.clear();
  names_.clear();
}

void Unsynced::Undo(const Name& name) {
  if (!fs::exists(name.path)) return;
  if (name.from.empty()) {
    fs::remove(name.path);
    return;
  }
  fs::rename(name.path, name.from);
  files_[name.from] = files_[name.path];
  files_.erase(name.path);
  if (name.replaced.has_value()) {
    std::ofstream(name.path, std::ios::binary) << *name.replaced;
  }
}

void Unsynced::ForgetTail(const std::string& path, const File& file,
                          Forget forget, std::mt19937* random) {
  if (file.size <= file.synced) return;
  if (forget == Forget::kAll) {
    fs::resize_file(path, file.synced);
    return;
  }
  const uint64_t kept = Below(random, file.size - file.synced);
  fs::resize_file(path, file.synced + kept);
  if (forget == Forget::kPart) return;
  const uint64_t torn = std::min<uint64_t>(kept, 1 + Below(random, 600));
  std::string garbage;
  for (uint64_t i = 0; i < torn; ++i) {
    garbage.push_back(static_cast<char>(Below(random, 255)));
  }
  WriteAt(path, file.synced + kept - torn, garbage);
}

void Unsynced::ForgetOverwrites(const std::string& path, const File& file,
                                Forget forget, std::mt19937* random) {
  for (auto it = file.overwrites.rbegin(); it != file.overwrites.rend(); ++it) {
    if (forget == Forget::kPart && Below(random, 1) == 0) continue;
    const size_t first =
        forget == Forget::kTorn ? Below(random, it->old.size()) : 0;
    WriteAt(path, it->offset + first, it->old.substr(first));
  }
}

}  // namespace klad::testing
