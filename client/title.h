// How people's names of things are compared: case, width, Ё and Е, and spaces
// around do not matter.
//
// Folding is for looking up on this machine only. Nothing folded is signed or
// sent, because Unicode tables differ between versions; what is stored says by
// which it was folded.
#ifndef KLAD_CLIENT_TITLE_H_
#define KLAD_CLIENT_TITLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::client {

// NFKC, full case folding (UAX #15, UTS #46's NFKC_Casefold), Ё to Е, runs of
// white space to one space, none at the ends. Invalid UTF-8 becomes U+FFFD.
std::string FoldTitle(absl::string_view title);

// Names the rules of FoldTitle: two texts fold alike under one name.
std::string TitleFolding();

bool SameTitle(absl::string_view a, absl::string_view b);

// Whether one slip of the fingers makes one of the other, folded: a letter more
// or less, another one, or two neighbours swapped.
bool OneSlipApart(absl::string_view a, absl::string_view b);

bool IsUtf8(absl::string_view bytes);

// The candidates nearest to `wanted`, best first, at most `limit`: those whose
// folded form contains it, or is at most a third of its length away in edits
// (Damerau-Levenshtein, adjacent swaps count one). None is a fine answer.
std::vector<std::string> NearTitles(absl::string_view wanted,
                                    const std::vector<std::string>& candidates,
                                    size_t limit = 3);

}  // namespace klad::client

#endif  // KLAD_CLIENT_TITLE_H_
