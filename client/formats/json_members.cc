#include "client/formats/json_members.h"

#include <algorithm>

#include "client/formats/json_fields.h"

namespace klad::client {

absl::string_view Members::Text(absl::string_view name) {
  const WipedJson& value = Find(name);
  if (IsText(value)) read_.push_back(name);
  return TextOf(value);
}

int64_t Members::Number(absl::string_view name) {
  const auto number = NumberOf(Find(name));
  if (number.has_value()) read_.push_back(name);
  return number.value_or(0);
}

bool Members::Flag(absl::string_view name) {
  const absl::string_view text = TextOf(Find(name));
  const bool on = text == "true" || text == "1";
  if (on || text == "false" || text == "0") read_.push_back(name);
  return on;
}

Members Members::Object(absl::string_view name) {
  const WipedJson& value = Find(name);
  if (value.is_object()) read_.push_back(name);
  return Members(value, draft_);
}

const WipedJson& Members::Any(absl::string_view name) {
  read_.push_back(name);
  return Find(name);
}

void Members::ForEach(absl::string_view name,
                      const std::function<void(Members&)>& take) {
  const WipedJson& list = Find(name);
  if (!list.is_array()) return;
  read_.push_back(name);
  for (const WipedJson& one : list) {
    if (!one.is_object()) {
      TakeAsField(name, one);
      continue;
    }
    Members members(one, draft_);
    take(members);
    members.TakeRest();
  }
}

void Members::ForEachText(absl::string_view name,
                          const std::function<void(absl::string_view)>& take) {
  const WipedJson& list = Find(name);
  if (!list.is_array()) return;
  read_.push_back(name);
  for (const WipedJson& one : list) {
    if (IsText(one)) {
      take(TextOf(one));
    } else {
      TakeAsField(name, one);
    }
  }
}

void Members::Pass(std::initializer_list<absl::string_view> names) {
  read_.insert(read_.end(), names.begin(), names.end());
}

void Members::TakeRest() {
  if (!object_->is_object()) return;
  for (const auto& [key, value] : object_->items()) {
    const absl::string_view name = ViewOf(key);
    const bool read =
        std::find(read_.begin(), read_.end(), name) != read_.end();
    if (!read) TakeAsField(name, value);
  }
}

void Members::TakeAsField(absl::string_view name, const WipedJson& value) {
  draft_->UnknownField(Words(name), ViewOf(ContentOf(value)));
}

}  // namespace klad::client
