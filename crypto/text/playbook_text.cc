#include "crypto/text/playbook_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "crypto/text/markdown.h"

namespace klad::text {
namespace {

constexpr absl::string_view kIdScheme = "klad:";
constexpr size_t kHexId = 32;
constexpr uint32_t kMostDays = 3650;

struct Word {
  absl::string_view word;
  Refers kind;
};
constexpr Word kWords[] = {
    {"link", Refers::kToLink},
    {"ссылка", Refers::kToLink},
    {"playbook", Refers::kToPlaybook},
    {"регламент", Refers::kToPlaybook},
    {"credential", Refers::kToCredential},
    {"доступ", Refers::kToCredential},
};
constexpr absl::string_view kRoleMarks[] = {"@role:", "@роль:"};
constexpr absl::string_view kDueMarks[] = {"due:+", "срок:+"};
constexpr absl::string_view kDays[] = {"d", "д"};
constexpr absl::string_view kRequired[] = {"(required)", "(обязательно)"};

bool ReadInside(absl::string_view inside, TextReference* reference) {
  for (const Word& word : kWords) {
    absl::string_view rest = inside;
    if (!absl::ConsumePrefix(&rest, word.word) ||
        !absl::ConsumePrefix(&rest, ":")) {
      continue;
    }
    reference->kind = word.kind;
    reference->word = std::string(word.word);
    reference->name =
        absl::StrReplaceAll(absl::StripAsciiWhitespace(rest),
                            {{"%5D", "]"}, {"%60", "`"}, {"%25", "%"}});
    return true;
  }
  return false;
}

// `plain` is the text without its code. A name is read as it was written: it
// may have what looks like code in it.
std::vector<TextReference> ReferencesIn(absl::string_view plain,
                                        absl::string_view text) {
  std::vector<TextReference> found;
  size_t close = 0;
  size_t line_end = 0;
  for (size_t at = plain.find("[["); at < plain.size();
       at = plain.find("[[", at)) {
    const size_t inside = at + 2;
    // Looked for anew only once they are behind: the text is passed once.
    if (close < inside) close = plain.find("]]", inside);
    if (line_end <= at) line_end = std::min(plain.find('\n', at), plain.size());
    if (close == absl::string_view::npos) break;
    TextReference reference;
    if (close >= line_end ||
        !ReadInside(text.substr(inside, close - inside), &reference)) {
      ++at;
      continue;
    }
    reference.begin = at;
    reference.end = at = close + 2;
    found.push_back(std::move(reference));
  }
  return found;
}

bool BeginsWord(absl::string_view text, size_t at) {
  if (at == 0) return true;
  const char before = text[at - 1];
  return absl::ascii_isspace(before) || absl::StrContains("([*_,;", before);
}

bool EndsWord(absl::string_view rest) {
  return rest.empty() || absl::ascii_isspace(rest[0]) ||
         absl::StrContains(").,;:!?]*_", rest[0]);
}

// What follows each of the marks, wherever one begins a word.
template <size_t kCount>
std::vector<absl::string_view> Behind(
    absl::string_view plain, const absl::string_view (&marks)[kCount]) {
  std::vector<absl::string_view> found;
  for (const absl::string_view mark : marks) {
    for (size_t at = plain.find(mark); at < plain.size();
         at = plain.find(mark, at + mark.size())) {
      if (BeginsWord(plain, at))
        found.push_back(plain.substr(at + mark.size()));
    }
  }
  return found;
}

void ReadRole(absl::string_view plain, TextStep* step) {
  const auto roles = Behind(plain, kRoleMarks);
  if (roles.empty()) return;
  absl::string_view name = roles.front();
  name = name.substr(0, name.find_first_of(" \t\n,;:)!?]*"));
  while (absl::ConsumeSuffix(&name, ".")) {
  }
  step->role = absl::AsciiStrToLower(name);
  if (step->role.empty() || roles.size() > 1) step->broken = "step-role";
}

void ReadDue(absl::string_view plain, TextStep* step) {
  const auto dues = Behind(plain, kDueMarks);
  if (dues.empty()) return;
  absl::string_view rest = dues.front();
  const size_t digits =
      std::min(rest.find_first_not_of("0123456789"), rest.size());
  uint32_t days = 0;
  const bool read = absl::SimpleAtoi(rest.substr(0, digits), &days);
  rest.remove_prefix(digits);
  bool unit = false;
  for (const absl::string_view day : kDays) {
    unit = unit || absl::ConsumePrefix(&rest, day);
  }
  if (!read || !unit || !EndsWord(rest) || days > kMostDays ||
      dues.size() > 1) {
    step->broken = "step-due";
    return;
  }
  step->due_days = days;
}

}  // namespace

std::vector<TextReference> FindReferences(absl::string_view text) {
  return ReferencesIn(WithoutCode(text), text);
}

std::string Renamed(
    absl::string_view text, const std::vector<TextReference>& references,
    const std::function<std::string(const TextReference&)>& name_of) {
  std::string out;
  size_t at = 0;
  for (const TextReference& each : references) {
    absl::StrAppend(
        &out, text.substr(at, each.begin - at), "[[", each.word, ":",
        absl::StrReplaceAll(name_of(each),
                            {{"%", "%25"}, {"]", "%5D"}, {"`", "%60"}}),
        "]]");
    at = each.end;
  }
  absl::StrAppend(&out, text.substr(at));
  return out;
}

size_t LineAt(absl::string_view text, size_t at) {
  text = text.substr(0, at);
  return 1 + static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string NameOfId(absl::string_view id) {
  return absl::StrCat(kIdScheme, absl::BytesToHexString(id));
}

std::string NameOfIds(absl::string_view safe, absl::string_view credential) {
  return absl::StrCat(NameOfId(safe), "/", absl::BytesToHexString(credential));
}

std::vector<std::string> IdsInName(const TextReference& reference) {
  absl::string_view name = reference.name;
  if (!absl::ConsumePrefix(&name, kIdScheme)) return {};
  std::vector<std::string> ids;
  for (const absl::string_view hex : absl::StrSplit(name, '/')) {
    const bool is_id =
        hex.size() == kHexId && std::all_of(hex.begin(), hex.end(), [](char c) {
          return absl::ascii_isxdigit(c) && !absl::ascii_isupper(c);
        });
    if (!is_id) return {};
    ids.push_back(absl::HexStringToBytes(hex));
  }
  const size_t wanted = reference.kind == Refers::kToCredential ? 2 : 1;
  if (ids.size() != wanted) ids.clear();
  return ids;
}

std::vector<TextStep> FindSteps(absl::string_view text) {
  const std::string plain = WithoutCode(text);
  std::vector<TextStep> steps;
  for (const NumberedItem& item : NumberedItems(text)) {
    size_t begin = item.begin;
    while (begin < item.end && absl::ascii_isblank(text[begin])) ++begin;
    const size_t size = item.end - begin;
    const absl::string_view marks =
        absl::string_view(plain).substr(begin, size);
    TextStep& step = steps.emplace_back();
    step.line = item.line;
    step.text = std::string(
        absl::StripTrailingAsciiWhitespace(text.substr(begin, size)));
    step.references = ReferencesIn(marks, step.text);
    ReadRole(marks, &step);
    ReadDue(marks, &step);
    step.required = std::any_of(
        std::begin(kRequired), std::end(kRequired),
        [&](absl::string_view word) { return absl::StrContains(marks, word); });
  }
  return steps;
}

}  // namespace klad::text
