// person depart.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/departure_run.h"
#include "client/cli/opened.h"
#include "client/contact.h"
#include "client/departing.h"
#include "client/error.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Departing;
using client::DepartOrder;
using client::DeparturePlan;
using client::Error;
using client::ExitCode;
using client::PlanGift;
using client::PlanItem;
using crypto::roster::Member;

absl::StatusOr<DepartOrder> OrderOf(Context& context,
                                    const client::Account& account) {
  const auto& roster = account.roster();
  DepartOrder order;
  ASSIGN_OR_RETURN(const Member* leaver,
                   client::FindPerson(roster, context.Get("LOGIN")));
  order.member = leaver->id;
  if (context.Has("successor")) {
    ASSIGN_OR_RETURN(const Member* successor,
                     client::FindPerson(roster, context.Get("successor")));
    order.successor = successor->id;
  }
  for (const std::string& name : context.All("keep-tool")) {
    ASSIGN_OR_RETURN(const Member* tool, client::FindMember(roster, name));
    if (tool->kind != crypto::roster::MemberKind::kTool) {
      return Error(ExitCode::kUsage, Say("$0 is not a tool", name));
    }
    order.kept_tools.insert(tool->id);
  }
  for (const std::string& text : context.All("contact")) {
    if (client::ContactOf(text).empty()) {
      return Error(
          ExitCode::kUsage,
          Say("\"$0\" is neither a phone number nor a mail address", text),
          Tr("for example: klad impact +79990000000"));
    }
    order.contacts.push_back(text);
  }
  order.distrusted = context.Has("distrust-server");
  return order;
}

template <typename Wanted>
std::vector<std::string> Names(const Departing& departing,
                               const DeparturePlan& plan, Wanted wanted) {
  std::vector<std::string> names;
  for (const PlanItem& item : plan.items) {
    if (wanted(item)) names.push_back(client::NameOf(departing.input(), item));
  }
  return names;
}

std::string SafeName(const Departing& departing, const std::string& id) {
  for (const client::PlanSafe& safe : departing.input().safes) {
    if (safe.id == id) return safe.name;
  }
  return "";
}

std::vector<std::string> Places(const Departing& departing,
                                const std::vector<client::PlanPlace>& places) {
  std::vector<std::string> names;
  names.reserve(places.size());
  for (const client::PlanPlace& place : places) {
    names.push_back(client::NameOf(departing.input(), place));
  }
  return names;
}

std::string GiftText(const Departing& departing, const PlanGift& gift) {
  switch (gift.kind) {
    case PlanGift::Kind::kGrant:
      return absl::StrCat("grant ", SafeName(departing, gift.safe), " ",
                          gift.to);
    case PlanGift::Kind::kShare:
      return absl::StrCat("share ", SafeName(departing, gift.safe), " ",
                          gift.to);
    case PlanGift::Kind::kRole:
      return absl::StrCat("role ", gift.role, " ", gift.to);
    case PlanGift::Kind::kInvitation:
      break;
  }
  return absl::StrCat("invitation ", gift.to);
}

