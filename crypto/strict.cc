#include "crypto/strict.h"

#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/unknown_field_set.h"

namespace klad::crypto {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsKnown(const Message& message);

bool IsKnownEnum(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  const auto known = [field](int number) {
    return field->enum_type()->FindValueByNumber(number) != nullptr;
  };
  if (!field->is_repeated()) {
    return known(reflection->GetEnumValue(message, field));
  }
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    if (!known(reflection->GetRepeatedEnumValue(message, field, i))) {
      return false;
    }
  }
  return true;
}

bool IsKnownMessage(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  if (!field->is_repeated()) {
    return IsKnown(reflection->GetMessage(message, field));
  }
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    if (!IsKnown(reflection->GetRepeatedMessage(message, field, i))) {
      return false;
    }
  }
  return true;
}

bool IsKnown(const Message& message) {
  const auto* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) return false;
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool known = field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM
                           ? IsKnownEnum(message, field)
                       : field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE
                           ? IsKnownMessage(message, field)
                           : true;
    if (!known) return false;
  }
  return true;
}

}  // namespace

absl::Status ParseStrict(absl::string_view bytes, Message* out) {
  if (!out->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("signed or sealed bytes are malformed");
  }
  if (!IsKnown(*out)) {
    return absl::UnimplementedError("needs a newer klad");
  }
  return absl::OkStatus();
}

}  // namespace klad::crypto
