#include "server/playbook/words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "crypto/text/playbook_text.h"
#include "server/words/terms.h"

namespace klad::playbook {
namespace {

std::string WithoutReferences(absl::string_view text) {
  std::string out;
  size_t end = 0;
  for (const text::TextReference& each : text::FindReferences(text)) {
    absl::StrAppend(&out, text.substr(end, each.begin - end), "…");
    end = each.end;
  }
  absl::StrAppend(&out, text.substr(end));
  return out;
}

}  // namespace

store::v1::Terms TermsOf(const v1::Playbook& playbook, absl::string_view text) {
  using words::Weight;
  const std::string prose = WithoutReferences(text);
  std::vector<words::Text> texts = {{playbook.name(), Weight::kName},
                                    {playbook.title(), Weight::kHeavy},
                                    {playbook.category(), Weight::kLight}};
  for (const std::string& tag : playbook.tags()) {
    texts.push_back({tag, Weight::kLight});
  }
  texts.push_back({prose, Weight::kLight});
  return words::MakeTerms(texts);
}

std::vector<std::string> LinesOf(const v1::Playbook& playbook,
                                 absl::string_view text) {
  std::vector<std::string> lines = {playbook.title()};
  const std::string prose = WithoutReferences(text);
  for (const absl::string_view line : absl::StrSplit(prose, '\n')) {
    lines.emplace_back(line);
  }
  lines.push_back(playbook.category());
  lines.push_back(absl::StrJoin(playbook.tags(), ", "));
  return lines;
}

}  // namespace klad::playbook
