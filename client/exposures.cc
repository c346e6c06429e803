#include "client/exposures.h"

#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/exposure.h"
#include "crypto/vault/succession.h"
#include "klad/v1/audit.pb.h"

namespace klad::client {
namespace {

using klad::v1::ExposuresRequest;
using klad::v1::ExposuresResponse;
using klad::v1::MemberExposure;
using trust::v1::Header;

absl::Status Broken(absl::string_view sentence) {
  return Error(ExitCode::kIntegrity, sentence,
               Tr("do not trust this server; tell an owner"));
}

absl::Status Unproven() {
  return Broken(
      Tr("the server names somebody who was given a secret, and cannot prove "
         "it"));
}

bool IsAskedFor(const ExposuresRequest& request,
                const MemberExposure& exposure) {
  if (request.has_credential()) {
    return exposure.safe() == request.credential().safe() &&
           exposure.credential() == request.credential().credential();
  }
  return exposure.member() == request.member();
}

Exposed Read(const MemberExposure& exposure) {
  Exposed out;
  out.member = exposure.member();
  out.safe = exposure.safe();
  out.credential = exposure.credential();
  out.version = exposure.version();
  out.generation = exposure.generation();
  out.purpose = exposure.purpose();
  out.time_ms = exposure.time_ms();
  return out;
}

// Signed by the key that spoke for the member where the exposure says it
// stood, in this roster.
absl::Status VerifySigned(const Account& account,
                          const MemberExposure& exposure) {
  const crypto::roster::State& roster = account.roster();
  trust::v1::Exposure said;
  if (!said.ParseFromString(exposure.exposure().body())) return Unproven();
  const auto position = roster.At(said.roster().sequence());
  const std::string* key =
      roster.SigningKeyAt(exposure.member(), said.roster().sequence());
  if (!position.ok() || position->link.view() != said.roster().link() ||
      key == nullptr) {
    return Unproven();
  }
  const auto verified = crypto::vault::VerifyExposure(
      account.organisation(), exposure.member(), *key, exposure.exposure());
  if (!verified.ok() || verified->safe() != exposure.safe() ||
      verified->credential() != exposure.credential() ||
      verified->version() != exposure.version() ||
      verified->generation() != exposure.generation() ||
      verified->purpose() != exposure.purpose() ||
      verified->time_ms() != exposure.time_ms()) {
    return Unproven();
  }
  return absl::OkStatus();
}

// What the changes of the safes say of writes.
class Writes {
 public:
  explicit Writes(Vault* vault) : vault_(vault) {}

  // Exit kIntegrity unless a change brought this version as the exposure says.
  absl::Status Prove(const MemberExposure& exposure) {
    ASSIGN_OR_RETURN(Mirror * mirror, FollowSafe(exposure.safe()));
    ASSIGN_OR_RETURN(const Mirror::Item* item,
                     mirror->WithId(exposure.credential()));
    if (item == nullptr) return Unproven();
    ASSIGN_OR_RETURN(const auto newest,
                     mirror->NewestHeader(exposure.credential()));
    if (newest.header.version() == exposure.version()) {
      return Compare(newest.header, exposure);
    }
    const std::vector<Vault::Version>* versions = nullptr;
    ASSIGN_OR_RETURN(versions, History(mirror, exposure.credential()));
    for (const Vault::Version& version : *versions) {
      if (version.header.version() == exposure.version()) {
        return Compare(version.header, exposure);
      }
    }
    return Unproven();
  }

  bool MayOpen(const std::string& safe) const {
    Account& account = vault_->account();
    return account.roster().Access(account.member(), safe, account.NowMs()) >=
           trust::v1::LEVEL_READ;
  }

 private:
  static absl::Status Compare(const Header& header,
                              const MemberExposure& exposure) {
    return crypto::vault::BringsSecret(header) &&
                   header.author() == exposure.member() &&
                   header.generation() == exposure.generation() &&
                   header.time_ms() == exposure.time_ms() &&
                   header.sequence() == exposure.change()
               ? absl::OkStatus()
               : Unproven();
  }

  absl::StatusOr<Mirror*> FollowSafe(const std::string& safe) {
    ASSIGN_OR_RETURN(Mirror * mirror, vault_->OpenSafe(safe));
    if (followed_.insert(safe).second) RETURN_IF_ERROR(mirror->Follow());
    return mirror;
  }

  absl::StatusOr<const std::vector<Vault::Version>*> History(
      Mirror* mirror, const std::string& credential) {
    if (credential != credential_) {
      ASSIGN_OR_RETURN(versions_, vault_->History(mirror, credential));
      credential_ = credential;
    }
    return &versions_;
  }

  Vault* const vault_;
  std::set<std::string> followed_;
  std::string credential_;  // whose versions these are
  std::vector<Vault::Version> versions_;
};

absl::StatusOr<std::vector<MemberExposure>> Fetch(Account& account,
                                                  ExposuresRequest request) {
  std::vector<MemberExposure> all;
  std::set<std::tuple<std::string, std::string, std::string, uint64_t, int>>
      names;
  do {
    *request.mutable_known() = account.Known();
    ExposuresResponse response;
    RETURN_IF_ERROR(
        account.Call("klad.v1.AuditService/Exposures", request, &response));
    RETURN_IF_ERROR(account.Learn(response.news()));
    for (MemberExposure& exposure : *response.mutable_exposures()) {
      const bool first =
          names
              .insert({exposure.member(), exposure.safe(),
                       exposure.credential(), exposure.generation(),
                       exposure.purpose()})
              .second;
      if (!first || !IsAskedFor(request, exposure)) {
        return Broken(
            Tr("the server answers with what was not asked for, or twice"));
      }
      all.push_back(std::move(exposure));
    }
    if (!response.next().empty() && response.exposures().empty()) {
      return Broken(Tr("the server names exposures that it does not show"));
    }
    request.set_after(response.next());
  } while (!request.after().empty());
  return all;
}

absl::StatusOr<std::vector<Exposed>> FetchVerified(
    Vault* vault, const ExposuresRequest& request) {
  ASSIGN_OR_RETURN(const auto fetched, Fetch(vault->account(), request));
  Writes writes(vault);
  std::vector<Exposed> out;
  for (const MemberExposure& exposure : fetched) {
    Exposed& exposed = out.emplace_back(Read(exposure));
    exposed.proven = true;
    if (exposure.purpose() != trust::v1::PURPOSE_WRITE) {
      RETURN_IF_ERROR(VerifySigned(vault->account(), exposure));
    } else if (writes.MayOpen(exposure.safe())) {
      RETURN_IF_ERROR(writes.Prove(exposure));
    } else {
      exposed.proven = false;
    }
  }
  return out;
}

}  // namespace

absl::StatusOr<std::vector<Exposed>> ExposuresOf(Vault* vault,
                                                 absl::string_view member) {
  ExposuresRequest request;
  request.set_member(std::string(member));
  return FetchVerified(vault, request);
}

absl::StatusOr<std::vector<Exposed>> ExposuresOfCredential(
    Vault* vault, absl::string_view safe, absl::string_view credential) {
  ExposuresRequest request;
  request.mutable_credential()->set_safe(std::string(safe));
  request.mutable_credential()->set_credential(std::string(credential));
  return FetchVerified(vault, request);
}

}  // namespace klad::client
