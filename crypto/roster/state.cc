#include "crypto/roster/state.h"

#include <algorithm>

#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/roster/authority.h"
#include "crypto/roster/changes.h"
#include "crypto/roster/kind.h"
#include "crypto/roster/parse.h"
#include "google/protobuf/unknown_field_set.h"

namespace klad::crypto::roster {
namespace {

using trust::v1::Entry;
using trust::v1::Signed;

struct Author {
  Actor actor;
  std::string sign_key;
};

absl::Status UnknownAuthor() {
  return absl::DataLossError("an entry by nobody the roster knows");
}

// Whose countersignature the entry's row asks for; empty: nobody's.
std::string Countersigner(const Entry& entry) {
  switch (entry.kind_case()) {
    case Entry::kFounded:
      return entry.founded().kit_keys().sign();
    case Entry::kJoined:
      return entry.joined().keys().sign();
    case Entry::kMoved:
      return entry.moved().keys().sign();
    case Entry::kToolMade:
      return entry.tool_made().keys().sign();
    case Entry::kKitAdded:
      return entry.kit_added().keys().sign();
    default:
      return "";
  }
}

absl::StatusOr<Author> AuthorOfFounding(const Facts& facts,
                                        const std::string& id,
                                        const Entry& entry) {
  if (!entry.has_founded() || id != entry.founded().founder()) {
    return UnknownAuthor();
  }
  if (entry.founded().organisation() != facts.organisation) {
    return absl::DataLossError("the founding of another organisation");
  }
  Author author;
  author.actor.now_ms = entry.time_ms();
  author.sign_key = entry.founded().keys().sign();
  return author;
}

absl::StatusOr<Author> AuthorOf(const Facts& facts, const std::string& id,
                                const Entry& entry) {
  if (facts.sequence() == 0) return AuthorOfFounding(facts, id, entry);
  Author author;
  author.actor.now_ms = entry.time_ms();
  if (entry.has_joined()) {
    author.actor.invitation = facts.FindInvitation(id);
    if (author.actor.invitation == nullptr) return UnknownAuthor();
    author.sign_key = author.actor.invitation->keys.sign;
    return author;
  }
  const Member* member = facts.FindMember(id);
  if (member == nullptr || member->identity() == nullptr) {
    return UnknownAuthor();
  }
  author.actor.member = member;
  author.actor.owner = IsOwner(facts, *member);
  author.sign_key = member->identity()->keys.sign;
  return author;
}

absl::Status VerifySignatures(const Slot& slot, const Signed& entry,
                              const std::string& author,
                              const std::string& countersigner) {
  RETURN_IF_ERROR(VerifySignature(slot, entry, author));
  if (!countersigner.empty()) {
    return VerifyCountersignature(slot, entry, countersigner);
  }
  if (!entry.countersignature().empty()) {
    return absl::DataLossError("a countersignature nobody asked for");
  }
  return absl::OkStatus();
}

absl::Status CheckActive(const Actor& actor) {
  if (actor.member == nullptr) return absl::OkStatus();
  const bool over =
      actor.member->until_ms != 0 && actor.now_ms >= actor.member->until_ms;
  return actor.member->active() && !over ? absl::OkStatus()
                                         : Broken("author-inactive");
}

}  // namespace

absl::StatusOr<State> State::Found(absl::string_view organisation,
                                   const std::optional<Digest>& founding,
                                   const Signed& entry) {
  return Replay(organisation, founding, {&entry, 1}, {});
}

absl::StatusOr<State> State::Replay(absl::string_view organisation,
                                    const std::optional<Digest>& founding,
                                    absl::Span<const Signed> entries,
                                    const Position& verified) {
  if (entries.empty() || entries.size() < verified.sequence) {
    return absl::DataLossError("the roster ends before what is known of it");
  }
  State state;
  state.facts_.organisation = std::string(organisation);
  state.facts_.founding = HashSigned(entries[0]);
  if (founding.has_value() && *founding != state.founding()) {
    return absl::DataLossError("the roster begins with another founding");
  }
  for (const Signed& entry : entries) {
    const bool known = state.facts_.sequence() < verified.sequence;
    RETURN_IF_ERROR(state.Apply(
        entry, known ? Signatures::kVerifiedBefore : Signatures::kVerify));
    if (state.facts_.sequence() == verified.sequence &&
        state.head() != verified) {
      return absl::DataLossError("the roster has another past");
    }
  }
  return state;
}

absl::Status State::Apply(const Signed& entry) {
  return Apply(entry, Signatures::kVerify);
}

absl::Status State::Apply(const Signed& entry, Signatures signatures) {
  if (!entry.GetReflection()->GetUnknownFields(entry).empty()) {
    return absl::UnimplementedError("needs a newer klad");
  }
  ASSIGN_OR_RETURN(const Entry parsed, ParseEntry(entry.body()));
  ASSIGN_OR_RETURN(const Author author,
                   AuthorOf(facts_, entry.author(), parsed));
  const Slot here = slot();
  if (signatures == Signatures::kVerify) {
    RETURN_IF_ERROR(
        VerifySignatures(here, entry, author.sign_key, Countersigner(parsed)));
  }
  if (parsed.time_ms() < facts_.newest_ms()) {
    return absl::DataLossError("the time falls");
  }
  RETURN_IF_ERROR(CheckActive(author.actor));
  RETURN_IF_ERROR(Authorize(facts_, author.actor, parsed));
  facts_.times.push_back(parsed.time_ms());
  facts_.links.push_back(NextLink(here.previous.view(), entry));
  facts_.needed.clear();
  WithKind(parsed,
           [&](const auto& row) { Change(&facts_, author.actor, row); });
  return absl::OkStatus();
}

Position State::head() const { return {facts_.sequence(), slot().previous}; }

Slot State::slot() const {
  return {facts_.organisation, facts_.sequence() + 1,
          facts_.links.empty() ? Digest() : facts_.links.back()};
}

bool State::Contains(const Position& position) const {
  const auto known = At(position.sequence);
  return known.ok() && *known == position;
}

absl::StatusOr<Position> State::At(uint64_t sequence) const {
  if (sequence == 0) return Position();
  if (sequence > facts_.sequence()) {
    return absl::NotFoundError("the roster is not that long");
  }
  return Position{sequence, facts_.links[sequence - 1]};
}

}  // namespace klad::crypto::roster
