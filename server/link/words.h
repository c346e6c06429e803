// The words of a link: what it is found by, and what is shown of it then.
#ifndef KLAD_SERVER_LINK_WORDS_H_
#define KLAD_SERVER_LINK_WORDS_H_

#include <string>
#include <vector>

#include "klad/store/v1/terms.pb.h"
#include "klad/v1/link.pb.h"

namespace klad::link {

// Of an address without its scheme, which most have in common.
store::v1::Terms TermsOf(const v1::Link& link);

// What to show of it beside its name, what says most first.
std::vector<std::string> LinesOf(const v1::Link& link);

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_WORDS_H_
