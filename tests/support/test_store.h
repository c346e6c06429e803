// The store of a feature's tests: in memory, or where KLAD_TEST_STORE says
// "rocks" in RocksDB and sealed, as a server has it. CMake runs the tests of
// such a folder on both (ON_ROCKS).
#ifndef KLAD_TESTS_SUPPORT_TEST_STORE_H_
#define KLAD_TESTS_SUPPORT_TEST_STORE_H_

#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/string_view.h"
#include "crypto/base/check.h"
#include "server/store/memory/memory_store.h"
#include "server/store/rocks/rocks_store.h"
#include "server/store/seal_key.h"
#include "server/store/sealed_store.h"
#include "server/store/wrapper.h"
#include "tests/support/temp_folder.h"

namespace klad::testing {

class TestEngine {
 protected:
  TestEngine() {
    const char* wanted = std::getenv("KLAD_TEST_STORE");
    if (absl::NullSafeStringView(wanted) != "rocks") {
      engine_ = std::make_unique<store::MemoryStore>();
      return;
    }
    store::RocksOptions options;
    options.folder = folder_ / "data";
    auto rocks = store::RocksStore::Create(std::move(options));
    CHECK_THAT(rocks.ok());
    engine_ = *std::move(rocks);
    auto seal = store::SealKey::Create(folder_ / "seal");
    CHECK_THAT(seal.ok());
    sealed_ =
        std::make_unique<store::SealedStore>(engine_.get(), *std::move(seal));
  }

  store::Store* store() const {
    return sealed_ == nullptr ? engine_.get() : sealed_.get();
  }

 private:
  TempFolder folder_;
  std::unique_ptr<store::Store> engine_;
  std::unique_ptr<store::SealedStore> sealed_;
};

class TestStore : private TestEngine, public store::StoreWrapper {
 public:
  TestStore() : StoreWrapper(TestEngine::store()) {}
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_TEST_STORE_H_
