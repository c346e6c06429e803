#include "client/refusal.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/error.h"
#include "client/link_rule.h"
#include "client/playbook_rule.h"
#include "client/roster_rule.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

using klad::v1::Refusal;

struct Row {
  klad::v1::Reason reason;
  ExitCode exit_code;
  Text sentence;  // {field} stands for a field of the refusal
  Text hint;
};

constexpr Row kTable[] = {
    {klad::v1::REASON_NOT_A_MEMBER, ExitCode::kLocked,
     Mark("the server does not know you as an active member"),
     Mark("ask an owner; a certificate that is over needs kladd door")},
    {klad::v1::REASON_PERMISSION, ExitCode::kDenied,
     Mark("your roles do not give the permission {permission}"),
     Mark("klad me shows what you may do; an owner can give a role")},
    {klad::v1::REASON_NOT_FOUNDED, ExitCode::kConflict,
     Mark("the organisation is not founded yet"),
     Mark("klad found CODE, with the code that kladd init printed")},
    {klad::v1::REASON_ALREADY_FOUNDED, ExitCode::kConflict,
     Mark("the organisation is founded already"),
     Mark("ask its owner to let you in")},
    {klad::v1::REASON_BAD_FIELD, ExitCode::kUsage,
     Mark("the server refused the field {field} (limit {limit})"),
     Mark("shorten or correct it and try again")},
    {klad::v1::REASON_TOO_MANY, ExitCode::kUnavailable,
     Mark("too many requests at once"), Mark("wait a moment and try again")},
    {klad::v1::REASON_ROSTER_MOVED, ExitCode::kConflict,
     Mark("somebody else changed the roster at the same time"),
     Mark("look at what changed and try again")},
    {klad::v1::REASON_ROSTER_REFUSED, ExitCode::kDenied,
     Mark("the roster does not allow this step ({rule})"),
     Mark("klad me shows your roles; only owners change people, roles and "
          "keys")},
    {klad::v1::REASON_CLOCK, ExitCode::kConflict,
     Mark("this machine's clock and the server's differ by more than ten "
          "minutes"),
     Mark("set the clock, then try again")},
    {klad::v1::REASON_ENVELOPE_MISSING, ExitCode::kConflict,
     Mark("somebody who should receive the key was left out"),
     Mark("try again: klad reads the roster anew")},
    {klad::v1::REASON_SAFE_UNKNOWN, ExitCode::kNotFound,
     Mark("the server knows no such safe"), Mark("klad safe list shows yours")},
    {klad::v1::REASON_SAFE_MOVED, ExitCode::kConflict,
     Mark("somebody else changed the safe at the same time"),
     Mark("try again")},
    {klad::v1::REASON_CHANGE_REFUSED, ExitCode::kConflict,
     Mark("the server did not take the change ({rule})"),
     Mark("try again; if it stays, klad status and kladd check say more")},
    {klad::v1::REASON_CREDENTIAL_UNKNOWN, ExitCode::kNotFound,
     Mark("the server knows no such credential"),
     Mark("klad list shows what is there")},
    {klad::v1::REASON_NO_ACCESS, ExitCode::kDenied,
     Mark("this safe is not open to you"),
     Mark("ask its manager for a grant; klad safe list shows yours")},
    {klad::v1::REASON_BEHIND, ExitCode::kUnavailable,
     Mark("this server has not caught up with what you know"),
     Mark(
         "wait a moment and try again; if a backup was restored, an owner runs "
         "klad restore accept")},
    {klad::v1::REASON_DRAINING, ExitCode::kUnavailable,
     Mark("the server is stopping"), Mark("try again in a minute")},
    {klad::v1::REASON_DISK, ExitCode::kUnavailable,
     Mark("the server cannot write; nothing was changed"),
     Mark("whoever runs it should look at its disk and its log")},
    {klad::v1::REASON_METHOD, ExitCode::kUnavailable,
     Mark("the server does not know this command"),
     Mark("update klad or kladd: one is older than the other")},
    {klad::v1::REASON_DEADLINE, ExitCode::kUnavailable,
     Mark("the server took too long"), Mark("try again")},
    {klad::v1::REASON_EXPOSURE, ExitCode::kConflict,
     Mark("the server did not take the record of this reading"),
     Mark("try again")},
    {klad::v1::REASON_RESTORED, ExitCode::kUnavailable,
     Mark("the server was restored from a backup and takes nothing new yet"),
     Mark("an owner says that it goes on from there: klad restore accept")},
    {klad::v1::REASON_REQUEST_STANDS, ExitCode::kConflict,
     Mark("you have asked for this already, and nobody has answered yet"),
     Mark("klad access list shows what you asked for")},
    {klad::v1::REASON_REQUEST_UNKNOWN, ExitCode::kNotFound,
     Mark("there is no such request"), Mark("klad access list shows them")},
    {klad::v1::REASON_REQUEST_ANSWERED, ExitCode::kConflict,
     Mark("this request was answered already"),
     Mark("klad access list shows how")},
    {klad::v1::REASON_REQUESTS_FULL, ExitCode::kConflict,
     Mark("{limit} of your requests are open, and more are not taken"),
     Mark("ask an owner to answer them: klad access list")},
    {klad::v1::REASON_DEPARTURE_REFUSED, ExitCode::kDenied,
     Mark("the server did not take this about a departure ({rule})"),
     Mark("klad departure list shows where each stands")},
    {klad::v1::REASON_ROTATION_MOVED, ExitCode::kConflict,
     Mark("somebody else noted something about this rotation just now"),
     Mark("look at it with klad rotation list, then try again")},
    {klad::v1::REASON_LINK_UNKNOWN, ExitCode::kNotFound,
     Mark("there is no such link"), Mark("klad link list shows those you see")},
    {klad::v1::REASON_LINK_MOVED, ExitCode::kConflict,
     Mark("somebody else edited this link at the same time"),
     Mark("look at it with klad link show, then try again")},
    {klad::v1::REASON_LINK_NAME_TAKEN, ExitCode::kConflict,
     Mark("another link has this name"),
     Mark("case, hyphens, spaces and Ё do not tell names apart; a link "
          "that you do not see may have it")},
    {klad::v1::REASON_PLAYBOOK_UNKNOWN, ExitCode::kNotFound,
     Mark("there is no such playbook"),
     Mark("klad playbook list shows those you see")},
    {klad::v1::REASON_PLAYBOOK_MOVED, ExitCode::kConflict,
     Mark("somebody else edited this playbook at the same time"),
     Mark("look at it with klad playbook show, then try again")},
    {klad::v1::REASON_PLAYBOOK_NAME_TAKEN, ExitCode::kConflict,
     Mark("another playbook has this name"),
     Mark("case, hyphens, spaces and Ё do not tell names apart; a playbook "
          "that you do not see may have it")},
    {klad::v1::REASON_PLAYBOOK_CYCLE, ExitCode::kConflict,
     Mark("playbooks would refer to each other in a circle"),
     Mark("take the reference away that leads back")},
    {klad::v1::REASON_INVITATION_USED, ExitCode::kConflict,
     Mark("this invitation was used already"),
     Mark("if it was not you, somebody else read the line first: that is an "
          "alarm, tell the owner who invited you at once")},
    {klad::v1::REASON_INVITATION_WITHDRAWN, ExitCode::kDenied,
     Mark("this invitation was withdrawn"),
     Mark("ask the owner who invited you")},
    {klad::v1::REASON_INVITATION_ENDED, ExitCode::kDenied,
     Mark("this invitation is over: its time has passed, a newer one took its "
          "place, or who invited you is no owner any more"),
     Mark("ask an owner for a new one")},
    {klad::v1::REASON_NAME_UNKNOWN, ExitCode::kNotFound,
     Mark("no display name is kept"), Mark("klad person rename gives one")},
    {klad::v1::REASON_NAME_OTHER, ExitCode::kConflict,
     Mark("this is not the name that the roster vouches for"),
     Mark("try again")},
    {klad::v1::REASON_NO_MOVE, ExitCode::kConflict,
     Mark("no move to another machine is under way"),
     Mark("klad identity move, on the old machine, begins one")},
};

