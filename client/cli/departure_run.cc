#include "client/cli/departure_run.h"

#include <string>
#include <utility>
#include <vector>

#include "client/cli/rotations.h"
#include "client/people.h"
#include "client/rotation_book.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Departing;
using client::DepartOrder;
using crypto::roster::Member;

std::string SuccessorOf(const client::Account& account, const Member& leaver) {
  const Member* inviter = account.roster().FindMember(leaver.author);
  const bool stays = inviter != nullptr && inviter->active() &&
                     inviter->kind == crypto::roster::MemberKind::kPerson;
  return stays ? inviter->id : account.member();
}

absl::StatusOr<DepartureDone> DepartOne(client::Vault& vault,
                                        DepartOrder order) {
  Departing departing(&vault, std::move(order));
  RETURN_IF_ERROR(departing.Check());
  RETURN_IF_ERROR(departing.Suspend());
  return RunDeparture(vault, departing);
}

}  // namespace

absl::StatusOr<DepartureDone> RunDeparture(client::Vault& vault,
                                           Departing& departing) {
  DepartureDone done;
  ASSIGN_OR_RETURN(done.tools, departing.SuspendTools());
  ASSIGN_OR_RETURN(done.keys, departing.RenewKeys());
  RETURN_IF_ERROR(vault.Save());
  ASSIGN_OR_RETURN(const client::DeparturePlan plan, departing.Plan());
  ASSIGN_OR_RETURN(done.departure, departing.Record(plan));
  ASSIGN_OR_RETURN(done.handed, departing.HandOver(plan));
  RETURN_IF_ERROR(departing.Leave());
  client::RotationBook book(&vault);
  ASSIGN_OR_RETURN(done.closed, CloseIfDone(vault, done.departure, book));
  return done;
}

absl::Status DepartEnded(Context& context, client::Vault& vault) {
  const client::Account& account = vault.account();
  if (!account.roster().IsOwner(account.member())) return absl::OkStatus();
  std::vector<DepartOrder> orders;
  for (const Member* leaver :
       client::EndedPeople(account.roster(), account.NowMs())) {
    DepartOrder order;
    order.member = leaver->id;
    order.successor = SuccessorOf(account, *leaver);
    orders.push_back(std::move(order));
  }
  for (DepartOrder& order : orders) {
    const std::string login = client::LoginOf(account.roster(), order.member);
    ASSIGN_OR_RETURN(const DepartureDone done,
                     DepartOne(vault, std::move(order)));
    const int64_t rotations =
        static_cast<int64_t>(done.departure.rotations.size());
    context.Note(
        SayN("the time of $1 is over: they have left, $0 secret is to "
             "be changed (klad rotation list)",
             "the time of $1 is over: they have left, $0 secrets are "
             "to be changed (klad rotation list)",
             rotations, rotations, login));
  }
  return orders.empty() ? absl::OkStatus() : vault.Save();
}

}  // namespace klad::cli
