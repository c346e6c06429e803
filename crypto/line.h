// One line of text for one message, to be sent by mail or messenger:
//
//   prefix || base64url(bytes || first 4 bytes of H(domain, bytes))
//
// without padding. Doors, invitations and moves are such lines.
#ifndef KLAD_CRYPTO_LINE_H_
#define KLAD_CRYPTO_LINE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::crypto {

inline constexpr char kDoorPrefix[] = "klad1.";
inline constexpr char kInvitationPrefix[] = "klad1-join.";
inline constexpr char kMovePrefix[] = "klad1-move.";

std::string FormatLine(absl::string_view prefix, absl::string_view domain,
                       absl::string_view bytes);

// Blanks and line breaks, as mail adds them, do not matter. kInvalidArgument
// with a sentence for what is another kind of line or none, cut short or
// mistyped.
absl::StatusOr<std::string> ParseLine(absl::string_view prefix,
                                      absl::string_view domain,
                                      absl::string_view line);

// "the code is cut short or mistyped": for bytes whose message is not whole.
absl::Status LineIsIncomplete();

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_LINE_H_
