// departure list, show, verify, due.
#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/rotations.h"
#include "client/departure_certificate.h"
#include "client/ended_access.h"
#include "client/error.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/facts.h"
#include "crypto/roster/reach.h"
#include "crypto/words.h"

namespace klad::cli {
namespace {

using client::Departure;
using client::Error;
using client::ExitCode;
using client::Rotation;
using client::RotationBook;
using client::RotationStand;
using crypto::roster::Member;
using crypto::roster::MemberState;

// "unfinished": the roster has not let go yet. One that was closed is open
// again when a secret of before was brought back.
absl::string_view StateOf(const client::Account& account,
                          const Departure& departure, int64_t open) {
  const Member* member = account.roster().FindMember(departure.about.member());
  if (member->state() != MemberState::kDeparted) return "unfinished";
  return departure.is_closed() && open == 0 ? "closed" : "open";
}

absl::StatusOr<Result> DepartureList(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  ASSIGN_OR_RETURN(auto departures, client::FetchDepartures(account.get()));
  RotationBook book(&vault);
  Result result;
  result.columns = {"login", "state", "left", "successor", "rotations", "open"};
  for (Departure& departure : departures) {
    RETURN_IF_ERROR(client::FetchList(account.get(), &departure));
    ASSIGN_OR_RETURN(const int64_t open, CountOpen(departure, book));
    const auto& roster = account->roster();
    result.AddRow(client::LoginOf(roster, departure.about.member()),
                  StateOf(*account, departure, open),
                  absl::FromUnixMillis(departure.about.time_ms()),
                  client::LoginOf(roster, departure.about.successor()),
                  departure.about.rotations(), open);
  }
  RETURN_IF_ERROR(Finish(context, vault));
  if (result.rows.empty()) {
    result.messages.emplace_back(Tr("nobody has left"));
  }
  return result;
}

absl::StatusOr<Departure> DepartureOf(Context& context,
                                      client::Account& account) {
  RETURN_IF_ERROR(account.CatchUp());
  ASSIGN_OR_RETURN(const Member* member,
                   client::FindPerson(account.roster(), context.Get("LOGIN")));
  const std::string login = member->login;
  const bool departed = member->state() == MemberState::kDeparted;
  auto departure = client::FetchDeparture(&account, member->id);
  if (!absl::IsNotFound(departure.status())) return departure;
  if (departed) {
    // Says what is missing.
    RETURN_IF_ERROR(client::FetchDepartures(&account).status());
  }
  return Error(ExitCode::kNotFound, Say("there is no departure of $0", login),
               Tr("klad departure list shows all"));
}

absl::Status AddRows(const client::Account& account, const Departure& departure,
                     RotationBook& book, Result* result) {
  result->columns = {"id", "name", "state", "by", "when", "why"};
  result->rows_name = "items";
  for (const Rotation& rotation : departure.rotations) {
    ASSIGN_OR_RETURN(const RotationStand stand, book.ClosingOf(rotation));
    ASSIGN_OR_RETURN(const std::string name, book.NameOf(rotation));
    result->AddRow(
        client::RotationId(account, rotation), name,
        client::StandingWord(stand.standing),
        stand.by.empty() ? Value()
                         : Value(client::LoginOf(account.roster(), stand.by)),
        stand.time_ms == 0 ? Value()
                           : Value(absl::FromUnixMillis(stand.time_ms)),
        rotation.waived);
  }
  return absl::OkStatus();
}

absl::StatusOr<Result> DepartureShow(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  ASSIGN_OR_RETURN(Departure departure, DepartureOf(context, *account));
  RETURN_IF_ERROR(client::FetchList(account.get(), &departure));
  RotationBook book(&vault);
  ASSIGN_OR_RETURN(const bool closed, CloseIfDone(vault, departure, book));
  if (closed) {
    ASSIGN_OR_RETURN(departure, DepartureOf(context, *account));
    RETURN_IF_ERROR(client::FetchList(account.get(), &departure));
  }
  ASSIGN_OR_RETURN(const int64_t open, CountOpen(departure, book));
  const auto& roster = account->roster();
  Result result;
  result.Add("login", client::LoginOf(roster, departure.about.member()));
  result.Add("state", StateOf(*account, departure, open));
  result.Add("left", absl::FromUnixMillis(departure.about.time_ms()));
  result.Add("successor", client::LoginOf(roster, departure.about.successor()));
  result.Add("signed_by", client::LoginOf(roster, departure.made.author()));
  result.Add("server_distrusted", departure.about.distrusted());
  result.Add("rotations", departure.about.rotations());
  result.Add("open", open);
  result.Add("ledger", departure.about.ledger().sequence());
  RETURN_IF_ERROR(AddRows(*account, departure, book, &result));
  if (departure.is_closed() && open == 0 && departure.whole &&
      roster.IsOwner(account->member())) {
    result.Add("closed", absl::FromUnixMillis(departure.closed.time_ms()));
    ASSIGN_OR_RETURN(const std::string line,
                     client::MakeDepartureCertificate(&vault, departure, book));
    result.Add("certificate", line);
  } else if (departure.is_closed() && open > 0) {
    result.messages.push_back(
        Say("it was closed, but a secret of before was brought back: $0 open "
            "again",
            open));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  return result;
}

// Whose key it is, as far as this machine can tell.
absl::StatusOr<std::string> SignerOf(
    Context& context, const trust::v1::Signed& made,
    const trust::v1::DepartureCertificate& certificate) {
  const auto account = OpenAccount(context);
  if (!account.ok()) {
    return Say("unknown here: compare the words of the key");
  }
  const auto& roster = (*account)->roster();
  const auto link = crypto::Digest::From(certificate.roster().link());
  const uint64_t at = certificate.roster().sequence();
  if (at > roster.head().sequence) {
    const absl::Status caught = (*account)->CatchUp();
    if (client::ExitCodeOf(caught) == ExitCode::kUnavailable) {
      return Say(
          "unknown here: the certificate is newer than this machine knows");
    }
    RETURN_IF_ERROR(caught);
    RETURN_IF_ERROR((*account)->Save());
  }
  const std::string* key = roster.SigningKeyAt(made.author(), at);
  const bool known = link.ok() && roster.Contains({at, *link});
  if (at > roster.head().sequence) {
    return client::Unverified(Say(
        "the certificate names entry $0 of the roster, and the server shows "
        "none beyond $1",
        at, roster.head().sequence));
  }
  if (!known || key == nullptr || *key != certificate.sign() ||
      !crypto::roster::WasOwner(roster.facts(), made.author(), at)) {
    return Error(ExitCode::kIntegrity,
                 Tr("the certificate was not signed by an owner of this "
                    "organisation"),
                 Tr("ask who gave it to you"));
  }
  return client::LoginOf(roster, made.author());
}

absl::StatusOr<Result> DepartureVerify(Context& context) {
  ASSIGN_OR_RETURN(const Secret file, ReadSecretFile(context.Get("FILE")));
  ASSIGN_OR_RETURN(const client::OpenedCertificate opened,
                   client::OpenDepartureCertificate(file.Expose()));
  const trust::v1::DepartureCertificate& about = opened.certificate;
  ASSIGN_OR_RETURN(const std::string signer,
                   SignerOf(context, opened.made, about));
  ASSIGN_OR_RETURN(const crypto::Digest key,
                   crypto::Digest::From(about.sign()));
  Result result;
  result.Add("organisation", about.organisation());
  result.Add("login", about.member());
  result.Add("left", absl::FromUnixMillis(about.left_ms()));
  result.Add("closed", absl::FromUnixMillis(about.closed_ms()));
  result.Add("successor", about.successor());
  result.Add("signed_by", about.author());
  result.Add("confirmed", signer);
  result.Add("key", crypto::Words(key));
  result.Add("server_distrusted", about.distrusted());
  result.Add("ledger", about.ledger().sequence());
  result.Add("never_seen", about.never_seen());
  result.Add("seen_rotated", about.seen_rotated());
  result.columns = {"name", "by", "when", "why"};
  for (const auto& rotation : about.rotations()) {
    result.AddRow(rotation.name(), rotation.by(),
                  absl::FromUnixMillis(rotation.time_ms()), rotation.waived());
  }
  return result;
}

// The moment at which the last of what was given to them ended.
absl::StatusOr<Result> DepartureDue(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  // An owner's client lets those go whose time is over.
  RETURN_IF_ERROR(Finish(context, vault));
  ASSIGN_OR_RETURN(const auto ended, client::FindEndedAccess(&vault));
  RETURN_IF_ERROR(vault.Save());
  Result result;
  result.columns = {"login", "until", "seen_current"};
  for (const client::EndedAccess& each : ended) {
    result.AddRow(client::LoginOf(account->roster(), each.member),
                  absl::FromUnixMillis(each.since_ms), each.names);
  }
  result.messages.emplace_back(
      result.rows.empty()
          ? Tr("nobody knows a secret of a safe that is closed to them")
          : Tr("klad rotate SAFE/TITLE changes what they know"));
  return result;
}

}  // namespace

std::vector<Command> DepartureCommands() {
  return {
      {.path = "departure list",
       .summary = Mark("list who has left, and what is still to be changed"),
       .help =
           Mark("Unfinished is a departure that was interrupted: klad "
                "person depart goes on with it. One that was closed is open "
                "again when a secret of before was brought "
                "back.\n\nExample:\n  klad "
                "departure list"),
       .handler = DepartureList},
      {.path = "departure show",
       .summary =
           Mark("show a departure, and its certificate when it is closed"),
       .help =
           Mark("Each rotation with who closed it, when, and why when it was "
                "waived. When the last one is closed, an owner is given a "
                "certificate: list, dates, people and the head of the ledger, "
                "signed. It holds names in the clear and can be verified "
                "alone.\n\nExample:\n  klad departure show anna -o json "
                ">anna.json\n  klad departure verify anna.json"),
       .arguments = {{"LOGIN", Mark("who left")}},
       .handler = DepartureShow},
      {.path = "departure verify",
       .summary = Mark("verify the certificate of a departure"),
       .help = Mark(
           "By the key that it carries. Members are told whether that was an "
           "owner's; others compare the eight words of the key with an owner. "
           "Exit code 9 when it is not what was signed.\n\nExample:\n  klad "
           "departure verify anna.json"),
       .arguments = {{"FILE", Mark("what klad departure show gave; - for "
                                   "standard input")}},
       .handler = DepartureVerify},
      {.path = "departure due",
       .summary = Mark("list what those know whose access has ended"),
       .help = Mark(
           "Contractors whose time is over leave by the next command of an "
           "owner, with rotations of what they were given. Listed here are "
           "those who stay but may not open a safe any more, with the secrets "
           "of it that they were given and that are in use still.\n\n"
           "Example:\n  klad departure due"),
       .handler = DepartureDue},
  };
}

}  // namespace klad::cli
