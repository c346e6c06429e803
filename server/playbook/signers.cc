#include "server/playbook/signers.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "klad/store/v1/playbook.pb.h"
#include "server/base/id.h"
#include "server/playbook/keys.h"
#include "server/store/for_each.h"

namespace klad::playbook {
namespace {

using crypto::roster::Member;
using crypto::roster::State;
using v1::PlaybookSigner;

// Of each member the newest one, for a text that may be in force.
using Signatures = std::map<std::string, std::pair<uint64_t, int64_t>>;

absl::StatusOr<Signatures> SignaturesOf(store::Store* store,
                                        const std::string& playbook) {
  Signatures newest;
  RETURN_IF_ERROR(store::ForEach(
      store, store::Range::Prefix(SignatureKey(playbook)),
      [&](const store::Entry& entry) -> absl::Status {
        std::string of;
        std::string member;
        uint64_t revision = 0;
        store::v1::PlaybookSignatureRecord signature;
        if (!ParseSignatureKey(entry.key, &of, &member, &revision) ||
            !signature.ParseFromString(entry.value)) {
          return absl::DataLossError(absl::StrCat(
              "the signature under key ", Hex(entry.key), " is damaged"));
        }
        newest[member] = {revision, signature.time_ms()};
        return absl::OkStatus();
      }));
  return newest;
}

bool IsToSign(const State& roster, const Member& member,
              const v1::Playbook& playbook, int64_t now_ms,
              PlaybookSigner* signer) {
  if (!member.active() || member.kind != crypto::roster::MemberKind::kPerson) {
    return false;
  }
  for (const std::string& role : playbook.roles()) {
    if (crypto::roster::InRole(roster.facts(), member, role, now_ms)) {
      signer->add_roles(role);
    }
  }
  return playbook.roles().empty() ? !crypto::roster::IsContractor(member)
                                  : !signer->roles().empty();
}

}  // namespace

absl::StatusOr<std::vector<PlaybookSigner>> SignersOf(
    store::Store* store, const v1::Playbook& playbook, const State& roster,
    int64_t now_ms) {
  ASSIGN_OR_RETURN(const Signatures signatures,
                   SignaturesOf(store, playbook.id()));
  std::vector<PlaybookSigner> signers;
  for (const auto& [login, id] : roster.facts().logins) {
    const Member* member = roster.FindMember(id);
    PlaybookSigner signer;
    if (member == nullptr ||
        !IsToSign(roster, *member, playbook, now_ms, &signer)) {
      continue;
    }
    signer.set_member(id);
    const auto found = signatures.find(id);
    if (found != signatures.end()) {
      signer.set_revision(found->second.first);
      signer.set_time_ms(found->second.second);
      signer.set_holds(signer.revision() >= playbook.signed_from());
    }
    signers.push_back(std::move(signer));
  }
  return signers;
}

}  // namespace klad::playbook
