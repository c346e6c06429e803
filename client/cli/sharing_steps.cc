#include "client/cli/sharing_steps.h"

#include "client/cli/until.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {

absl::StatusOr<int64_t> UntilOption(const Context& context,
                                    int64_t standing_ms) {
  if (!context.Has("until")) return standing_ms;
  const std::string word = client::FoldTitle(context.Get("until"));
  if (word == "never" || word == "никогда") return 0;
  return ParseUntil(context.Get("until"), context.now());
}

Value UntilValue(int64_t until_ms) {
  return until_ms == 0 ? Value() : Value(absl::FromUnixMillis(until_ms));
}

}  // namespace klad::cli
