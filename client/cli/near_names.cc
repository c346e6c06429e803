#include "client/cli/near_names.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/title.h"
#include "client/words/words.h"

namespace klad::cli {
namespace {

constexpr size_t kMostNames = 3;

}  // namespace

void NearNames::Add(absl::string_view safe, const std::string& title) {
  names_[title].push_back(absl::StrCat(safe, "/", title));
}

std::string NearNames::HintFor(absl::string_view title) const {
  std::vector<std::string> titles;
  for (const auto& [known, names] : names_) titles.push_back(known);
  std::vector<std::string> near;
  for (const std::string& known : client::NearTitles(title, titles)) {
    const std::vector<std::string>& names = names_.at(known);
    near.insert(near.end(), names.begin(), names.end());
  }
  near.resize(std::min(near.size(), kMostNames));
  return near.empty()
             ? ""
             : client::Say("did you mean $0?", absl::StrJoin(near, ", "));
}

}  // namespace klad::cli
