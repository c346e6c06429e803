// What a caller sees of what the department writes down: links, playbooks.
#ifndef KLAD_SERVER_ACCESS_VIEWER_H_
#define KLAD_SERVER_ACCESS_VIEWER_H_

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "crypto/roster/state.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "server/access/access.h"

namespace klad::access {

// As the roster had it then: for one answer.
class Viewer {
 public:
  Viewer(const Caller& caller, const crypto::roster::State& roster,
         int64_t now_ms);

  // Whether the caller sees a record of that owner which names these roles: one
  // of a role of its own, its own, and, unless it is a contractor, one that
  // names no role. An owner of the organisation sees all, nobody but a member
  // any.
  bool Sees(absl::string_view owner,
            const google::protobuf::RepeatedPtrField<std::string>& roles) const;
  template <typename Record>
  bool Sees(const Record& record) const {
    return Sees(record.owner(), record.roles());
  }

 private:
  std::string id_;
  bool all_ = false;
  bool open_ = false;  // those that name no role
  std::set<std::string> roles_;
};

}  // namespace klad::access

#endif  // KLAD_SERVER_ACCESS_VIEWER_H_
