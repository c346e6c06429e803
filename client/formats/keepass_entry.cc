#include "client/formats/keepass_entry.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "client/formats/seed.h"

namespace klad::client {
namespace {

int Number(absl::string_view text) {
  int number = 0;
  return absl::SimpleAtoi(text, &number) && number > 0 ? number : 0;
}

class Strings {
 public:
  explicit Strings(const std::vector<KeePassString>& all)
      : all_(all), taken_(all.size(), false) {}

  absl::string_view Take(absl::string_view key) {
    for (size_t i = 0; i < all_.size(); ++i) {
      if (all_[i].key != key) continue;
      taken_[i] = true;
      return ViewOf(all_[i].value);
    }
    return "";
  }

  template <typename F>
  void ForTheRest(F f) const {
    for (size_t i = 0; i < all_.size(); ++i) {
      if (!taken_[i]) f(all_[i]);
    }
  }

 private:
  const std::vector<KeePassString>& all_;
  std::vector<bool> taken_;
};

// Empty for what is none.
Secret Base32OfBase64(absl::string_view base64) {
  std::string decoded;
  if (!absl::Base64Unescape(base64, &decoded)) return Secret();
  Secret base32 = Base32(decoded);
  sodium_memzero(decoded.data(), decoded.size());
  return base32;
}

// KeePass 2.47 and later: docs at keepass.info/help/base/placeholders.html#otp.
void TakeTimeOtp(Strings& strings, Draft* draft) {
  SeedSettings settings;
  settings.digits = Number(strings.Take("TimeOtp-Length"));
  settings.period = Number(strings.Take("TimeOtp-Period"));
  absl::string_view algorithm = strings.Take("TimeOtp-Algorithm");
  absl::ConsumePrefix(&algorithm, "HMAC-");
  std::string name(algorithm);
  name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
  if (name != "SHA1") settings.algorithm = name;
  // A seed that is not what its name says is kept as it is.
  const auto code = [&](absl::string_view key,
                        Secret (*read)(absl::string_view)) {
    const absl::string_view value = strings.Take(key);
    if (value.empty()) return;
    const Secret base32 = read(value);
    if (base32.empty()) return draft->Field(key, value, true);
    draft->Code(SeedWith(base32.Expose(), settings).Expose());
  };
  code("TimeOtp-Secret-Base32", Secret::Copy);
  code("TimeOtp-Secret", Base32);
  code("TimeOtp-Secret-Hex", Base32OfHex);
  code("TimeOtp-Secret-Base64", Base32OfBase64);
}

void TakeCodes(Strings& strings, Draft* draft) {
  draft->Code(strings.Take("otp"));
  const absl::string_view settings = strings.Take("TOTP Settings");
  const absl::string_view seed = strings.Take("TOTP Seed");
  if (!seed.empty()) {
    draft->Code(SeedWith(seed, SettingsOf(settings)).Expose());
  }
  TakeTimeOtp(strings, draft);
}

// Of codes that count, which Klad does not make.
bool IsSeedKey(absl::string_view key) {
  return absl::StartsWith(key, "HmacOtp-Secret");
}

bool IsAddressKey(absl::string_view key) {
  return absl::StartsWith(key, "KP2A_URL") ||
         absl::StartsWith(key, "AndroidApp") ||
         (absl::StartsWith(key, "URL") && key.size() > 3 &&
          absl::ascii_isdigit(key[3]));
}

}  // namespace

void TakeKeePassStrings(const std::vector<KeePassString>& all, Draft* draft) {
  Strings strings(all);
  draft->Title(strings.Take("Title"));
  draft->User(strings.Take("UserName"));
  draft->Password(strings.Take("Password"));
  draft->Address(strings.Take("URL"));
  draft->Notes(strings.Take("Notes"));
  TakeCodes(strings, draft);
  strings.ForTheRest([draft](const KeePassString& string) {
    if (IsAddressKey(string.key)) {
      draft->Address(ViewOf(string.value));
    } else {
      draft->Field(string.key, ViewOf(string.value),
                   string.is_protected || IsSeedKey(string.key));
    }
  });
}

}  // namespace klad::client
