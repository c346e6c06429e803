#include "client/links/golinks.h"

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/link_template.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMaxLine = 64 << 10;
constexpr int kMaxDepth = 64;
constexpr size_t kMaxText = 4096;
constexpr char kGoPath[] = "{{.Path}}";
constexpr char kArgument[] = "{path}";

// The text under a key, in any case; empty for what is none.
std::string TextUnder(const Json& object, absl::string_view key) {
  for (const auto& [name, value] : object.items()) {
    if (absl::EqualsIgnoreCase(name, key) && value.is_string()) {
      return value.get<std::string>();
    }
  }
  return "";
}

std::vector<std::string> TagsOf(const Json& object) {
  std::vector<std::string> tags;
  const auto found = object.find("tags");
  if (found == object.end() || !found->is_array()) return tags;
  for (const Json& tag : *found) {
    if (tag.is_string()) tags.push_back(tag.get<std::string>());
  }
  return TagsIn(absl::StrJoin(tags, ","));
}

// Nothing is as deep as a line that only wishes to be.
bool IsFlat(absl::string_view line) {
  bool quoted = false;
  int depth = 0;
  for (size_t i = 0; i < line.size() && depth <= kMaxDepth; ++i) {
    const char c = line[i];
    if (quoted && c == '\\') ++i;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
  }
  return depth <= kMaxDepth;
}

void ReadGolink(absl::string_view line, size_t row, LinkRows* rows) {
  const auto doubt = [&](absl::string_view what, absl::string_view why) {
    rows->doubts.push_back({row, OneLine(what, 100), std::string(why)});
  };
  if (line.size() > kMaxLine || !IsFlat(line)) {
    return doubt(line, Tr("the line is too long"));
  }
  const Json object = Json::parse(line.begin(), line.end(), nullptr,
                                  /*allow_exceptions=*/false);
  if (!object.is_object()) return doubt(line, Tr("the line is no link"));
  LinkRow link;
  link.row = row;
  link.name = OneLine(TextUnder(object, "short"), kMaxText);
  link.address =
      absl::StrReplaceAll(TextUnder(object, "long"), {{kGoPath, kArgument}});
  if (link.name.empty() || link.address.empty()) {
    return doubt(line, Tr("the line is no link"));
  }
  if (absl::StrContains(link.address, "{{")) {
    return doubt(link.name, Tr("golink computes this address"));
  }
  link.title = OneLine(TextUnder(object, "title"), kMaxText);
  link.purpose = TextUnder(object, "purpose");
  link.category = OneLine(TextUnder(object, "category"), kMaxText);
  link.tags = TagsOf(object);
  rows->links.push_back(std::move(link));
}

}  // namespace

LinkRows ReadGolinks(absl::string_view text) {
  LinkRows rows;
  size_t row = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++row;
    const absl::string_view plain = absl::StripAsciiWhitespace(line);
    if (!plain.empty()) ReadGolink(plain, row, &rows);
  }
  return rows;
}

std::string WriteGolinks(const std::vector<klad::v1::Link>& links) {
  std::string lines;
  for (const klad::v1::Link& link : links) {
    // golink knows one argument; of several it would fill none.
    const auto arguments = TemplateArguments(link.address());
    const bool one = arguments.size() == 1 && arguments[0] == "path";
    Json object;
    object["Short"] = link.name();
    object["Long"] =
        one ? absl::StrReplaceAll(link.address(), {{kArgument, kGoPath}})
            : link.address();
    if (!link.title().empty()) object["title"] = link.title();
    if (!link.purpose().empty()) object["purpose"] = link.purpose();
    if (!link.category().empty()) object["category"] = link.category();
    if (!link.tags().empty()) {
      object["tags"] =
          std::vector<std::string>(link.tags().begin(), link.tags().end());
    }
    absl::StrAppend(&lines, object.dump(), "\n");
  }
  return lines;
}

}  // namespace klad::client
