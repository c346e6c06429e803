// What a disk may forget when the power goes: bytes, overwrites and names
// that were not synced.
#ifndef KLAD_TESTS_FAULT_UNSYNCED_H_
#define KLAD_TESTS_FAULT_UNSYNCED_H_

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace klad::testing {

enum class Forget {
  kAll,   // nothing that was not synced is left
  kPart,  // some of it is
  kTorn,  // some of it is, and its end is garbage
};

// For one thread at a time. Deleted names do not come back.
class Unsynced {
 public:
  void Created(const std::string& path);
  void Renamed(const std::string& from, const std::string& to,
               std::optional<std::string> replaced);
  void Deleted(const std::string& path);
  void Appended(const std::string& path, uint64_t bytes);
  void Truncated(const std::string& path, uint64_t size);
  void Overwrote(const std::string& path, uint64_t offset, std::string old);
  void Synced(const std::string& path);
  void FolderSynced(const std::string& folder);

  // Changes the real files to what such a disk would hold.
  void Apply(Forget forget, std::mt19937* random);

 private:
  struct Overwrite {
    uint64_t offset;
    std::string old;
  };
  struct File {
    uint64_t synced = 0;
    uint64_t size = 0;
    std::vector<Overwrite> overwrites;
  };
  struct Name {
    std::string path;
    std::string from;  // empty: newly created
    std::optional<std::string> replaced;
  };

  void Undo(const Name& name);
  void ForgetTail(const std::string& path, const File& file, Forget forget,
                  std::mt19937* random);
  void ForgetOverwrites(const std::string& path, const File& file,
                        Forget forget, std::mt19937* random);

  std::map<std::string, File> files_;
  std::vector<Name> names_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_FAULT_UNSYNCED_H_
