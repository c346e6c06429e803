// What a command has to say, before anybody decided how it looks.
//
//   Result result;
//   result.columns = {"name", "credentials", "changed"};
//   result.AddRow(safe.name, safe.count, safe.changed);
//   return result;
//
// As a table: fields, one a line; then rows under their columns' names; both
// on standard output. Messages go to standard error.
// As JSON: {fields..., rows_name: [{column: value}, ...]}; rows without fields
// are a bare array; messages appear only where there is nothing else, as
// {"message": ...}. A message is for people: it never carries what fields and
// rows do not.
// Keys are stable snake_case words; headings.cc has a heading for each.
#ifndef KLAD_CLIENT_CLI_RESULT_H_
#define KLAD_CLIENT_CLI_RESULT_H_

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/cli/kept_texts.h"
#include "crypto/base/secret.h"

namespace klad::cli {

// One value. Empty is "-" in tables and null in JSON; a time is local to the
// minute in tables and RFC 3339 in UTC in JSON; a list is joined with commas
// or, when it is a long field, one a line; in JSON an array. Not copyable,
// because it may be a secret.
class Value {
 public:
  Value() = default;
  // Implicit, so that a row is written as its values.
  // NOLINTBEGIN(google-explicit-constructor)
  Value(bool v) : value_(v) {}
  Value(absl::Time v) : value_(v) {}
  Value(std::string v) : value_(std::move(v)) {}
  Value(absl::string_view v) : value_(std::string(v)) {}
  Value(const char* v) : value_(std::string(v)) {}
  Value(std::vector<std::string> v) : value_(std::move(v)) {}
  Value(Secret v) : value_(std::move(v)) {}
  template <typename T, typename = std::enable_if_t<std::is_integral_v<T>>>
  Value(T v) : value_(static_cast<int64_t>(v)) {}
  // NOLINTEND(google-explicit-constructor)

  // A text that lives at least as long: see Result::texts.
  static Value Kept(absl::string_view text) {
    Value value;
    value.value_ = text;
    return value;
  }

  // Nothing when the text is empty.
  static Value Optional(const std::string& text) {
    return text.empty() ? Value() : Value(text);
  }

  using Variant =
      std::variant<std::monostate, bool, int64_t, absl::Time, std::string,
                   absl::string_view, std::vector<std::string>, Secret>;
  const Variant& get() const { return value_; }

 private:
  Variant value_;
};

// Whether a field is one that people made up: then its key is no word of
// klad's, and JSON has it among "fields", as {name, value, hidden}.
enum class Free { kNo, kShown, kHidden };

struct Field {
  std::string key;
  Value value;
  Free free = Free::kNo;
  // A list of which tables say only how long it is, unless it is short.
  bool counted = false;
};

struct Result {
  std::vector<std::string> messages;
  std::vector<Field> fields;
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  KeptTexts texts;  // of rows that are many
  std::string rows_name = "items";
  // Columns that a narrow terminal may shorten or leave out, the first first.
  std::vector<std::string> spare;
  // The first is printed alone, followed by a newline: exactly its bytes, but
  // for control characters on a terminal. In JSON all stand among fields.
  std::vector<Field> single;
  // Ready text (help, completion), printed as it is.
  std::string text;
  // Ready bytes with secrets in them, printed as a single value is, without
  // the newline; in JSON as "text".
  Secret exact;
  // For rows that come one by one, as long as it goes on: calls what it is
  // given with each, and that prints it at once, as one line of JSON or of
  // text. What `print` returns but OK ends it.
  using PrintRow = std::function<absl::Status(std::vector<Value>)>;
  std::function<absl::Status(const PrintRow& print)> stream;
  // Writes bytes of whatever kind in place of all else, for a file or a pipe.
  std::function<absl::Status(std::ostream&)> bytes;
  // Writes the JSON in place of fields and rows, for what is too much to hold.
  std::function<absl::Status(std::ostream&)> json;

  static Result Message(absl::string_view message) {
    Result result;
    result.messages.emplace_back(message);
    return result;
  }

  static Result Single(absl::string_view key, Value value) {
    Result result;
    result.single.push_back({std::string(key), std::move(value)});
    return result;
  }

  static Result Text(std::string text) {
    Result result;
    result.text = std::move(text);
    return result;
  }

  void Add(absl::string_view key, Value value) {
    fields.push_back({std::string(key), std::move(value)});
  }

  void AddCounted(absl::string_view key, std::vector<std::string> list) {
    fields.push_back({std::string(key), std::move(list), Free::kNo, true});
  }

  void AddFree(absl::string_view name, Value value, Free free) {
    fields.push_back({std::string(name), std::move(value), free});
  }

  template <typename... Values>
  static std::vector<Value> Row(Values&&... values) {
    std::vector<Value> row;
    row.reserve(sizeof...(values));
    (row.emplace_back(std::forward<Values>(values)), ...);
    return row;
  }

  // As many values as there are columns.
  template <typename... Values>
  void AddRow(Values&&... values) {
    rows.push_back(Row(std::forward<Values>(values)...));
  }
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_RESULT_H_
