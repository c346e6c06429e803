#include "server/link/words.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/words/terms.h"

namespace klad::link {
namespace {

absl::string_view WithoutScheme(absl::string_view address) {
  const size_t colon = address.find(':');
  return colon == absl::string_view::npos ? address : address.substr(colon + 1);
}

}  // namespace

store::v1::Terms TermsOf(const v1::Link& link) {
  using words::Weight;
  std::vector<words::Text> texts = {
      {link.name(), Weight::kName},
      {link.title(), Weight::kHeavy},
      {WithoutScheme(link.address()), Weight::kLight},
      {link.category(), Weight::kLight},
      {link.purpose(), Weight::kLight}};
  for (const std::string& tag : link.tags()) {
    texts.push_back({tag, Weight::kLight});
  }
  return words::MakeTerms(texts);
}

std::vector<std::string> LinesOf(const v1::Link& link) {
  std::vector<std::string> lines = {link.title()};
  for (const absl::string_view line : absl::StrSplit(link.purpose(), '\n')) {
    lines.emplace_back(line);
  }
  lines.push_back(link.address());
  lines.push_back(link.category());
  lines.push_back(absl::StrJoin(link.tags(), ", "));
  return lines;
}

}  // namespace klad::link
