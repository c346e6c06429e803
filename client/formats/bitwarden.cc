#include "client/formats/bitwarden.h"

#include <sodium.h>

#include <map>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/formats/bitwarden_item.h"
#include "client/formats/wiped_json.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr absl::string_view kHowToExport =
    "in Bitwarden: Tools, Export vault, format .json, not encrypted";

absl::Status Usage(absl::string_view sentence, absl::string_view hint) {
  return Error(ExitCode::kUsage, sentence, hint);
}

absl::Status CheckFile(absl::string_view bytes) {
  if (absl::StripAsciiWhitespace(bytes).empty()) {
    return Usage("the file is empty", kHowToExport);
  }
  if (bytes.size() > kMaxImportFile) {
    return Usage(
        absl::StrCat("the file is larger than ", kMaxImportFile >> 20, " MiB"),
        "export folder by folder");
  }
  if (absl::StartsWith(bytes, "PK\x03\x04")) {
    return Usage("the file is a ZIP archive",
                 "unpack it and import the data.json in it");
  }
  return absl::OkStatus();
}

absl::Status CheckDocument(const WipedJson& document) {
  if (!document.is_object()) {
    return Usage("the file is not a Bitwarden export", kHowToExport);
  }
  const auto encrypted = document.find("encrypted");
  if (encrypted != document.end() && *encrypted == true) {
    return Usage("the export is encrypted: only Bitwarden can read it",
                 kHowToExport);
  }
  const auto items = document.find("items");
  if (items == document.end() || !items->is_array()) {
    return Usage("the file is not a Bitwarden export", kHowToExport);
  }
  return absl::OkStatus();
}

std::string String(const WipedJson& object, const char* name) {
  if (!object.is_object()) return "";
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return "";
  return std::string(found->get_ref<const WipedString&>());
}

BitwardenFolders ReadFolders(const WipedJson& document) {
  BitwardenFolders folders;
  for (const char* list : {"folders", "collections"}) {
    const auto found = document.find(list);
    if (found == document.end() || !found->is_array()) continue;
    for (const WipedJson& folder : *found) {
      const std::string name = String(folder, "name");
      if (!name.empty()) folders[String(folder, "id")] = name;
    }
  }
  return folders;
}

std::string OneLine(absl::string_view text) {
  std::string line =
      absl::StrReplaceAll(text, {{"\n", " "}, {"\r", " "}, {"\t", " "}});
  absl::StripAsciiWhitespace(&line);
  return line;
}

// "https://direct.example.com/a" as "direct.example.com".
std::string HostOf(absl::string_view address) {
  const size_t scheme = address.find("://");
  if (scheme != absl::string_view::npos) address.remove_prefix(scheme + 3);
  return OneLine(address.substr(0, address.find('/')));
}

std::string Substitute(const Imported& item) {
  for (const std::string& address : item.addresses) {
    const std::string host = HostOf(address);
    if (!FoldTitle(host).empty()) return host;
  }
  const std::string user_name = OneLine(item.user_name);
  if (!FoldTitle(user_name).empty()) return user_name;
  return absl::StrCat("untitled ", item.number);
}

class Importer {
 public:
  Importer(const WipedJson& document, const ImportSink& sink)
      : items_(*document.find("items")),
        folders_(ReadFolders(document)),
        sink_(sink) {}

  absl::StatusOr<ImportReport> Run() {
    for (const WipedJson& item : items_) {
      ++report_.rows;
      RETURN_IF_ERROR(Import(item));
    }
    return std::move(report_);
  }

 private:
  absl::Status Import(const WipedJson& item) {
    const std::string title = OneLine(String(item, "name"));
    if (!item.is_object()) return Skip(title, "it is not an item");
    if (!String(item, "deletedDate").empty()) {
      return Skip(title, "it lies in the trash");
    }
    if (const size_t size = TextSize(item); size > kMaxImportedItem) {
      return Skip(title, absl::StrCat("it has ", size >> 10, " KiB, more than ",
                                      kMaxImportedItem >> 10));
    }
    BitwardenItem read = ReadBitwardenItem(item, folders_);
    read.imported.number = report_.rows;
    NameIt(&read);
    for (std::string& what : read.problems) {
      report_.problems.push_back(
          {report_.rows, read.imported.title, std::move(what)});
    }
    RETURN_IF_ERROR(sink_(std::move(read.imported)));
    ++report_.imported;
    return absl::OkStatus();
  }

  absl::Status Skip(absl::string_view title, absl::string_view why) {
    report_.problems.push_back({report_.rows, std::string(title),
                                absl::StrCat("not imported: ", why)});
    return absl::OkStatus();
  }

  void NameIt(BitwardenItem* read) {
    std::string& title = read->imported.title;
    title = OneLine(title);
    if (FoldTitle(title).empty()) {
      title = Substitute(read->imported);
      read->problems.push_back(
          absl::StrCat("it had no title: named \"", title, "\""));
    }
    int& used = titles_[FoldTitle(title)];
    if (used++ == 0) return;
    const std::string wanted = title;
    title = absl::StrCat(wanted, " (", used, ")");
    while (!titles_.emplace(FoldTitle(title), 1).second) {
      title = absl::StrCat(wanted, " (", ++used, ")");
    }
    read->problems.push_back(absl::StrCat("another has the title \"", wanted,
                                          "\": named \"", title, "\""));
  }

  const WipedJson& items_;
  const BitwardenFolders folders_;
  const ImportSink& sink_;
  ImportReport report_;
  std::map<std::string, int> titles_;  // folded, and how often
};

absl::StatusOr<ImportReport> Import(absl::string_view bytes,
                                    const ImportSink& sink) {
  RETURN_IF_ERROR(CheckFile(bytes));
  ASSIGN_OR_RETURN(const WipedJson document, ParseWipedJson(bytes));
  RETURN_IF_ERROR(CheckDocument(document));
  return Importer(document, sink).Run();
}

}  // namespace

absl::StatusOr<ImportReport> ImportBitwarden(std::string bytes,
                                             const ImportSink& sink) {
  absl::StatusOr<ImportReport> report = Import(bytes, sink);
  sodium_memzero(bytes.data(), bytes.size());
  return report;
}

}  // namespace klad::client
