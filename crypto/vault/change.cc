#include "crypto/vault/change.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/strict.h"
#include "crypto/vault/header.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/rules.h"

namespace klad::crypto::vault {

absl::StatusOr<SignedHeader> ReadHeader(absl::string_view bytes) {
  ASSIGN_OR_RETURN(trust::v1::Header header, ParseHeader(bytes));
  return SignedHeader{std::string(bytes), std::move(header), HashHeader(bytes)};
}

absl::StatusOr<ChangeBody> ParseChange(absl::string_view body) {
  KLAD_RULE(kRuleForm, body.size() <= kMaxChange);
  trust::v1::Change change;
  const absl::Status status = ParseStrict(body, &change);
  if (absl::IsDataLoss(status)) return Broken(kRuleForm);
  RETURN_IF_ERROR(status);
  KLAD_RULE(kRuleForm, change.headers_size() >= 1);
  KLAD_RULE(kRuleForm, change.headers_size() <= kMaxHeaders);
  KLAD_RULE(kRuleForm, change.root().size() == Digest::kSize);
  ChangeBody out;
  out.previous = change.previous();
  ASSIGN_OR_RETURN(out.root, Digest::From(change.root()));
  for (const std::string& bytes : change.headers()) {
    ASSIGN_OR_RETURN(SignedHeader header, ReadHeader(bytes));
    out.headers.push_back(std::move(header));
  }
  return out;
}

Context ChangeContext(const SafeName& name, const trust::v1::Position& before,
                      absl::string_view author) {
  Context context(label::kChange, name.organisation);
  context.Add(name.safe).Add(before.sequence() + 1).Add(before.link());
  return context.Add(author);
}

}  // namespace klad::crypto::vault
