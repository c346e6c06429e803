// What a departure leaves to do, computed from what this client has verified.
// Changes nothing and asks nobody.
#ifndef KLAD_CLIENT_DEPARTURE_PLAN_H_
#define KLAD_CLIENT_DEPARTURE_PLAN_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/mirror_file.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/credential.pb.h"
#include "klad/trust/v1/departure.pb.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::client {

// One exposure, as the ledger has it: the member's own, or of what it made.
struct SeenSecret {
  std::string safe;
  std::string credential;
  uint64_t generation = 0;
  trust::v1::Purpose purpose = trust::v1::PURPOSE_UNSPECIFIED;
};

struct PlanSafe {
  std::string id;
  std::string name;
  const MirrorItems* items = nullptr;  // deleted and archived ones too
};

struct PlanInput {
  const crypto::roster::State* roster = nullptr;
  absl::Span<const trust::v1::Signed> entries;  // of that roster
  std::string member;                           // who leaves
  int64_t now_ms = 0;
  std::vector<SeenSecret> seen;
  std::vector<PlanSafe> safes;  // in the order in which they are shown
  // Mailboxes and phones that are the member's own; those of credentials it
  // owns are added.
  std::vector<std::string> contacts;
  // The server may have hidden readings: every secret counts whose key the
  // member, or what it made, could come by.
  bool distrusted = false;
};

// A credential that the member could have been given, or was.
struct PlanItem {
  size_t safe = 0;  // its place in PlanInput::safes
  std::string credential;
  const MirrorItem* item = nullptr;  // null: its safe does not show it
  trust::v1::Seen seen = trust::v1::SEEN_UNSPECIFIED;
  bool exported = false;
  bool rotate = false;
  uint64_t version = 0;  // the newest
  trust::v1::Sensitivity sensitivity = trust::v1::SENSITIVITY_NORMAL;
};

struct PlanPlace {
  size_t safe = 0;
  const MirrorItem* item = nullptr;
};

// What the member gave to others, and still holds.
struct PlanGift {
  enum class Kind { kGrant, kShare, kRole, kInvitation };
  Kind kind = Kind::kGrant;
  std::string safe;  // id; empty for roles and invitations
  std::string to;    // login, or the role
  std::string role;  // given
  bool to_role = false;
};

struct DeparturePlan {
  std::vector<PlanItem> items;  // by safe, then title
  std::vector<crypto::roster::KeyName> due;
  std::vector<PlanPlace> owned;      // the owner field names the member
  std::vector<std::string> managed;  // safes, by a grant of the member's own
  std::vector<std::string> links;    // names on the link map; from the server
  std::vector<std::string> playbooks;  // names; from the server
  std::vector<PlanGift> gifts;
  std::vector<std::string> tools;     // of MadeBy those not ended; ids
  std::vector<std::string> kits;      // and those not removed
  std::vector<PlanPlace> registered;  // with a mailbox or phone of the member
  bool gap = false;  // a backup was restored: readings may be forgotten

  int64_t Count(trust::v1::Seen seen) const;
  int64_t rotations() const;  // of credentials
};

// The tools and kits that the member made, ended ones too: whoever made a token
// or printed a kit may have used it. Ids.
std::set<std::string> MadeBy(const crypto::roster::State& roster,
                             absl::string_view member);

// What each case counts as:
//   - what a tool or kit that the member made was given, or could read, counts
//     as the member's.
//   - archived and deleted credentials as others: the account at the service
//     may be there still. Closing it is a reason to waive the rotation.
//   - a secret brought back counts by its own generation: whoever saw it then
//     has seen it now.
//   - when a backup was restored while the member could read, exposures may be
//     forgotten: whatever could be read then and was not changed since is to
//     be rotated.
//   - an exposure of a credential that its safe does not show is current.
// Exit kIntegrity when a header does not parse, or an exposure names none of
// the safes, or the entries are not those of the roster.
absl::StatusOr<DeparturePlan> PlanDeparture(const PlanInput& input);

// "SAFE/TITLE", or the id of one without a title.
std::string NameOf(const PlanInput& input, const PlanItem& item);
std::string NameOf(const PlanInput& input, const PlanPlace& place);

}  // namespace klad::client

#endif  // KLAD_CLIENT_DEPARTURE_PLAN_H_
