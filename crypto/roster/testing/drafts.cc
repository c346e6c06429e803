#include "crypto/roster/testing/drafts.h"

#include "crypto/roster/epoch_keys.h"

namespace klad::crypto::roster {

Entry Withdrawn(const TestOrganisation& org, const Id& invitation) {
  Entry entry = org.Draft();
  entry.mutable_withdrawn()->set_invitation(invitation);
  return entry;
}

Entry Moved(const TestOrganisation& org, const TestMember& with_new_keys) {
  Entry entry = org.Draft();
  *entry.mutable_moved()->mutable_keys() = with_new_keys.keys();
  return entry;
}

Entry Lost(const TestOrganisation& org, const Id& member) {
  Entry entry = org.Draft();
  entry.mutable_lost()->set_member(member);
  entry.mutable_lost()->set_since_ms(org.now_ms());
  return entry;
}

Entry Suspended(const TestOrganisation& org, const Id& member) {
  Entry entry = org.Draft();
  entry.mutable_suspended()->set_member(member);
  return entry;
}

Entry Resumed(const TestOrganisation& org, const Id& member) {
  Entry entry = org.Draft();
  entry.mutable_resumed()->set_member(member);
  return entry;
}

Entry Departed(const TestOrganisation& org, const Id& member,
               const Id& successor) {
  Entry entry = org.Draft();
  entry.mutable_departed()->set_member(member);
  entry.mutable_departed()->set_successor(successor);
  return entry;
}

Entry ToolEnded(const TestOrganisation& org, const Id& tool) {
  Entry entry = org.Draft();
  entry.mutable_tool_ended()->set_tool(tool);
  return entry;
}

Entry RoleChanged(const TestOrganisation& org, const std::string& role,
                  const std::vector<std::string>& permissions) {
  Entry entry = org.Draft();
  auto* definition = entry.mutable_role_changed()->mutable_definition();
  definition->set_role(role);
  for (const auto& word : permissions) definition->add_permissions(word);
  return entry;
}

Entry RoleEnded(const TestOrganisation& org, const std::string& role) {
  Entry entry = org.Draft();
  entry.mutable_role_ended()->set_role(role);
  return entry;
}

Entry RoleGiven(const TestOrganisation& org, const Id& member,
                const std::string& role, int64_t until_ms) {
  Entry entry = org.Draft();
  entry.mutable_role_given()->set_member(member);
  entry.mutable_role_given()->mutable_role()->set_role(role);
  entry.mutable_role_given()->mutable_role()->set_until_ms(until_ms);
  return entry;
}

Entry RoleTaken(const TestOrganisation& org, const Id& member,
                const std::string& role) {
  Entry entry = org.Draft();
  entry.mutable_role_taken()->set_member(member);
  entry.mutable_role_taken()->set_role(role);
  return entry;
}

Entry SafeRenamed(const TestOrganisation& org, const Id& safe, uint32_t epoch) {
  Entry entry = org.Draft();
  entry.mutable_safe_renamed()->set_safe(safe);
  entry.mutable_safe_renamed()->set_epoch(epoch);
  entry.mutable_safe_renamed()->set_sealed_name(
      org.state().FindSafe(safe)->sealed_name);
  return entry;
}

Entry SafeRetired(const TestOrganisation& org, const Id& safe) {
  Entry entry = org.Draft();
  entry.mutable_safe_retired()->set_safe(safe);
  return entry;
}

Entry Revoked(const TestOrganisation& org, const Id& safe,
              const GrantTarget& target) {
  Entry entry = org.Draft();
  entry.mutable_grant_revoked()->set_safe(safe);
  auto* revoked = entry.mutable_grant_revoked()->mutable_target();
  target.is_role ? revoked->set_role(target.name)
                 : revoked->set_member(target.name);
  return entry;
}

Entry Shared(const TestOrganisation& org, const Id& safe, const Id& credential,
             const Id& member, int64_t until_ms) {
  Entry entry = org.Draft();
  entry.mutable_shared()->set_safe(safe);
  entry.mutable_shared()->set_credential(credential);
  entry.mutable_shared()->set_member(member);
  entry.mutable_shared()->set_until_ms(until_ms);
  return entry;
}

Entry Unshared(const TestOrganisation& org, const Id& safe,
               const Id& credential, const Id& member) {
  Entry entry = org.Draft();
  entry.mutable_unshared()->set_safe(safe);
  entry.mutable_unshared()->set_credential(credential);
  entry.mutable_unshared()->set_member(member);
  return entry;
}

Entry PolicySet(const TestOrganisation& org, const std::string& word,
                int64_t value) {
  Entry entry = org.Draft();
  entry.mutable_policy_set()->set_word(word);
  entry.mutable_policy_set()->set_value(value);
  return entry;
}

Entry KitAdded(const TestOrganisation& org, const TestMember& kit) {
  Entry entry = org.Draft();
  entry.mutable_kit_added()->set_kit(kit.id);
  *entry.mutable_kit_added()->mutable_keys() = kit.keys();
  return entry;
}

Entry KitRemoved(const TestOrganisation& org, const Id& kit) {
  Entry entry = org.Draft();
  entry.mutable_kit_removed()->set_kit(kit);
  return entry;
}

Entry NewServerKeys(const TestOrganisation& org, const std::string& ca,
                    const std::string& audit_key) {
  Entry entry = org.Draft();
  entry.mutable_server_keys()->set_ca(ca);
  entry.mutable_server_keys()->set_audit_key(audit_key);
  return entry;
}

Entry Restored(const TestOrganisation& org, const std::vector<Id>& safes) {
  Entry entry = org.Draft();
  *entry.mutable_restored()->mutable_roster() = ToProto(org.state().head());
  for (const Id& safe : safes) {
    auto* head = entry.mutable_restored()->add_safes();
    head->set_safe(safe);
    head->mutable_head();
    head->set_root(Digest().str());
  }
  return entry;
}

}  // namespace klad::crypto::roster
