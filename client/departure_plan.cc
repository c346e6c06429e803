#include "client/departure_plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/contact.h"
#include "client/credential_id.h"
#include "client/error.h"
#include "client/impact.h"
#include "client/openable.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/facts.h"
#include "crypto/roster/reach.h"
#include "crypto/vault/header.h"
#include "crypto/vault/succession.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::client {
namespace {

using crypto::roster::Facts;
using crypto::roster::Member;
using crypto::roster::MemberKind;
using crypto::roster::MemberState;
using crypto::roster::Reach;
using trust::v1::Entry;

// What is known of one credential, before it is judged.
struct Candidate {
  size_t safe = 0;                 // where it was read, or could have been
  std::set<uint64_t> generations;  // given to the member
  bool exported = false;
  bool reached = false;         // not only seen
  std::set<uint64_t> openable;  // generations whose key was to be had
};

absl::Status DamagedCopy() {
  return Error(ExitCode::kIntegrity,
               Tr("the copy of a safe on this machine is damaged"));
}

class Planner {
 public:
  explicit Planner(const PlanInput& input)
      : input_(input),
        facts_(input.roster->facts()),
        member_(*facts_.FindMember(input.member)),
        made_(MadeBy(*input.roster, input.member)),
        whose_(made_) {
    whose_.insert(member_.id);
    for (size_t i = 0; i < input.safes.size(); ++i) {
      safe_numbers_[input.safes[i].id] = i;
    }
  }

  absl::StatusOr<DeparturePlan> Make() {
    plan_.due = crypto::roster::KeysHeldBy(facts_, member_.id);
    FindPlaces();
    FindGap();
    for (const std::string& id : whose_) TakeReach(*facts_.FindMember(id));
    if (input_.distrusted) RETURN_IF_ERROR(TakeOpenable());
    RETURN_IF_ERROR(TakeSeen());
    for (const auto& [id, candidate] : candidates_) {
      RETURN_IF_ERROR(Judge(id, candidate));
    }
    Sort();
    FindOwned();
    FindGifts();
    FindTools();
    FindRegistered();
    return std::move(plan_);
  }

 private:
  // Where each credential is now: one that was moved is deleted elsewhere.
  void FindPlaces() {
    for (size_t i = 0; i < input_.safes.size(); ++i) {
      for (const auto& [id, item] : *input_.safes[i].items) {
        PlanPlace& place = places_[id];
        if (place.item == nullptr || place.item->deleted()) place = {i, &item};
      }
    }
  }

  void FindGap() {
    for (const auto& restored : facts_.restorations) {
      const bool belonged =
          std::any_of(member_.identities.begin(), member_.identities.end(),
                      [&](const auto& identity) {
                        return identity.term.from < restored.sequence;
                      });
      if (belonged) gap_ms_ = facts_.times[restored.sequence - 1];
    }
    plan_.gap = gap_ms_ != 0;
  }

  void TakeReach(const Member& who) {
    const Reach reach = crypto::roster::ReachOf(facts_, who);
    for (const auto& [id, end] : reach.safes) {
      const auto number = safe_numbers_.find(id);
      if (number == safe_numbers_.end()) continue;
      for (const auto& [credential, item] :
           *input_.safes[number->second].items) {
        if (item.overview().created_ms() > end) continue;
        Take(number->second, credential).reached = true;
      }
    }
    for (const auto& [safe, credential] : reach.shared) {
      const auto number = safe_numbers_.find(safe);
      if (number != safe_numbers_.end()) {
        Take(number->second, credential).reached = true;
      }
    }
  }

