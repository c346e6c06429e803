// What owners sign when somebody leaves (klad/trust/v1/departure.proto).
//
//   departure    over context(departure, organisation, member, author)
//   note         over context(rotation-note, organisation, hash of the signed
//                departure, number of the rotation, sequence of the note,
//                author)
//   closed       over context(departure-closed, organisation, member, author)
//   certificate  over context(departure-certificate, organisation, author)
//
// each with the serialized message as body; no countersignature. A chunk of the
// list is named by H(klad1.departure, serialized chunk).
#ifndef KLAD_CRYPTO_VAULT_DEPARTURE_H_
#define KLAD_CRYPTO_VAULT_DEPARTURE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "crypto/keys.h"
#include "klad/trust/v1/departure.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto::vault {

inline constexpr char kDepartureDomain[] = "klad1.departure";
inline constexpr int kMaxFindings = 100;          // in a chunk
inline constexpr int kMaxDepartureChunks = 2000;  // in a departure
inline constexpr int kMaxNotes = 16;              // on a rotation
inline constexpr size_t kMaxReason = 500;         // bytes of UTF-8
inline constexpr size_t kMaxChunkBytes = 16 << 10;

// Who signs, for whom. `author` is the member that signs.
struct DepartureName {
  std::string organisation;
  std::string member;  // who leaves
};

// One note on one rotation.
struct NoteName {
  std::string organisation;
  std::string departure;  // hash of the signed departure
  uint64_t number = 0;
  uint64_t sequence = 0;
};

Digest HashChunk(absl::string_view chunk);

trust::v1::Signed SignDeparture(const DepartureName& name,
                                absl::string_view author, const SigningKey& key,
                                const trust::v1::Departure& departure);
trust::v1::Signed SignNote(const NoteName& name, absl::string_view author,
                           const SigningKey& key,
                           const trust::v1::RotationNote& note);
trust::v1::Signed SignClosed(const DepartureName& name,
                             absl::string_view author, const SigningKey& key,
                             const trust::v1::DepartureClosed& closed);
trust::v1::Signed SignCertificate(
    absl::string_view organisation, absl::string_view author,
    const SigningKey& key, const trust::v1::DepartureCertificate& certificate);

// `sign_key` is that of the author the Signed names; whether the author may is
// for the caller to ask of the roster. kDataLoss for a wrong signature or
// form; kUnimplemented for unknown fields.
absl::StatusOr<trust::v1::Departure> VerifyDeparture(
    const DepartureName& name, absl::string_view sign_key,
    const trust::v1::Signed& departure);
absl::StatusOr<trust::v1::RotationNote> VerifyNote(
    const NoteName& name, absl::string_view sign_key,
    const trust::v1::Signed& note);
absl::StatusOr<trust::v1::DepartureClosed> VerifyClosed(
    const DepartureName& name, absl::string_view sign_key,
    const trust::v1::Signed& closed);
// By the key that it carries itself: whose that is the caller must know.
absl::StatusOr<trust::v1::DepartureCertificate> VerifyCertificate(
    absl::string_view organisation, const trust::v1::Signed& certificate);

// kDataLoss unless it has the form of a chunk.
absl::StatusOr<trust::v1::DepartureChunk> ParseChunk(absl::string_view bytes);

// The position at which the author of a signed departure, note or closing says
// to stand; read before it is verified, to find the key.
absl::StatusOr<trust::v1::Position> DeparturePosition(
    const trust::v1::Signed& departure);
absl::StatusOr<trust::v1::Position> NotePosition(const trust::v1::Signed& note);
absl::StatusOr<trust::v1::Position> ClosedPosition(
    const trust::v1::Signed& closed);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_DEPARTURE_H_
