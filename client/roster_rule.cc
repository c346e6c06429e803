#include "client/roster_rule.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "client/error.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

struct RuleRow {
  absl::string_view rule;
  ExitCode exit_code;
  Text sentence;
  Text hint;
};

constexpr Text kAskOwner = Mark("ask an owner; klad me shows your roles");
constexpr Text kLookPeople = Mark("klad person list shows everybody");
constexpr Text kTryAgain = Mark("run the command again");
constexpr Text kUpdate =
    Mark("update klad: it made an entry that no roster takes");

constexpr RuleRow kRules[] = {
    {"author-inactive", ExitCode::kLocked,
     Mark("you are suspended, or your time is over"), kAskOwner},
    {"not-owner", ExitCode::kDenied, Mark("only an owner may do this"),
     kAskOwner},
    {"not-manager", ExitCode::kDenied,
     Mark("only an owner or a manager of this safe may do this"),
     Mark("klad safe show names the safe's managers")},
    {"manage-by-manager", ExitCode::kDenied,
     Mark("only an owner may give the level manage"),
     Mark("give --level write, or ask an owner")},
    {"over-manager", ExitCode::kDenied,
     Mark("only an owner may change what a manager has"), kAskOwner},
    {"past-own-end", ExitCode::kDenied,
     Mark("you manage this safe until a date and cannot give it for longer"),
     Mark("say an earlier --until; klad safe show tells your own end")},
    {"needs-end", ExitCode::kUsage,
     Mark("contractors and tools get everything until a date, never for good"),
     Mark("say until when: --until 2026-12-31, --until friday or --until 14d")},
    {"until-past", ExitCode::kUsage, Mark("this end is over already"),
     Mark("say a later --until")},
    {"tool-manage", ExitCode::kUsage, Mark("a tool cannot manage a safe"),
     Mark("give it read or write")},
    {"owner-role", ExitCode::kUsage,
     Mark("the role owner cannot be changed, given to invitations or granted "
          "anything"),
     Mark("owners open every safe as it is; klad role give makes an owner")},
    {"owner-end", ExitCode::kUsage, Mark("an owner is one without an end"),
     Mark("leave --until away, or give another role")},
    {"endless", ExitCode::kConflict,
     Mark("who becomes a contractor must hold nothing without an end"),
     Mark("end their roles, grants and shares first, or give them ends")},
    {"grant-unknown", ExitCode::kNotFound,
     Mark("there is no grant of this safe to them"),
     Mark("klad safe show lists the grants; they may have it by a role")},
    {"share-unknown", ExitCode::kNotFound,
     Mark("this credential is not shared with them"),
     Mark("klad shared lists what is")},
    {"safe-unknown", ExitCode::kNotFound, Mark("there is no such safe"),
     Mark("klad safe list shows yours")},
    {"safe-retired", ExitCode::kConflict, Mark("this safe is retired"),
     Mark("nothing changes in it any more; make another")},
    {"safe-known", ExitCode::kConflict, Mark("this safe exists already"),
     kTryAgain},
    {"role-unknown", ExitCode::kNotFound,
     Mark("there is no such role, or it has ended"),
     Mark("klad role list shows the roles")},
    {"role-taken", ExitCode::kConflict,
     Mark("a role was called so before, and names are not used twice"),
     Mark("choose another name")},
    {"not-in-role", ExitCode::kNotFound, Mark("they do not have this role"),
     kLookPeople},
    {"not-active", ExitCode::kConflict, Mark("they are not an active member"),
     Mark("who has not joined yet, is suspended or departed gets nothing")},
    {"not-person", ExitCode::kUsage,
     Mark("this is for people: it is a tool or a recovery kit"), kLookPeople},
    {"not-tool", ExitCode::kUsage, Mark("this is not a tool"),
     Mark("klad tool list shows the tools")},
    {"not-kit", ExitCode::kUsage, Mark("this is not a recovery kit"),
     kLookPeople},
    {"kit", ExitCode::kUsage,
     Mark("a recovery kit is an owner on paper: nothing is given to it or "
          "taken from it one by one"),
     kLookPeople},
    {"kit-last-owner", ExitCode::kDenied,
     Mark("the recovery kit speaks only where no other owner is left"),
     kAskOwner},
    {"last-owner", ExitCode::kConflict,
     Mark("this is the last owner, and one must remain"),
     Mark("make somebody else an owner first")},
    {"login-taken", ExitCode::kConflict,
     Mark("this login was used before, and logins are not used twice"),
     Mark("choose another login")},
    {"login-other", ExitCode::kConflict, Mark("this person has another login"),
     kLookPeople},
    {"not-waiting", ExitCode::kConflict,
     Mark("this person is a member and needs no invitation"), kLookPeople},
    {"invitation-open", ExitCode::kConflict,
     Mark("this person has an invitation that is open"),
     Mark("withdraw it first, or let them join with it")},
    {"invitation-unknown", ExitCode::kNotFound,
     Mark("there is no such invitation"), kLookPeople},
    {"invitation-closed", ExitCode::kConflict,
     Mark("this invitation was used or withdrawn"),
     Mark("ask for another; if you did not use it yourself, tell an owner at "
          "once")},
    {"invitation-over", ExitCode::kConflict,
     Mark("this invitation has run out"), Mark("ask for another")},
    {"invitation-long", ExitCode::kUsage,
     Mark("an invitation is open for two weeks at most"),
     Mark("say an earlier end for it")},
    {"not-invitation", ExitCode::kUnexpected,
     Mark("this entry is not signed by the invitation it names"), kUpdate},
    {"not-suspended", ExitCode::kConflict, Mark("they are not suspended"),
     kLookPeople},
    {"successor", ExitCode::kUsage,
     Mark("the successor must be an active person"),
     Mark("name another; klad person list shows everybody")},
    {"holds-keys", ExitCode::kConflict,
     Mark("they still hold keys that must be renewed first"),
     Mark("run the command again: it goes on where it stopped")},
    {"since-future", ExitCode::kUsage,
     Mark("an identity cannot be lost later than now"),
     Mark("say since when it is not trusted, in the past")},
    {"permission-word", ExitCode::kUsage,
     Mark("this is no word of permission that can be given"),
     Mark("klad policy prints the words; tools never get safe.create")},
    {"policy-unknown", ExitCode::kNotFound, Mark("there is no such setting"),
     kAskOwner},
    {"policy-range", ExitCode::kUsage,
     Mark("this value is outside what the setting allows"),
     Mark("choose another value")},
    {"epoch-number", ExitCode::kConflict,
     Mark("somebody renewed the same key at the same time"), kTryAgain},
    {"head-falls", ExitCode::kConflict, Mark("the safe has moved on since"),
     kTryAgain},
    {"restored-elsewhere", ExitCode::kConflict,
     Mark("the roster has moved on since"), kTryAgain},
    {"unchanged", ExitCode::kConflict, Mark("nothing would change"),
     Mark("the server's keys are these already")},
    {"id-taken", ExitCode::kConflict, Mark("this id is in use"), kTryAgain},
    {"key-reused", ExitCode::kConflict,
     Mark("a key was named in the roster before"),
     Mark("make a new one: run the command again")},
    {"first-epoch", ExitCode::kUnexpected,
     Mark("a key does not begin with its first epoch"), kUpdate},
    {"founded", ExitCode::kConflict,
     Mark("the organisation is founded already"),
     Mark("ask its owner to let you in")},
    {"founding-roles", ExitCode::kUnexpected,
     Mark("a founding needs the roles owner, head and contractor"), kUpdate},
};

const RuleRow* FindRule(absl::string_view rule) {
  for (const RuleRow& row : kRules) {
    if (row.rule == rule) return &row;
  }
  return nullptr;
}

// A server could put a sentence of its own in the place of a rule.
bool IsPlainWord(absl::string_view text) {
  return !text.empty() && text.size() <= 40 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '-'; });
}

}  // namespace

bool IsKnownRule(absl::string_view rule) { return FindRule(rule) != nullptr; }

absl::Status RuleError(absl::string_view rule) {
  if (const RuleRow* row = FindRule(rule)) {
    return Error(row->exit_code, Tr(row->sentence), Tr(row->hint));
  }
  return Error(
      ExitCode::kDenied,
      Say("the roster does not allow this: $0", IsPlainWord(rule) ? rule : "?"),
      Tr("klad me shows your roles; an owner may do more"));
}

}  // namespace klad::client
