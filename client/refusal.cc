#include "client/refusal.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/error.h"

namespace klad::client {
namespace {

using klad::v1::Refusal;

struct Row {
  klad::v1::Reason reason;
  ExitCode exit_code;
  absl::string_view sentence;  // {field} stands for a field of the refusal
  absl::string_view hint;
};

constexpr Row kTable[] = {
    {klad::v1::REASON_NOT_A_MEMBER, ExitCode::kLocked,
     "the server does not know you as an active member",
     "ask an owner; a certificate that is over needs kladd door"},
    {klad::v1::REASON_PERMISSION, ExitCode::kDenied,
     "your roles do not give the permission {permission}",
     "klad me shows what you may do; an owner can give a role"},
    {klad::v1::REASON_NOT_FOUNDED, ExitCode::kConflict,
     "the organisation is not founded yet",
     "klad found CODE, with the code that kladd init printed"},
    {klad::v1::REASON_ALREADY_FOUNDED, ExitCode::kConflict,
     "the organisation is founded already", "ask its owner to let you in"},
    {klad::v1::REASON_BAD_FIELD, ExitCode::kUsage,
     "the server refused the field {field} (limit {limit})",
     "shorten or correct it and try again"},
    {klad::v1::REASON_TOO_MANY, ExitCode::kUnavailable,
     "too many requests at once", "wait a moment and try again"},
    {klad::v1::REASON_ROSTER_MOVED, ExitCode::kConflict,
     "somebody else changed the roster at the same time",
     "look at what changed and try again"},
    {klad::v1::REASON_ROSTER_REFUSED, ExitCode::kDenied,
     "the roster does not allow this step ({rule})",
     "klad me shows your roles; only owners change people, roles and keys"},
    {klad::v1::REASON_CLOCK, ExitCode::kConflict,
     "this machine's clock and the server's differ by more than ten minutes",
     "set the clock, then try again"},
    {klad::v1::REASON_ENVELOPE_MISSING, ExitCode::kConflict,
     "somebody who should receive the key was left out",
     "try again: klad reads the roster anew"},
    {klad::v1::REASON_SAFE_UNKNOWN, ExitCode::kNotFound,
     "the server knows no such safe", "klad safe list shows yours"},
    {klad::v1::REASON_SAFE_MOVED, ExitCode::kConflict,
     "somebody else changed the safe at the same time", "try again"},
    {klad::v1::REASON_CHANGE_REFUSED, ExitCode::kConflict,
     "the server did not take the change ({rule})",
     "try again; if it stays, klad status and kladd check say more"},
    {klad::v1::REASON_CREDENTIAL_UNKNOWN, ExitCode::kNotFound,
     "the server knows no such credential", "klad list shows what is there"},
    {klad::v1::REASON_NO_ACCESS, ExitCode::kDenied,
     "this safe is not open to you",
     "ask its manager for a grant; klad safe list shows yours"},
    {klad::v1::REASON_BEHIND, ExitCode::kUnavailable,
     "this server has not caught up with what you know",
     "wait a moment and try again; if a backup was restored, an owner runs "
     "klad restore accept"},
    {klad::v1::REASON_DRAINING, ExitCode::kUnavailable,
     "the server is stopping", "try again in a minute"},
    {klad::v1::REASON_DISK, ExitCode::kUnavailable,
     "the server cannot write; nothing was changed",
     "whoever runs it should look at its disk and its log"},
    {klad::v1::REASON_METHOD, ExitCode::kUnavailable,
     "the server does not know this command",
     "update klad or kladd: one is older than the other"},
    {klad::v1::REASON_DEADLINE, ExitCode::kUnavailable,
     "the server took too long", "try again"},
    {klad::v1::REASON_EXPOSURE, ExitCode::kConflict,
     "the server did not take the record of this reading", "try again"},
    {klad::v1::REASON_RESTORED, ExitCode::kUnavailable,
     "the server was restored from a backup and takes nothing new yet",
     "an owner says that it goes on from there: klad restore accept"},
};

// What a status without a reason means, by its code.
Row ByCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return {{},
              ExitCode::kUnavailable,
              "the server does not answer",
              "is kladd running, and the network up?"};
    case absl::StatusCode::kDeadlineExceeded:
      return {
          {}, ExitCode::kUnavailable, "the server took too long", "try again"};
    case absl::StatusCode::kResourceExhausted:
      return {{},
              ExitCode::kUnavailable,
              "the server has too much to do",
              "wait a moment and try again"};
    case absl::StatusCode::kUnauthenticated:
      return {{},
              ExitCode::kLocked,
              "the server does not accept you",
              "ask an owner whether you are an active member"};
    case absl::StatusCode::kPermissionDenied:
      return {{},
              ExitCode::kDenied,
              "the server does not allow this",
              "klad me shows what you may do"};
    case absl::StatusCode::kNotFound:
      return {{}, ExitCode::kNotFound, "the server does not have it", ""};
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return {{},
              ExitCode::kConflict,
              "it does not fit what the server has",
              "try again"};
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return {{},
              ExitCode::kUsage,
              "the server did not accept the request",
              "--verbose shows what it said"};
    case absl::StatusCode::kUnimplemented:
      return {{},
              ExitCode::kUnavailable,
              "the server does not know this command",
              "update klad or kladd: one is older than the other"};
    default:
      return {{},
              ExitCode::kUnexpected,
              "the server failed",
              "--verbose shows what it said; its log says more"};
  }
}

bool IsWord(absl::string_view text) {
  return !text.empty() && text.size() <= 40 &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
         });
}

// Only plain words of the server enter a sentence: it must not write one.
std::string Fill(absl::string_view sentence, const Refusal& refusal) {
  std::string filled(sentence);
  for (const absl::string_view name :
       {"permission", "field", "limit", "rule"}) {
    const auto found = refusal.fields().find(std::string(name));
    const bool usable =
        found != refusal.fields().end() && IsWord(found->second);
    absl::StrReplaceAll(
        {{absl::StrCat("{", name, "}"), usable ? found->second : "?"}},
        &filled);
  }
  return filled;
}

Refusal RefusalOf(const absl::Status& status) {
  Refusal refusal;
  const auto payload = status.GetPayload(kRefusalUrl);
  if (!payload.has_value() || !refusal.ParseFromString(std::string(*payload))) {
    refusal.Clear();
  }
  return refusal;
}

absl::Status Spoken(const absl::Status& wire, const Row& row,
                    const Refusal& refusal) {
  const absl::Status error =
      Error(row.exit_code, Fill(row.sentence, refusal), row.hint);
  absl::Status spoken(wire.code(), error.message());
  const auto copy = [&spoken](absl::string_view url, const absl::Cord& text) {
    spoken.SetPayload(url, text);
  };
  wire.ForEachPayload(copy);
  error.ForEachPayload(copy);
  return WithDetail(spoken, wire.message());
}

}  // namespace

klad::v1::Reason ReasonOf(const absl::Status& status) {
  const klad::v1::Reason reason = RefusalOf(status).reason();
  return klad::v1::Reason_IsValid(reason) ? reason
                                          : klad::v1::REASON_UNSPECIFIED;
}

absl::Status Explain(const absl::Status& wire) {
  if (wire.ok() || IsSpoken(wire)) return wire;
  const Refusal refusal = RefusalOf(wire);
  for (const Row& row : kTable) {
    if (row.reason == refusal.reason()) return Spoken(wire, row, refusal);
  }
  return Spoken(wire, ByCode(wire.code()), refusal);
}

}  // namespace klad::client
