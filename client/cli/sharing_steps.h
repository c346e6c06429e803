// What commands that give access until a date have in common.
#ifndef KLAD_CLIENT_CLI_SHARING_STEPS_H_
#define KLAD_CLIENT_CLI_SHARING_STEPS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "client/cli/command.h"
#include "client/cli/context.h"
#include "client/cli/result.h"

namespace klad::cli {

inline constexpr Option kUntilOption = {
    "until", 0, "DATE",
    Mark("the last day: 2026-12-31, friday, 14d; never: without an end")};

// As an `until_ms` of the roster, 0 being never; `standing_ms` when it was not
// given.
absl::StatusOr<int64_t> UntilOption(const Context& context,
                                    int64_t standing_ms);

// The end as people see it: empty for never.
Value UntilValue(int64_t until_ms);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_SHARING_STEPS_H_
