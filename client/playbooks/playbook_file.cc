#include "client/playbooks/playbook_file.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/formats/text_encoding.h"
#include "client/playbooks/front_matter.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/text/playbook_text.h"

namespace klad::client {
namespace {

constexpr uint32_t kMostReviewDays = 3650;

absl::Status NotOne(const FrontMatterField& field) {
  return Error(
      ExitCode::kUsage,
      Say("$0 of the front matter is one text, not a list", field.key));
}

absl::Status TakeText(const FrontMatterField& field, std::string* text) {
  if (field.values.size() > 1) return NotOne(field);
  *text = field.values.empty() ? "" : field.values[0];
  return absl::OkStatus();
}

// As it is kept: levels without spaces around, none of them empty.
std::string TidyCategory(absl::string_view path) {
  std::vector<absl::string_view> levels;
  for (absl::string_view level : absl::StrSplit(path, '/')) {
    level = absl::StripAsciiWhitespace(level);
    if (!level.empty()) levels.push_back(level);
  }
  return absl::StrJoin(levels, "/");
}

absl::Status TakeField(const FrontMatterField& field, PlaybookFile* playbook) {
  const absl::string_view key = field.key;
  if (key == "name") return TakeText(field, &playbook->name);
  if (key == "title") return TakeText(field, &playbook->title);
  if (key == "owner") return TakeText(field, &playbook->owner);
  if (key == "category" || key == "categories") {
    RETURN_IF_ERROR(TakeText(field, &playbook->category));
    playbook->category = TidyCategory(playbook->category);
    return absl::OkStatus();
  }
  if (key == "review") {
    std::string text;
    RETURN_IF_ERROR(TakeText(field, &text));
    ASSIGN_OR_RETURN(playbook->review_days, ParseReviewDays(text));
    return absl::OkStatus();
  }
  if (key == "tags") {
    playbook->tags = field.values;
  } else if (key == "reviewers") {
    playbook->reviewers = field.values;
  } else if (key == "roles") {
    playbook->roles = field.values;
  } else {
    return Error(ExitCode::kUsage,
                 Say("the front matter of a playbook has no $0", key),
                 Tr("name, title, category, tags, owner, reviewers, roles, "
                    "review"));
  }
  return absl::OkStatus();
}

std::string FirstHeading(absl::string_view text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    absl::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (absl::ConsumePrefix(&line, "# ")) {
      return std::string(absl::StripAsciiWhitespace(line));
    }
  }
  return "";
}

std::string Stem(absl::string_view file_name) {
  const size_t slash = file_name.rfind('/');
  if (slash != absl::string_view::npos) file_name.remove_prefix(slash + 1);
  return std::string(file_name.substr(0, file_name.rfind('.')));
}

}  // namespace

absl::StatusOr<PlaybookFile> ReadPlaybookFile(absl::string_view file_name,
                                              absl::string_view bytes) {
  ASSIGN_OR_RETURN(const DecodedText decoded,
                   DecodeText(WipedString(bytes.begin(), bytes.end())));
  const std::string text = absl::StrReplaceAll(
      absl::string_view(decoded.text.data(), decoded.text.size()),
      {{"\r\n", "\n"}});
  ASSIGN_OR_RETURN(const FrontMatter matter, ReadFrontMatter(text));
  PlaybookFile playbook;
  for (const FrontMatterField& field : matter.fields) {
    RETURN_IF_ERROR(TakeField(field, &playbook));
  }
  playbook.text = TidyPlaybookText(matter.text);
  RETURN_IF_ERROR(CheckPlaybookSize(playbook.text.size()));
  if (playbook.name.empty()) playbook.name = Stem(file_name);
  if (playbook.title.empty()) playbook.title = FirstHeading(playbook.text);
  return playbook;
}

std::string WritePlaybookFile(const PlaybookFile& playbook) {
  FrontMatter matter;
  const auto add = [&](absl::string_view key, const std::string& value) {
    if (!value.empty()) {
      matter.fields.push_back({std::string(key), {value}, false});
    }
  };
  const auto add_list = [&](absl::string_view key,
                            const std::vector<std::string>& values) {
    if (!values.empty()) {
      matter.fields.push_back({std::string(key), values, true});
    }
  };
  add("name", playbook.name);
  add("title", playbook.title);
  add("category", playbook.category);
  add_list("tags", playbook.tags);
  add("owner", playbook.owner);
  add_list("reviewers", playbook.reviewers);
  add_list("roles", playbook.roles);
  if (playbook.review_days != 0) {
    add("review", absl::StrCat(playbook.review_days, "d"));
  }
  matter.text = playbook.text;
  return WriteFrontMatter(matter);
}

absl::StatusOr<uint32_t> ParseReviewDays(absl::string_view text) {
  const std::string word = FoldTitle(text);
  if (word.empty() || word == "never" || word == "никогда") return 0;
  absl::string_view digits = word;
  if (!absl::ConsumeSuffix(&digits, "d")) absl::ConsumeSuffix(&digits, "д");
  uint32_t days = 0;
  if (absl::SimpleAtoi(digits, &days) && days >= 1 && days <= kMostReviewDays) {
    return days;
  }
  return Error(ExitCode::kUsage, Say("\"$0\" is no review period", text),
               Tr("so many days, such as 90d, at most 3650; or never"));
}

std::string TidyPlaybookText(absl::string_view text) {
  std::string tidy = absl::StrReplaceAll(text, {{"\r\n", "\n"}, {"\r", "\n"}});
  absl::string_view rest = tidy;
  for (size_t end = rest.find('\n');
       end != absl::string_view::npos &&
       absl::StripAsciiWhitespace(rest.substr(0, end)).empty();
       end = rest.find('\n')) {
    rest.remove_prefix(end + 1);
  }
  rest = absl::StripTrailingAsciiWhitespace(rest);
  return rest.empty() ? "" : absl::StrCat(rest, "\n");
}

absl::Status CheckPlaybookSize(size_t bytes) {
  if (bytes <= text::kMaxPlaybookText) return absl::OkStatus();
  return Error(ExitCode::kUsage,
               Say("this text has $0 bytes, and a playbook may have $1", bytes,
                   text::kMaxPlaybookText),
               Tr("make several playbooks of it: one may refer to another"));
}

std::string PlaybookFileName(absl::string_view name) {
  std::string file(name);
  for (char& c : file) {
    if (c == '/' || c == '\\' || c == ':') c = '-';
  }
  if (absl::StartsWith(file, ".")) file[0] = '_';
  return absl::StrCat(file, ".md");
}

}  // namespace klad::client
