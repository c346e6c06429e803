// Who issues members' certificates: the server's CA, supplied by app.
#ifndef KLAD_SERVER_ROSTER_ISSUER_H_
#define KLAD_SERVER_ROSTER_ISSUER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/certificate.h"

namespace klad::roster {

class Issuer {
 public:
  virtual ~Issuer() = default;

  // DER, for a member's compressed TLS key. `until_ms`: 0 for the usual
  // lifetime, else a tool's end.
  virtual absl::StatusOr<std::string> IssueMember(absl::string_view member,
                                                  absl::string_view tls_key,
                                                  int64_t until_ms) const = 0;

  // For an invitation or a move, until exactly then.
  virtual absl::StatusOr<std::string> IssueGuest(const crypto::Subject& guest,
                                                 absl::string_view tls_key,
                                                 int64_t until_ms) const = 0;
};

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_ISSUER_H_
