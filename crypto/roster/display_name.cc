#include "crypto/roster/display_name.h"

#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/names.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/history.h"
#include "crypto/strict.h"

namespace klad::crypto::roster {
namespace {

Context NameContext(const State& state, absl::string_view member,
                    absl::string_view author) {
  Context context(label::kDisplayName, state.organisation());
  context.Add(member).Add(author);
  return context;
}

absl::Status NobodyVouches() {
  return absl::DataLossError("nobody vouches for this name");
}

bool WasOwner(const State& state, absl::string_view member, uint64_t position) {
  const Member* author = state.FindMember(member);
  const auto owner = author->roles.find(kOwner);
  if (owner == author->roles.end()) return false;
  for (const Term& term : owner->second) {
    if (term.Covers(position, state.facts().times[position - 1])) return true;
  }
  return false;
}

}  // namespace

trust::v1::DisplayName SignDisplayName(const State& state,
                                       absl::string_view member,
                                       absl::string_view author,
                                       const SigningKey& key,
                                       absl::string_view name) {
  trust::v1::NameStatement body;
  body.set_name(std::string(name));
  *body.mutable_roster() = ToProto(state.head());
  trust::v1::DisplayName out;
  out.set_name(std::string(name));
  trust::v1::Signed* statement = out.mutable_statement();
  statement->set_author(std::string(author));
  statement->set_body(body.SerializeAsString());
  statement->set_signature(
      key.Sign(NameContext(state, member, author), statement->body()));
  return out;
}

absl::Status VerifyDisplayName(const State& state, absl::string_view member,
                               const trust::v1::DisplayName& name) {
  const Member* named = state.FindMember(member);
  if (named == nullptr || name.name().empty() ||
      name.name().size() > kMaxDisplayName) {
    return NobodyVouches();
  }
  if (!name.has_statement()) {
    return HashDisplayName(name.salt(), name.name()).view() == named->name_hash
               ? absl::OkStatus()
               : NobodyVouches();
  }
  const trust::v1::Signed& statement = name.statement();
  trust::v1::NameStatement body;
  RETURN_IF_ERROR(ParseStrict(statement.body(), &body));
  const auto link = Digest::From(body.roster().link());
  const uint64_t at = body.roster().sequence();
  if (body.name() != name.name() || !link.ok() || at == 0 ||
      !state.Contains({at, *link}) ||
      state.FindMember(statement.author()) == nullptr ||
      !state.WasActive(statement.author(), at) ||
      !(statement.author() == member ||
        WasOwner(state, statement.author(), at))) {
    return NobodyVouches();
  }
  const std::string* key = state.SigningKeyAt(statement.author(), at);
  if (key == nullptr) return NobodyVouches();
  return Verify(*key, NameContext(state, member, statement.author()),
                statement.body(), statement.signature());
}

}  // namespace klad::crypto::roster
