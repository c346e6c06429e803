// Ends as people write them: --until friday.
#ifndef KLAD_CLIENT_CLI_UNTIL_H_
#define KLAD_CLIENT_CLI_UNTIL_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace klad::cli {

// The end of the day that is named, as an `until_ms` of the roster: the first
// moment that no longer counts, which is the next midnight of `zone`. In any
// case and either language:
//
//   2026-12-31, 31.12.2026
//   today, tomorrow, сегодня, завтра
//   friday, fri, пятница, до пятницы, пт   the next one; on a Friday that day
//   14d, 14д, 2w, 2н                       days and weeks from today
//
// A usage error for anything else, and for a day that is over.
absl::StatusOr<int64_t> ParseUntil(absl::string_view text, absl::Time now,
                                   absl::TimeZone zone = absl::LocalTimeZone());

// The first moment of a day that has begun, for --since: a date as above,
// today, yesterday, or so many days or weeks ago, as above. A usage error for
// anything else, and for a day to come.
absl::StatusOr<int64_t> ParseSince(absl::string_view text, absl::Time now,
                                   absl::TimeZone zone = absl::LocalTimeZone());

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_UNTIL_H_
