#include "crypto/vault/overview.h"

#include "crypto/base/status_macros.h"
#include "crypto/strict.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/text_limit.h"

namespace klad::crypto::vault {
namespace {

using trust::v1::Overview;

absl::Status CheckTexts(const Overview& overview) {
  if (overview.title().empty()) {
    return absl::InvalidArgumentError("title: give it one");
  }
  RETURN_IF_ERROR(CheckText("title", overview.title(), kMaxTitle));
  RETURN_IF_ERROR(CheckText("user name", overview.user_name(), kMaxUserName));
  RETURN_IF_ERROR(CheckText("e-mail", overview.email(), kMaxUserName));
  RETURN_IF_ERROR(CheckText("phone", overview.phone(), kMaxUserName));
  return CheckText("owner", overview.owner(), kMaxUserName);
}

absl::Status CheckLists(const Overview& overview) {
  RETURN_IF_ERROR(
      CheckCount("addresses", overview.addresses_size(), kMaxAddresses));
  for (const std::string& address : overview.addresses()) {
    RETURN_IF_ERROR(CheckText("address", address, kMaxAddress));
  }
  RETURN_IF_ERROR(CheckCount("tags", overview.tags_size(), kMaxTags));
  for (const std::string& tag : overview.tags()) {
    RETURN_IF_ERROR(CheckText("tag", tag, kMaxTag));
  }
  RETURN_IF_ERROR(CheckCount("fields", overview.fields_size(), kMaxFields));
  for (const trust::v1::Field& field : overview.fields()) {
    RETURN_IF_ERROR(CheckText("field name", field.name(), kMaxFieldName));
    RETURN_IF_ERROR(CheckText("field value", field.value(), kMaxFieldValue));
  }
  return absl::OkStatus();
}

absl::Status CheckNumbers(const Overview& overview) {
  RETURN_IF_ERROR(CheckCount("strength", overview.strength(), kNoPassword));
  RETURN_IF_ERROR(
      CheckCount("secret tag", overview.secret_tag(), kUnknownSecretTag));
  if (overview.secret_changed_ms() < 0 || overview.created_ms() < 0) {
    return absl::InvalidArgumentError("time: not before 1970");
  }
  return absl::OkStatus();
}

absl::Status CheckOverview(const Overview& overview) {
  RETURN_IF_ERROR(CheckTexts(overview));
  RETURN_IF_ERROR(CheckLists(overview));
  RETURN_IF_ERROR(CheckNumbers(overview));
  if (overview.ByteSizeLong() > kMaxOverviewPart) {
    return absl::InvalidArgumentError("overview: at most 65535 bytes together");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> SerializeOverview(const Overview& overview) {
  RETURN_IF_ERROR(CheckOverview(overview));
  return overview.SerializeAsString();
}

absl::StatusOr<Overview> ParseOverview(absl::string_view plaintext) {
  Overview overview;
  RETURN_IF_ERROR(ParseStrict(plaintext, &overview));
  RETURN_IF_ERROR(AsDataLoss(CheckOverview(overview)));
  return overview;
}

}  // namespace klad::crypto::vault
