// Two people changed what stands around one playbook's text.
#ifndef KLAD_CLIENT_PLAYBOOK_MERGE_H_
#define KLAD_CLIENT_PLAYBOOK_MERGE_H_

#include <string>
#include <vector>

#include "klad/v1/playbook.pb.h"

namespace klad::client {

struct MergedPlaybook {
  klad::v1::Playbook playbook;         // theirs with every change of mine
  std::vector<std::string> conflicts;  // fields that both changed: "title"
};

// Field by field. Of tags, roles and reviewers, what one added or took away is
// added or taken away whatever the other did.
MergedPlaybook MergePlaybooks(const klad::v1::Playbook& base,
                              const klad::v1::Playbook& mine,
                              const klad::v1::Playbook& theirs);

}  // namespace klad::client

#endif  // KLAD_CLIENT_PLAYBOOK_MERGE_H_
