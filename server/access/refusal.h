// Refusals as statuses: the one place that gives each reason its code.
#ifndef KLAD_SERVER_ACCESS_REFUSAL_H_
#define KLAD_SERVER_ACCESS_REFUSAL_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "klad/v1/error.pb.h"

namespace klad::access {

// The status of a refusal, which travels to the client as its payload:
//   return Refuse(v1::REASON_BAD_FIELD, {{"field", "safe"}});
// Only statuses made here reach a client in full; see rpc/status_map.h.
absl::Status Refuse(
    v1::Reason reason,
    std::initializer_list<std::pair<absl::string_view, std::string>> fields =
        {});

absl::Status Refuse(const v1::Refusal& refusal);

// REASON_BAD_FIELD: it is not as long, or as large, as it may be.
absl::Status BadField(absl::string_view field, size_t limit);
// The same of how many somebody asks for: 1 to `most`.
absl::Status CheckLimit(uint32_t asked, uint32_t most);

absl::StatusCode CodeOf(v1::Reason reason);

// The refusal that a status carries, if any.
std::optional<v1::Refusal> RefusalOf(const absl::Status& status);
v1::Reason ReasonOf(const absl::Status& status);  // UNSPECIFIED if none

// "You may not", which goes into the ledger, as against "not like this".
bool IsDenial(v1::Reason reason);

}  // namespace klad::access

#endif  // KLAD_SERVER_ACCESS_REFUSAL_H_
