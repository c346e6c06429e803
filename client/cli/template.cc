#include "client/cli/template.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/check.h"

namespace klad::cli {
namespace {

constexpr absl::string_view kOpen = "{{";
constexpr absl::string_view kClose = "}}";

absl::Status BadLine(absl::string_view before, absl::string_view sentence,
                     absl::string_view hint) {
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  return client::Error(client::ExitCode::kUsage,
                       client::Say("line $0: $1", line, sentence), hint);
}

}  // namespace

absl::StatusOr<Template> ParseTemplate(absl::string_view text) {
  Template parsed;
  size_t begin = 0;  // of the text that is not taken yet
  size_t from = 0;
  while ((from = text.find(kOpen, from)) != absl::string_view::npos) {
    const size_t open = from;
    from += kOpen.size();
    const absl::string_view rest =
        absl::StripLeadingAsciiWhitespace(text.substr(from));
    if (!LooksLikeReference(rest)) continue;
    const size_t close = text.find(kClose, from);
    if (close == absl::string_view::npos) {
      return BadLine(text.substr(0, open),
                     client::Tr("a reference without }} behind it"), "");
    }
    auto reference = ParseValueReference(
        absl::StripAsciiWhitespace(text.substr(from, close - from)));
    if (!reference.ok()) {
      return BadLine(text.substr(0, open), reference.status().message(),
                     client::HintOf(reference.status()));
    }
    parsed.texts.push_back(text.substr(begin, open - begin));
    parsed.references.push_back(*std::move(reference));
    begin = from = close + kClose.size();
  }
  parsed.texts.push_back(text.substr(begin));
  return parsed;
}

Secret Fill(const Template& parsed, const std::vector<Secret>& values) {
  CHECK_THAT(values.size() == parsed.references.size() &&
             values.size() + 1 == parsed.texts.size());
  size_t size = 0;
  for (const absl::string_view text : parsed.texts) size += text.size();
  for (const Secret& value : values) size += value.size();
  Secret filled(size);
  unsigned char* at = filled.Fill();
  const auto put = [&at](absl::string_view text) {
    at = std::copy(text.begin(), text.end(), at);
  };
  for (size_t i = 0; i < values.size(); ++i) {
    put(parsed.texts[i]);
    put(values[i].Expose());
  }
  put(parsed.texts.back());
  return filled;
}

}  // namespace klad::cli
