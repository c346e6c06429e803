#include "crypto/vault/secret_part.h"

#include <random>
#include <string>
#include <type_traits>

#include "crypto/context.h"
#include "crypto/seal.h"
#include "crypto/vault/limits.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using ::klad::testing::StatusIs;
using ::testing::Eq;

static_assert(!std::is_copy_constructible_v<SecretPart>);

SecretPart Full() {
  SecretPart part;
  part.password = Secret::Copy("пароль");
  part.one_time_code = Secret::Copy("JBSWY3DPEHPK3PXP");
  part.note = Secret::Copy("ask Anna");
  part.recovery_codes = Secret::Copy("1111\n2222");
  part.key = Secret::Copy("ssh-ed25519");
  part.fields.push_back({"PIN", Secret::Copy("0000")});
  part.fields.push_back({"PIN", Secret()});
  return part;
}

absl::StatusOr<SecretPart> Parse(absl::string_view bytes) {
  return ParseSecretPart(Secret::Copy(bytes));
}

template <size_t size>
absl::StatusOr<SecretPart> ParseLiteral(const char (&bytes)[size]) {
  return Parse(absl::string_view(bytes, size - 1));
}

TEST(SecretPartTest, RoundTrip) {
  ASSERT_OK_AND_ASSIGN(const Secret bytes, SerializeSecretPart(Full()));
  ASSERT_OK_AND_ASSIGN(const SecretPart part, ParseSecretPart(bytes));
  EXPECT_EQ(part.password.Expose(), "пароль");
  EXPECT_EQ(part.one_time_code.Expose(), "JBSWY3DPEHPK3PXP");
  EXPECT_EQ(part.note.Expose(), "ask Anna");
  EXPECT_EQ(part.recovery_codes.Expose(), "1111\n2222");
  EXPECT_EQ(part.key.Expose(), "ssh-ed25519");
  ASSERT_EQ(part.fields.size(), 2u);
  EXPECT_EQ(part.fields[0].name, "PIN");
  EXPECT_EQ(part.fields[0].value.Expose(), "0000");
  EXPECT_TRUE(part.fields[1].value.empty());
  ASSERT_OK_AND_ASSIGN(const Secret again, SerializeSecretPart(part.Clone()));
  EXPECT_TRUE(again.Equals(bytes));
}

TEST(SecretPartTest, BytesAreAsSpecified) {
  SecretPart part;
  part.password = Secret::Copy("ab");
  part.fields.push_back({"n", Secret::Copy("xyz")});
  ASSERT_OK_AND_ASSIGN(const Secret bytes, SerializeSecretPart(part));
  EXPECT_EQ(std::string(bytes.Expose()),
            std::string("\1\0\0\0\0\0\2ab\6\0\1n\0\0\0\3xyz", 20));
}

TEST(SecretPartTest, NothingIsNoBytes) {
  ASSERT_OK_AND_ASSIGN(const Secret bytes, SerializeSecretPart(SecretPart()));
  EXPECT_TRUE(bytes.empty());
  EXPECT_OK(Parse(""));
}

