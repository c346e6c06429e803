// One safe and its one writer: signed changes, each on the one before.
#ifndef KLAD_TESTS_SUPPORT_SAFE_CHAIN_H_
#define KLAD_TESTS_SUPPORT_SAFE_CHAIN_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/keys.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/check.h"
#include "klad/trust/v1/ledger.pb.h"
#include "klad/trust/v1/signed.pb.h"
#include "klad/v1/credential.pb.h"
#include "klad/v1/news.pb.h"

namespace klad::testing {

inline constexpr size_t kSecretBytes = 300;

// Who writes. May be shared by threads.
struct Author {
  std::string organisation;
  std::string member;
  trust::v1::Position roster;
  const crypto::SigningKey* key = nullptr;
};

struct Draft {
  klad::v1::ChangeRequest request;
  crypto::vault::CheckedChange checked;
};

// For one thread.
class SafeChain {
 public:
  struct Credential {
    std::string id;
    std::string header;  // the newest
  };

  // In the safe's first epoch; `author` outlives it.
  SafeChain(const Author* author, std::string safe, Secret key)
      : author_(author),
        key_(std::move(key)),
        state_({author->organisation, std::move(safe)}) {}

  const std::string& safe() const { return state_.name.safe; }
  const std::vector<Credential>& credentials() const { return credentials_; }

  // The last change that was taken; what the server acknowledged is at most
  // as new.
  const trust::v1::Position& head() const { return state_.head; }
  trust::v1::Position acknowledged;

  // A change on the head: new credentials, or a new secret for one.
  absl::StatusOr<Draft> Create(int count) const;
  absl::StatusOr<Draft> Edit(size_t credential) const;

  // For the secret of a credential's version that brought one, with the
  // author's signed exposure.
  klad::v1::RevealRequest Reveal(const klad::v1::Known& known,
                                 absl::string_view credential, uint64_t version,
                                 trust::v1::Purpose purpose) const;

  // The draft is the newest change now.
  void Take(const Draft& draft);

 private:
  crypto::vault::Stamp NewStamp() const;
  absl::StatusOr<Draft> Sign(crypto::vault::ChangeBuilder builder) const;

  const Author* const author_;
  const Secret key_;
  crypto::vault::SafeState state_;
  std::vector<Credential> credentials_;
};

// As everybody seals them: titles are "credential 1", "credential 2", ...
std::string TitleOf(size_t number);

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_SAFE_CHAIN_H_
