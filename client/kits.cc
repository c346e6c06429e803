#include "client/kits.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/error.h"
#include "client/new_identity.h"
#include "client/people.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/kit.h"

namespace klad::client {

using RosterState = crypto::roster::State;

std::vector<KitInfo> Kits(const RosterState& roster) {
  std::vector<KitInfo> kits;
  for (const auto& [id, member] : roster.facts().members) {
    if (member.kind != crypto::roster::MemberKind::kKit) continue;
    const crypto::roster::Term& since = member.identities.front().term;
    kits.push_back({id, since.from, since.from_ms,
                    member.author.empty() ? "" : LoginOf(roster, member.author),
                    !member.active()});
  }
  std::sort(kits.begin(), kits.end(),
            [](const auto& a, const auto& b) { return a.entry < b.entry; });
  return kits;
}

absl::StatusOr<KitInfo> FindKit(const RosterState& roster, uint64_t entry) {
  std::vector<std::string> known;
  for (KitInfo& kit : Kits(roster)) {
    if (kit.entry == entry) return std::move(kit);
    known.push_back(absl::StrCat(kit.entry));
  }
  return Error(ExitCode::kNotFound, Say("there is no recovery kit $0", entry),
               Say("there are $0", absl::StrJoin(known, ", ")));
}

absl::StatusOr<NewKit> AddKit(Vault* vault) {
  const Account& account = vault->account();
  const crypto::Kit kit = crypto::Kit::Create();
  ASSIGN_OR_RETURN(
      const crypto::Identity identity,
      kit.ToIdentity(AboutMember(account.identity().about(), NewId())));
  RETURN_IF_ERROR(vault->roster_writer().Write(
      [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
        trust::v1::Entry entry;
        entry.mutable_kit_added()->set_kit(identity.about().member());
        *entry.mutable_kit_added()->mutable_keys() = identity.PublicKeys();
        return entry;
      },
      {account.member(), &account.identity().signing_key(),
       &identity.signing_key()}));
  const auto& added = *account.roster().FindMember(identity.about().member());
  return NewKit{added.identities.front().term.from,
                kit.Code(account.roster().founding())};
}

absl::Status RemoveKit(Vault* vault, const std::string& id) {
  return vault->roster_writer().Write(
      [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
        trust::v1::Entry entry;
        entry.mutable_kit_removed()->set_kit(id);
        return entry;
      });
}

}  // namespace klad::client
