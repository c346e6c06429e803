// Which credential of a safe an imported item is, if any.
#ifndef KLAD_CLIENT_FORMATS_SAFE_INDEX_H_
#define KLAD_CLIENT_FORMATS_SAFE_INDEX_H_

#include <map>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "crypto/digest.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

enum class ImportState {
  kNew,
  kChanged,  // there already, and the file's is newer: a version of it
  kSame,     // there already
  kInDoubt,  // there already and different, and nothing says which is newer
};

// Nothing is revealed: what is compared is the overview, and of the password
// the keyed tag in it. An item is the credential that has its title, or its
// title with a number, and its user name.
class SafeIndex {
 public:
  // One that the safe has: the time of its newest version.
  void Add(absl::string_view id, const trust::v1::Overview& overview,
           absl::Time changed);

  struct Match {
    ImportState state = ImportState::kNew;
    std::string id;     // empty when new
    std::string title;  // as the safe has it
  };
  // Each credential is found once: of two rows with the same title and user
  // name, the second is another credential.
  // `updated`: as the file says, and as the overview has it.
  Match Find(const trust::v1::Overview& overview,
             absl::optional<absl::Time> updated);

  // The title, with a number behind it when the safe or an earlier row has it;
  // taken from now on.
  std::string FreeTitle(const std::string& title);

 private:
  struct Known {
    std::string id;
    std::string title;
    std::string user_name;   // folded
    crypto::Digest content;  // hash of what an import brings
    int64_t secret_changed_ms;
    absl::Time changed;
  };
  using ByTitle = std::multimap<std::string, Known>;
  ByTitle::iterator BestOf(const trust::v1::Overview& overview,
                           const crypto::Digest& content);

  bool Occupy(const std::string& title);

  ByTitle by_title_;  // folded, without number
  // Hashes of folded titles, all in use: two of one hash cost a number.
  absl::flat_hash_set<size_t> titles_;
  std::map<std::string, int> numbers_;  // the last given, by folded title
};

// "Почта (2)" as "Почта".
absl::string_view WithoutNumber(absl::string_view title);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_SAFE_INDEX_H_
