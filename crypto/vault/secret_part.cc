#include "crypto/vault/secret_part.h"

#include <sodium.h>

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/seal.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/secret_entry.h"
#include "crypto/vault/text_limit.h"

namespace klad::crypto::vault {
namespace {

struct Kind {
  uint8_t number;
  const char* name;
  size_t limit;
  Secret SecretPart::*value;
};

constexpr uint8_t kNote = 3;
constexpr uint8_t kHiddenField = 6;
constexpr uint8_t kAttachment = 7;

constexpr Kind kKinds[] = {
    {1, "password", kMaxPassword, &SecretPart::password},
    {2, "one-time code", kMaxOneTimeCode, &SecretPart::one_time_code},
    {kNote, "note", kMaxNote, &SecretPart::note},
    {4, "recovery codes", kMaxRecoveryCodes, &SecretPart::recovery_codes},
    {5, "key", kMaxKey, &SecretPart::key},
};

absl::Status CheckAttachments(const std::vector<Attachment>& attachments) {
  RETURN_IF_ERROR(
      CheckCount("attachments", attachments.size(), kMaxAttachments));
  std::set<absl::string_view> names;
  std::set<absl::string_view> ids;
  for (const Attachment& attachment : attachments) {
    RETURN_IF_ERROR(CheckFileName(attachment.name));
    if (!names.insert(attachment.name).second ||
        !ids.insert(attachment.id).second) {
      return absl::InvalidArgumentError("attachments: a name stands twice");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLimits(const SecretPart& part) {
  for (const Kind& kind : kKinds) {
    RETURN_IF_ERROR(
        CheckText(kind.name, (part.*kind.value).Expose(), kind.limit));
  }
  RETURN_IF_ERROR(CheckCount("hidden fields", part.fields.size(), kMaxFields));
  for (const HiddenField& field : part.fields) {
    RETURN_IF_ERROR(CheckText("field name", field.name, kMaxFieldName));
    RETURN_IF_ERROR(
        CheckText("field value", field.value.Expose(), kMaxFieldValue));
  }
  return CheckAttachments(part.attachments);
}

template <typename Row>
void ForEachEntry(const SecretPart& part, Row row) {
  for (const Kind& kind : kKinds) {
    const Secret& value = part.*kind.value;
    if (!value.empty()) row(SecretEntry{kind.number, "", value.Expose()});
  }
  for (const HiddenField& field : part.fields) {
    row(SecretEntry{kHiddenField, field.name, field.value.Expose()});
  }
  for (const Attachment& attachment : part.attachments) {
    const Secret packed = PackAttachment(attachment);
    row(SecretEntry{kAttachment, attachment.name, packed.Expose()});
  }
}

absl::Status Malformed() {
  return absl::DataLossError("a secret part is malformed");
}

absl::Status TakeEntry(const SecretEntry& entry, SecretPart* part) {
  if (entry.kind == kAttachment) {
    ASSIGN_OR_RETURN(part->attachments.emplace_back(),
                     UnpackAttachment(entry.name, entry.value));
    return absl::OkStatus();
  }
  if (entry.kind == kHiddenField) {
    part->fields.push_back(
        {std::string(entry.name), Secret::Copy(entry.value)});
    return absl::OkStatus();
  }
  for (const Kind& kind : kKinds) {
    if (kind.number != entry.kind) continue;
    Secret& value = part->*kind.value;
    if (!entry.name.empty() || entry.value.empty() || !value.empty()) {
      return Malformed();
    }
    value = Secret::Copy(entry.value);
    return absl::OkStatus();
  }
  return absl::UnimplementedError("needs a newer klad");
}

std::vector<absl::string_view> ValuesThatOpen(const SecretPart& part) {
  std::vector<absl::string_view> values;
  ForEachEntry(part, [&](const SecretEntry& entry) {
    if (entry.kind != kNote && entry.kind != kAttachment &&
        !entry.value.empty()) {
      values.push_back(entry.value);
    }
  });
  for (const Attachment& attachment : part.attachments) {
    if (!attachment.document) values.push_back(attachment.hash.view());
  }
  return values;
}

}  // namespace

SecretPart SecretPart::Clone() const {
  SecretPart copy;
  for (const Kind& kind : kKinds) {
    copy.*kind.value = (this->*kind.value).Clone();
  }
  for (const HiddenField& field : fields) {
    copy.fields.push_back({field.name, field.value.Clone()});
  }
  for (const Attachment& attachment : attachments) {
    copy.attachments.push_back(attachment.Clone());
  }
  return copy;
}

absl::StatusOr<Secret> SerializeSecretPart(const SecretPart& part) {
  RETURN_IF_ERROR(CheckLimits(part));
  size_t size = 0;
  ForEachEntry(part, [&](const SecretEntry& entry) { size += SizeOf(entry); });
  if (size > kMaxSecretPart) {
    return absl::InvalidArgumentError(
        absl::StrCat("secret: at most ", kMaxSecretPart, " bytes together"));
  }
  Secret out(size);
  unsigned char* at = out.Fill();
  ForEachEntry(part, [&](const SecretEntry& entry) { at = Append(entry, at); });
  return out;
}

absl::StatusOr<SecretPart> ParseSecretPart(const Secret& plaintext) {
  absl::string_view rest = plaintext.Expose();
  SecretPart part;
  uint8_t last = 0;
  while (!rest.empty()) {
    SecretEntry entry;
    if (!TakeFrom(&rest, &entry) || entry.kind < last) return Malformed();
    last = entry.kind;
    RETURN_IF_ERROR(TakeEntry(entry, &part));
  }
  RETURN_IF_ERROR(AsDataLoss(CheckLimits(part)));
  return part;
}

std::vector<std::string> AttachmentsIn(const Secret& plaintext) {
  absl::string_view rest = plaintext.Expose();
  std::vector<std::string> ids;
  while (!rest.empty()) {
    SecretEntry entry;
    if (!TakeFrom(&rest, &entry)) return {};
    if (entry.kind != kAttachment) continue;
    const auto attachment = UnpackAttachment(entry.name, entry.value);
    if (!attachment.ok()) return {};
    ids.push_back(attachment->id);
  }
  return ids;
}

bool EveryValueChanged(const SecretPart& before, const SecretPart& after) {
  const auto old_values = ValuesThatOpen(before);
  const auto new_values = ValuesThatOpen(after);
  const auto survives = [&](absl::string_view value) {
    return std::find(new_values.begin(), new_values.end(), value) !=
           new_values.end();
  };
  return !old_values.empty() &&
         std::none_of(old_values.begin(), old_values.end(), survives);
}

uint16_t SecretTag(const Secret& first_safe_key, const SafeName& safe,
                   const Secret& password) {
  Context context(label::kSecretTag, safe.organisation);
  const Secret key = Derive(first_safe_key, context.Add(safe.safe));
  const auto bytes = [](const Secret& secret) {
    return reinterpret_cast<const unsigned char*>(secret.Expose().data());
  };
  unsigned char hash[Digest::kSize];
  CHECK_THAT(crypto_generichash(hash, sizeof hash, bytes(password),
                                password.size(), bytes(key), key.size()) == 0);
  return static_cast<uint16_t>(hash[0] << 8 | hash[1]);
}

}  // namespace klad::crypto::vault
