#include "crypto/roster/parse.h"

#include <sodium.h>

#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/types.h"
#include "crypto/seal.h"
#include "crypto/strict.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace klad::crypto::roster {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

constexpr size_t kIdSize = 16;
constexpr size_t kKeyBytes = 32;
constexpr size_t kTlsSize = 33;
constexpr size_t kSealedKeySize = kSealOverhead + kKeySize;
constexpr size_t kSmallestName = kSealOverhead + 256;
constexpr size_t kLargestName = kSealOverhead + 1024;
constexpr int64_t kLastMs = int64_t{1} << 53;

absl::Status Malformed(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("malformed entry: ", what));
}

bool IsBoxKey(absl::string_view key) {
  if (key.size() != crypto_scalarmult_BYTES) return false;
  const unsigned char scalar[crypto_scalarmult_SCALARBYTES] = {1};
  unsigned char shared[crypto_scalarmult_BYTES];
  return crypto_scalarmult(
             shared, scalar,
             reinterpret_cast<const unsigned char*>(key.data())) == 0;
}

bool IsTlsKey(absl::string_view key) {
  return key.size() == kTlsSize && (key[0] == 2 || key[0] == 3);
}

constexpr std::pair<absl::string_view, size_t> kSizes[] = {
    {"organisation", kIdSize}, {"founder", kIdSize},
    {"kit", kIdSize},          {"invitation", kIdSize},
    {"member", kIdSize},       {"safe", kIdSize},
    {"credential", kIdSize},   {"tool", kIdSize},
    {"successor", kIdSize},    {"sign", kKeyBytes},
    {"name_hash", kKeyBytes},  {"commitment", kKeyBytes},
    {"root", kKeyBytes},       {"ca", kKeyBytes},
    {"audit_key", kKeyBytes},
};

// What a field of this name holds, wherever it stands.
bool HasShape(absl::string_view field, absl::string_view value) {
  for (const auto& [name, size] : kSizes) {
    if (field == name) return value.size() == size;
  }
  if (field == "box") return IsBoxKey(value);
  if (field == "tls") return IsTlsKey(value);
  if (field == "link") return value.empty() || value.size() == Digest::kSize;
  if (field == "previous") {
    return value.empty() || value.size() == kSealedKeySize;
  }
  if (field == "sealed_name") {
    return value.size() >= kSmallestName && value.size() <= kLargestName;
  }
  if (field == "permissions") return value.size() <= 64;
  if (field == "name") return !value.empty() && value.size() <= kMaxName;
  return (field == "login" || field == "role" || field == "word") &&
         IsName(value);
}

absl::Status CheckText(const FieldDescriptor& field, const std::string& value) {
  if (!HasShape(field.name(), value)) return Malformed(field.full_name());
  return absl::OkStatus();
}

absl::Status CheckNumber(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      if (reflection.GetEnumValue(message, &field) == 0) {
        return Malformed(field.full_name());
      }
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_INT64: {
      if (!absl::EndsWith(field.name(), "_ms")) return absl::OkStatus();
      const int64_t time = reflection.GetInt64(message, &field);
      if (time < 0 || time > kLastMs) return Malformed(field.full_name());
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_UINT32:
      if (reflection.GetUInt32(message, &field) == 0) {
        return Malformed(field.full_name());
      }
      return absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

absl::Status CheckMessage(const Message& message);

absl::Status CheckSingular(const Message& message,
                           const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  const bool chosen = field.real_containing_oneof() != nullptr;
  if (chosen && !reflection.HasField(message, &field)) return absl::OkStatus();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    if (!reflection.HasField(message, &field)) {
      return Malformed(field.full_name());
    }
    return CheckMessage(reflection.GetMessage(message, &field));
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return CheckText(field, reflection.GetString(message, &field));
  }
  return CheckNumber(message, field);
}

// The first field of a listed message names it.
std::string NameOf(const Message& listed) {
  return listed.GetReflection()->GetString(
      listed, listed.GetDescriptor()->FindFieldByNumber(1));
}

absl::Status CheckList(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, &field);
  if (size > kMaxListed) return Malformed(field.full_name());
  std::set<std::string> seen;
  for (int i = 0; i < size; ++i) {
    std::string name;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const Message& listed = reflection.GetRepeatedMessage(message, &field, i);
      RETURN_IF_ERROR(CheckMessage(listed));
      name = NameOf(listed);
    } else {
      name = reflection.GetRepeatedString(message, &field, i);
      RETURN_IF_ERROR(CheckText(field, name));
    }
    if (!seen.insert(name).second) return Malformed(field.full_name());
  }
  return absl::OkStatus();
}

absl::Status CheckChoices(const Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    if (!message.GetReflection()->HasOneof(message, type.oneof_decl(i))) {
      return Malformed(type.oneof_decl(i)->full_name());
    }
  }
  return absl::OkStatus();
}

// What two fields of one message must say together.
absl::Status CheckTogether(const Message& message) {
  using ::google::protobuf::DynamicCastToGenerated;
  bool agree = true;
  if (auto* at = DynamicCastToGenerated<trust::v1::Position>(&message)) {
    agree = (at->sequence() == 0) == at->link().empty();
  } else if (auto* key = DynamicCastToGenerated<trust::v1::RoleKey>(&message)) {
    agree = (key->epoch() == 1) == key->previous().empty();
  } else if (auto* key = DynamicCastToGenerated<trust::v1::SafeKey>(&message)) {
    agree = (key->epoch() == 1) == key->previous().empty();
  }
  if (!agree) return Malformed(message.GetDescriptor()->full_name());
  return absl::OkStatus();
}

absl::Status CheckMessage(const Message& message) {
  RETURN_IF_ERROR(CheckChoices(message));
  const Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    RETURN_IF_ERROR(field.is_repeated() ? CheckList(message, field)
                                        : CheckSingular(message, field));
  }
  return CheckTogether(message);
}

bool IsPart(absl::string_view part) {
  if (part.empty() || part.size() > 31 || part[0] < 'a' || part[0] > 'z') {
    return false;
  }
  return part.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
         absl::string_view::npos;
}

}  // namespace

bool IsName(absl::string_view name) {
  return !name.empty() && name.size() <= 32 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") ==
             absl::string_view::npos;
}

bool IsPermission(absl::string_view word) {
  if (word == "safe.create") return true;
  const size_t dot = word.find('.');
  if (dot == absl::string_view::npos) return false;
  const absl::string_view service = word.substr(0, dot);
  return IsPart(service) && IsPart(word.substr(dot + 1)) &&
         service != "roster" && service != "safe" && service != kOwner;
}

absl::StatusOr<trust::v1::Entry> ParseEntry(absl::string_view body) {
  trust::v1::Entry entry;
  if (body.size() > kMaxBody) return Malformed("body");
  RETURN_IF_ERROR(ParseStrict(body, &entry));
  RETURN_IF_ERROR(CheckMessage(entry));
  return entry;
}

}  // namespace klad::crypto::roster
