#include "client/handing_over.h"

#include <set>

#include "client/departures.h"
#include "client/insist.h"
#include "client/links.h"
#include "client/playbooks.h"
#include "client/rotation_book.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/facts.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/overview.h"

namespace klad::client {
namespace {

using crypto::roster::Member;
using crypto::vault::ChangeBuilder;
using trust::v1::Entry;

constexpr size_t kHandedAtOnce = 20;  // credentials of a change

// The field that the leaver stood in.
absl::StatusOr<crypto::vault::Edit> WithOwner(trust::v1::Overview overview,
                                              const std::string& owner) {
  overview.set_owner(owner);
  crypto::vault::Edit edit;
  ASSIGN_OR_RETURN(edit.overview, crypto::vault::SerializeOverview(overview));
  return edit;
}

}  // namespace

absl::StatusOr<int> HandingOver::Do(const DeparturePlan& plan,
                                    const PlanInput& input) {
  std::set<std::string> safes;
  for (const PlanPlace& owned : plan.owned) {
    safes.insert(input.safes[owned.safe].id);
  }
  int handed = 0;
  for (const std::string& safe : safes) {
    if (roster().FindSafe(safe)->retired()) continue;
    ASSIGN_OR_RETURN(const int count, Safe(safe));
    handed += count;
  }
  for (const std::string& safe : plan.managed) {
    RETURN_IF_ERROR(Managing(safe));
    ++handed;
  }
  ASSIGN_OR_RETURN(const auto links, EditLinks(&vault_.account(), plan.links,
                                               [this](klad::v1::Link* link) {
                                                 link->set_owner(successor_);
                                                 return absl::OkStatus();
                                               }));
  ASSIGN_OR_RETURN(const int playbooks,
                   EditPlaybookHeads(&vault_.account(), plan.playbooks,
                                     [this](klad::v1::Playbook* playbook) {
                                       playbook->set_owner(successor_);
                                     }));
  ASSIGN_OR_RETURN(const int rotations, Rotations());
  return handed + static_cast<int>(links.size()) + playbooks + rotations;
}

// Overviews alone: nobody is given a secret by it.
absl::StatusOr<int> HandingOver::Safe(const std::string& safe) {
  const std::string leaver = roster().FindMember(leaver_)->login;
  const std::string successor = roster().FindMember(successor_)->login;
  ASSIGN_OR_RETURN(Mirror * mirror, vault_.OpenSafe(safe));
  int handed = 0;
  int taken = 0;
  const auto take_some = [&](Mirror& now,
                             ChangeBuilder& builder) -> absl::Status {
    taken = 0;
    ASSIGN_OR_RETURN(const MirrorItems* items, now.Items());
    for (const auto& [id, item] : *items) {
      if (item.deleted() || item.overview().owner().empty() ||
          FoldTitle(item.overview().owner()) != leaver) {
        continue;
      }
      ASSIGN_OR_RETURN(const auto newest, now.NewestHeader(id));
      ASSIGN_OR_RETURN(const auto edit, WithOwner(item.overview(), successor));
      const absl::Status added = builder.Append(newest, edit);
      // The change is full; the rest goes into the next one.
      if (absl::IsResourceExhausted(added) && taken > 0) break;
      RETURN_IF_ERROR(added);
      if (++taken == kHandedAtOnce) break;
    }
    return taken == 0 ? AlreadyThere() : absl::OkStatus();
  };
  do {
    const absl::Status changed = Insist(
        vault_.account(), [&]() { return vault_.Change(mirror, take_some); });
    RETURN_IF_ERROR(changed);
    handed += taken;
  } while (taken != 0);
  return handed;
}

absl::Status HandingOver::Managing(const std::string& safe) {
  return InsistOnEntry(
      &vault_, [&](const crypto::roster::State& now) -> absl::StatusOr<Entry> {
        const Member* successor = now.FindMember(successor_);
        if (now.Access(successor_, safe, vault_.account().NowMs()) ==
                trust::v1::LEVEL_MANAGE ||
            crypto::roster::IsContractor(*successor)) {
          return AlreadyThere();
        }
        Entry entry;
        entry.mutable_granted()->set_safe(safe);
        entry.mutable_granted()->mutable_target()->set_member(successor_);
        entry.mutable_granted()->set_level(trust::v1::LEVEL_MANAGE);
        return entry;
      });
}

absl::StatusOr<int> HandingOver::Rotations() {
  int handed = 0;
  RotationBook book(&vault_);
  const absl::Status done = Insist(vault_.account(), [&]() -> absl::Status {
    ASSIGN_OR_RETURN(auto departures, FetchDepartures(&vault_.account()));
    for (Departure& departure : departures) {
      if (departure.is_closed()) continue;
      RETURN_IF_ERROR(FetchList(&vault_.account(), &departure));
      for (const Rotation& rotation : departure.rotations) {
        if (rotation.assignee != leaver_) continue;
        ASSIGN_OR_RETURN(const RotationStand stand, book.StandOf(rotation));
        if (stand.standing != Standing::kOpen) continue;
        trust::v1::RotationNote note;
        note.set_assigned(successor_);
        RETURN_IF_ERROR(SignNote(&vault_.account(), rotation, note));
        ++handed;
      }
    }
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(done);
  return handed;
}

}  // namespace klad::client
