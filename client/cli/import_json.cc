#include "client/cli/import_json.h"

#include <sodium.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "client/cli/printable.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using Json = nlohmann::ordered_json;
using client::Imported;

Json Shown(const Secret& secret, bool reveal) {
  if (!reveal && !secret.empty()) return nullptr;
  return std::string(secret.Expose());
}

Json TagsOf(const Imported& item) {
  Json tags = item.tags;
  if (item.favourite) tags.push_back("favourite");
  if (item.archived) tags.push_back("archived");
  return tags;
}

Json FieldsOf(const Imported& item, bool reveal) {
  Json fields = Json::array();
  for (const client::ImportedField& field : item.fields) {
    fields.push_back({{"name", field.name},
                      {"value", Shown(field.value, reveal || !field.hidden)},
                      {"hidden", field.hidden}});
  }
  return fields;
}

Json ImportedJson(const Imported& item, bool reveal) {
  return {{"title", item.title},
          {"folder", item.folder},
          {"username", item.user_name},
          {"password", Shown(item.password, reveal)},
          {"urls", item.addresses},
          {"notes", Shown(item.notes, reveal)},
          {"code", Shown(item.code, reveal)},
          {"tags", TagsOf(item)},
          {"fields", FieldsOf(item, reveal)}};
}

// Elements of a list that is a member of the object.
class List {
 public:
  List(absl::string_view name, std::ostream& out) : out_(out) {
    out_ << ",\n  \"" << name << "\": [";
  }
  void Add(const Json& element) {
    std::string text =
        element.dump(2, ' ', false, Json::error_handler_t::replace);
    std::string shown = PrintableJson(text);
    sodium_memzero(text.data(), text.size());
    text = absl::StrReplaceAll(shown, {{"\n", "\n    "}});
    out_ << (empty_ ? "\n    " : ",\n    ") << text;
    sodium_memzero(text.data(), text.size());
    sodium_memzero(shown.data(), shown.size());
    empty_ = false;
  }
  void End() { out_ << (empty_ ? "]" : "\n  ]"); }

 private:
  std::ostream& out_;
  bool empty_ = true;
};

}  // namespace

absl::Status WriteImportJson(const client::ExportFile& file, bool reveal,
                             std::ostream& out) {
  out << "{\n  \"format\": \"" << file.format().name << "\"";
  List credentials("credentials", out);
  RETURN_IF_ERROR(file.Read([&](const Imported& item) {
                        credentials.Add(ImportedJson(item, reveal));
                        return absl::OkStatus();
                      })
                      .status());
  credentials.End();
  List rejected("rejected", out);
  for (const client::ImportProblem& problem : file.report().problems) {
    if (problem.kind == client::ProblemKind::kRemark) continue;
    rejected.Add({{"row", problem.number}, {"reason", problem.what}});
  }
  rejected.End();
  out << "\n}\n";
  return absl::OkStatus();
}

}  // namespace klad::cli
