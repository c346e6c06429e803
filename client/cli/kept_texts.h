// Texts of thousands of rows: few pieces of memory hold them all.
#ifndef KLAD_CLIENT_CLI_KEPT_TEXTS_H_
#define KLAD_CLIENT_CLI_KEPT_TEXTS_H_

#include <algorithm>
#include <memory>

#include "absl/strings/string_view.h"
#include "google/protobuf/arena.h"

namespace klad::cli {

// For one thread. Not for secrets: nothing is wiped.
class KeptTexts {
 public:
  // Lives as long as this does, or what it was moved to.
  absl::string_view Keep(absl::string_view text) {
    char* kept =
        google::protobuf::Arena::CreateArray<char>(arena_.get(), text.size());
    std::copy(text.begin(), text.end(), kept);
    return {kept, text.size()};
  }

 private:
  std::unique_ptr<google::protobuf::Arena> arena_ =
      std::make_unique<google::protobuf::Arena>();
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_KEPT_TEXTS_H_
