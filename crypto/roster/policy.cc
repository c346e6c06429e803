#include "crypto/roster/policy.h"

#include <initializer_list>
#include <string>

#include "crypto/roster/types.h"

namespace klad::crypto::roster {
namespace {

constexpr PolicyWord kWords[] = {
    {"rotation.days.high", 1, 365, 1},
    {"rotation.days.low", 1, 365, 30},
    {"rotation.days.normal", 1, 365, 7},
    {"unlock.idle.minutes", 1, 720, 30},
};

trust::v1::RoleDefinition Define(
    absl::string_view role, std::initializer_list<absl::string_view> words) {
  trust::v1::RoleDefinition definition;
  definition.set_role(std::string(role));
  for (const absl::string_view word : words) {
    definition.add_permissions(std::string(word));
  }
  return definition;
}

}  // namespace

absl::Span<const PolicyWord> PolicyWords() { return kWords; }

const PolicyWord* FindPolicyWord(absl::string_view word) {
  for (const PolicyWord& known : kWords) {
    if (known.word == word) return &known;
  }
  return nullptr;
}

std::vector<trust::v1::RoleDefinition> BuiltInRoles() {
  return {
      Define(kOwner, {}),
      Define(kHead, {"audit.read", "credential.export", "credential.list",
                     "credential.reveal", "credential.write", "link.read",
                     "link.write", "playbook.adopt", "playbook.read",
                     "playbook.write", "safe.create"}),
      Define("marketer",
             {"credential.list", "credential.reveal", "credential.write",
              "link.read", "link.write", "playbook.read", "playbook.write"}),
      Define("pr",
             {"credential.list", "credential.reveal", "credential.write",
              "link.read", "link.write", "playbook.read", "playbook.write"}),
      Define(kContractor, {"credential.list", "credential.reveal", "link.read",
                           "playbook.read"}),
  };
}

}  // namespace klad::crypto::roster
