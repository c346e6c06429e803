#include "client/error.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

constexpr char kExitCodeUrl[] = "klad.client/exit_code";
constexpr char kHintUrl[] = "klad.client/hint";
constexpr char kDetailUrl[] = "klad.client/detail";

absl::StatusCode CodeOf(ExitCode exit_code) {
  switch (exit_code) {
    case ExitCode::kOk:
    case ExitCode::kUnexpected:
      return absl::StatusCode::kInternal;
    case ExitCode::kUsage:
      return absl::StatusCode::kInvalidArgument;
    case ExitCode::kAborted:
      return absl::StatusCode::kCancelled;
    case ExitCode::kLocked:
      return absl::StatusCode::kUnauthenticated;
    case ExitCode::kDenied:
      return absl::StatusCode::kPermissionDenied;
    case ExitCode::kNotFound:
      return absl::StatusCode::kNotFound;
    case ExitCode::kConflict:
      return absl::StatusCode::kFailedPrecondition;
    case ExitCode::kUnavailable:
      return absl::StatusCode::kUnavailable;
    case ExitCode::kIntegrity:
      return absl::StatusCode::kDataLoss;
  }
  return absl::StatusCode::kInternal;
}

ExitCode ByCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return ExitCode::kOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return ExitCode::kUsage;
    case absl::StatusCode::kCancelled:
      return ExitCode::kAborted;
    case absl::StatusCode::kUnauthenticated:
      return ExitCode::kLocked;
    case absl::StatusCode::kPermissionDenied:
      return ExitCode::kDenied;
    case absl::StatusCode::kNotFound:
      return ExitCode::kNotFound;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
      return ExitCode::kConflict;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return ExitCode::kUnavailable;
    case absl::StatusCode::kDataLoss:
      return ExitCode::kIntegrity;
    default:
      return ExitCode::kUnexpected;
  }
}

absl::Status With(absl::Status status, absl::string_view url,
                  absl::string_view text) {
  if (!status.ok()) status.SetPayload(url, absl::Cord(text));
  return status;
}

std::string Payload(const absl::Status& status, absl::string_view url) {
  const absl::optional<absl::Cord> text = status.GetPayload(url);
  return text.has_value() ? std::string(*text) : "";
}

}  // namespace

absl::Status Error(ExitCode exit_code, absl::string_view sentence,
                   absl::string_view hint) {
  absl::Status status(CodeOf(exit_code), sentence);
  status.SetPayload(kExitCodeUrl,
                    absl::Cord(absl::StrCat(static_cast<int>(exit_code))));
  return hint.empty() ? status : WithHint(std::move(status), hint);
}

absl::Status Unverified(absl::string_view sentence, const absl::Status& why) {
  absl::Status status = Error(ExitCode::kIntegrity, sentence,
                              Tr("do not trust this server; tell an owner"));
  return why.ok() ? status : WithDetail(std::move(status), why.ToString());
}

absl::Status WithHint(absl::Status status, absl::string_view hint) {
  return With(std::move(status), kHintUrl, hint);
}

absl::Status WithDetail(absl::Status status, absl::string_view detail) {
  return With(std::move(status), kDetailUrl, detail);
}

bool IsSpoken(const absl::Status& status) {
  return status.GetPayload(kExitCodeUrl).has_value();
}

ExitCode ExitCodeOf(const absl::Status& status) {
  int exit_code = 0;
  if (absl::SimpleAtoi(Payload(status, kExitCodeUrl), &exit_code)) {
    return static_cast<ExitCode>(exit_code);
  }
  return ByCode(status.code());
}

std::string HintOf(const absl::Status& status) {
  return Payload(status, kHintUrl);
}

std::string DetailOf(const absl::Status& status) {
  return Payload(status, kDetailUrl);
}

absl::string_view ExitCodeName(ExitCode exit_code) {
  switch (exit_code) {
    case ExitCode::kOk:
      return "ok";
    case ExitCode::kUnexpected:
      return "unexpected";
    case ExitCode::kUsage:
      return "usage";
    case ExitCode::kAborted:
      return "aborted";
    case ExitCode::kLocked:
      return "locked";
    case ExitCode::kDenied:
      return "denied";
    case ExitCode::kNotFound:
      return "not_found";
    case ExitCode::kConflict:
      return "conflict";
    case ExitCode::kUnavailable:
      return "unavailable";
    case ExitCode::kIntegrity:
      return "integrity";
  }
  return "unexpected";
}

}  // namespace klad::client