TEST(SecretPartTest, UnknownKindNeedsANewerKlad) {
  EXPECT_THAT(ParseLiteral("\10\0\0\0\0\0\1a"),
              StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(ParseLiteral("\0\0\0\0\0\0\1a"),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST(SecretPartTest, WhatWouldNotBeWrittenIsRefused) {
  for (const auto& parsed :
       {ParseLiteral("\2\0\0\0\0\0\1a\1\0\0\0\0\0\1a").status(),  // order
        ParseLiteral("\1\0\0\0\0\0\1a\1\0\0\0\0\0\1a").status(),  // twice
        ParseLiteral("\1\0\0\0\0\0\0").status(),                  // empty
        ParseLiteral("\1\0\1n\0\0\0\1a").status(),                // named
        ParseLiteral("\1\0\0\0\0\0\1\xff").status(),              // UTF-8
        ParseLiteral("\6\0\1\xff\0\0\0\1a").status(),
        ParseLiteral("\1\0\0\0\0\0\1a\0").status()}) {  // trailing
    EXPECT_FALSE(parsed.ok());
    EXPECT_TRUE(absl::IsDataLoss(parsed)) << parsed;
  }
}

TEST(SecretPartTest, CutBytesAreRefused) {
  ASSERT_OK_AND_ASSIGN(const Secret bytes, SerializeSecretPart(Full()));
  size_t whole = 0;  // a cut between two entries is a list of its own
  for (size_t size = 0; size < bytes.size(); ++size) {
    const auto parsed = Parse(bytes.Expose().substr(0, size));
    if (parsed.ok()) {
      ++whole;
    } else {
      EXPECT_THAT(parsed, StatusIs(absl::StatusCode::kDataLoss));
    }
  }
  EXPECT_EQ(whole, 7u);
}

TEST(SecretPartTest, RandomBytesNeverCrash) {
  std::mt19937_64 random(3);
  const std::string sound(SerializeSecretPart(Full())->Expose());
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = sound;
    for (uint64_t flips = 1 + random() % 4; flips > 0; --flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    const auto parsed = Parse(bytes);
    if (!parsed.ok()) continue;
    ASSERT_OK_AND_ASSIGN(const Secret again, SerializeSecretPart(*parsed));
    EXPECT_EQ(again.Expose(), bytes);
  }
}

TEST(SecretPartTest, LongValueNamesFieldAndLimitButNoValue) {
  const struct {
    Secret SecretPart::*value;
    size_t limit;
    const char* sentence;
  } rows[] = {
      {&SecretPart::password, kMaxPassword, "password: at most 8192 bytes"},
      {&SecretPart::one_time_code, kMaxOneTimeCode,
       "one-time code: at most 4096 bytes"},
      {&SecretPart::note, kMaxNote, "note: at most 65536 bytes"},
      {&SecretPart::recovery_codes, kMaxRecoveryCodes,
       "recovery codes: at most 8192 bytes"},
      {&SecretPart::key, kMaxKey, "key: at most 32768 bytes"},
  };
  for (const auto& row : rows) {
    SecretPart part;
    part.*row.value = Secret::Copy(std::string(row.limit, 'x'));
    EXPECT_OK(SerializeSecretPart(part));
    part.*row.value = Secret::Copy(std::string(row.limit + 1, 'x'));
    EXPECT_THAT(SerializeSecretPart(part),
                StatusIs(absl::StatusCode::kInvalidArgument, Eq(row.sentence)));
  }
}

TEST(SecretPartTest, FieldsAndTheWholeHaveLimits) {
  SecretPart part;
  for (size_t i = 0; i < kMaxFields; ++i) {
    part.fields.push_back({"n", Secret::Copy("v")});
  }
  EXPECT_OK(SerializeSecretPart(part));
  part.fields.push_back({"n", Secret()});
  EXPECT_THAT(SerializeSecretPart(part),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       Eq("hidden fields: at most 100")));
  part.fields.clear();
  for (int i = 0; i < 16; ++i) {
    part.fields.push_back({"n", Secret::Copy(std::string(8192, 'x'))});
  }
  EXPECT_THAT(SerializeSecretPart(part),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       Eq("secret: at most 131071 bytes together")));
}

TEST(SecretPartTest, GenerationRisesOnlyWhenEveryValueThatOpensHasChanged) {
  const SecretPart before = Full();
  SecretPart after = Full();
  EXPECT_FALSE(EveryValueChanged(before, after));
  after.password = Secret::Copy("new");
  EXPECT_FALSE(EveryValueChanged(before, after));
  after.one_time_code = Secret();
  after.recovery_codes = Secret::Copy("3333");
  after.key = Secret();
  EXPECT_FALSE(EveryValueChanged(before, after));
  after.fields.clear();
  EXPECT_TRUE(EveryValueChanged(before, after));
  after.fields.push_back({"old password", before.password.Clone()});
  EXPECT_FALSE(EveryValueChanged(before, after));
}

TEST(SecretPartTest, NoteOpensNothing) {
  SecretPart before;
  before.note = Secret::Copy("old");
  SecretPart after;
  after.note = Secret::Copy("new");
  EXPECT_FALSE(EveryValueChanged(before, after));
  after.password = Secret::Copy("x");
  EXPECT_FALSE(EveryValueChanged(before, after));
  EXPECT_TRUE(EveryValueChanged(after, before));
}

TEST(SecretTagTest, EqualForEqualPasswordsOfASafeAlone) {
  const Secret key = Secret::Copy(std::string(32, 'k'));
  const Secret other_key = Secret::Copy(std::string(32, 'l'));
  const SafeName safe{"organisation", "safe"};
  const uint16_t tag = SecretTag(key, safe, Secret::Copy("hunter2"));
  EXPECT_EQ(SecretTag(key, safe, Secret::Copy("hunter2")), tag);
  EXPECT_NE(SecretTag(key, safe, Secret::Copy("hunter3")), tag);
  EXPECT_NE(SecretTag(other_key, safe, Secret::Copy("hunter2")), tag);
  EXPECT_NE(SecretTag(key, {"organisation", "other"}, Secret::Copy("hunter2")),
            tag);
}

}  // namespace
}  // namespace klad::crypto::vault
