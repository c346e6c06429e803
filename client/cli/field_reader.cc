#include "client/cli/field_reader.h"

#include <cstdlib>
#include <utility>
#include <variant>

#include "absl/strings/str_join.h"
#include "client/cli/credential_steps.h"
#include "client/cli/field_values.h"
#include "client/cli/headings.h"
#include "client/cli/kind.h"
#include "client/cli/table.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"
#include "klad/v1/system.pb.h"

namespace klad::cli {

namespace {

bool IsEmpty(const Value& value) {
  return std::holds_alternative<std::monostate>(value.get());
}

}  // namespace

absl::Status FieldReader::Follow() {
  if (!followed_ && found_.mirror != nullptr) {
    RETURN_IF_ERROR(found_.mirror->Follow());
  }
  followed_ = true;
  return CheckLive(found_);
}

absl::Status FieldReader::Reveal() {
  if (secret_.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(secret_, RevealNewest(vault_, found_, purpose_));
  followed_ = true;
  return absl::OkStatus();
}

absl::StatusOr<Value> FieldReader::Read(absl::string_view field) {
  const OwnField* own = FindOwnField(field);
  if (own == nullptr) return ReadFree(field);
  if (!own->hidden()) return ReadOverview(*own, field);
  ASSIGN_OR_RETURN(Value value, ReadOwn(*own));
  if (!IsEmpty(value)) return value;
  if (IsKeyOf(*own, field)) return NoField(field);
  return ReadFree(field);
}

// A free field may have the name that is klad's in some language.
absl::StatusOr<Value> FieldReader::ReadOverview(const OwnField& field,
                                                absl::string_view typed) {
  RETURN_IF_ERROR(Follow());
  const trust::v1::Overview& overview = found_.item->overview();
  if (absl::string_view(field.key) == "kind") {
    return Value(KindName(found_.item->kind()));
  }
  Value value = OverviewValue(overview, field);
  if (!ValueText(value).empty() || IsKeyOf(field, typed)) return value;
  const trust::v1::Field* free = FindShown(overview, typed);
  return free == nullptr ? std::move(value) : Value(free->value());
}

absl::StatusOr<Value> FieldReader::ReadOwn(const OwnField& field) {
  RETURN_IF_ERROR(Reveal());
  if (field.secret == nullptr) {
    return secret_->one_time_code.empty() ? Value() : ReadCode();
  }
  const Secret& value = (*secret_).*field.secret;
  return value.empty() ? Value() : Value(value.Clone());
}

absl::StatusOr<Value> FieldReader::ReadFree(absl::string_view typed) {
  RETURN_IF_ERROR(Follow());
  if (const auto* shown = FindShown(found_.item->overview(), typed)) {
    return Value(shown->value());
  }
  if (!secret_.has_value()) RETURN_IF_ERROR(CheckTyped(typed));
  RETURN_IF_ERROR(Reveal());
  if (const auto* hidden = FindHidden(*secret_, typed)) {
    return Value(hidden->value.Clone());
  }
  return NoField(typed);
}

absl::Status FieldReader::CheckTyped(absl::string_view typed) const {
  std::vector<std::string> near;
  for (const OwnField& field : OwnFields()) {
    const std::string heading = FieldHeading(field.key);
    if (IsOneSlipAway(typed, field.key) || IsOneSlipAway(typed, heading)) {
      near.push_back(heading);
    }
  }
  for (const auto& field : found_.item->overview().fields()) {
    const std::string label = FieldLabel(field.name());
    if (IsOneSlipAway(typed, label)) near.push_back(label);
  }
  if (near.empty()) return absl::OkStatus();
  return client::Error(
      client::ExitCode::kNotFound,
      Say("$0 has no field $1", found_.item->overview().title(), typed),
      Say("did you mean $0?", absl::StrJoin(near, ", ")));
}

absl::Status FieldReader::NoField(absl::string_view typed) const {
  const trust::v1::Overview& overview = found_.item->overview();
  std::vector<std::string> names = NamesIn(*secret_);
  for (std::string& name : NamesIn(overview)) names.push_back(std::move(name));
  return client::Error(client::ExitCode::kNotFound,
                       Say("$0 has no field $1", overview.title(), typed),
                       Say("it has $0", absl::StrJoin(names, ", ")));
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
