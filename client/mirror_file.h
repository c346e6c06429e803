// The copy of a safe in the state folder: a credential is found by its title
// without opening the others.
#ifndef KLAD_CLIENT_MIRROR_FILE_H_
#define KLAD_CLIENT_MIRROR_FILE_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "client/sealed_file.h"
#include "client/state.h"
#include "crypto/identity.h"
#include "klad/client/v1/state.pb.h"

namespace klad::client {

using MirrorItem = client::v1::MirrorItem;
using MirrorItems = std::map<std::string, MirrorItem>;  // by credential

// What is at the head of a safe, but for its items.
struct MirrorHead {
  trust::v1::Position head;
  uint64_t roster = 0;  // of the newest change, or of an entry that names it
};

// As it was when opened. State and identity outlive it. Exit kIntegrity from
// whatever finds that it is not what was written.
class MirrorFile {
 public:
  static std::string Name(absl::string_view safe);
  static bool IsName(absl::string_view file);

  // kNotFound when there is none.
  static absl::StatusOr<MirrorFile> Open(const State& state,
                                         const crypto::Identity& identity,
                                         absl::string_view safe);

  MirrorHead head() const;

  // Those that are not deleted and whose title folds to this one; no answer
  // when titles fold otherwise now than when the file was written.
  absl::StatusOr<absl::optional<std::vector<MirrorItem>>> WithTitle(
      absl::string_view folded) const;

  // Deleted or not.
  absl::StatusOr<absl::optional<MirrorItem>> WithId(
      absl::string_view credential) const;

  // In order of their ids; what is given lives until the next.
  absl::Status ForEach(
      const std::function<void(const MirrorItem&)>& visit) const;
  absl::StatusOr<MirrorItems> ReadAll() const;

  static absl::Status Write(State* state, const StateLock& lock,
                            const crypto::Identity& identity,
                            absl::string_view safe, const MirrorHead& head,
                            const MirrorItems& items);

 private:
  MirrorFile(const State* state, SealedFile file, std::string name)
      : state_(state), file_(std::move(file)), name_(std::move(name)) {}

  absl::Status ReadIndex();
  absl::Status Walk(const std::function<void(MirrorItem&)>& visit) const;
  absl::StatusOr<MirrorItem> ReadItem(size_t offset, size_t size) const;

  const State* state_;
  SealedFile file_;
  std::string name_;
  client::v1::MirrorIndex index_;
  size_t items_ = 0;  // where they begin
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_MIRROR_FILE_H_
