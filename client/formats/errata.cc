#include "client/formats/errata.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/formats/json_fields.h"
#include "client/formats/pass_text.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

void Add(absl::string_view text, WipedString* out) {
  out->append(text.data(), text.size());
}

// "row 3, Почта: it lies in the trash".
std::string LineOf(const ImportProblem& problem) {
  const std::string row = Say("row $0", problem.number);
  return absl::StrCat(row, problem.title.empty() ? "" : ", ", problem.title,
                      ": ", problem.what);
}

std::vector<std::string> LinesOf(const ImportReport& report, bool rejected) {
  std::vector<std::string> lines;
  for (const ImportProblem& problem : report.problems) {
    const bool lost = problem.kind == ProblemKind::kPartLost;
    if (lost || (rejected && problem.kind == ProblemKind::kRejected)) {
      lines.push_back(LineOf(problem));
    }
  }
  return lines;
}

WipedString ErrataOfTable(const ExportFile& file) {
  WipedString errata;
  // One secret, whose first line is its password.
  const bool bare = file.format().name == kPassFormat;
  for (const std::string& line : LinesOf(file.report(), true)) {
    if (!bare) Add(absl::StrCat("# ", line, "\n"), &errata);
  }
  if (!file.header().empty()) Add(absl::StrCat(file.header(), "\n"), &errata);
  for (const ImportProblem& problem : file.report().problems) {
    const absl::string_view raw = absl::StripAsciiWhitespace(problem.raw);
    if (raw.empty()) continue;
    Add(raw, &errata);
    Add("\n", &errata);
  }
  return errata;
}

WipedString Quoted(absl::string_view text) {
  return WipedJson(WipedString(text.data(), text.size())).dump();
}

// What stands in the file as a row: to be left out, or to be given a reason.
struct Place {
  absl::string_view raw;
  const ImportProblem* rejected = nullptr;  // null: it came over
  bool losses = false;  // no row: what an earlier errata said of losses
};

void Sort(std::vector<Place>* places) {
  std::sort(places->begin(), places->end(), [](const Place& a, const Place& b) {
    return a.raw.data() < b.raw.data();
  });
}

absl::StatusOr<std::vector<Place>> PlacesOf(const ExportFile& file) {
  std::vector<Place> places;
  RETURN_IF_ERROR(file.Read([&places](const Imported& item) {
                        if (!item.raw.empty()) places.push_back({item.raw});
                        return absl::OkStatus();
                      })
                      .status());
  for (const ImportProblem& problem : file.report().problems) {
    if (problem.kind == ProblemKind::kRejected && !problem.raw.empty()) {
      places.push_back({problem.raw, &problem});
    }
  }
  Sort(&places);
  return places;
}

// Copies a text but for its places.
class Copier {
 public:
  explicit Copier(absl::string_view text) : text_(text) {
    errata_.reserve(text.size() / 16);
  }

  void CopyTo(absl::string_view place) {
    const auto start = static_cast<size_t>(place.data() - text_.data());
    Add(text_.substr(at_, start - at_));
    at_ = start;
  }
  void Pass(size_t size) { at_ += size; }
  void PassSpace() {
    while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
  }
  void Add(absl::string_view text) { client::Add(text, &errata_); }
  bool StandsAt(char c) const { return at_ < text_.size() && text_[at_] == c; }

  // So that a list does not end with a comma.
  void DropComma() {
    while (!errata_.empty() && absl::ascii_isspace(errata_.back())) {
      errata_.pop_back();
    }
    if (!errata_.empty() && errata_.back() == ',') errata_.pop_back();
  }

  WipedString Take() {
    Add(text_.substr(at_));
    return std::move(errata_);
  }

 private:
  const absl::string_view text_;
  size_t at_ = 0;
  WipedString errata_;
};

void LeaveOutOfList(absl::string_view raw, Copier* copier) {
  copier->Pass(raw.size());
  copier->PassSpace();
  if (copier->StandsAt(',')) {
    copier->Pass(1);
    copier->PassSpace();
  } else {
    copier->DropComma();
  }
}

// What is no object is told of in the reason.
void GiveReason(const Place& place, Copier* copier) {
  const bool object = place.raw[0] == '{';
  const std::string line = LineOf(*place.rejected);
  WipedString reason(line.data(), line.size());
  if (!object) client::Add(absl::StrCat(": ", place.raw), &reason);
  copier->Add(absl::StrCat("{\"", kRejected, "\": "));
  copier->Add(ViewOf(Quoted(ViewOf(reason))));
  copier->Pass(object ? 1 : place.raw.size());
  if (!object) return copier->Add("}");
  copier->PassSpace();
  if (!copier->StandsAt('}')) copier->Add(", ");
}

// Of rows that came over, but not whole.
void AddLosses(const std::vector<std::string>& lines, Copier* copier) {
  for (const std::string& line : lines) {
    copier->Add(&line == &lines.front() ? "\n  " : ",\n  ");
    copier->Add(ViewOf(Quoted(line)));
  }
}

void BeginWithLosses(const std::vector<std::string>& lines, Copier* copier) {
  if (lines.empty() || !copier->StandsAt('{')) return;
  copier->Add(absl::StrCat("{\"", kRejected, "\": ["));
  AddLosses(lines, copier);
  copier->Add("],\n");
  copier->Pass(1);
}

WipedString ErrataOfJson(const ExportFile& file, std::vector<Place> places) {
  const std::vector<std::string> losses = LinesOf(file.report(), false);
  const JsonSlice earlier = JsonSlice(file.text()).Member(kRejected);
  Copier copier(file.text());
  copier.PassSpace();
  if (earlier.IsNull()) {
    BeginWithLosses(losses, &copier);
  } else if (!losses.empty()) {
    places.push_back({earlier.text(), nullptr, true});
    Sort(&places);
  }
  for (const Place& place : places) {
    copier.CopyTo(place.raw);
    if (place.losses) {
      copier.Add("[");
      AddLosses(losses, &copier);
      copier.Pass(place.raw.size());
      copier.Add("]");
    } else if (place.rejected == nullptr) {
      LeaveOutOfList(place.raw, &copier);
    } else {
      GiveReason(place, &copier);
    }
  }
  return copier.Take();
}

// It may not hold two hyphens.
std::string Comment(absl::string_view text) {
  std::string safe = "<!-- ";
  for (const char c : text) {
    if (c == '-' && safe.back() == '-') safe += ' ';
    safe += c;
  }
  return absl::StrCat(safe, " -->\n");
}

WipedString ErrataOfXml(const ExportFile& file,
                        const std::vector<Place>& places) {
  Copier copier(file.text());
  for (const Place& place : places) {
    copier.CopyTo(place.raw);
    if (place.rejected == nullptr) {
      copier.Pass(place.raw.size());
      copier.PassSpace();
    } else {
      copier.Add(Comment(LineOf(*place.rejected)));
    }
  }
  copier.CopyTo(file.text().substr(file.text().size()));
  for (const std::string& line : LinesOf(file.report(), false)) {
    copier.Add(Comment(line));
  }
  return copier.Take();
}

}  // namespace

absl::StatusOr<WipedString> ErrataOf(const ExportFile& file) {
  if (file.shape() == Shape::kText) return ErrataOfTable(file);
  ASSIGN_OR_RETURN(const auto places, PlacesOf(file));
  return file.shape() == Shape::kXml ? ErrataOfXml(file, places)
                                     : ErrataOfJson(file, places);
}

}  // namespace klad::client
