#include "client/departing.h"

#include <algorithm>
#include <utility>

#include "client/error.h"
#include "client/exposures.h"
#include "client/handing_over.h"
#include "client/insist.h"
#include "client/links.h"
#include "client/people.h"
#include "client/playbooks.h"
#include "client/renewal.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/facts.h"
#include "crypto/roster/reach.h"
#include "crypto/vault/departure.h"

namespace klad::client {
namespace {

using crypto::roster::Member;
using crypto::roster::MemberKind;
using crypto::roster::MemberState;
using trust::v1::DepartureChunk;
using trust::v1::Entry;
using trust::v1::Finding;
using RosterState = crypto::roster::State;

constexpr int64_t kDayMs = int64_t{24} * 3600 * 1000;

bool IsLastOwner(const RosterState& roster, const Member& member) {
  return roster.IsOwner(member.id) &&
         crypto::roster::CountOwners(roster.facts()) == 1;
}

}  // namespace

absl::Status Departing::Check() const {
  const RosterState& now = vault_.account().roster();
  const Member* leaver = now.FindMember(order_.member);
  const Member* successor = now.FindMember(order_.successor);
  if (!now.IsOwner(vault_.account().member())) {
    return Error(ExitCode::kDenied, Tr("only an owner can let somebody go"),
                 Tr("klad person list shows who is one"));
  }
  if (order_.member == vault_.account().member()) {
    return Error(ExitCode::kDenied, Tr("another owner must let you go"),
                 Tr("klad person list shows who is one"));
  }
  if (leaver->state() == MemberState::kWaiting) {
    return Error(ExitCode::kConflict, Say("$0 has not joined", leaver->login),
                 Tr("withdraw the invitation instead"));
  }
  if (IsLastOwner(now, *leaver)) {
    return Error(ExitCode::kDenied, Say("$0 is the last owner", leaver->login),
                 Tr("make somebody else an owner first"));
  }
  if (successor == nullptr || !successor->active() ||
      successor->kind != MemberKind::kPerson ||
      successor->id == order_.member) {
    return Error(ExitCode::kConflict,
                 Say("$0 cannot succeed $1: only an active person can",
                     LoginOf(now, order_.successor), leaver->login),
                 Tr("name somebody else with --successor"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PlanSafe>> Departing::FollowAll() {
  ASSIGN_OR_RETURN(const auto safes, vault_.Safes());
  std::vector<PlanSafe> all;
  for (const SafeInfo& safe : safes) {
    ASSIGN_OR_RETURN(Mirror * mirror, vault_.OpenSafe(safe.id));
    RETURN_IF_ERROR(mirror->Follow());
    ASSIGN_OR_RETURN(const MirrorItems* items, mirror->Items());
    all.push_back({safe.id, safe.name, items});
  }
  return all;
}

absl::Status Departing::TakeSeen(const std::string& id) {
  ASSIGN_OR_RETURN(const auto exposed, ExposuresOf(&vault_, id));
  for (const auto& one : exposed) {
    input_.seen.push_back(
        {one.safe, one.credential, one.generation, one.purpose});
  }
  return absl::OkStatus();
}

absl::StatusOr<DeparturePlan> Departing::Plan() {
  input_ = PlanInput();
  RETURN_IF_ERROR(TakeSeen(order_.member));
  for (const std::string& made : MadeBy(roster(), order_.member)) {
    RETURN_IF_ERROR(TakeSeen(made));
  }
  ASSIGN_OR_RETURN(input_.safes, FollowAll());
  input_.roster = &roster();
  ASSIGN_OR_RETURN(const auto* entries, vault_.account().Entries());
  input_.entries = *entries;
  input_.member = order_.member;
  input_.now_ms = vault_.account().NowMs();
  input_.contacts = order_.contacts;
  input_.distrusted = order_.distrusted;
  ASSIGN_OR_RETURN(DeparturePlan plan, PlanDeparture(input_));
  ASSIGN_OR_RETURN(plan.links, OwnedLinks());
  ASSIGN_OR_RETURN(plan.playbooks, OwnedPlaybooks());
  return plan;
}

absl::Status Departing::SuspendMember(const std::string& id) {
  return InsistOnEntry(&vault_,
                       [&](const RosterState& now) -> absl::StatusOr<Entry> {
                         if (!now.FindMember(id)->active())
                           return AlreadyThere();
                         Entry entry;
                         entry.mutable_suspended()->set_member(id);
                         return entry;
                       });
}

absl::Status Departing::Suspend() { return SuspendMember(order_.member); }

absl::StatusOr<int> Departing::SuspendTools() {
  std::vector<std::string> tools;
  for (const auto& [id, made] : roster().facts().members) {
    if (made.kind == MemberKind::kTool && made.author == order_.member &&
        made.active() && order_.kept_tools.count(id) == 0) {
      tools.push_back(id);
    }
  }
  for (const std::string& id : tools) RETURN_IF_ERROR(SuspendMember(id));
  return static_cast<int>(tools.size());
}

absl::StatusOr<int> Departing::RenewKeys() {
  int renewed = 0;
  const absl::Status done = Insist(vault_.account(), [&]() -> absl::Status {
    const uint64_t before = roster().head().sequence;
    ASSIGN_OR_RETURN(const int count, RenewDue(&vault_));
    renewed += count;
    const bool clean =
        crypto::roster::KeysHeldBy(roster().facts(), order_.member).empty();
    if (clean) return absl::OkStatus();
    // Nothing moved and something is left: no second look would change that.
    return roster().head().sequence == before
               ? Error(ExitCode::kUnexpected,
                       Tr("a key that the leaver holds is not renewed"))
               : Error(ExitCode::kConflict,
                       Tr("another owner is renewing the same keys"));
  });
  RETURN_IF_ERROR(done);
  return renewed;
}

absl::StatusOr<int> Departing::HandOver(const DeparturePlan& plan) {
  HandingOver handing(&vault_, order_.member, order_.successor);
  return handing.Do(plan, input_);
}

absl::StatusOr<std::vector<std::string>> Departing::OwnedLinks() {
  klad::v1::ListLinksRequest request;
  request.set_owner(order_.member);
  ASSIGN_OR_RETURN(const auto links,
                   ListLinks(&vault_.account(), std::move(request)));
  std::vector<std::string> names;
  names.reserve(links.size());
  for (const klad::v1::Link& link : links) names.push_back(link.name());
  return names;
}

absl::StatusOr<std::vector<std::string>> Departing::OwnedPlaybooks() {
  klad::v1::ListPlaybooksRequest request;
  request.set_owner(order_.member);
  ASSIGN_OR_RETURN(const auto playbooks,
                   ListPlaybooks(&vault_.account(), std::move(request)));
  std::vector<std::string> names;
  names.reserve(playbooks.size());
  for (const klad::v1::Playbook& playbook : playbooks) {
    names.push_back(playbook.name());
  }
  return names;
}

// Who looks after it and can change it; else the successor.
std::string Departing::AssigneeOf(const PlanItem& item) {
  if (item.item == nullptr) return order_.successor;
  // Logins are what folding makes of them.
  const Member* owner =
      roster().FindByLogin(FoldTitle(item.item->overview().owner()));
  if (owner != nullptr && owner->id != order_.member && owner->active() &&
      owner->kind == MemberKind::kPerson &&
      roster().Access(owner->id, input_.safes[item.safe].id, input_.now_ms) >=
          trust::v1::LEVEL_WRITE) {
    return owner->id;
  }
  return order_.successor;
}

int64_t Departing::DueMs(trust::v1::Sensitivity sensitivity) {
  const absl::string_view word =
      sensitivity == trust::v1::SENSITIVITY_HIGH  ? "rotation.days.high"
      : sensitivity == trust::v1::SENSITIVITY_LOW ? "rotation.days.low"
                                                  : "rotation.days.normal";
  const auto days = roster().Policy(word);
  return input_.now_ms + (days.ok() ? *days : 1) * kDayMs;
}

std::vector<DepartureChunk> Departing::ListOf(const DeparturePlan& plan,
                                              uint64_t* rotations) {
  std::vector<DepartureChunk> list;
  const auto next = [&](const std::string& safe) -> Finding* {
    if (list.empty() || list.back().safe() != safe ||
        list.back().findings_size() == crypto::vault::kMaxFindings) {
      list.emplace_back().set_safe(safe);
    }
    return list.back().add_findings();
  };
  const auto rotate = [&](trust::v1::Sensitivity sensitivity,
                          const std::string& assignee, Finding* finding) {
    trust::v1::Rotation* rotation = finding->mutable_rotation();
    rotation->set_number(++*rotations);
    rotation->set_assignee(assignee);
    rotation->set_due_ms(DueMs(sensitivity));
  };
  for (const PlanItem& item : plan.items) {
    Finding* finding = next(input_.safes[item.safe].id);
    finding->set_credential(item.credential);
    finding->set_seen(item.seen);
    finding->set_exported(item.exported);
    if (!item.rotate) continue;
    rotate(item.sensitivity, AssigneeOf(item), finding);
    finding->mutable_rotation()->set_version(item.version);
  }
  for (const std::string& tool : plan.tools) {
    Finding* finding = next("");
    finding->set_tool(tool);
    rotate(trust::v1::SENSITIVITY_NORMAL, order_.successor, finding);
  }
  for (const std::string& kit : plan.kits) {
    Finding* finding = next("");
    finding->set_kit(kit);
    rotate(trust::v1::SENSITIVITY_HIGH, order_.successor, finding);
  }
  return list;
}

absl::StatusOr<Departure> Departing::Record(const DeparturePlan& plan) {
  auto stands = FetchDeparture(&vault_.account(), order_.member);
  if (stands.ok()) {
    RETURN_IF_ERROR(FetchList(&vault_.account(), &*stands));
    return stands;
  }
  if (!absl::IsNotFound(stands.status())) return stands.status();
  uint64_t rotations = 0;
  const auto list = ListOf(plan, &rotations);
  trust::v1::Departure about;
  about.set_member(order_.member);
  about.set_successor(order_.successor);
  about.set_time_ms(vault_.account().NowMs());
  *about.mutable_roster() = vault_.account().Known().roster();
  *about.mutable_ledger() = vault_.account().Known().ledger();
  about.set_distrusted(order_.distrusted || plan.gap);
  about.set_rotations(rotations);
  return SignDeparture(&vault_.account(), list, std::move(about));
}

absl::Status Departing::Leave() {
  return Insist(vault_.account(), [&]() -> absl::Status {
    RETURN_IF_ERROR(RenewKeys().status());
    return vault_.roster_writer().Write(
        [&](const RosterState& now) -> absl::StatusOr<Entry> {
          if (now.FindMember(order_.member)->state() ==
              MemberState::kDeparted) {
            return AlreadyThere();
          }
          if (!crypto::roster::KeysHeldBy(now.facts(), order_.member).empty()) {
            return Error(ExitCode::kConflict,
                         Tr("another owner is renewing the same keys"));
          }
          Entry entry;
          entry.mutable_departed()->set_member(order_.member);
          entry.mutable_departed()->set_successor(order_.successor);
          return entry;
        });
  });
}

std::vector<const Member*> EndedPeople(const RosterState& roster,
                                       int64_t now_ms) {
  const auto over = [&](const crypto::roster::Term& term) {
    return !term.InForce(now_ms);
  };
  std::set<std::string> busy;  // something given to them still holds
  for (const auto& [id, safe] : roster.facts().safes) {
    for (const auto& [target, terms] : safe.grants) {
      if (!target.is_role && !terms.empty() && !over(terms.back().term)) {
        busy.insert(target.name);
      }
    }
    for (const auto& [share, terms] : safe.shares) {
      if (!terms.empty() && !over(terms.back().term)) busy.insert(share.second);
    }
  }
  std::vector<const Member*> ended;
  for (const auto& [login, id] : roster.facts().logins) {
    const Member* member = roster.FindMember(id);
    if (member == nullptr || member->kind != MemberKind::kPerson ||
        (!member->active() && member->state() != MemberState::kSuspended) ||
        member->roles.empty() || busy.count(id) > 0) {
      continue;
    }
    const bool all_over = std::all_of(
        member->roles.begin(), member->roles.end(), [&](const auto& role) {
          return role.second.empty() || over(role.second.back());
        });
    if (all_over && crypto::roster::IsContractor(*member)) {
      ended.push_back(member);
    }
  }
  return ended;
}

}  // namespace klad::client
