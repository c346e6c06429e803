// What whoever works at a server that is killed remembers of it.
#ifndef KLAD_TESTS_FAULT_CRASH_MODEL_H_
#define KLAD_TESTS_FAULT_CRASH_MODEL_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::testing {

struct Figures {
  int kills = 0;
  int kills_while_starting = 0;
  int changes = 0;  // acknowledged, like the next two
  int reveals = 0;
  int entries = 0;
  int unanswered = 0;
  int unanswered_standing = 0;

  void Add(const Figures& other);
};

// Called after each acknowledgement; false: the server is gone, stop.
using Acknowledged = std::function<bool()>;

// A signed log as it must be: what was acknowledged, in order.
class LogModel {
 public:
  void Stands(const trust::v1::Signed& entry);
  size_t size() const { return hashes_.size(); }

  // A sentence unless `shown` is this log, or this log and then `unanswered`,
  // which may be null. Says in *stands whether the latter is there.
  absl::Status Compare(const std::vector<trust::v1::Signed>& shown,
                       const trust::v1::Signed* unanswered, bool* stands) const;

 private:
  std::vector<std::string> hashes_;
};

// Whoever was faster: to be decided anew.
bool Moved(const absl::Status& status);

}  // namespace klad::testing

#endif  // KLAD_TESTS_FAULT_CRASH_MODEL_H_