// Fields, so that JSON has each list as an array.
Result PlanResult(const Departing& departing, const DeparturePlan& plan,
                  const client::Account& account,
                  const std::string& successor) {
  const auto seen = [](trust::v1::Seen wanted) {
    return [wanted](const PlanItem& item) { return item.seen == wanted; };
  };
  Result result;
  result.Add("login",
             client::LoginOf(account.roster(), departing.input().member));
  result.Add("seen_current",
             Names(departing, plan, seen(trust::v1::SEEN_CURRENT)));
  result.AddCounted("never_seen",
                    Names(departing, plan, seen(trust::v1::SEEN_NEVER)));
  result.Add("seen_rotated",
             Names(departing, plan, seen(trust::v1::SEEN_ROTATED)));
  result.Add("exported", Names(departing, plan, [](const PlanItem& item) {
               return item.exported;
             }));
  result.Add("to_rotate", Names(departing, plan, [](const PlanItem& item) {
               return item.rotate;
             }));
  result.Add("deleted", Names(departing, plan, [](const PlanItem& item) {
               return item.rotate && item.item != nullptr &&
                      item.item->deleted();
             }));
  std::vector<std::string> roles;
  std::vector<std::string> safes;
  for (const auto& key : plan.due) {
    if (key.is_role()) roles.push_back(key.name);
    if (!key.is_role()) safes.push_back(SafeName(departing, key.name));
  }
  std::sort(safes.begin(), safes.end());
  result.Add("keys_of_roles", roles);
  result.Add("keys_of_safes", safes);
  result.Add("owned", Places(departing, plan.owned));
  result.Add("links", plan.links);
  result.Add("playbooks", plan.playbooks);
  std::vector<std::string> managed;
  for (const std::string& id : plan.managed) {
    managed.push_back(SafeName(departing, id));
  }
  result.Add("managed", managed);
  result.Add("successor", successor);
  std::vector<std::string> gifts;
  for (const PlanGift& gift : plan.gifts) {
    gifts.push_back(GiftText(departing, gift));
  }
  result.Add("gave", gifts);
  std::vector<std::string> tools;
  for (const std::string& id : plan.tools) {
    tools.push_back(client::LoginOf(account.roster(), id));
  }
  result.Add("tools", tools);
  result.Add("recovery_kits", plan.kits.size());
  result.Add("registered", Places(departing, plan.registered));
  return result;
}

void SayPlan(Context& context, const DeparturePlan& plan) {
  const int64_t current = plan.Count(trust::v1::SEEN_CURRENT);
  context.Note(SayN("$0 credential they have seen as it is now: to be changed",
                    "$0 credentials they have seen as they are now: to be "
                    "changed",
                    current, current));
  const int64_t never = plan.Count(trust::v1::SEEN_NEVER);
  context.Note(SayN("$0 credential they could have read and never did",
                    "$0 credentials they could have read and never did", never,
                    never));
  const int64_t rotated = plan.Count(trust::v1::SEEN_ROTATED);
  context.Note(SayN("$0 credential they saw that was changed since",
                    "$0 credentials they saw that were changed since", rotated,
                    rotated));
  if (plan.rotations() > current) {
    context.Note(SayN("in all $0 credential to be changed",
                      "in all $0 credentials to be changed", plan.rotations(),
                      plan.rotations()));
  }
  if (plan.gap) {
    context.Note(
        Tr("a backup was restored while they were a member: what they could "
           "read then counts as read"));
  }
  const int64_t owned =
      static_cast<int64_t>(plan.owned.size() + plan.managed.size() +
                           plan.links.size() + plan.playbooks.size());
  context.Note(SayN("$0 thing of theirs to be handed over",
                    "$0 things of theirs to be handed over", owned, owned));
}

absl::StatusOr<Result> ShowPlan(client::Vault& vault, Departing& departing,
                                const DepartOrder& order) {
  if (!vault.account().roster().IsOwner(vault.account().member())) {
    return Error(ExitCode::kDenied,
                 Tr("only an owner sees all that somebody was given"),
                 Tr("klad person list shows who is one"));
  }
  ASSIGN_OR_RETURN(const DeparturePlan plan, departing.Plan());
  const std::string successor =
      order.successor.empty()
          ? ""
          : client::LoginOf(vault.account().roster(), order.successor);
  Result result = PlanResult(departing, plan, vault.account(), successor);
  if (plan.gap) {
    result.messages.emplace_back(
        Tr("a backup was restored while they were a member: what they could "
           "read then counts as read"));
  }
  result.messages.emplace_back(Tr("nothing was changed"));
  RETURN_IF_ERROR(vault.Save());
  return result;
}

