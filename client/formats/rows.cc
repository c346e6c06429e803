#include "client/formats/rows.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/address.h"
#include "client/crypto_words.h"
#include "client/error.h"
#include "client/formats/stored.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

std::string Substitute(const Imported& item) {
  for (const std::string& address : item.addresses) {
    std::string host = OneLine(HostAndPortOf(address));
    if (!FoldTitle(host).empty()) return host;
  }
  std::string user_name = OneLine(item.user_name);
  if (!FoldTitle(user_name).empty()) return user_name;
  return absl::StrCat("untitled ", item.number);
}

bool IsEmpty(const Imported& item) {
  return item.title.empty() && item.addresses.empty() &&
         item.user_name.empty() && item.password.empty() && item.code.empty() &&
         item.notes.empty() && item.fields.empty() && item.files.empty();
}

}  // namespace

std::string OneLine(absl::string_view text) {
  std::string line =
      absl::StrReplaceAll(text, {{"\n", " "}, {"\r", " "}, {"\t", " "}});
  absl::StripAsciiWhitespace(&line);
  return line;
}

absl::Status Rows::Begin(absl::string_view raw) {
  if (report_.rows == kMaxImportRows) {
    return Error(ExitCode::kUsage,
                 Say("the file has more than $0 rows", kMaxImportRows),
                 Tr("export folder by folder; nothing was imported"));
  }
  ++report_.rows;
  raw_ = raw;
  return absl::OkStatus();
}

absl::Status Rows::Take(Draft draft) {
  Imported& item = draft.item;
  item.number = report_.rows;
  item.raw = raw_;
  if (!item.exact) item.title = OneLine(item.title);
  if (draft.size() > kMaxImportedItem) {
    Reject(item.title, Say("it has $0 KiB, more than $1", draft.size() >> 10,
                           kMaxImportedItem >> 10));
    return absl::OkStatus();
  }
  if (IsEmpty(item)) {
    for (const Draft::Remark& remark : draft.remarks()) {
      Report("", remark.what, remark.kind);
    }
    Reject("", Tr("it is empty"));
    return absl::OkStatus();
  }
  if (FoldTitle(item.title).empty()) item.title = Substitute(item);
  if (const absl::Status fits = CheckFits(item); !fits.ok()) {
    Reject(item.title, Translated(fits.message()));
    return absl::OkStatus();
  }
  for (const Draft::Remark& remark : draft.remarks()) {
    Report(item.title, remark.what, remark.kind);
  }
  if (absl::Status taken = sink_(std::move(item)); !taken.ok()) return taken;
  ++report_.taken;
  return absl::OkStatus();
}

void Rows::Reject(absl::string_view title, absl::string_view why) {
  Report(OneLine(title.substr(0, 200)), why, ProblemKind::kRejected);
}

void Rows::Pass(absl::string_view title, absl::string_view what) {
  Report(OneLine(title.substr(0, 200)), what, ProblemKind::kRemark);
}

absl::Status Rows::TakeFolderNote(absl::string_view name,
                                  absl::string_view folder,
                                  absl::string_view text,
                                  absl::string_view raw) {
  if (absl::StripAsciiWhitespace(text).empty()) return absl::OkStatus();
  RETURN_IF_ERROR(Begin(raw));
  Draft draft;
  draft.item.kind = trust::v1::KIND_NOTE;
  draft.Title(name);
  draft.Notes(text);
  draft.Folder(folder);
  return Take(std::move(draft));
}

bool Rows::CountFile(size_t bytes) {
  if (bytes > kMaxImportedFiles - files_) return false;
  files_ += bytes;
  return true;
}

void Rows::Report(const std::string& title, absl::string_view what,
                  ProblemKind kind) {
  report_.problems.push_back(
      {report_.rows, title, std::string(what), kind,
       kind == ProblemKind::kRejected ? raw_ : absl::string_view()});
}

}  // namespace klad::client
