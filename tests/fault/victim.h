// A store under a known workload, and what it owes afterwards.
#ifndef KLAD_TESTS_FAULT_VICTIM_H_
#define KLAD_TESTS_FAULT_VICTIM_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "tests/fault/fault_file_system.h"
#include "tests/support/temp_folder.h"

namespace klad::testing {

// Journals, outside the store, what was sent and acknowledged.
class Victim {
 public:
  // A new store on healthy files.
  Victim();

  // Commits on the given files, with a restart in between, until the end or
  // the first error. False when a commit succeeded after a failed one, or
  // the failure was not announced exactly once.
  bool Run(const std::shared_ptr<FaultFileSystem>& fs);

  // Opens on healthy files. OK when the store holds what was acknowledged,
  // and of the one uncertain transaction all or nothing.
  absl::Status Check();

 private:
  using Map = std::map<std::string, std::string>;

  // False when the store did not open or a commit failed.
  bool CommitSome(const std::shared_ptr<FaultFileSystem>& fs, int count);

  TempFolder folder_;
  int next_ = 1;
  Map acknowledged_;
  std::optional<Map> uncertain_;
  bool sound_ = true;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_FAULT_VICTIM_H_
