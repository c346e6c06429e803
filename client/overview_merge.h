// Two people changed one overview: what becomes of both.
#ifndef KLAD_CLIENT_OVERVIEW_MERGE_H_
#define KLAD_CLIENT_OVERVIEW_MERGE_H_

#include <string>
#include <vector>

#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

struct MergedOverview {
  // Theirs with every change of mine; where both changed one field, mine.
  trust::v1::Overview overview;
  // The fields that both changed, each to something else.
  struct Conflict {
    std::string field;  // "phone", or a free field's name
    std::string mine;
    std::string theirs;
  };
  std::vector<Conflict> conflicts;
};

// Field by field. Of lists, what one added or took away is added or taken away
// whatever the other did. What describes the secret is theirs: whoever writes
// a secret measures it.
MergedOverview MergeOverviews(const trust::v1::Overview& base,
                              const trust::v1::Overview& mine,
                              const trust::v1::Overview& theirs);

}  // namespace klad::client

#endif  // KLAD_CLIENT_OVERVIEW_MERGE_H_
