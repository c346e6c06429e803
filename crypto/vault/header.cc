#include "crypto/vault/header.h"

#include "crypto/base/status_macros.h"
#include "crypto/strict.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/rules.h"

namespace klad::crypto::vault {
namespace {

using trust::v1::Header;
using trust::v1::Part;

// Malformed bytes are one of the rules; a newer klad's stay what they are.
absl::Status ParseFields(absl::string_view bytes, Header* header) {
  KLAD_RULE(kRuleForm, bytes.size() <= kMaxHeader);
  const absl::Status status = ParseStrict(bytes, header);
  return absl::IsDataLoss(status) ? Broken(kRuleForm) : status;
}

absl::Status CheckSizes(const Header& header) {
  KLAD_RULE(kRuleForm, header.organisation().size() == kIdSize);
  KLAD_RULE(kRuleForm, header.safe().size() == kIdSize);
  KLAD_RULE(kRuleForm, header.credential().size() == kIdSize);
  KLAD_RULE(kRuleForm, header.author().size() == kIdSize);
  KLAD_RULE(kRuleForm, header.roster().link().size() == Digest::kSize);
  return absl::OkStatus();
}

absl::Status CheckNumbers(const Header& header) {
  KLAD_RULE(kRuleForm, header.sequence() >= 1);
  KLAD_RULE(kRuleForm, header.roster().sequence() >= 1);
  KLAD_RULE(kRuleForm, header.epoch() >= 1);
  KLAD_RULE(kRuleForm, header.time_ms() >= 1);
  KLAD_RULE(kRuleVersion, header.version() >= 1);
  KLAD_RULE(kRuleHeaderBefore, header.previous().size() ==
                                   (header.version() == 1 ? 0 : Digest::kSize));
  return absl::OkStatus();
}

absl::Status CheckPart(const Header& header, const Part& part,
                       absl::string_view rule) {
  KLAD_RULE(rule, part.version() >= 1 && part.version() <= header.version());
  KLAD_RULE(rule, part.epoch() >= 1 && part.epoch() <= header.epoch());
  KLAD_RULE(rule, part.hash().size() == Digest::kSize);
  KLAD_RULE(rule, part.wrap().size() == kWrapSize);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Header> ParseHeader(absl::string_view bytes) {
  Header header;
  RETURN_IF_ERROR(ParseFields(bytes, &header));
  RETURN_IF_ERROR(CheckSizes(header));
  RETURN_IF_ERROR(CheckNumbers(header));
  KLAD_RULE(kRuleKind, header.kind() != trust::v1::KIND_UNSPECIFIED);
  KLAD_RULE(kRuleKind,
            header.sensitivity() != trust::v1::SENSITIVITY_UNSPECIFIED);
  RETURN_IF_ERROR(CheckPart(header, header.overview(), kRuleOverview));
  RETURN_IF_ERROR(CheckPart(header, header.secret(), kRuleSecret));
  KLAD_RULE(kRuleGeneration,
            header.generation() >= 1 &&
                header.generation() <= header.secret().version());
  return header;
}

Digest HashHeader(absl::string_view bytes) {
  return Hash(kHeaderDomain, {bytes});
}

}  // namespace klad::crypto::vault
