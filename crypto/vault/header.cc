#include "crypto/vault/header.h"

#include <set>
#include <string>

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

// Only a secret has files, and comes from elsewhere.
absl::Status CheckExtras(const Header& header) {
  const Part& overview = header.overview();
  KLAD_RULE(kRuleOverview,
            !overview.has_origin() && overview.attachments().empty());
  const Part& secret = header.secret();
  if (secret.has_origin()) {
    KLAD_RULE(kRuleSecret, secret.origin().safe().size() == kIdSize);
    KLAD_RULE(kRuleSecret, secret.origin().version() >= 1 &&
                               secret.origin().version() < secret.version());
  }
  const auto& files = secret.attachments();
  KLAD_RULE(kRuleSecret, static_cast<size_t>(files.size()) <= kMaxAttachments);
  std::set<absl::string_view> ids;
  for (const std::string& id : files) {
    KLAD_RULE(kRuleSecret, id.size() == kIdSize && ids.insert(id).second);
  }
  return absl::OkStatus();
}

// A secret from elsewhere comes in with an arrival, and in no other way.
absl::Status CheckMarks(const Header& header) {
  const auto other_safe = [&](absl::string_view id) {
    return id.size() == kIdSize && id != header.safe();
  };
  if (!header.moved_to().empty()) {
    KLAD_RULE(kRuleMoved, header.deleted() && other_safe(header.moved_to()));
  }
  const bool takes_over = header.secret().has_origin() &&
                          header.secret().version() == header.version();
  KLAD_RULE(kRuleMoved, takes_over == !header.moved_from().empty());
  if (!takes_over) return absl::OkStatus();
  KLAD_RULE(kRuleMoved, !header.deleted() && other_safe(header.moved_from()));
  KLAD_RULE(kRuleMoved, header.overview().version() == header.version());
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
  RETURN_IF_ERROR(CheckExtras(header));
  RETURN_IF_ERROR(CheckMarks(header));
  KLAD_RULE(kRuleGeneration,
            header.generation() >= 1 &&
                header.generation() <= header.secret().version());
  return header;
}

Digest HashHeader(absl::string_view bytes) {
  return Hash(kHeaderDomain, {bytes});
}

}  // namespace klad::crypto::vault
