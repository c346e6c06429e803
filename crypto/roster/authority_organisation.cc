#include <algorithm>
#include <set>
#include <string>

#include "crypto/roster/authority.h"
#include "crypto/roster/parse.h"
#include "crypto/roster/policy.h"

namespace klad::crypto::roster {
namespace {

absl::Status CheckFoundingRoles(const trust::v1::Founded& entry) {
  std::set<absl::string_view> names;
  for (const auto& definition : entry.roles()) {
    names.insert(definition.role());
    for (const std::string& word : definition.permissions()) {
      RULE("permission-word", IsPermission(word));
    }
  }
  RULE("founding-roles", entry.roles_size() > 0 &&
                             entry.roles(0).role() == kOwner &&
                             entry.roles(0).permissions().empty() &&
                             names.count(kHead) && names.count(kContractor));
  RULE("first-epoch", entry.role_keys_size() == entry.roles_size());
  for (int i = 0; i < entry.roles_size(); ++i) {
    RULE("first-epoch", entry.role_keys(i).role() == entry.roles(i).role() &&
                            entry.role_keys(i).epoch() == 1);
  }
  return absl::OkStatus();
}

bool FoundingKeysDiffer(const trust::v1::Founded& entry) {
  const auto& founder = entry.keys();
  const auto& kit = entry.kit_keys();
  std::set<std::string> keys = {founder.sign(),
                                founder.box(),
                                founder.tls(),
                                kit.sign(),
                                kit.box(),
                                kit.tls(),
                                entry.server().audit_key()};
  size_t expected = 7;
  for (const auto& key : entry.role_keys()) {
    keys.insert(key.box());
    ++expected;
  }
  return keys.size() == expected;
}

}  // namespace

absl::Status May(const Facts& facts, const Actor&,
                 const trust::v1::Founded& entry) {
  RULE("founded", facts.sequence() == 0);
  RULE("id-taken", entry.founder() != entry.kit());
  RETURN_IF_ERROR(CheckFoundingRoles(entry));
  RULE("key-reused", FoundingKeysDiffer(entry));
  return absl::OkStatus();
}

absl::Status May(const Facts&, const Actor& actor,
                 const trust::v1::PolicySet& entry) {
  RULE("not-owner", actor.owner);
  const PolicyWord* word = FindPolicyWord(entry.word());
  RULE("policy-unknown", word != nullptr);
  RULE("policy-range",
       entry.value() >= word->least && entry.value() <= word->most);
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::KitAdded& entry) {
  RULE("not-owner", actor.owner);
  RULE("id-taken", IsNewId(facts, entry.kit()));
  RULE("key-reused", AreNew(facts, {entry.keys().sign(), entry.keys().box(),
                                    entry.keys().tls()}));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::KitRemoved& entry) {
  RULE("not-owner", actor.owner);
  const Member* kit = facts.FindMember(entry.kit());
  RULE("not-kit", kit != nullptr && kit->kind == MemberKind::kKit);
  RULE("not-active", kit->active());
  RULE("last-owner", CountOwners(facts) > 0);
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::ServerKeys& entry) {
  RULE("not-owner", actor.owner);
  const ServerKeys& now = facts.server_keys.back();
  const bool new_key = entry.audit_key() != now.audit_key;
  RULE("unchanged", new_key || entry.ca() != now.ca);
  RULE("key-reused", !new_key || AreNew(facts, {entry.audit_key()}));
  return absl::OkStatus();
}

// It goes on from the head it is made on; which heads of safes are real, the
// log cannot say.
absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Restored& entry) {
  RULE("not-owner", actor.owner);
  RULE("restored-elsewhere",
       entry.roster().sequence() == facts.sequence() &&
           entry.roster().link() == facts.links.back().view());
  for (const auto& safe : entry.safes()) {
    RULE("safe-unknown", facts.FindSafe(safe.safe()) != nullptr);
  }
  return absl::OkStatus();
}

}  // namespace klad::crypto::roster
