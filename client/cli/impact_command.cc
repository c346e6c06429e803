#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/kind.h"
#include "client/cli/opened.h"
#include "client/cli/shown.h"
#include "client/contact.h"
#include "client/error.h"
#include "client/impact.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Access;
using client::MirrorItem;
using client::Vault;

// Everything that is not deleted, in the order people read: by safe and title.
struct Everything {
  struct Place {
    const std::string* safe;
    std::string folded;
    const MirrorItem* item;
  };
  std::vector<Place> places;
  std::vector<Access> accesses;

  static absl::StatusOr<Everything> In(const std::vector<ShownSafe>& safes) {
    Everything all;
    for (const ShownSafe& safe : safes) {
      ASSIGN_OR_RETURN(const auto* items, safe.mirror->Items());
      for (const auto& [id, item] : *items) {
        if (item.deleted()) continue;
        all.places.push_back(
            {&safe.name, client::FoldTitle(item.overview().title()), &item});
      }
    }
    all.Sort();
    return all;
  }

  void Sort() {
    std::stable_sort(
        places.begin(), places.end(), [](const Place& a, const Place& b) {
          return std::tie(*a.safe, a.folded) < std::tie(*b.safe, b.folded);
        });
    for (const Place& place : places) {
      accesses.push_back({place.item->kind(), &place.item->overview()});
    }
  }

  std::string NameOf(size_t i) const {
    return absl::StrCat(*places[i].safe, "/",
                        places[i].item->overview().title());
  }
};

absl::StatusOr<Result> Impact(Context& context) {
  const std::string& text = context.Get("PHONE-OR-MAIL");
  const std::string contact = client::ContactOf(text);
  if (contact.empty()) {
    return client::Error(
        client::ExitCode::kUsage,
        Say("\"$0\" is neither a phone number nor a mail address", text),
        Tr("for example: klad impact +79990000000"));
  }
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const auto safes, FollowSafes(vault, ""));
  RETURN_IF_ERROR(Finish(context, vault));
  ASSIGN_OR_RETURN(const Everything everything, Everything::In(safes));
  Result result;
  result.columns = {"level", "safe", "title", "kind", "bound_by", "through"};
  for (const client::Loss& loss :
       client::Impact(contact, everything.accesses)) {
    const auto& place = everything.places[loss.access];
    result.AddRow(loss.level, *place.safe, place.item->overview().title(),
                  KindName(place.item->kind()), loss.field,
                  loss.through < 0 ? "" : everything.NameOf(loss.through));
  }
  if (result.rows.empty()) {
    result.messages.push_back(Say("nothing hangs on $0", text));
  }
  return result;
}

}  // namespace

std::vector<Command> ImpactCommands() {
  return {
      {.path = "impact",
       .summary = Mark("list what is lost with a phone or a mailbox"),
       .help =
           Mark("What was registered with it, and through more than one step: "
                "a mailbox bound to the phone takes with it what was "
                "registered with that mailbox. Mailboxes and phones are "
                "credentials of these kinds, and logins where a mailbox is "
                "read. Numbers compare by their digits.\n\nExample:\n  klad "
                "impact +79990000000"),
       .arguments = {{"PHONE-OR-MAIL", Mark("the number or the address")}},
       .handler = Impact},
  };
}

}  // namespace klad::cli
