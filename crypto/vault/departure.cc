#include "crypto/vault/departure.h"

#include <algorithm>

#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/identity.h"
#include "crypto/log.h"
#include "crypto/strict.h"
#include "crypto/vault/utf8.h"

namespace klad::crypto::vault {
namespace {

using google::protobuf::Message;
using trust::v1::Departure;
using trust::v1::DepartureCertificate;
using trust::v1::DepartureChunk;
using trust::v1::DepartureClosed;
using trust::v1::Finding;
using trust::v1::Position;
using trust::v1::RotationNote;
using trust::v1::Signed;

Context Of(absl::string_view label, const DepartureName& name,
           absl::string_view author) {
  return Context(label, name.organisation).Add(name.member).Add(author);
}

Context OfNote(const NoteName& name, absl::string_view author) {
  return Context(label::kRotationNote, name.organisation)
      .Add(name.departure)
      .Add(name.number)
      .Add(name.sequence)
      .Add(author);
}

Context OfCertificate(absl::string_view organisation,
                      absl::string_view author) {
  return Context(label::kDepartureCertificate, organisation).Add(author);
}

Signed Sign(absl::string_view author, const SigningKey& key,
            const Context& context, const Message& message) {
  Signed out;
  out.set_author(std::string(author));
  out.set_body(message.SerializeAsString());
  out.set_signature(key.Sign(context, out.body()));
  return out;
}

absl::Status Open(const Signed& from, absl::string_view sign_key,
                  const Context& context, Message* out) {
  if (from.author().size() != kIdSize || !from.countersignature().empty()) {
    return absl::DataLossError("the form of a signed departure is wrong");
  }
  RETURN_IF_ERROR(Verify(sign_key, context, from.body(), from.signature()));
  return ParseStrict(from.body(), out);
}

absl::Status MalformedDeparture() {
  return absl::DataLossError("a record of a departure is malformed");
}

bool IsHash(const std::string& bytes) { return bytes.size() == Digest::kSize; }

bool IsReason(const std::string& text) {
  return !text.empty() && text.size() <= kMaxReason && IsUtf8(text);
}

bool IsSound(const Departure& departure, const DepartureName& name) {
  return departure.member() == name.member &&
         departure.successor().size() == kIdSize &&
         departure.successor() != departure.member() &&
         departure.time_ms() >= 1 && IsBegun(departure.roster()) &&
         IsPosition(departure.ledger()) &&
         departure.chunks_size() <= kMaxDepartureChunks &&
         std::all_of(departure.chunks().begin(), departure.chunks().end(),
                     IsHash);
}

bool IsSound(const RotationNote& note) {
  if (note.time_ms() < 1 || !IsBegun(note.roster())) return false;
  switch (note.kind_case()) {
    case RotationNote::kAssigned:
      return note.assigned().size() == kIdSize;
    case RotationNote::kDueMs:
      return note.due_ms() >= 1;
    case RotationNote::kWaived:
      return IsReason(note.waived());
    default:
      return false;
  }
}

bool IsSound(const Finding& finding, bool in_safe) {
  const bool subject = in_safe ? finding.credential().size() == kIdSize
                               : finding.tool().size() == kIdSize ||
                                     finding.kit().size() == kIdSize;
  if (!subject || (in_safe && finding.seen() == trust::v1::SEEN_UNSPECIFIED)) {
    return false;
  }
  const trust::v1::Rotation& rotation = finding.rotation();
  return !finding.has_rotation() ||
         (rotation.number() >= 1 && rotation.assignee().size() == kIdSize &&
          rotation.due_ms() >= 1 && (!in_safe || rotation.version() >= 1));
}

template <typename Body>
absl::StatusOr<Position> PositionIn(const Signed& from) {
  Body body;
  RETURN_IF_ERROR(ParseStrict(from.body(), &body));
  if (!IsBegun(body.roster())) return MalformedDeparture();
  return body.roster();
}

}  // namespace

Digest HashChunk(absl::string_view chunk) {
  return Hash(kDepartureDomain, {chunk});
}

Signed SignDeparture(const DepartureName& name, absl::string_view author,
                     const SigningKey& key, const Departure& departure) {
  return Sign(author, key, Of(label::kDeparture, name, author), departure);
}

Signed SignNote(const NoteName& name, absl::string_view author,
                const SigningKey& key, const RotationNote& note) {
  return Sign(author, key, OfNote(name, author), note);
}

Signed SignClosed(const DepartureName& name, absl::string_view author,
                  const SigningKey& key, const DepartureClosed& closed) {
  return Sign(author, key, Of(label::kDepartureClosed, name, author), closed);
}

Signed SignCertificate(absl::string_view organisation, absl::string_view author,
                       const SigningKey& key,
                       const DepartureCertificate& certificate) {
  return Sign(author, key, OfCertificate(organisation, author), certificate);
}

absl::StatusOr<Departure> VerifyDeparture(const DepartureName& name,
                                          absl::string_view sign_key,
                                          const Signed& from) {
  Departure departure;
  RETURN_IF_ERROR(Open(from, sign_key,
                       Of(label::kDeparture, name, from.author()), &departure));
  if (!IsSound(departure, name)) return MalformedDeparture();
  return departure;
}

absl::StatusOr<RotationNote> VerifyNote(const NoteName& name,
                                        absl::string_view sign_key,
                                        const Signed& from) {
  RotationNote note;
  RETURN_IF_ERROR(Open(from, sign_key, OfNote(name, from.author()), &note));
  if (!IsSound(note)) return MalformedDeparture();
  return note;
}

absl::StatusOr<DepartureClosed> VerifyClosed(const DepartureName& name,
                                             absl::string_view sign_key,
                                             const Signed& from) {
  DepartureClosed closed;
  RETURN_IF_ERROR(Open(from, sign_key,
                       Of(label::kDepartureClosed, name, from.author()),
                       &closed));
  if (!IsHash(closed.departure()) || closed.time_ms() < 1 ||
      !IsBegun(closed.roster()) || !IsPosition(closed.ledger())) {
    return MalformedDeparture();
  }
  return closed;
}

absl::StatusOr<DepartureCertificate> VerifyCertificate(
    absl::string_view organisation, const Signed& from) {
  DepartureCertificate claimed;
  RETURN_IF_ERROR(ParseStrict(from.body(), &claimed));
  DepartureCertificate certificate;
  RETURN_IF_ERROR(Open(from, claimed.sign(),
                       OfCertificate(organisation, from.author()),
                       &certificate));
  if (!IsHash(certificate.departure()) || !IsBegun(certificate.roster()) ||
      !IsPosition(certificate.ledger()) || certificate.time_ms() < 1) {
    return MalformedDeparture();
  }
  return certificate;
}

absl::StatusOr<DepartureChunk> ParseChunk(absl::string_view bytes) {
  DepartureChunk chunk;
  if (bytes.size() > kMaxChunkBytes) return MalformedDeparture();
  RETURN_IF_ERROR(ParseStrict(bytes, &chunk));
  const bool in_safe = chunk.safe().size() == kIdSize;
  if ((!in_safe && !chunk.safe().empty()) || chunk.findings().empty() ||
      chunk.findings_size() > kMaxFindings) {
    return MalformedDeparture();
  }
  for (const Finding& finding : chunk.findings()) {
    if (!IsSound(finding, in_safe)) return MalformedDeparture();
  }
  return chunk;
}

absl::StatusOr<Position> DeparturePosition(const Signed& departure) {
  return PositionIn<Departure>(departure);
}

absl::StatusOr<Position> NotePosition(const Signed& note) {
  return PositionIn<RotationNote>(note);
}

absl::StatusOr<Position> ClosedPosition(const Signed& closed) {
  return PositionIn<DepartureClosed>(closed);
}

}  // namespace klad::crypto::vault
