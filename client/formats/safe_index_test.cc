#include "client/formats/safe_index.h"

#include "gtest/gtest.h"

namespace klad::client {
namespace {

const absl::Time kThen = absl::FromUnixSeconds(1'700'000'000);
const absl::Time kLater = kThen + absl::Hours(1);

trust::v1::Overview Login(const std::string& title, const std::string& user,
                          uint32_t tag) {
  trust::v1::Overview overview;
  overview.set_title(title);
  overview.set_user_name(user);
  overview.set_secret_tag(tag);
  return overview;
}

TEST(SafeIndex, WhatIsThereIsTheSame) {
  SafeIndex index;
  index.Add("id", Login("Почта", "head1", 7), kThen);
  const auto match = index.Find(Login("почта", "HEAD1", 7), absl::nullopt);
  EXPECT_EQ(match.state, ImportState::kInDoubt);  // the case of the user name
  SafeIndex exact;
  exact.Add("id", Login("Почта", "head1", 7), kThen);
  const auto same = exact.Find(Login("почта", "head1", 7), kThen);
  EXPECT_EQ(same.state, ImportState::kSame);
  EXPECT_EQ(same.id, "id");
  EXPECT_EQ(same.title, "Почта");
}

TEST(SafeIndex, MeasuredValuesAreNoDifference) {
  SafeIndex index;
  auto known = Login("a", "u", 7);
  known.set_strength(3);
  known.set_owner("head1");
  known.set_secret_changed_ms(5);
  index.Add("id", known, kThen);
  EXPECT_EQ(index.Find(Login("a", "u", 7), absl::nullopt).state,
            ImportState::kSame);
}

TEST(SafeIndex, AnotherPasswordIsInDoubtUnlessTheFileIsNewer) {
  SafeIndex index;
  index.Add("1", Login("a", "u", 7), kThen);
  index.Add("2", Login("b", "u", 7), kThen);
  index.Add("3", Login("c", "u", 7), kThen);
  EXPECT_EQ(index.Find(Login("a", "u", 8), absl::nullopt).state,
            ImportState::kInDoubt);
  EXPECT_EQ(index.Find(Login("b", "u", 8), kThen).state, ImportState::kInDoubt);
  auto newer = Login("c", "u", 8);
  newer.set_secret_changed_ms(absl::ToUnixMillis(kLater));
  EXPECT_EQ(index.Find(newer, kLater).state, ImportState::kChanged);
}

TEST(SafeIndex, DateInTheFutureIsTakenOnce) {
  auto row = Login("a", "u", 7);
  row.set_secret_changed_ms(absl::ToUnixMillis(kLater));
  SafeIndex before;
  before.Add("id", Login("a", "u", 7), kThen);
  EXPECT_EQ(before.Find(row, kLater).state, ImportState::kChanged);
  SafeIndex after;
  after.Add("id", row, kThen);
  EXPECT_EQ(after.Find(row, kLater).state, ImportState::kSame);
}

TEST(SafeIndex, AnotherUserIsAnotherCredential) {
  SafeIndex index;
  index.Add("id", Login("a", "u", 7), kThen);
  EXPECT_EQ(index.Find(Login("a", "v", 7), kLater).state, ImportState::kNew);
}

TEST(SafeIndex, NumberedTitlesAreFoundAgainEachOnce) {
  SafeIndex index;
  index.Add("1", Login("site", "u", 1), kThen);
  index.Add("2", Login("site (2)", "u", 2), kThen);
  EXPECT_EQ(index.Find(Login("site", "u", 2), absl::nullopt).id, "2");
  EXPECT_EQ(index.Find(Login("site", "u", 1), absl::nullopt).id, "1");
  EXPECT_EQ(index.Find(Login("site", "u", 1), absl::nullopt).state,
            ImportState::kNew);
}

TEST(SafeIndex, TakenTitlesGetTheNextNumber) {
  SafeIndex index;
  index.Add("1", Login("Ёлка", "u", 1), kThen);
  index.Add("2", Login("елка (2)", "u", 1), kThen);
  EXPECT_EQ(index.FreeTitle("елка"), "елка (3)");
  EXPECT_EQ(index.FreeTitle("ЕЛКА"), "ЕЛКА (4)");
  EXPECT_EQ(index.FreeTitle("сосна"), "сосна");
}

TEST(SafeIndex, OnlyANumberInBracketsIsANumber) {
  EXPECT_EQ(WithoutNumber("a (2)"), "a");
  EXPECT_EQ(WithoutNumber("a (b)"), "a (b)");
  EXPECT_EQ(WithoutNumber("a ()"), "a ()");
  EXPECT_EQ(WithoutNumber(" (2)"), " (2)");
}

}  // namespace
}  // namespace klad::client
