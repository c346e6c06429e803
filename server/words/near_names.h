// Names that are nearly the one that was asked for.
#ifndef KLAD_SERVER_WORDS_NEAR_NAMES_H_
#define KLAD_SERVER_WORDS_NEAR_NAMES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::words {

// For one thread.
class NearNames {
 public:
  explicit NearNames(absl::string_view folded);

  // How far away a name is, folded too; nothing when it is not near: at most a
  // third of its letters apart, or with all of what was asked for in it.
  std::optional<size_t> Apart(absl::string_view folded) const;

  void Add(size_t apart, std::string name) {
    near_.emplace_back(apart, std::move(name));
  }

  // At most three of those that were added, nearest first.
  std::vector<std::string> Take();

 private:
  const std::string folded_;
  const std::u32string letters_;
  std::vector<std::tuple<size_t, std::string>> near_;
};

}  // namespace klad::words

#endif  // KLAD_SERVER_WORDS_NEAR_NAMES_H_
