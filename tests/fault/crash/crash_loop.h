// Kills a serving kladd again and again while people work at it, and holds
// what comes back against what they remember.
#ifndef KLAD_TESTS_FAULT_CRASH_CRASH_LOOP_H_
#define KLAD_TESTS_FAULT_CRASH_CRASH_LOOP_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/fault/crash/clerk.h"
#include "tests/fault/crash/model.h"
#include "tests/fault/crash/writer.h"
#include "tests/support/klad_server.h"
#include "tests/support/temp_folder.h"

namespace klad::testing {

class CrashLoop {
 public:
  // Founds an organisation on a kladd of its own. `faulty`, if not empty,
  // serves it instead of `kladd run`; the checks stay kladd's.
  CrashLoop(std::string kladd, std::vector<std::string> faulty, uint64_t seed);

  // Start, work, kill -9 after a while or an acknowledgement, perhaps kill -9
  // again while it starts; start, ask for what was done, send it again; stop,
  // `kladd check`, read the ledger.
  void Cycle();

  // What must not be; empty when all is well. Then no more cycles are due.
  const std::vector<std::string>& found() const { return found_; }
  Figures figures() const;
  std::string LogTail() const;

 private:
  absl::Status Found(const std::vector<std::string>& faulty);
  void Note(const std::string& doing, const absl::Status& status);
  bool Start();
  void WorkAndKill();
  bool Acknowledged();
  void Kill();
  void KillWhileStarting();
  void Settle();
  void StopAndCompare();
  size_t Below(size_t limit) { return random_() % limit; }

  const TempFolder folder_;
  const std::string kladd_;
  std::mt19937_64 random_;
  std::unique_ptr<KladServer> server_;
  std::vector<std::unique_ptr<Writer>> writers_;
  std::unique_ptr<Clerk> clerk_;
  std::chrono::milliseconds start_time_{100};
  std::atomic<bool> killed_ = false;
  std::atomic<int> until_kill_ = 0;  // acknowledgements; 0: by time
  Figures kills_;
  std::vector<std::string> found_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_FAULT_CRASH_CRASH_LOOP_H_