// What a status without a reason means, by its code.
Row ByCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return {{},
              ExitCode::kUnavailable,
              Mark("the server does not answer"),
              Mark("is kladd running, and the network up?")};
    case absl::StatusCode::kDeadlineExceeded:
      return {{},
              ExitCode::kUnavailable,
              Mark("the server took too long"),
              Mark("try again")};
    case absl::StatusCode::kResourceExhausted:
      return {{},
              ExitCode::kUnavailable,
              Mark("the server has too much to do"),
              Mark("wait a moment and try again")};
    case absl::StatusCode::kUnauthenticated:
      return {{},
              ExitCode::kLocked,
              Mark("the server does not accept you"),
              Mark("ask an owner whether you are an active member")};
    case absl::StatusCode::kPermissionDenied:
      return {{},
              ExitCode::kDenied,
              Mark("the server does not allow this"),
              Mark("klad me shows what you may do")};
    case absl::StatusCode::kNotFound:
      return {{}, ExitCode::kNotFound, Mark("the server does not have it"), {}};
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return {{},
              ExitCode::kConflict,
              Mark("it does not fit what the server has"),
              Mark("try again")};
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return {{},
              ExitCode::kUsage,
              Mark("the server did not accept the request"),
              Mark("--verbose shows what it said")};
    case absl::StatusCode::kUnimplemented:
      return {{},
              ExitCode::kUnavailable,
              Mark("the server does not know this command"),
              Mark("update klad or kladd: one is older than the other")};
    default:
      return {{},
              ExitCode::kUnexpected,
              Mark("the server failed"),
              Mark("--verbose shows what it said; its log says more")};
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

absl::Status Sentence(const Row& row, const Refusal& refusal) {
  const auto rule = refusal.fields().find("rule");
  const std::string word = rule == refusal.fields().end() ? "" : rule->second;
  if (row.reason == klad::v1::REASON_ROSTER_REFUSED && IsKnownRule(word)) {
    return RuleError(word);
  }
  if (refusal.reason() == klad::v1::REASON_LINK_REFUSED) {
    return LinkRuleError(word);
  }
  if (refusal.reason() == klad::v1::REASON_PLAYBOOK_REFUSED) {
    return PlaybookRuleError(word);
  }
  if (refusal.reason() == klad::v1::REASON_PLAYBOOK_STATE) {
    return PlaybookStateError(word);
  }
  return Error(row.exit_code, Fill(Tr(row.sentence), refusal), Tr(row.hint));
}

absl::Status Spoken(const absl::Status& wire, const Row& row,
                    const Refusal& refusal) {
  const absl::Status error = Sentence(row, refusal);
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

std::string RefusedField(const absl::Status& status, absl::string_view field) {
  const Refusal refusal = RefusalOf(status);
  const auto found = refusal.fields().find(std::string(field));
  return found == refusal.fields().end() ? "" : found->second;
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
