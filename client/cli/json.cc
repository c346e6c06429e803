#include "client/cli/json.h"

#include <sodium.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/cli/printable.h"
#include "client/error.h"

namespace klad::cli {
namespace {

using Json = nlohmann::ordered_json;

struct JsonOf {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(absl::Time v) const {
    return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", v, absl::UTCTimeZone());
  }
  Json operator()(absl::string_view v) const { return std::string(v); }
  Json operator()(const Secret& v) const { return std::string(v.Expose()); }
  template <typename T>
  Json operator()(const T& v) const {
    return v;
  }
};

Json ToJson(const Value& value) { return std::visit(JsonOf(), value.get()); }

void AddFields(const std::vector<Field>& fields, Json* object) {
  Json free = Json::array();
  for (const Field& field : fields) {
    if (field.free == Free::kNo) {
      (*object)[field.key] = ToJson(field.value);
    } else {
      free.push_back({{"name", field.key},
                      {"value", ToJson(field.value)},
                      {"hidden", field.free == Free::kHidden}});
    }
  }
  if (!free.empty()) (*object)["fields"] = std::move(free);
}

Json RowJson(const std::vector<std::string>& columns,
             const std::vector<Value>& row) {
  Json object = Json::object();
  for (size_t i = 0; i < row.size(); ++i) object[columns[i]] = ToJson(row[i]);
  return object;
}

Json RowsOf(const Result& result) {
  Json rows = Json::array();
  for (const std::vector<Value>& row : result.rows) {
    rows.push_back(RowJson(result.columns, row));
  }
  return rows;
}

Json ResultJson(const Result& result) {
  const bool no_fields = result.fields.empty() && result.single.empty();
  if (no_fields && !result.columns.empty()) return RowsOf(result);
  Json object = Json::object();
  AddFields(result.fields, &object);
  AddFields(result.single, &object);
  if (!result.columns.empty()) object[result.rows_name] = RowsOf(result);
  if (!result.text.empty()) object["text"] = result.text;
  if (!result.exact.empty()) object["text"] = JsonOf()(result.exact);
  if (object.empty()) object["message"] = absl::StrJoin(result.messages, "\n");
  return object;
}

constexpr int kPretty = 2;
constexpr int kOneLine = -1;

// Bytes that are not UTF-8 become U+FFFD.
void Print(const Json& json, std::ostream& out, int indent = kPretty) {
  std::string text = json.dump(indent, ' ', /*ensure_ascii=*/false,
                               Json::error_handler_t::replace);
  std::string shown = PrintableJson(text);
  out << shown << '\n';
  sodium_memzero(shown.data(), shown.size());
  sodium_memzero(text.data(), text.size());
}

}  // namespace

void PrintJson(const Result& result, std::ostream& out) {
  Print(ResultJson(result), out);
}

void PrintJsonRow(const std::vector<std::string>& columns,
                  const std::vector<Value>& row, std::ostream& out) {
  Print(RowJson(columns, row), out, kOneLine);
}

void PrintJsonError(const absl::Status& error, bool verbose,
                    std::ostream& err) {
  const client::ExitCode code = client::ExitCodeOf(error);
  Json body = {{"code", static_cast<int>(code)},
               {"kind", std::string(client::ExitCodeName(code))},
               {"message", std::string(error.message())}};
  if (std::string hint = client::HintOf(error); !hint.empty()) {
    body["hint"] = hint;
  }
  if (std::string detail = client::DetailOf(error);
      verbose && !detail.empty()) {
    body["detail"] = detail;
  }
  Print({{"error", body}}, err);
}

}  // namespace klad::cli
