// For tests: a safe, its roster as a plain table, and two members who write.
#ifndef KLAD_CRYPTO_VAULT_TEST_SAFE_H_
#define KLAD_CRYPTO_VAULT_TEST_SAFE_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/base/secret.h"
#include "crypto/keys.h"
#include "crypto/log.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/check.h"
#include "crypto/vault/judge.h"

namespace klad::crypto::vault::testing {

inline const SafeName kName{"oooooooooooooooo", "ssssssssssssssss"};
inline constexpr char kAnna[] = "aaaaaaaaaaaaaaaa";
inline constexpr char kBoris[] = "bbbbbbbbbbbbbbbb";

inline SigningKey KeyOf(absl::string_view member) {
  return SigningKey::FromSeed(Secret::Copy(Hash("test", {member}).view()));
}

// 30 roster entries; the safe comes into being at entry 10. Both may write
// from there on, Boris until entry 20.
class TestJudge : public Judge {
 public:
  TestJudge() { AddEpoch(10, {}, Digest{}); }

  static Digest Link(uint64_t position) {
    return Hash("test", {absl::StrCat("roster ", position)});
  }

  void AddEpoch(uint64_t position, const trust::v1::Position& head,
                const Digest& root) {
    const auto epoch = static_cast<uint32_t>(anchors_.size() + 1);
    anchors_.push_back({position, epoch, head, root});
  }

  absl::optional<Digest> LinkAt(uint64_t position) const override {
    if (position < 1 || position > newest) return absl::nullopt;
    return Link(position);
  }
  bool CouldWrite(absl::string_view author, uint64_t position) const override {
    if (position < 10) return false;
    return author == kAnna || (author == kBoris && position < 20);
  }
  std::string SignKey(absl::string_view author, uint64_t) const override {
    return KeyOf(author).public_key();
  }
  const std::vector<Anchor>& anchors() const override { return anchors_; }

  uint64_t newest = 30;

 private:
  std::vector<Anchor> anchors_;
};

inline trust::v1::Position RosterAt(uint64_t position) {
  trust::v1::Position out;
  out.set_sequence(position);
  out.set_link(TestJudge::Link(position).str());
  return out;
}

inline Stamp StampAt(uint64_t position, uint32_t epoch = 1,
                     const char* author = kAnna) {
  return {author, RosterAt(position), epoch, 1'700'000'000'000};
}

inline std::string CredentialId(int n) {
  std::string id = absl::StrCat("credential ", n);
  id.resize(16, '.');
  return id;
}

inline Edit NewCredential(absl::string_view overview = "overview",
                          absl::string_view secret = "secret") {
  Edit edit;
  edit.overview = std::string(overview);
  edit.secret = Secret::Copy(secret);
  edit.sensitivity = trust::v1::SENSITIVITY_NORMAL;
  return edit;
}

// A safe as one verifier keeps it.
struct TestSafe {
  explicit TestSafe(SafeName name = kName, char key = 'k')
      : state(std::move(name)), safe_key(Secret::Copy(std::string(32, key))) {}

  absl::StatusOr<CheckedChange> Check(const trust::v1::Signed& change) const {
    return CheckChange(
        state, judge,
        [this](absl::string_view credential) -> absl::StatusOr<std::string> {
          return newest.at(std::string(credential)).bytes;
        },
        change);
  }

  absl::Status Take(const trust::v1::Signed& change) {
    auto checked = Check(change);
    if (!checked.ok()) return checked.status();
    for (const SignedHeader& each : checked->headers) {
      newest[each.header.credential()] = each;
    }
    Accept(*checked, &state);
    return absl::OkStatus();
  }

  TestJudge judge;
  SafeState state;
  Secret safe_key;
  std::map<std::string, SignedHeader> newest;
};

}  // namespace klad::crypto::vault::testing

#endif  // KLAD_CRYPTO_VAULT_TEST_SAFE_H_
