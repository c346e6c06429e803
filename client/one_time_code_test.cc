#include "client/one_time_code.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

// RFC 6238, appendix B: the keys "1234567890..." of 20, 32 and 64 bytes.
constexpr char kKey20[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
constexpr char kKey32[] =
    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA";
constexpr char kKey64[] =
    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA";

std::string CodeOf(const std::string& seed, int64_t seconds) {
  const auto code = CodeAt(Secret::Copy(seed), seconds * 1000);
  return code.ok() ? std::string(code->digits.Expose())
                   : std::string(code.status().message());
}

struct Vector {
  int64_t seconds;
  const char* sha1;
  const char* sha256;
  const char* sha512;
};
constexpr Vector kVectors[] = {
    {59, "94287082", "46119246", "90693936"},
    {1111111109, "07081804", "68084774", "25091201"},
    {1111111111, "14050471", "67062674", "99943326"},
    {1234567890, "89005924", "91819424", "93441116"},
    {2000000000, "69279037", "90698825", "38618901"},
    {20000000000, "65353130", "77737706", "47863826"},
};

TEST(OneTimeCode, Rfc6238Vectors) {
  for (const Vector& vector : kVectors) {
    const auto uri = [](absl::string_view key, absl::string_view hash) {
      return absl::StrCat("otpauth://totp/klad?secret=", key,
                          "&digits=8&algorithm=", hash);
    };
    EXPECT_EQ(CodeOf(uri(kKey20, "SHA1"), vector.seconds), vector.sha1);
    EXPECT_EQ(CodeOf(uri(kKey32, "SHA256"), vector.seconds), vector.sha256);
    EXPECT_EQ(CodeOf(uri(kKey64, "SHA512"), vector.seconds), vector.sha512);
  }
}

TEST(OneTimeCode, BareSeedHasSixDigitsOfThirtySeconds) {
  EXPECT_EQ(CodeOf(kKey20, 59), "287082");
  EXPECT_EQ(CodeOf(kKey20, 60), CodeOf(kKey20, 89));
  EXPECT_NE(CodeOf(kKey20, 59), CodeOf(kKey20, 60));
}

TEST(OneTimeCode, SeedIsReadAsPeopleTypeIt) {
  for (const char* seed :
       {" gezd gnbv gy3t qojq gezd gnbv gy3t qojq ",
        "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ",
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ====",
        "otpauth://totp/Директ:me@example.com?issuer=X&secret="
        "gezdgnbvgy3tqojqgezdgnbvgy3tqojq%3D%3d",
        "OTPAUTH://TOTP/?Secret=GEZD+GNBV%20GY3TQOJQGEZDGNBVGY3TQOJQ&digits=6",
        "otpauth://totp?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&period=30&"
        "algorithm=HmacSHA-1"}) {
    EXPECT_EQ(CodeOf(seed, 59), "287082") << seed;
  }
}

TEST(OneTimeCode, PeriodAndDigitsAreTheSeeds) {
  const std::string uri =
      absl::StrCat("otpauth://totp/x?secret=", kKey20, "&period=60&digits=7");
  EXPECT_EQ(CodeOf(uri, 119), CodeOf(uri, 60));
  EXPECT_EQ(CodeOf(uri, 119), "4287082");
  const auto code = CodeAt(Secret::Copy(uri), 119'999);
  ASSERT_OK(code.status());
  EXPECT_EQ(code->seconds_left, 1);
  EXPECT_EQ(code->period, 60);
  EXPECT_EQ(CodeAt(Secret::Copy(uri), 120'000)->seconds_left, 60);
}

TEST(OneTimeCode, BadSeedIsNamedAndNeverShown) {
  const struct {
    const char* seed;
    const char* sentence;
  } kCases[] = {
      {"canary18", "the seed is not base32"},
      {"Пароль", "the seed is not base32"},
      {"", "the seed is empty"},
      {"=", "the seed is empty"},
      {"otpauth://totp/canary", "the seed's address is not"},
      {"otpauth://totp/x?issuer=canary", "the seed is empty"},
      {"otpauth://totp/x?secret=canary%4", "the seed is not base32"},
      {"otpauth://hotp/x?secret=CANARY&counter=1", "codes that are counted"},
      {"otpauth://totp/x?secret=CANARY&algorithm=MD5", "none of SHA1"},
      {"otpauth://totp/x?secret=CANARY&digits=9", "not 6 to 8 digits"},
      {"otpauth://totp/x?secret=CANARY&digits=six", "not 6 to 8 digits"},
      {"otpauth://totp/x?secret=CANARY&period=0", "1 to 86400 seconds"},
      {"steam://CANARY", "Steam"},
  };
  for (const auto& [seed, sentence] : kCases) {
    const auto code = CodeAt(Secret::Copy(seed), 0);
    EXPECT_EQ(ExitCodeOf(code.status()), ExitCode::kUsage) << seed;
    EXPECT_TRUE(absl::StrContains(code.status().message(), sentence))
        << seed << ": " << code.status();
    EXPECT_FALSE(absl::StrContains(
        absl::AsciiStrToLower(code.status().message()), "canary"))
        << seed;
  }
}

}  // namespace
}  // namespace klad::client
