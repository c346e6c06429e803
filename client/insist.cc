#include "client/insist.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "client/error.h"
#include "client/refusal.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr int kTries = 100;

bool IsAlreadyThere(const absl::Status& status) {
  return absl::IsAlreadyExists(status) && !IsSpoken(status);
}

// Another client was faster: look again.
bool WasOvertaken(const absl::Status& status) {
  if (status.ok()) return false;
  switch (ReasonOf(status)) {
    case klad::v1::REASON_ROSTER_MOVED:
    case klad::v1::REASON_SAFE_MOVED:
    case klad::v1::REASON_ROTATION_MOVED:
      return true;
    case klad::v1::REASON_UNSPECIFIED:
      return ExitCodeOf(status) == ExitCode::kConflict;
    default:
      return false;
  }
}

// Owners who leave each other's way by chance.
void WaitABit(int tries) {
  const auto byte = static_cast<unsigned char>(Secret::Random(1).Expose()[0]);
  absl::SleepFor(absl::Milliseconds((byte % 16) * std::min(tries, 8)));
}

}  // namespace

absl::Status AlreadyThere() { return absl::AlreadyExistsError("done"); }

absl::Status Insist(Account& account,
                    const std::function<absl::Status()>& step) {
  for (int tries = 1;; ++tries) {
    absl::Status status = step();
    if (IsAlreadyThere(status)) return absl::OkStatus();
    if (!WasOvertaken(status) || tries == kTries) return status;
    WaitABit(tries);
    RETURN_IF_ERROR(account.CatchUp());
  }
}

absl::Status InsistOnEntry(Vault* vault, const Decision& decide) {
  return Insist(vault->account(), [&]() -> absl::Status {
    return vault->roster_writer().Write(decide);
  });
}

}  // namespace klad::client
