// Entries of the roster in words, for a person who is told that they are lost.
#ifndef KLAD_CLIENT_UNDONE_H_
#define KLAD_CLIENT_UNDONE_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::client {

// "the departure of anna": what `entry`, which is part of `roster`, did.
// `safe_name` gives a safe's name by its id.
std::string Describe(
    const crypto::roster::State& roster, const trust::v1::Signed& entry,
    const std::function<std::string(absl::string_view safe)>& safe_name);

}  // namespace klad::client

#endif  // KLAD_CLIENT_UNDONE_H_
