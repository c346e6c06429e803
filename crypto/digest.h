// 32-byte digests and the one hash of suite 1: BLAKE2b-256 with the domain as
// `personal` (RFC 7693; libsodium's crypto_generichash_blake2b_salt_personal).
#ifndef KLAD_CRYPTO_DIGEST_H_
#define KLAD_CRYPTO_DIGEST_H_

#include <array>
#include <compare>
#include <initializer_list>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::crypto {

struct Digest {
  static constexpr size_t kSize = 32;
  std::array<unsigned char, kSize> bytes{};  // zeros: "nothing"

  // kDataLoss unless exactly 32 bytes.
  static absl::StatusOr<Digest> From(absl::string_view view);

  absl::string_view view() const {
    return {reinterpret_cast<const char*>(bytes.data()), kSize};
  }
  std::string str() const { return std::string(view()); }
  friend auto operator<=>(const Digest&, const Digest&) = default;
};

// Domains: up to 16 characters, padded with zeros. Each names one use.
inline constexpr char kLinkDomain[] = "klad1.link";
inline constexpr char kSignedDomain[] = "klad1.signed";
inline constexpr char kHeaderDomain[] = "klad1.header";
inline constexpr char kPartDomain[] = "klad1.part";
inline constexpr char kFileDomain[] = "klad1.file";
inline constexpr char kMapKeyDomain[] = "klad1.map.key";
inline constexpr char kMapLeafDomain[] = "klad1.map.leaf";
inline constexpr char kMapNodeDomain[] = "klad1.map.node";
inline constexpr char kLedgerDomain[] = "klad1.ledger";
inline constexpr char kRecordDomain[] = "klad1.record";
inline constexpr char kCaDomain[] = "klad1.ca";
inline constexpr char kNameDomain[] = "klad1.name";
inline constexpr char kWordsDomain[] = "klad1.words";
inline constexpr char kKitDomain[] = "klad1.kit";
inline constexpr char kDoorDomain[] = "klad1.door";
inline constexpr char kTokenDomain[] = "klad1.token";
inline constexpr char kInvitationDomain[] = "klad1.invitation";
inline constexpr char kMoveDomain[] = "klad1.move";
inline constexpr char kKeyDomain[] = "klad1.key";
inline constexpr char kTlsDomain[] = "klad1.tls";

// The hash of the parts one after the other. Every part but the last has a
// fixed length in every use, so the concatenation is unambiguous.
Digest Hash(absl::string_view domain,
            std::initializer_list<absl::string_view> parts);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_DIGEST_H_
