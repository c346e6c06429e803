// What a caller sees of the link map.
#ifndef KLAD_SERVER_LINK_VIEWER_H_
#define KLAD_SERVER_LINK_VIEWER_H_

#include <set>
#include <string>

#include "crypto/roster/state.h"
#include "klad/v1/link.pb.h"
#include "server/access/access.h"

namespace klad::link {

// As the roster had it then: for one answer.
class Viewer {
 public:
  Viewer(const access::Caller& caller, const crypto::roster::State& roster,
         int64_t now_ms);

  // See klad.v1.LinkService. Nobody but a member sees any.
  bool Sees(const v1::Link& link) const;

 private:
  std::string id_;
  bool all_ = false;
  bool open_ = false;  // those that name no role
  std::set<std::string> roles_;
};

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_VIEWER_H_