  absl::Status TakeOpenable() {
    const auto openable = Openable::By(*input_.roster, input_.entries, whose_);
    if (!openable.ok()) {
      return Error(ExitCode::kIntegrity,
                   Tr("the copy of the roster on this machine is damaged"));
    }
    for (size_t i = 0; i < input_.safes.size(); ++i) {
      for (const auto& [id, item] : *input_.safes[i].items) {
        const auto header = crypto::vault::ParseHeader(item.header());
        if (!header.ok()) return DamagedCopy();
        if (openable->Has(*header)) {
          Take(i, id).openable.insert(header->generation());
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status TakeSeen() {
    for (const SeenSecret& seen : input_.seen) {
      const auto number = safe_numbers_.find(seen.safe);
      if (number == safe_numbers_.end()) {
        return Error(ExitCode::kIntegrity,
                     Tr("the ledger names a safe that does not open for you"),
                     Tr("only an owner sees all that somebody was given"));
      }
      Candidate& candidate = Take(number->second, seen.credential);
      candidate.generations.insert(seen.generation);
      candidate.exported |= seen.purpose == trust::v1::PURPOSE_EXPORT ||
                            seen.purpose == trust::v1::PURPOSE_OFFLINE;
    }
    return absl::OkStatus();
  }

  Candidate& Take(size_t safe, const std::string& credential) {
    return candidates_
        .try_emplace(credential, Candidate{safe, {}, false, false, {}})
        .first->second;
  }

  absl::Status Judge(const std::string& id, const Candidate& candidate) {
    PlanItem out;
    out.safe = candidate.safe;
    out.credential = id;
    out.exported = candidate.exported;
    out.seen = trust::v1::SEEN_CURRENT;
    out.version = 1;
    const auto place = places_.find(id);
    if (place == places_.end()) {
      out.rotate = true;
      plan_.items.push_back(std::move(out));
      return absl::OkStatus();
    }
    out.safe = place->second.safe;
    out.item = place->second.item;
    const auto header = crypto::vault::ParseHeader(out.item->header());
    if (!header.ok()) return DamagedCopy();
    out.version = header->version();
    out.sensitivity = header->sensitivity();
    // The safe itself says who wrote, whatever the ledger says.
    const bool wrote = whose_.count(header->author()) > 0 &&
                       crypto::vault::BringsSecret(*header);
    if (candidate.generations.empty()) {
      out.seen = trust::v1::SEEN_NEVER;
    } else if (candidate.generations.count(header->generation()) == 0) {
      out.seen = trust::v1::SEEN_ROTATED;
    }
    if (wrote) out.seen = trust::v1::SEEN_CURRENT;
    out.rotate = out.seen == trust::v1::SEEN_CURRENT ||
                 candidate.openable.count(header->generation()) > 0 ||
                 (candidate.reached && IsInGap(out));
    plan_.items.push_back(std::move(out));
    return absl::OkStatus();
  }

  // Whoever could read then, did, though no exposure says so.
  bool IsInGap(const PlanItem& item) const {
    return gap_ms_ != 0 && item.item->overview().secret_changed_ms() <= gap_ms_;
  }

  void Sort() {
    std::vector<std::pair<std::tuple<size_t, std::string, std::string>, size_t>>
        order;
    order.reserve(plan_.items.size());
    for (size_t i = 0; i < plan_.items.size(); ++i) {
      const PlanItem& item = plan_.items[i];
      const std::string title =
          item.item == nullptr ? "" : item.item->overview().title();
      order.push_back({{item.safe, FoldTitle(title), item.credential}, i});
    }
    std::sort(order.begin(), order.end());
    std::vector<PlanItem> sorted;
    sorted.reserve(order.size());
    for (const auto& [key, i] : order) {
      sorted.push_back(std::move(plan_.items[i]));
    }
    plan_.items = std::move(sorted);
  }

  void FindOwned() {
    for (size_t i = 0; i < input_.safes.size(); ++i) {
      for (const auto& [id, item] : *input_.safes[i].items) {
        const std::string& owner = item.overview().owner();
        if (!item.deleted() && !owner.empty() &&
            FoldTitle(owner) == member_.login) {
          plan_.owned.push_back({i, &item});
        }
      }
    }
    for (const auto& [id, safe] : facts_.safes) {
      const auto* grant =
          crypto::roster::StandingGrant(safe, {false, member_.id});
      if (!safe.retired() && grant != nullptr &&
          grant->term.InForce(input_.now_ms) &&
          grant->level == trust::v1::LEVEL_MANAGE) {
        plan_.managed.push_back(id);
      }
    }
  }

  std::string LoginOf(const std::string& id) const {
    const Member* member = facts_.FindMember(id);
    return member == nullptr ? "" : member->login;
  }

  // A gift counts while the very entry of the member's still holds.
  void FindGifts() {
    for (size_t i = 0; i < input_.entries.size(); ++i) {
      if (input_.entries[i].author() != member_.id) continue;
      Entry entry;
      if (!entry.ParseFromString(input_.entries[i].body())) continue;
      TakeGift(entry, i + 1);
    }
  }

  bool Holds(const crypto::roster::Term& term, uint64_t sequence) const {
    return term.from == sequence && term.InForce(input_.now_ms);
  }

  void TakeGift(const Entry& entry, uint64_t sequence) {
    switch (entry.kind_case()) {
      case Entry::kGranted:
        return TakeGrant(entry.granted(), sequence);
      case Entry::kShared:
        return TakeShare(entry.shared(), sequence);
      case Entry::kRoleGiven:
        return TakeRole(entry.role_given(), sequence);
      case Entry::kInvited: {
        const auto* open = facts_.FindInvitation(entry.invited().invitation());
        if (open != nullptr && Holds(open->term, sequence)) {
          plan_.gifts.push_back({PlanGift::Kind::kInvitation, "",
                                 entry.invited().login(), "", false});
        }
        return;
      }
      default:
        return;
    }
  }

  void TakeGrant(const trust::v1::Granted& granted, uint64_t sequence) {
    const auto* safe = facts_.FindSafe(granted.safe());
    const bool role = granted.target().has_role();
    const std::string target =
        role ? granted.target().role() : granted.target().member();
    const auto* grant =
        safe == nullptr || safe->retired()
            ? nullptr
            : crypto::roster::StandingGrant(*safe, {role, target});
    if (grant == nullptr || !Holds(grant->term, sequence) ||
        target == member_.id) {
      return;
    }
    plan_.gifts.push_back({PlanGift::Kind::kGrant, granted.safe(),
                           role ? target : LoginOf(target), "", role});
  }

  void TakeShare(const trust::v1::Shared& shared, uint64_t sequence) {
    const auto* safe = facts_.FindSafe(shared.safe());
    if (safe == nullptr || shared.member() == member_.id) return;
    const auto terms =
        safe->shares.find({shared.credential(), shared.member()});
    if (terms == safe->shares.end() || terms->second.empty() ||
        !Holds(terms->second.back().term, sequence)) {
      return;
    }
    plan_.gifts.push_back({PlanGift::Kind::kShare, shared.safe(),
                           LoginOf(shared.member()), "", false});
  }

  void TakeRole(const trust::v1::RoleGiven& given, uint64_t sequence) {
    const Member* to = facts_.FindMember(given.member());
    if (to == nullptr || to->id == member_.id) return;
    const auto terms = to->roles.find(given.role().role());
    if (terms == to->roles.end() || terms->second.empty() ||
        !Holds(terms->second.back(), sequence)) {
      return;
    }
    plan_.gifts.push_back(
        {PlanGift::Kind::kRole, "", to->login, given.role().role(), false});
  }

  void FindTools() {
    for (const std::string& id : made_) {
      const Member& made = *facts_.FindMember(id);
      if (made.state() == MemberState::kDeparted) continue;
      (made.kind == MemberKind::kTool ? plan_.tools : plan_.kits).push_back(id);
    }
  }

  void FindRegistered() {
    std::vector<Access> accesses;
    std::vector<PlanPlace> places;
    std::set<std::string> contacts;
    for (const std::string& text : input_.contacts) {
      contacts.insert(ContactOf(text));
    }
    for (size_t i = 0; i < input_.safes.size(); ++i) {
      for (const auto& [id, item] : *input_.safes[i].items) {
        if (item.deleted()) continue;
        accesses.push_back({item.kind(), &item.overview()});
        places.push_back({i, &item});
      }
    }
    for (const PlanPlace& owned : plan_.owned) AddContacts(owned, &contacts);
    contacts.erase("");
    std::set<size_t> found;
    for (const std::string& contact : contacts) {
      for (const Loss& loss : Impact(contact, accesses)) {
        found.insert(loss.access);
      }
    }
    for (const size_t i : found) plan_.registered.push_back(places[i]);
  }

  // Of a mailbox or a SIM that is the member's.
  static void AddContacts(const PlanPlace& owned,
                          std::set<std::string>* contacts) {
    const trust::v1::Overview& overview = owned.item->overview();
    if (owned.item->kind() == trust::v1::KIND_PHONE) {
      contacts->insert(PhoneDigits(overview.phone()));
      contacts->insert(PhoneDigits(overview.title()));
    }
    if (owned.item->kind() == trust::v1::KIND_MAILBOX) {
      for (const std::string* text :
           {&overview.user_name(), &overview.email(), &overview.title()}) {
        if (text->find('@') != std::string::npos) {
          contacts->insert(ContactOf(*text));
        }
      }
    }
  }

  const PlanInput& input_;
  const Facts& facts_;
  const Member& member_;
  const std::set<std::string> made_;
  std::set<std::string> whose_;  // the member, and what it made
  std::map<std::string, size_t> safe_numbers_;
  std::unordered_map<std::string, PlanPlace> places_;  // by credential
  std::map<std::string, Candidate> candidates_;        // by credential
  int64_t gap_ms_ = 0;  // of the newest restore; 0: none
  DeparturePlan plan_;
};

std::string NameIn(const PlanInput& input, size_t safe, const MirrorItem* item,
                   absl::string_view credential) {
  return absl::StrCat(
      input.safes[safe].name, "/",
      item != nullptr
          ? item->overview().title()
          : absl::StrCat(kCredentialIdPrefix, CredentialIdText(credential)));
}

}  // namespace

int64_t DeparturePlan::Count(trust::v1::Seen seen) const {
  return std::count_if(items.begin(), items.end(),
                       [&](const PlanItem& item) { return item.seen == seen; });
}

int64_t DeparturePlan::rotations() const {
  return std::count_if(items.begin(), items.end(),
                       [](const PlanItem& item) { return item.rotate; });
}

// A tool's or kit's author is who made it; the founder and its kit have none.
std::set<std::string> MadeBy(const crypto::roster::State& roster,
                             absl::string_view member) {
  const bool founder = roster.FindMember(member)->author.empty();
  std::set<std::string> made;
  for (const auto& [id, one] : roster.facts().members) {
    if (one.kind == MemberKind::kPerson) continue;
    if (one.author == member || (founder && one.author.empty())) {
      made.insert(id);
    }
  }
  return made;
}

absl::StatusOr<DeparturePlan> PlanDeparture(const PlanInput& input) {
  return Planner(input).Make();
}

std::string NameOf(const PlanInput& input, const PlanItem& item) {
  return NameIn(input, item.safe, item.item, item.credential);
}

std::string NameOf(const PlanInput& input, const PlanPlace& place) {
  return NameIn(input, place.safe, place.item, place.item->credential());
}

}  // namespace klad::client
