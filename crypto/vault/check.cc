#include "crypto/vault/check.h"

#include <set>

#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/keys.h"
#include "crypto/log.h"
#include "crypto/vault/header.h"
#include "crypto/vault/rules.h"
#include "crypto/vault/succession.h"

namespace klad::crypto::vault {
namespace {

using trust::v1::Header;
using trust::v1::Position;
using trust::v1::Signed;

bool Same(const Position& a, const Position& b) {
  return a.sequence() == b.sequence() && a.link() == b.link();
}

bool Names(const Anchor& anchor, const Position& head, const Digest& root) {
  return Same(anchor.head, head) && anchor.root == root;
}

absl::Status CheckPlace(const SafeState& state, const Signed& change,
                        const ChangeBody& body) {
  for (const SignedHeader& each : body.headers) {
    KLAD_RULE(kRulePlace,
              each.header.organisation() == state.name.organisation &&
                  each.header.safe() == state.name.safe);
    KLAD_RULE(kRuleStamp, each.header.author() == change.author());
    KLAD_RULE(kRuleStamp, each.header.sequence() == state.head.sequence() + 1);
  }
  KLAD_RULE(kRulePrevious, body.previous == state.head.link());
  return absl::OkStatus();
}

absl::Status CheckStamp(const ChangeBody& body) {
  const Header& first = body.headers[0].header;
  for (const SignedHeader& each : body.headers) {
    KLAD_RULE(kRuleStamp, Same(each.header.roster(), first.roster()) &&
                              each.header.epoch() == first.epoch());
  }
  return absl::OkStatus();
}

absl::Status CheckAuthor(const SafeState& state, const Judge& judge,
                         const Signed& change, const Header& stamp) {
  const uint64_t position = stamp.roster().sequence();
  const absl::optional<Digest> link = judge.LinkAt(position);
  KLAD_RULE(kRuleRoster, link && link->view() == stamp.roster().link());
  KLAD_RULE(kRulePositionFell, position >= state.roster);
  KLAD_RULE(kRuleAuthor, judge.CouldWrite(change.author(), position));
  KLAD_RULE(kRuleSignature, change.countersignature().empty());
  const absl::Status verified =
      Verify(judge.SignKey(change.author(), position),
             ChangeContext(state.name, state.head, change.author()),
             change.body(), change.signature());
  KLAD_RULE(kRuleSignature, verified.ok());
  return absl::OkStatus();
}

// The change's epoch is the newest one there, and every anchor that lies
// between the change before and this one names exactly the change before.
absl::Status CheckEpoch(const SafeState& state, const Judge& judge,
                        const Header& stamp) {
  uint32_t epoch = 0;
  for (const Anchor& anchor : judge.anchors()) {
    if (anchor.position > stamp.roster().sequence()) break;
    epoch = anchor.epoch;
    if (anchor.position <= state.roster) continue;
    KLAD_RULE(kRuleAnchor, Names(anchor, state.head, state.map.root()));
  }
  KLAD_RULE(kRuleEpoch, stamp.epoch() == epoch);
  return absl::OkStatus();
}

// What anchors behind it say: the change is not behind the head they name.
absl::Status CheckLaterAnchors(const Judge& judge, uint64_t roster,
                               const Position& head, const Digest& root) {
  for (const Anchor& anchor : judge.anchors()) {
    if (anchor.position <= roster) continue;
    KLAD_RULE(kRuleAnchor, head.sequence() < anchor.head.sequence() ||
                               Names(anchor, head, root));
  }
  return absl::OkStatus();
}

absl::Status CheckCredential(const SafeState& state, NewestHeader newest,
                             const SignedHeader& next) {
  const std::string& credential = next.header.credential();
  const absl::optional<Digest> known = state.map.Find(credential);
  if (!known) return CheckFirst(next.header);
  ASSIGN_OR_RETURN(const std::string bytes, newest(credential));
  if (HashHeader(bytes) != *known) {
    return absl::InternalError("a known header is not the one in the map");
  }
  ASSIGN_OR_RETURN(const SignedHeader before, ReadHeader(bytes));
  return CheckNext(before, next.header);
}

absl::Status CheckCredentials(const SafeState& state, NewestHeader newest,
                              const ChangeBody& body) {
  std::set<std::string> seen;
  std::vector<SafeMap::Entry> leaves;
  for (const SignedHeader& each : body.headers) {
    KLAD_RULE(kRuleTwice, seen.insert(each.header.credential()).second);
    RETURN_IF_ERROR(CheckCredential(state, newest, each));
    leaves.push_back({each.header.credential(), each.hash});
  }
  ASSIGN_OR_RETURN(const Digest root, state.map.RootAfter(leaves));
  KLAD_RULE(kRuleRoot, root == body.root);
  return absl::OkStatus();
}

// Of a change without those before it: no entry before it names a head that
// does not lie before it, none behind it another in its place.
absl::Status CheckLoneAnchors(const Judge& judge, const CheckedChange& change,
                              const std::string& previous, Place place) {
  const uint64_t sequence = change.position.sequence();
  uint32_t epoch = 0;
  for (const Anchor& anchor : judge.anchors()) {
    const bool names = Names(anchor, change.position, change.root);
    if (anchor.position > change.roster.sequence()) {
      KLAD_RULE(kRuleAnchor, names || (place == Place::kAnywhere &&
                                       sequence < anchor.head.sequence()));
      continue;
    }
    epoch = anchor.epoch;
    KLAD_RULE(kRuleAnchor, anchor.head.sequence() < sequence);
    KLAD_RULE(kRuleAnchor, anchor.head.sequence() + 1 < sequence ||
                               anchor.head.link() == previous);
  }
  KLAD_RULE(kRuleEpoch, change.epoch == epoch);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CheckedChange> CheckLone(const SafeName& name, uint64_t sequence,
                                        const Judge& judge,
                                        const Signed& change, Place place) {
  ASSIGN_OR_RETURN(ChangeBody body, ParseChange(change.body()));
  SafeState before(name);
  before.head.set_sequence(sequence - 1);
  before.head.set_link(body.previous);
  KLAD_RULE(kRuleStamp, sequence > 0);
  KLAD_RULE(kRulePrevious, IsPosition(before.head));
  const Header stamp = body.headers[0].header;
  RETURN_IF_ERROR(CheckPlace(before, change, body));
  RETURN_IF_ERROR(CheckStamp(body));
  RETURN_IF_ERROR(CheckAuthor(before, judge, change, stamp));
  const std::string previous = body.previous;
  CheckedChange checked = Conclude(before, change, std::move(body));
  RETURN_IF_ERROR(CheckLoneAnchors(judge, checked, previous, place));
  return checked;
}

CheckedChange Conclude(const SafeState& state, const Signed& change,
                       ChangeBody body) {
  const Header& stamp = body.headers[0].header;
  CheckedChange out;
  out.position.set_sequence(state.head.sequence() + 1);
  out.position.set_link(NextLink(state.head.link(), change).str());
  out.author = change.author();
  out.roster = stamp.roster();
  out.epoch = stamp.epoch();
  out.root = body.root;
  out.headers = std::move(body.headers);
  return out;
}

absl::StatusOr<CheckedChange> CheckChange(const SafeState& state,
                                          const Judge& judge,
                                          NewestHeader newest,
                                          const Signed& change) {
  ASSIGN_OR_RETURN(ChangeBody body, ParseChange(change.body()));
  const Header stamp = body.headers[0].header;
  RETURN_IF_ERROR(CheckPlace(state, change, body));
  RETURN_IF_ERROR(CheckStamp(body));
  RETURN_IF_ERROR(CheckAuthor(state, judge, change, stamp));
  RETURN_IF_ERROR(CheckEpoch(state, judge, stamp));
  RETURN_IF_ERROR(CheckCredentials(state, newest, body));
  CheckedChange checked = Conclude(state, change, std::move(body));
  RETURN_IF_ERROR(CheckLaterAnchors(judge, stamp.roster().sequence(),
                                    checked.position, checked.root));
  return checked;
}

void Accept(const CheckedChange& change, SafeState* state) {
  std::vector<SafeMap::Entry> leaves;
  for (const SignedHeader& each : change.headers) {
    leaves.push_back({each.header.credential(), each.hash});
  }
  CHECK_THAT(state->map.Put(leaves).ok());
  CHECK_THAT(state->map.root() == change.root);
  state->head = change.position;
  state->roster = change.roster.sequence();
}

absl::Status CheckHead(const SafeState& state, const Judge& judge) {
  for (const Anchor& anchor : judge.anchors()) {
    if (anchor.position <= state.roster) continue;
    KLAD_RULE(kRuleAnchor, Names(anchor, state.head, state.map.root()));
  }
  return absl::OkStatus();
}

}  // namespace klad::crypto::vault
