// What a playbook's text says, as klad.v1 has it.
#ifndef KLAD_SERVER_PLAYBOOK_STEPS_H_
#define KLAD_SERVER_PLAYBOOK_STEPS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "klad/v1/playbook.pb.h"

namespace klad::playbook {

// Ids, each once, in the order of the text.
struct Referred {
  std::vector<std::string> links;
  std::vector<std::string> playbooks;
};
Referred ReferredIn(absl::string_view text);

google::protobuf::RepeatedPtrField<v1::PlaybookStep> StepsOf(
    absl::string_view text);

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_STEPS_H_
