// Links as a file has them, before any server has seen them.
#ifndef KLAD_CLIENT_LINKS_LINK_ROWS_H_
#define KLAD_CLIENT_LINKS_LINK_ROWS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::client {

struct LinkRow {
  size_t row = 0;    // the how-manieth of its file
  std::string name;  // empty: the file gives none
  std::string address;
  std::string title;
  std::string purpose;
  std::string category;
  std::vector<std::string> tags;
};

// What could not be taken as it stands, for a person to look at.
struct LinkDoubt {
  size_t row = 0;
  std::string what;  // its address, title or name
  std::string why;   // a sentence
};

struct LinkRows {
  std::vector<LinkRow> links;
  std::vector<LinkDoubt> doubts;
};

// One line of at most so many bytes, without control characters, runs of white
// space as one space.
std::string OneLine(absl::string_view text, size_t limit);

// A path of at most 8 levels and 200 bytes; a slash in a level is a hyphen.
std::string CategoryPath(const std::vector<std::string>& levels);

// What stands between commas, each once, as many and as long as a link may
// have.
std::vector<std::string> TagsIn(absl::string_view list);

// A short name made of a title: letters and digits, words joined by hyphens;
// of the address's host where the title has none.
std::string NameFrom(absl::string_view title, absl::string_view address);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINKS_LINK_ROWS_H_
