#include "client/one_time_code.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr int kMinDigits = 6;
constexpr int kMaxDigits = 8;
constexpr int kMaxPeriod = 24 * 60 * 60;

// As written: views of the seed.
struct Seed {
  absl::string_view base32;
  const EVP_MD* hash = EVP_sha1();
  int digits = 6;
  int period = 30;
};

absl::Status BadSeed(absl::string_view sentence) {
  return Error(ExitCode::kUsage, sentence,
               Tr("store the seed that the service shows beside its QR code: "
                  "klad credential edit SAFE/TITLE --seed-from FILE"));
}

const EVP_MD* HashNamed(absl::string_view name) {
  if (absl::StartsWithIgnoreCase(name, "hmac")) name.remove_prefix(4);
  for (const auto& [plain, dashed, hash] :
       {std::tuple("sha1", "sha-1", EVP_sha1()),
        std::tuple("sha256", "sha-256", EVP_sha256()),
        std::tuple("sha512", "sha-512", EVP_sha512())}) {
    if (absl::EqualsIgnoreCase(name, plain) ||
        absl::EqualsIgnoreCase(name, dashed)) {
      return hash;
    }
  }
  return nullptr;
}

bool ReadNumber(absl::string_view text, int min, int max, int* number) {
  return absl::SimpleAtoi(text, number) && *number >= min && *number <= max;
}

absl::Status TakeParameter(absl::string_view name, absl::string_view value,
                           Seed* seed) {
  if (absl::EqualsIgnoreCase(name, "secret")) {
    seed->base32 = value;
  } else if (absl::EqualsIgnoreCase(name, "algorithm")) {
    seed->hash = HashNamed(value);
    if (seed->hash == nullptr) {
      return BadSeed(
          Tr("the seed's algorithm is none of SHA1, SHA256 and SHA512"));
    }
  } else if (absl::EqualsIgnoreCase(name, "digits") &&
             !ReadNumber(value, kMinDigits, kMaxDigits, &seed->digits)) {
    return BadSeed(Say("the seed asks for codes that have not $0 to $1 digits",
                       kMinDigits, kMaxDigits));
  } else if (absl::EqualsIgnoreCase(name, "period") &&
             !ReadNumber(value, 1, kMaxPeriod, &seed->period)) {
    return BadSeed(Say("the seed asks for a period that is not 1 to $0 seconds",
                       kMaxPeriod));
  }
  return absl::OkStatus();
}

absl::StatusOr<Seed> ReadUri(absl::string_view uri) {
  const size_t question = uri.find('?');
  const absl::string_view kind = uri.substr(0, uri.find_first_of("/?"));
  if (absl::EqualsIgnoreCase(kind, "hotp")) {
    return BadSeed(
        Tr("the seed is for codes that are counted, not for codes by time"));
  }
  if (!absl::EqualsIgnoreCase(kind, "totp") ||
      question == absl::string_view::npos) {
    return BadSeed(
        Tr("the seed's address is not otpauth://totp/...?secret=..."));
  }
  Seed seed;
  for (const absl::string_view pair :
       absl::StrSplit(uri.substr(question + 1), '&')) {
    const size_t at = pair.find('=');
    if (at == absl::string_view::npos) continue;
    RETURN_IF_ERROR(
        TakeParameter(pair.substr(0, at), pair.substr(at + 1), &seed));
  }
  return seed;
}

absl::StatusOr<Seed> ReadSeed(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  constexpr absl::string_view kScheme = "otpauth://";
  if (absl::StartsWithIgnoreCase(text, kScheme)) {
    return ReadUri(text.substr(kScheme.size()));
  }
  if (absl::StartsWithIgnoreCase(text, "steam://")) {
    return BadSeed(Tr("the seed is for Steam's own codes, which have letters"));
  }
  Seed seed;
  seed.base32 = text;
  return seed;
}

// One character of an address, "%3D" as one; false where it is malformed.
bool TakeCharacter(absl::string_view* text, char* c) {
  *c = text->front();
  text->remove_prefix(1);
  if (*c == '+') *c = ' ';
  if (*c != '%') return true;
  if (text->size() < 2 || !absl::ascii_isxdigit((*text)[0]) ||
      !absl::ascii_isxdigit((*text)[1])) {
    return false;
  }
  *c = absl::HexStringToBytes(text->substr(0, 2))[0];
  text->remove_prefix(2);
  return true;
}

// -1 for what is no digit of base32.
int Base32Digit(char c) {
  if (absl::ascii_isalpha(c)) return absl::ascii_toupper(c) - 'A';
  return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

absl::StatusOr<Secret> DecodeBase32(absl::string_view text) {
  Secret bytes(text.size() * 5 / 8);
  size_t size = 0;
  uint32_t bits = 0;
  int held = 0;
  while (!text.empty()) {
    char c;
    const bool whole = TakeCharacter(&text, &c);
    if (whole && (absl::ascii_isspace(c) || c == '-' || c == '=')) continue;
    const int digit = whole ? Base32Digit(c) : -1;
    if (digit < 0) {
      return BadSeed(
          Tr("the seed is not base32: only the letters A to Z and "
             "the digits 2 to 7"));
    }
    bits = (bits << 5 | static_cast<uint32_t>(digit)) & 0xfff;
    if ((held += 5) < 8) continue;
    held -= 8;
    bytes.Fill()[size++] = static_cast<unsigned char>(bits >> held);
  }
  if (size == 0) return BadSeed(Tr("the seed is empty"));
  bytes.Truncate(size);
  return bytes;
}

// RFC 4226, section 5.3.
absl::StatusOr<Secret> Hotp(const Seed& seed, uint64_t counter) {
  ASSIGN_OR_RETURN(const Secret key, DecodeBase32(seed.base32));
  unsigned char message[8];
  for (int i = 7; i >= 0; --i, counter >>= 8) {
    message[i] = static_cast<unsigned char>(counter);
  }
  Secret mac(EVP_MAX_MD_SIZE);
  unsigned int size = 0;
  if (HMAC(seed.hash, key.Expose().data(), static_cast<int>(key.size()),
           message, sizeof message, mac.Fill(), &size) == nullptr) {
    return absl::InternalError("HMAC failed");
  }
  const unsigned char* at = mac.Fill() + (mac.Fill()[size - 1] & 0xf);
  uint32_t number = (at[0] & 0x7fU) << 24 | at[1] << 16 | at[2] << 8 | at[3];
  Secret digits(static_cast<size_t>(seed.digits));
  for (int i = seed.digits; i-- > 0; number /= 10) {
    digits.Fill()[i] = static_cast<unsigned char>('0' + number % 10);
  }
  return digits;
}

}  // namespace

absl::StatusOr<OneTimeCode> CodeAt(const Secret& seed, int64_t now_ms) {
  ASSIGN_OR_RETURN(const Seed read, ReadSeed(seed.Expose()));
  const int64_t seconds = std::max<int64_t>(now_ms, 0) / 1000;
  OneTimeCode code;
  code.period = read.period;
  code.seconds_left = read.period - static_cast<int>(seconds % read.period);
  ASSIGN_OR_RETURN(code.digits,
                   Hotp(read, static_cast<uint64_t>(seconds / read.period)));
  return code;
}

}  // namespace klad::client
