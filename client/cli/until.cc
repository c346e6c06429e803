#include "client/cli/until.h"

#include <algorithm>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "client/error.h"
#include "client/title.h"
#include "client/words/words.h"

namespace klad::cli {
namespace {

using absl::CivilDay;
using client::Say;
using client::Tr;

constexpr int kMaxDays = 3660;
constexpr int kWeek = 7;

struct WeekdayWords {
  absl::Weekday day;
  absl::string_view words[5];
};

// Folded; in Russian also as they follow "до" and "в".
constexpr WeekdayWords kWeekdays[] = {
    {absl::Weekday::monday,
     {"monday", "mon", "понедельник", "понедельника", "пн"}},
    {absl::Weekday::tuesday, {"tuesday", "tue", "вторник", "вторника", "вт"}},
    {absl::Weekday::wednesday, {"wednesday", "wed", "среда", "среды", "ср"}},
    {absl::Weekday::thursday, {"thursday", "thu", "четверг", "четверга", "чт"}},
    {absl::Weekday::friday, {"friday", "fri", "пятница", "пятницы", "пт"}},
    {absl::Weekday::saturday, {"saturday", "sat", "суббота", "субботы", "сб"}},
    {absl::Weekday::sunday,
     {"sunday", "sun", "воскресенье", "воскресенья", "вс"}},
};

std::optional<CivilDay> DayOfWeek(absl::string_view word, CivilDay today) {
  for (const WeekdayWords& row : kWeekdays) {
    if (std::find(std::begin(row.words), std::end(row.words), word) !=
        std::end(row.words)) {
      return absl::NextWeekday(today - 1, row.day);
    }
  }
  return std::nullopt;
}

// "14d", "2w": how many days.
std::optional<int> Days(absl::string_view text) {
  int unit = 0;
  if (absl::ConsumeSuffix(&text, "d") || absl::ConsumeSuffix(&text, "д")) {
    unit = 1;
  } else if (absl::ConsumeSuffix(&text, "w") ||
             absl::ConsumeSuffix(&text, "н")) {
    unit = kWeek;
  }
  int count = 0;
  if (unit == 0 || !absl::SimpleAtoi(text, &count) || count < 0 ||
      count > kMaxDays / unit) {
    return std::nullopt;
  }
  return count * unit;
}

std::optional<CivilDay> RelativeDay(absl::string_view text, CivilDay today) {
  if (text == "today" || text == "сегодня") return today;
  if (text == "tomorrow" || text == "завтра") return today + 1;
  const std::optional<int> days = Days(text);
  if (!days.has_value()) return std::nullopt;
  return today + *days;
}

std::optional<CivilDay> DateOf(absl::string_view year, absl::string_view month,
                               absl::string_view day) {
  int y = 0;
  int m = 0;
  int d = 0;
  if (year.size() != 4 || !absl::SimpleAtoi(year, &y) ||
      !absl::SimpleAtoi(month, &m) || !absl::SimpleAtoi(day, &d)) {
    return std::nullopt;
  }
  const CivilDay date(y, m, d);
  // The 31st of February is no day.
  if (date.year() != y || date.month() != m || date.day() != d) {
    return std::nullopt;
  }
  return date;
}

std::optional<CivilDay> Date(absl::string_view text) {
  const std::vector<absl::string_view> iso = absl::StrSplit(text, '-');
  if (iso.size() == 3) return DateOf(iso[0], iso[1], iso[2]);
  const std::vector<absl::string_view> dotted = absl::StrSplit(text, '.');
  if (dotted.size() == 3) return DateOf(dotted[2], dotted[1], dotted[0]);
  return std::nullopt;
}

}  // namespace

absl::StatusOr<int64_t> ParseUntil(absl::string_view text, absl::Time now,
                                   absl::TimeZone zone) {
  const std::string folded = client::FoldTitle(text);
  const absl::string_view word = absl::StripPrefix(folded, "до ");
  const CivilDay today(absl::ToCivilDay(now, zone));
  std::optional<CivilDay> day = RelativeDay(word, today);
  if (!day.has_value()) day = DayOfWeek(word, today);
  if (!day.has_value()) day = Date(word);
  if (!day.has_value()) {
    return client::Error(
        client::ExitCode::kUsage, Say("\"$0\" is not a day", text),
        Tr("write 2026-12-31, friday, tomorrow, 14d or 2w; it counts to the "
           "end of that day"));
  }
  if (*day < today) {
    return client::Error(client::ExitCode::kUsage, Say("$0 is over", text),
                         Tr("name today or a later day"));
  }
  return absl::ToUnixMillis(absl::FromCivil(*day + 1, zone));
}

absl::StatusOr<int64_t> ParseSince(absl::string_view text, absl::Time now,
                                   absl::TimeZone zone) {
  const std::string word = client::FoldTitle(text);
  const CivilDay today(absl::ToCivilDay(now, zone));
  std::optional<CivilDay> day = Date(word);
  if (const std::optional<int> days = Days(word)) day = today - *days;
  if (word == "today" || word == "сегодня") day = today;
  if (word == "yesterday" || word == "вчера") day = today - 1;
  if (!day.has_value()) {
    return client::Error(
        client::ExitCode::kUsage, Say("\"$0\" is not a day", text),
        Tr("write 2026-12-31, today, yesterday, or 90d for so long "
           "ago"));
  }
  if (*day > today) {
    return client::Error(client::ExitCode::kUsage,
                         Say("$0 is still to come", text),
                         Tr("name today or an earlier day"));
  }
  return absl::ToUnixMillis(absl::FromCivil(*day, zone));
}

}  // namespace klad::cli
