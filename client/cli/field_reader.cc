#include "client/cli/field_reader.h"

#include <cstdlib>
#include <utility>
#include <variant>

#include "client/cli/credential_steps.h"
#include "client/cli/fields.h"
#include "client/cli/table.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"
#include "klad/v1/system.pb.h"

namespace klad::cli {

bool FieldReader::InOverview(absl::string_view field) const {
  const trust::v1::Overview& overview = found_.item->overview();
  if (field == kCodeField && overview.second_factor()) return false;
  return OverviewField(overview, field).ok();
}

absl::Status FieldReader::Reveal() {
  if (secret_.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(secret_, RevealNewest(vault_, found_, purpose_));
  followed_ = true;
  return absl::OkStatus();
}

absl::StatusOr<Value> FieldReader::Read(absl::string_view field) {
  if (InOverview(field)) {
    if (!followed_ && found_.mirror != nullptr) {
      RETURN_IF_ERROR(found_.mirror->Follow());
    }
    followed_ = true;
    RETURN_IF_ERROR(CheckLive(found_));
    if (InOverview(field)) {
      return OverviewField(found_.item->overview(), field);
    }
  }
  RETURN_IF_ERROR(Reveal());
  if (field == kCodeField && !secret_->one_time_code.empty()) {
    return ReadCode();
  }
  return SecretField(found_.item->overview(), *secret_, field);
}

absl::StatusOr<Value> FieldReader::ReadCode() {
  ASSIGN_OR_RETURN(code_, client::CodeAt(secret_->one_time_code,
                                         absl::ToUnixMillis(context_.now())));
  WarnOfClock();
  return Value(code_->digits.Clone());
}

// The code is made by this machine's clock all the same: the server's is a
// stranger's word.
void FieldReader::WarnOfClock() {
  const int64_t before_ms = absl::ToUnixMillis(context_.now());
  klad::v1::PingResponse response;
  const absl::Status asked = vault_.account().Call(
      "klad.v1.SystemService/Ping", klad::v1::PingRequest(), &response);
  if (!asked.ok()) {
    context_.Note(Say("the clock could not be compared with the server's: $0",
                      asked.message()));
    return;
  }
  const int64_t now_ms = (before_ms + absl::ToUnixMillis(context_.now())) / 2;
  const int64_t behind_ms = response.time_ms() - now_ms;
  if (std::abs(behind_ms) <= code_->period * int64_t{1000} / 2) return;
  const int64_t seconds = std::abs(behind_ms) / 1000;
  context_.Note(
      behind_ms > 0
          ? SayN("warning: this machine's clock is $0 second behind the "
                 "server's: the code may be refused; set the clock",
                 "warning: this machine's clock is $0 seconds behind the "
                 "server's: the code may be refused; set the clock",
                 static_cast<uint64_t>(seconds), seconds)
          : SayN("warning: this machine's clock is $0 second ahead of the "
                 "server's: the code may be refused; set the clock",
                 "warning: this machine's clock is $0 seconds ahead of the "
                 "server's: the code may be refused; set the clock",
                 static_cast<uint64_t>(seconds), seconds));
}

Secret SecretOf(const Value& value) {
  if (const auto* secret = std::get_if<Secret>(&value.get())) {
    return secret->Clone();
  }
  return Secret::Copy(ValueText(value));
}

}  // namespace klad::cli
