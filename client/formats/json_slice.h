// A part of a JSON text, walked without building it: a file of a hundred
// thousand items is never in memory twice.
#ifndef KLAD_CLIENT_FORMATS_JSON_SLICE_H_
#define KLAD_CLIENT_FORMATS_JSON_SLICE_H_

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/formats/wiped_json.h"

namespace klad::client {

// Of a text that CheckJson() accepted, which outlives it.
class JsonSlice {
 public:
  JsonSlice() = default;  // null
  explicit JsonSlice(absl::string_view text);

  bool IsObject() const { return Begins('{'); }
  bool IsArray() const { return Begins('['); }
  bool IsNull() const { return text_.empty() || Begins('n'); }
  size_t size() const { return text_.size(); }
  absl::string_view text() const { return text_; }

  // In the order of the text; an error ends the walk. Names are as they stand
  // between their quotes. Another kind of value has none.
  using OnMember =
      std::function<absl::Status(absl::string_view, const JsonSlice&)>;
  absl::Status ForEachMember(const OnMember& on_member) const;
  using OnElement = std::function<absl::Status(const JsonSlice&)>;
  absl::Status ForEachElement(const OnElement& on_element) const;

  // The same, with its members known: a file is asked for many of them. An
  // object of a thousand and more, which no file is, stays as it was.
  JsonSlice Indexed() const;

  // The first of this name; null where there is none.
  JsonSlice Member(absl::string_view name) const;
  JsonSlice FirstElement() const;

  WipedJson Parse(absl::string_view aside = "") const;

 private:
  using Members = std::vector<std::pair<absl::string_view, JsonSlice>>;

  bool Begins(char c) const { return !text_.empty() && text_.front() == c; }

  absl::string_view text_;
  std::shared_ptr<const Members> members_;  // null: not known
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_JSON_SLICE_H_
