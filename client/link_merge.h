// Two people changed one link: what becomes of both.
#ifndef KLAD_CLIENT_LINK_MERGE_H_
#define KLAD_CLIENT_LINK_MERGE_H_

#include <string>
#include <vector>

#include "klad/v1/link.pb.h"

namespace klad::client {

struct MergedLink {
  // Theirs with every change of mine; where both changed one field, mine.
  klad::v1::Link link;
  // The fields that both changed, each to something else. Values are empty
  // where they are no text.
  struct Conflict {
    std::string field;  // "title"
    std::string mine;
    std::string theirs;
  };
  std::vector<Conflict> conflicts;
};

// Field by field. Of tags and roles, what one added or took away is added or
// taken away whatever the other did.
MergedLink MergeLinks(const klad::v1::Link& base, const klad::v1::Link& mine,
                      const klad::v1::Link& theirs);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINK_MERGE_H_
