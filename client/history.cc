// The versions of a credential, through the safes that it was in.
#include <map>
#include <set>
#include <utility>

#include "client/error.h"
#include "client/vault.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/part.h"
#include "crypto/vault/succession.h"
#include "klad/v1/credential.pb.h"

namespace klad::client {
namespace {

using crypto::roster::KeyName;
using crypto::vault::PartKind;
using crypto::vault::PartName;
using crypto::vault::SignedHeader;

absl::Status Broken(absl::string_view sentence) {
  return Error(ExitCode::kIntegrity, sentence,
               Tr("do not trust this server; tell an owner"));
}

}  // namespace

// From the newest header back, each found by the hash that the one behind it
// names: so nothing can be left out, added or changed, in whichever safe it
// stands.
class Vault::Chain {
 public:
  Chain(Vault* vault, std::string credential)
      : vault_(vault), credential_(std::move(credential)) {}

  absl::StatusOr<std::vector<Version>> From(const std::string& safe,
                                            std::string expected) {
    RETURN_IF_ERROR(Fetch(safe));
    while (!expected.empty()) {
      const auto it = headers_.find(expected);
      if (it == headers_.end()) {
        return Broken(
            versions_.empty()
                ? Tr("the server gave a version that fails verification")
                : Tr("the server gave a history without its beginning"));
      }
      const SignedHeader& header = it->second;
      RETURN_IF_ERROR(Take(header));
      const std::string& before = header.header.moved_from();
      if (!before.empty() && fetched_.count(before) == 0) {
        if (!MayRead(before)) return std::move(versions_);
        RETURN_IF_ERROR(Fetch(before));
      }
      if (!before.empty()) RETURN_IF_ERROR(CheckMove(header.header));
      expected = header.header.previous();
    }
    return std::move(versions_);
  }

 private:
  bool MayRead(const std::string& safe) const {
    const Account& account = *vault_->account_;
    return account.roster().Access(account.member(), safe, account.NowMs()) >=
           trust::v1::LEVEL_READ;
  }

  absl::Status Fetch(const std::string& safe) {
    fetched_.insert(safe);
    klad::v1::HistoryRequest request;
    *request.mutable_known() = vault_->account_->Known();
    request.set_safe(safe);
    request.set_credential(credential_);
    klad::v1::HistoryResponse response;
    RETURN_IF_ERROR(vault_->account_->Call("klad.v1.CredentialService/History",
                                           request, &response));
    RETURN_IF_ERROR(vault_->account_->Learn(response.news()));
    for (const klad::v1::Listed& listed : response.versions()) {
      auto header = crypto::vault::ReadHeader(listed.header());
      if (!header.ok() || header->header.safe() != safe ||
          header->header.credential() != credential_) {
        return Broken(Tr("the server gave a version that fails verification"));
      }
      if (crypto::vault::BringsOverview(header->header)) {
        ASSIGN_OR_RETURN(
            overviews_[header->header.overview().hash()],
            vault_->OpenOverview(header->header, listed.overview()));
      }
      std::string hash = header->hash.str();
      headers_.emplace(std::move(hash), *std::move(header));
    }
    return absl::OkStatus();
  }

  absl::Status CheckMove(const trust::v1::Header& arrived) const {
    const auto left = headers_.find(arrived.previous());
    if (left == headers_.end() ||
        !crypto::vault::CheckMove(left->second, arrived).ok()) {
      return Broken(Tr("the server gave a move that fails verification"));
    }
    return absl::OkStatus();
  }

  absl::Status Take(const SignedHeader& header) {
    const auto overview = overviews_.find(header.header.overview().hash());
    if (overview == overviews_.end()) {
      return Broken(Tr("the server gave a history without its beginning"));
    }
    versions_.push_back({header.header, overview->second});
    return absl::OkStatus();
  }

  Vault* const vault_;
  const std::string credential_;
  std::set<std::string> fetched_;                         // safes
  std::map<std::string, SignedHeader> headers_;           // by hash
  std::map<std::string, trust::v1::Overview> overviews_;  // by hash
  std::vector<Version> versions_;
};

absl::StatusOr<std::vector<Vault::Version>> Vault::History(
    Mirror* mirror, absl::string_view credential) {
  ASSIGN_OR_RETURN(const SignedHeader newest, mirror->NewestHeader(credential));
  Chain chain(this, std::string(credential));
  return chain.From(mirror->safe(), newest.hash.str());
}

absl::StatusOr<trust::v1::Overview> Vault::OpenOverview(
    const trust::v1::Header& header, absl::string_view sealed) {
  ASSIGN_OR_RETURN(
      const Secret* key,
      keychain_.Open(KeyName::Safe(header.safe()), header.overview().epoch()));
  const PartName name{{account_->organisation(), header.safe()},
                      header.credential(),
                      PartKind::kOverview};
  const auto opened =
      crypto::vault::OpenPart(*key, name, header.overview(), sealed);
  if (!opened.ok())
    return Broken(Tr("the server gave an overview that fails verification"));
  return crypto::vault::ParseOverview(opened->Expose());
}

}  // namespace klad::client
