// Each changing call to the file system fails in turn, once.
#include <memory>

#include "gmock/gmock.h"
#include "tests/fault/fault_file_system.h"
#include "tests/fault/victim.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

TEST(FailingCallTest, StoreStopsForGoodAndKeepsWhatItAcknowledged) {
  bool failed = true;
  int call = 1;
  for (; failed; ++call) {
    Faults faults;
    faults.fail_call = call;
    const auto fs = std::make_shared<FaultFileSystem>(faults);
    Victim victim;
    EXPECT_TRUE(victim.Run(fs)) << "call " << call;
    EXPECT_OK(victim.Check()) << "call " << call;
    failed = fs->call_failed();
  }
  EXPECT_GT(call, 100);
}

}  // namespace
}  // namespace klad::testing
