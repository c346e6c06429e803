// What went wrong, as a person and a script are told it: a sentence (lower
// case, no full stop), a hint that says what to do next, and an exit code.
//
//   return Error(ExitCode::kNotFound, absl::StrCat("no safe named ", name),
//                "klad safe list shows the safes you may open");
//
// An error is an absl::Status with payloads, so it passes through code that
// knows nothing of it. A status without them is presented by its code.
#ifndef KLAD_CLIENT_ERROR_H_
#define KLAD_CLIENT_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/exit_code.h"

namespace klad::client {

// `exit_code` is not kOk.
absl::Status Error(ExitCode exit_code, absl::string_view sentence,
                   absl::string_view hint = "");

// Exit kIntegrity: what the server gave failed verification, and `why` as
// detail.
absl::Status Unverified(absl::string_view sentence,
                        const absl::Status& why = absl::OkStatus());

// The same status with another hint, or with technical detail that is shown
// only with --verbose. An OK status stays as it is.
absl::Status WithHint(absl::Status status, absl::string_view hint);
absl::Status WithDetail(absl::Status status, absl::string_view detail);

// Whether Error() made it: its message is a sentence for people.
bool IsSpoken(const absl::Status& status);

// Of a status made by Error(), what it was given; of another, by its code.
ExitCode ExitCodeOf(const absl::Status& status);
std::string HintOf(const absl::Status& status);
std::string DetailOf(const absl::Status& status);

// "not_found": the stable name of an exit code in JSON.
absl::string_view ExitCodeName(ExitCode exit_code);

}  // namespace klad::client

#endif  // KLAD_CLIENT_ERROR_H_
