// Names that are nearly the one that was asked for.
#ifndef KLAD_SERVER_WORDS_NEAR_NAMES_H_
#define KLAD_SERVER_WORDS_NEAR_NAMES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "klad/v1/search.pb.h"
#include "server/words/index.h"

namespace klad::words {

// Ids of at most three visible records of that kind, nearest first: those whose
// name is one slip from this one, and those that have its words, in whatever
// form and with a slip, in name or title.
std::vector<std::string> NearNames(const Index& index, v1::SearchKind kind,
                                   absl::string_view name,
                                   Index::Visible visible);

}  // namespace klad::words

#endif  // KLAD_SERVER_WORDS_NEAR_NAMES_H_
