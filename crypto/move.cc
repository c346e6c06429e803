#include "crypto/move.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/digest.h"
#include "crypto/identity.h"
#include "crypto/line.h"
#include "crypto/seal.h"
#include "crypto/strict.h"

namespace klad::crypto {
namespace {

bool IsWhole(const trust::v1::Move& move) {
  return move.organisation().size() == kIdSize && !move.server().empty() &&
         move.ca().size() == Digest::kSize && move.member().size() == kIdSize &&
         move.head().sequence() > 0 &&
         move.head().link().size() == Digest::kSize &&
         move.secret().size() == kMoveSecretSize && !move.certificate().empty();
}

}  // namespace

std::string FormatMove(const trust::v1::Move& move) {
  return FormatLine(kMovePrefix, kMoveDomain, move.SerializeAsString());
}

absl::StatusOr<trust::v1::Move> ParseMove(absl::string_view line) {
  ASSIGN_OR_RETURN(const std::string bytes,
                   ParseLine(kMovePrefix, kMoveDomain, line));
  trust::v1::Move move;
  RETURN_IF_ERROR(ParseStrict(bytes, &move));
  if (!IsWhole(move)) return LineIsIncomplete();
  return move;
}

MoveSecret::MoveSecret(Secret secret, absl::string_view organisation,
                       absl::string_view member)
    : secret_(std::move(secret)),
      organisation_(organisation),
      member_(member) {}

absl::StatusOr<TlsKey> MoveSecret::Tls() const {
  return TlsKey::Derive(secret_,
                        Context(label::kMoveTls, organisation_).Add(member_));
}

std::string MoveSecret::Seal(const trust::v1::MoveProposal& proposal) const {
  const Context context =
      Context(label::kMoveProposal, organisation_).Add(member_);
  return SealPadded(Derive(secret_, context), context,
                    proposal.SerializeAsString());
}

absl::StatusOr<trust::v1::MoveProposal> MoveSecret::Open(
    absl::string_view sealed) const {
  const Context context =
      Context(label::kMoveProposal, organisation_).Add(member_);
  ASSIGN_OR_RETURN(const Secret bytes,
                   OpenPadded(Derive(secret_, context), context, sealed));
  trust::v1::MoveProposal proposal;
  RETURN_IF_ERROR(ParseStrict(bytes.Expose(), &proposal));
  return proposal;
}

}  // namespace klad::crypto
