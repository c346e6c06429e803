// Names of people, which stand beside the log and can be erased. One is
// believed if the log has its hash, or if the member itself or an owner signed
//
//   context(display-name, organisation, member, author), body: NameStatement
//
// with the key that it had at the roster position which the body names.
#ifndef KLAD_CRYPTO_ROSTER_DISPLAY_NAME_H_
#define KLAD_CRYPTO_ROSTER_DISPLAY_NAME_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "crypto/keys.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/name.pb.h"

namespace klad::crypto {
namespace label {
inline constexpr char kDisplayName[] = "klad/1/display-name";
}  // namespace label

namespace roster {

inline constexpr size_t kMaxDisplayName = 255;  // bytes of UTF-8

// By `author`, at the head of `state`.
trust::v1::DisplayName SignDisplayName(const State& state,
                                       absl::string_view member,
                                       absl::string_view author,
                                       const SigningKey& key,
                                       absl::string_view name);

// kDataLoss unless somebody vouches for it who may.
absl::Status VerifyDisplayName(const State& state, absl::string_view member,
                               const trust::v1::DisplayName& name);

}  // namespace roster
}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_ROSTER_DISPLAY_NAME_H_
