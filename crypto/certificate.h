// X.509 as the server's own CA writes and reads it (RFC 5280). The CA keeps
// strangers out and proves nothing else: who may do what stands in the roster.
#ifndef KLAD_CRYPTO_CERTIFICATE_H_
#define KLAD_CRYPTO_CERTIFICATE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "crypto/tls_key.h"

namespace klad::crypto {

// Whom a certificate stands for: its one URI SAN is `klad:member/HEX`,
// `klad:door/HEX`, `klad:server/HEX`, `klad:invitation/HEX` or
// `klad:move/HEX`, HEX being 32 lower-case digits; of a move 64.
struct Subject {
  enum class Kind { kMember, kDoor, kServer, kInvitation, kMove };
  Kind kind;
  // 16 bytes: a member, a door's own id, the organisation, an invitation. Of a
  // move 32: the member, and MoveMark of the identity that began it.
  std::string id;

  friend bool operator==(const Subject&, const Subject&) = default;
};
std::string SubjectUri(const Subject& subject);

// The first 16 bytes of H(klad1.tls, compressed TLS key).
std::string MoveMark(absl::string_view tls_key);

absl::StatusOr<Subject> ParseSubjectUri(absl::string_view uri);

inline constexpr int64_t kDayMs = 24LL * 3600 * 1000;
inline constexpr int64_t kMemberCertificateMs = 30 * kDayMs;
inline constexpr int64_t kDoorCertificateMs = 3600 * 1000;

// What pins a server: H(klad1.ca, DER of the CA certificate).
Digest CaHash(absl::string_view ca_der);

// Immutable after it is made; may be shared by threads.
class CertificateAuthority {
 public:
  // A new self-signed certificate for twenty years.
  static absl::StatusOr<CertificateAuthority> Create(TlsKey key,
                                                     int64_t now_ms);

  // kDataLoss unless `der` is a self-signed CA certificate of this key.
  static absl::StatusOr<CertificateAuthority> Load(TlsKey key,
                                                   absl::string_view der);

  const std::string& der() const { return der_; }
  const TlsKey& key() const { return key_; }
  Digest hash() const { return CaHash(der_); }

  // A certificate (DER) for a compressed public key, valid from a day before
  // now until `until_ms`: with client authentication for a member or a door,
  // server authentication for a server. kInvalidArgument for a bad key or id.
  absl::StatusOr<std::string> Issue(const Subject& subject,
                                    absl::string_view public_key,
                                    int64_t now_ms, int64_t until_ms) const;

 private:
  CertificateAuthority(TlsKey key, std::string der)
      : key_(std::move(key)), der_(std::move(der)) {}

  TlsKey key_;
  std::string der_;
};

struct CertificateFacts {
  Subject subject;
  std::string public_key;  // compressed, 33 bytes
  int64_t from_ms;
  int64_t until_ms;
};

// Reads, and verifies nothing: the chain is TLS's business. kInvalidArgument
// unless it is one of ours in form: exactly one URI SAN, a P-256 key. A
// server's has the DNS name HEX.klad besides, for gRPC libraries that compare
// host names.
absl::StatusOr<CertificateFacts> ReadCertificate(absl::string_view der);
absl::StatusOr<CertificateFacts> ReadPemCertificate(absl::string_view pem);

// The same bytes in PEM; who loads them finds out whether they are one.
absl::StatusOr<std::string> PemFromDer(absl::string_view der);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_CERTIFICATE_H_