// With --yes access ends before anything else is looked at: a script waits for
// no list.
absl::Status Ask(Context& context, client::Vault& vault, Departing& departing,
                 const std::string& login) {
  if (context.Has("yes")) return departing.Suspend();
  ASSIGN_OR_RETURN(const DeparturePlan plan, departing.Plan());
  SayPlan(context, plan);
  RETURN_IF_ERROR(vault.Save());
  RETURN_IF_ERROR(context.Confirm(
      Say("let $0 go? access ends at once and for good", login)));
  return departing.Suspend();
}

Result DoneResult(const std::string& login, const std::string& successor,
                  const DepartureDone& done) {
  Result result;
  result.Add("login", login);
  result.Add("successor", successor);
  result.Add("rotations", done.departure.rotations.size());
  int64_t first_ms = 0;
  for (const client::Rotation& rotation : done.departure.rotations) {
    if (first_ms == 0 || rotation.due_ms < first_ms) first_ms = rotation.due_ms;
  }
  result.Add("due",
             first_ms == 0 ? Value() : Value(absl::FromUnixMillis(first_ms)));
  result.Add("renewed_keys", done.keys);
  result.Add("suspended_tools", done.tools);
  result.Add("handed_over", done.handed);
  result.messages.push_back(
      done.closed
          ? Say("$0 has left and nothing is left to be changed: klad departure "
                "show $0 gives the certificate",
                login)
          : Say("$0 has left; klad rotation list shows what is to be changed",
                login));
  return result;
}

absl::StatusOr<Result> Depart(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const DepartOrder order, OrderOf(context, *account));
  Departing departing(&vault, order);
  if (context.Has("plan")) return ShowPlan(vault, departing, order);
  if (order.successor.empty()) {
    return Error(ExitCode::kUsage, Tr("--successor LOGIN is missing"),
                 Tr("whoever goes on with what they leave; --plan shows that "
                    "and changes nothing"));
  }
  const std::string login = client::LoginOf(account->roster(), order.member);
  const std::string successor =
      client::LoginOf(account->roster(), order.successor);
  RETURN_IF_ERROR(departing.Check());
  RETURN_IF_ERROR(Ask(context, vault, departing, login));
  auto done = RunDeparture(vault, departing);
  if (!done.ok()) {
    RETURN_IF_ERROR(vault.Save());
    return client::WithHint(
        done.status(),
        Say("access has ended; the same command goes on where this one "
            "stopped: klad person depart $0 --successor $1",
            login, successor));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  return DoneResult(login, successor, *done);
}

}  // namespace

std::vector<Command> DepartCommands() {
  return {
      {.path = "person depart",
       .summary = Mark("let somebody go, knowing what must be changed"),
       .help = Mark(
           "Access ends at once: every call, every open connection, tools they "
           "made. The keys they know are renewed, what they own goes to the "
           "successor, and each secret that they or a tool of theirs were "
           "given as it is now becomes a rotation: klad rotation list. "
           "Archived and deleted credentials count too: the account may be "
           "there still. --plan shows all of it and changes nothing. "
           "Interrupted anywhere, the same command goes on, by any owner. "
           "--keep-tool lets a tool go on whose token you know they do not "
           "have: with it they could read on, and what it is given from now on "
           "is in no list, so change the token soon. --distrust-server makes "
           "rotations of everything they held keys for, as if the server had "
           "hidden readings.\n\nExample:\n  klad person depart anna --plan\n  "
           "klad person depart anna --successor boris"),
       .arguments = {{"LOGIN", Mark("who leaves")}},
       .options =
           {{"plan", 0, "", Mark("show what is to be done; change nothing")},
            {"successor", 0, "LOGIN", Mark("who goes on with what is theirs")},
            {"keep-tool", 0, "NAME",
             Mark("a tool they made that goes on; again for more"), true},
            {"contact", 0, "PHONE-OR-MAIL",
             Mark("a phone or mailbox of their own; again for more"), true},
            {"distrust-server", 0, "",
             Mark("change everything they could have read")}},
       .handler = Depart},
  };
}

}  // namespace klad::cli
