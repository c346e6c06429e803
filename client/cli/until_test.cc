#include "client/cli/until.h"

#include <string>

#include "client/error.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::cli {
namespace {

absl::TimeZone Moscow() { return absl::FixedTimeZone(3 * 3600); }

// A Wednesday, late enough that it is Tuesday's end in UTC.
absl::Time Now() {
  return absl::FromCivil(absl::CivilSecond(2026, 7, 15, 1, 30, 0), Moscow());
}

// The last day that counts, or what stands in its place.
std::string LastDay(absl::string_view text) {
  const auto until = ParseUntil(text, Now(), Moscow());
  if (!until.ok()) return "refused";
  const absl::Time end = absl::FromUnixMillis(*until);
  EXPECT_EQ(absl::FormatTime("%H:%M:%E3S", end, Moscow()), "00:00:00.000");
  return absl::FormatTime("%Y-%m-%d", end - absl::Milliseconds(1), Moscow());
}

TEST(UntilTest, DatesAreReadInBothOrders) {
  EXPECT_EQ(LastDay("2026-12-31"), "2026-12-31");
  EXPECT_EQ(LastDay("31.12.2026"), "2026-12-31");
  EXPECT_EQ(LastDay("2028-02-29"), "2028-02-29");
  EXPECT_EQ(LastDay("1.8.2026"), "2026-08-01");
}

TEST(UntilTest, TodayLastsToItsEnd) {
  EXPECT_EQ(LastDay("today"), "2026-07-15");
  EXPECT_EQ(LastDay("Сегодня"), "2026-07-15");
  EXPECT_EQ(LastDay("2026-07-15"), "2026-07-15");
  EXPECT_EQ(LastDay("0d"), "2026-07-15");
}

TEST(UntilTest, TomorrowAndDaysFromNow) {
  EXPECT_EQ(LastDay("tomorrow"), "2026-07-16");
  EXPECT_EQ(LastDay("завтра"), "2026-07-16");
  EXPECT_EQ(LastDay("14d"), "2026-07-29");
  EXPECT_EQ(LastDay("14Д"), "2026-07-29");
  EXPECT_EQ(LastDay("2w"), "2026-07-29");
  EXPECT_EQ(LastDay("2н"), "2026-07-29");
}

TEST(UntilTest, WeekdayIsTheNextOneOrToday) {
  EXPECT_EQ(LastDay("friday"), "2026-07-17");
  EXPECT_EQ(LastDay("FRI"), "2026-07-17");
  EXPECT_EQ(LastDay("Пятница"), "2026-07-17");
  EXPECT_EQ(LastDay("до пятницы"), "2026-07-17");
  EXPECT_EQ(LastDay("пт"), "2026-07-17");
  EXPECT_EQ(LastDay("wed"), "2026-07-15");
  EXPECT_EQ(LastDay("tue"), "2026-07-21");
}

TEST(UntilTest, EveryWeekdayHasItsDay) {
  EXPECT_EQ(LastDay("чт"), "2026-07-16");
  EXPECT_EQ(LastDay("суббота"), "2026-07-18");
  EXPECT_EQ(LastDay("sunday"), "2026-07-19");
  EXPECT_EQ(LastDay("понедельника"), "2026-07-20");
  EXPECT_EQ(LastDay("вторник"), "2026-07-21");
}

TEST(UntilTest, DayThatIsOverIsRefused) {
  const auto over = ParseUntil("2026-07-14", Now(), Moscow()).status();
  EXPECT_EQ(client::ExitCodeOf(over), client::ExitCode::kUsage);
  EXPECT_EQ(over.message(), "2026-07-14 is over");
  EXPECT_FALSE(client::HintOf(over).empty());
}

TEST(UntilTest, NonsenseIsRefusedWithExamples) {
  for (const absl::string_view text :
       {"", " ", "soon", "31.02.2026", "2026-13-01", "26-12-31", "-1d", "d",
        "99999d", "700w", "1.2", "2026-12-31-1", "12/31/2026", "0x1d", "фри"}) {
    const auto refused = ParseUntil(text, Now(), Moscow()).status();
    EXPECT_EQ(client::ExitCodeOf(refused), client::ExitCode::kUsage) << text;
    EXPECT_NE(client::HintOf(refused).find("14d"), std::string::npos) << text;
  }
}

TEST(SinceTest, DayBeginsAtItsMidnight) {
  const auto begins = [](absl::string_view text) {
    const auto since = ParseSince(text, Now(), Moscow());
    return since.ok() ? absl::FormatTime("%Y-%m-%d %H:%M",
                                         absl::FromUnixMillis(*since), Moscow())
                      : std::string("refused");
  };
  EXPECT_EQ(begins("2026-07-01"), "2026-07-01 00:00");
  EXPECT_EQ(begins("01.07.2026"), "2026-07-01 00:00");
  EXPECT_EQ(begins("today"), "2026-07-15 00:00");
  EXPECT_EQ(begins("Вчера"), "2026-07-14 00:00");
  EXPECT_EQ(begins("14d"), "2026-07-01 00:00");
  EXPECT_EQ(begins("2Н"), "2026-07-01 00:00");
  EXPECT_EQ(begins("-1d"), "refused");
  EXPECT_EQ(begins("99999d"), "refused");
  EXPECT_EQ(begins("tomorrow"), "refused");
  EXPECT_EQ(begins("2026-07-16"), "refused");
  EXPECT_EQ(begins(""), "refused");
}

TEST(UntilTest, DayOfTheClockChangeEndsAtItsMidnight) {
  absl::TimeZone berlin;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Berlin", &berlin));
  ASSERT_OK_AND_ASSIGN(
      const int64_t until,
      ParseUntil("2026-10-25",
                 absl::FromCivil(absl::CivilDay(2026, 10, 1), berlin), berlin));
  EXPECT_EQ(absl::ToCivilSecond(absl::FromUnixMillis(until), berlin),
            absl::CivilSecond(2026, 10, 26));
}

}  // namespace
}  // namespace klad::cli
