// Near misses among credentials of several safes.
#ifndef KLAD_CLIENT_CLI_NEAR_NAMES_H_
#define KLAD_CLIENT_CLI_NEAR_NAMES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::cli {

class NearNames {
 public:
  void Add(absl::string_view safe, const std::string& title);

  // "did you mean safe/title?" with up to three, nearest first
  // (client/title.h); empty when nothing is near.
  std::string HintFor(absl::string_view title) const;

 private:
  std::map<std::string, std::vector<std::string>> names_;  // by title
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_NEAR_NAMES_H_
