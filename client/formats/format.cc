#include "client/formats/format.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/error.h"
#include "client/formats/bitwarden.h"
#include "client/formats/csv_product.h"
#include "client/formats/dashlane.h"
#include "client/formats/enpass.h"
#include "client/formats/headerless.h"
#include "client/formats/keepass.h"
#include "client/formats/keeper.h"
#include "client/formats/klad_json.h"
#include "client/formats/look_alike.h"
#include "client/formats/onepux.h"
#include "client/formats/pass_text.h"
#include "client/formats/proton.h"
#include "client/formats/safeincloud.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

std::vector<Format> MakeFormats() {
  std::vector<Format> formats = {
      KladJson(),   BitwardenJson(), BitwardenZip(),   OnePux(),
      OnePuxData(), DashlaneJson(),  DashlaneOldCsv(), KeeperJson(),
      KeeperCsv(),  KeePassXml(),    ProtonJson(),     ProtonZip(),
      EnpassJson(), EnpassCsv(),     SafeInCloudXml(), PassText()};
  for (const CsvProduct& product : CsvProducts()) {
    formats.push_back(FormatOf(product));
  }
  formats.push_back(GenericCsv());
  return formats;
}

const Format& Generic() { return Formats().back(); }

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const Format& format : Formats()) {
    names.emplace_back(format.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

// "bitwarden" and "bitwarden-json" name a "bitwarden-json".
bool IsNamed(const Format& format, absl::string_view from) {
  return from.empty() || format.name == from ||
         absl::StartsWith(format.name, absl::StrCat(from, "-"));
}

absl::Status Unknown(absl::string_view from) {
  return Error(ExitCode::kUsage, Say("there is no format $0", from),
               Say("formats are $0", absl::StrJoin(Names(), ", ")));
}

absl::Status NothingFits(const Source& source) {
  const std::string seems = SeemsToBe(source);
  if (!seems.empty()) {
    return Error(
        ExitCode::kUsage,
        Say("the file is no export of credentials: it seems to be $0", seems),
        Tr("klad help import names what can be read"));
  }
  if (source.shape == Shape::kText && source.head.names.size() == 1) {
    return Error(ExitCode::kUsage,
                 Tr("the file is a text, and not of any product known here"),
                 Tr("if it is a secret of pass or gopass: --from pass; if it "
                    "is a table: --map COLUMN=FIELD"));
  }
  if (source.shape == Shape::kText) {
    return Error(ExitCode::kUsage,
                 Tr("the file is a table, but of no product known here"),
                 Tr("name its columns: --map COLUMN=FIELD, or its format: "
                    "--from"));
  }
  return Error(ExitCode::kUsage,
               Say("the file is $0, but of no product known here",
                   source.shape == Shape::kJson ? "JSON" : "XML"),
               Tr("klad help import names what can be read"));
}

absl::Status Ambiguous(const std::vector<const Format*>& fitting) {
  std::vector<absl::string_view> names;
  names.reserve(fitting.size());
  for (const Format* format : fitting) names.push_back(format->name);
  return Error(ExitCode::kUsage,
               Say("the file fits $0", absl::StrJoin(names, Tr(" and "))),
               Say("say which: --from $0", names[0]));
}

// Whether all of them read the same out of it.
bool AllAlike(const Source& source, const std::vector<const Format*>& fitting) {
  std::vector<Column> columns;
  for (const Format* format : fitting) {
    if (format->rule == nullptr) return false;
    const CsvRule rule = format->rule(source);
    if (!columns.empty() && rule.columns != columns) return false;
    if (rule.own != nullptr &&
        std::count(rule.columns.begin(), rule.columns.end(), Column::kOwn)) {
      return false;
    }
    columns = rule.columns;
  }
  return true;
}

}  // namespace

const std::vector<Format>& Formats() {
  static const auto* formats = new std::vector<Format>(MakeFormats());
  return *formats;
}

absl::StatusOr<const Format*> FindFormat(const Source& source,
                                         absl::string_view from) {
  RETURN_IF_ERROR(CheckMap(source));
  const Format* named = nullptr;
  std::vector<const Format*> best;
  Fit best_fit = Fit::kPerhaps;
  for (const Format& format : Formats()) {
    if (!IsNamed(format, from)) continue;
    if (named == nullptr || named->shape != source.shape) named = &format;
    if (format.shape != source.shape) continue;
    const Fit fit = format.fit(source);
    if (fit == Fit::kNo || fit < best_fit) continue;
    if (fit > best_fit) best.clear();
    best_fit = fit;
    best.push_back(&format);
  }
  if (named == nullptr) return Unknown(from);
  // What --map says goes for a product's own table too.
  if (!source.map.empty() && best.size() > 1 && best.back() == &Generic()) {
    best.pop_back();
  }
  if (best.size() == 1) return best[0];
  if (best.size() > 1) {
    if (AllAlike(source, best)) return &Generic();
    return Ambiguous(best);
  }
  if (from.empty()) return NothingFits(source);
  if (named->shape == source.shape && named->shape == Shape::kText) {
    return named;
  }
  return Error(ExitCode::kUsage,
               Say("the file is no export of $0", named->product),
               Tr("leave out --from, and Klad looks for itself"));
}

}  // namespace klad::client
