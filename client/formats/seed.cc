#include "client/formats/seed.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace klad::client {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int Number(absl::string_view text) {
  int number = 0;
  return absl::SimpleAtoi(text, &number) && number > 0 ? number : 0;
}

std::string Algorithm(absl::string_view text) {
  std::string upper = absl::AsciiStrToUpper(text);
  upper.erase(std::remove(upper.begin(), upper.end(), '-'), upper.end());
  absl::string_view name = upper;
  absl::ConsumePrefix(&name, "HMAC");
  return name == "SHA1" ? "" : std::string(name);
}

bool IsSeparator(char c) { return c == ' ' || c == '-' || c == '='; }

// "?secret=" and what stands before it, the seed bare, then the settings.
Secret Uri(absl::string_view seed, const SeedSettings& settings) {
  std::string tail;
  if (!settings.algorithm.empty()) {
    absl::StrAppend(&tail, "&algorithm=", settings.algorithm);
  }
  if (settings.digits != 0) absl::StrAppend(&tail, "&digits=", settings.digits);
  if (settings.period != 0) absl::StrAppend(&tail, "&period=", settings.period);
  const absl::string_view head =
      settings.steam ? "steam://" : "otpauth://totp/?secret=";
  if (settings.steam) tail.clear();
  Secret uri(head.size() + seed.size() + tail.size());
  unsigned char* end = std::copy(head.begin(), head.end(), uri.Fill());
  for (const char c : seed) {
    if (!IsSeparator(c)) *end++ = static_cast<unsigned char>(c);
  }
  end = std::copy(tail.begin(), tail.end(), end);
  uri.Truncate(static_cast<size_t>(end - uri.Fill()));
  return uri;
}

}  // namespace

Secret SeedWith(absl::string_view base32, const SeedSettings& settings) {
  SeedSettings unusual = settings;
  if (unusual.digits == 6) unusual.digits = 0;
  if (unusual.period == 30) unusual.period = 0;
  if (!unusual.steam && unusual.digits == 0 && unusual.period == 0 &&
      unusual.algorithm.empty()) {
    return Secret::Copy(absl::StripAsciiWhitespace(base32));
  }
  return Uri(base32, unusual);
}

Secret SeedOf(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (!absl::StartsWith(text, "key=")) return Secret::Copy(text);
  absl::string_view seed;
  SeedSettings settings;
  for (const absl::string_view pair : absl::StrSplit(text, '&')) {
    const size_t at = pair.find('=');
    if (at == absl::string_view::npos) continue;
    const absl::string_view name = pair.substr(0, at);
    const absl::string_view value = pair.substr(at + 1);
    if (name == "key") seed = value;
    if (name == "size") settings.digits = Number(value);
    if (name == "step") settings.period = Number(value);
    if (name == "otpHashMode") settings.algorithm = Algorithm(value);
  }
  return SeedWith(seed, settings);
}

SeedSettings SettingsOf(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ';');
  SeedSettings settings;
  settings.period = Number(parts[0]);
  if (parts.size() > 1) {
    settings.steam = parts[1] == "S";
    settings.digits = Number(parts[1]);
  }
  if (parts.size() > 2) settings.algorithm = Algorithm(parts[2]);
  return settings;
}

Secret Base32(absl::string_view bytes) {
  Secret text((bytes.size() * 8 + 4) / 5);
  unsigned char* end = text.Fill();
  uint32_t bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (held += 8; held >= 5; held -= 5) {
      *end++ = static_cast<unsigned char>(kAlphabet[bits >> (held - 5) & 31]);
    }
    bits &= 31;
  }
  if (held > 0) {
    *end++ = static_cast<unsigned char>(kAlphabet[bits << (5 - held) & 31]);
  }
  return text;
}

Secret Base32OfHex(absl::string_view hex) {
  hex = absl::StripAsciiWhitespace(hex);
  if (hex.size() % 2 != 0 ||
      !std::all_of(hex.begin(), hex.end(), absl::ascii_isxdigit)) {
    return Secret();
  }
  Secret bytes(hex.size() / 2);
  const auto digit = [](char c) {
    return absl::ascii_isdigit(c) ? c - '0' : absl::ascii_tolower(c) - 'a' + 10;
  };
  for (size_t i = 0; i < bytes.size(); ++i) {
    bytes.Fill()[i] = static_cast<unsigned char>(digit(hex[2 * i]) << 4 |
                                                 digit(hex[2 * i + 1]));
  }
  return Base32(bytes.Expose());
}

}  // namespace klad::client
