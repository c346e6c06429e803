#include "crypto/line.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/digest.h"

namespace klad::crypto {
namespace {

constexpr size_t kLineChecksumSize = 4;

struct LineKind {
  absl::string_view prefix;
  absl::string_view what;  // "this is ..."
  absl::string_view from;  // "take the line that ..."
};

const LineKind kLineKinds[] = {
    {kDoorPrefix, "a door line, for klad found, recover or renew",
     "kladd printed"},
    {kInvitationPrefix, "an invitation, for klad join",
     "klad person invite printed"},
    {kMovePrefix, "the line of a second machine, for klad identity take",
     "klad identity move printed"},
    {"KLAD-KIT", "the code of a recovery kit", ""},
};

std::string Checksum(absl::string_view domain, absl::string_view bytes) {
  return Hash(domain, {bytes}).str().substr(0, kLineChecksumSize);
}

absl::Status OtherKind(absl::string_view prefix, absl::string_view line) {
  absl::string_view is = "not a code of klad";
  absl::string_view from;
  for (const LineKind& kind : kLineKinds) {
    if (absl::StartsWithIgnoreCase(line, kind.prefix)) is = kind.what;
    if (kind.prefix == prefix) from = kind.from;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("this is ", is, "; take the line that ", from,
                   ", which begins with ", prefix));
}

}  // namespace

absl::Status LineIsIncomplete() {
  return absl::InvalidArgumentError(
      "the code is cut short or mistyped; copy the whole line again");
}

std::string FormatLine(absl::string_view prefix, absl::string_view domain,
                       absl::string_view bytes) {
  return absl::StrCat(prefix, absl::WebSafeBase64Escape(absl::StrCat(
                                  bytes, Checksum(domain, bytes))));
}

absl::StatusOr<std::string> ParseLine(absl::string_view prefix,
                                      absl::string_view domain,
                                      absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, prefix)) return OtherKind(prefix, line);
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(line, &bytes) ||
      bytes.size() < kLineChecksumSize) {
    return LineIsIncomplete();
  }
  const std::string checksum = bytes.substr(bytes.size() - kLineChecksumSize);
  bytes.resize(bytes.size() - kLineChecksumSize);
  if (checksum != Checksum(domain, bytes)) return LineIsIncomplete();
  return bytes;
}

}  // namespace klad::crypto
