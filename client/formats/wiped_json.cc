#include "client/formats/wiped_json.h"

#include "crypto/base/check.h"

namespace klad::client {

WipedJson ParseWipedJson(absl::string_view text, absl::string_view aside) {
  const auto keep = [aside](int depth, WipedJson::parse_event_t event,
                            WipedJson& parsed) {
    return depth != 1 || event != WipedJson::parse_event_t::key ||
           TextOf(parsed) != aside;
  };
  WipedJson value =
      WipedJson::parse(text.begin(), text.end(),
                       aside.empty() ? WipedJson::parser_callback_t() : keep,
                       /*allow_exceptions=*/false);
  CHECK_THAT(!value.is_discarded());
  return value;
}

const WipedJson& MemberOf(const WipedJson& object, absl::string_view name) {
  static const auto* null = new WipedJson();
  if (!object.is_object()) return *null;
  const auto found = object.find(WipedString(name.data(), name.size()));
  return found == object.end() ? *null : *found;
}

absl::string_view TextOf(const WipedJson& value) {
  if (!value.is_string()) return "";
  return ViewOf(value.get_ref<const WipedString&>());
}

absl::string_view TextOf(const WipedJson& object, absl::string_view name) {
  return TextOf(MemberOf(object, name));
}

WipedString ContentOf(const WipedJson& value) {
  if (IsNothing(value)) return WipedString();
  if (value.is_string()) return value.get_ref<const WipedString&>();
  return value.dump();
}

bool IsTrue(const WipedJson& value) {
  return value.is_boolean() && value.get<bool>();
}

bool IsNothing(const WipedJson& value) {
  if (value.is_string()) return value.get_ref<const WipedString&>().empty();
  return value.is_null() || (value.is_structured() && value.empty());
}

size_t TextSize(const WipedJson& value) {
  if (value.is_string()) return TextOf(value).size();
  size_t size = 8;
  if (!value.is_structured()) return size;
  for (const auto& [key, content] : value.items()) {
    size += key.size() + TextSize(content);
  }
  return size;
}

}  // namespace klad::client
