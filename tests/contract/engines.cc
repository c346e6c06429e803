#include "tests/contract/engines.h"

#include <utility>

#include "crypto/base/check.h"
#include "server/store/memory/memory_store.h"
#include "server/store/rocks/rocks_store.h"
#include "server/store/seal_key.h"
#include "server/store/sealed_store.h"
#include "tests/support/temp_folder.h"

namespace klad::testing {
namespace {

class MemoryEngine : public Engine {
 public:
  store::Store* store() override { return &store_; }
  void Reopen() override {}

 private:
  store::MemoryStore store_;
};

class RocksEngine : public Engine {
 public:
  RocksEngine() { Take(store::RocksStore::Create(Options())); }
  store::Store* store() override { return store_.get(); }
  void Reopen() override {
    store_ = nullptr;
    Take(store::RocksStore::Open(Options()));
  }

 private:
  store::RocksOptions Options() const {
    store::RocksOptions options;
    options.folder = folder_ / "data";
    // Small, so that a test sees flushes and compactions too.
    options.write_buffer_bytes = 256 << 10;
    return options;
  }
  void Take(absl::StatusOr<std::unique_ptr<store::RocksStore>> store) {
    CHECK_THAT(store.ok());
    store_ = *std::move(store);
  }

  TempFolder folder_;
  std::unique_ptr<store::RocksStore> store_;
};

class SealedEngine : public Engine {
 public:
  explicit SealedEngine(std::unique_ptr<Engine> inner)
      : inner_(std::move(inner)) {
    CHECK_THAT(store::SealKey::Create(folder_ / "seal").ok());
    Seal();
  }
  store::Store* store() override { return store_.get(); }
  void Reopen() override {
    store_ = nullptr;
    inner_->Reopen();
    Seal();
  }

 private:
  void Seal() {
    auto key = store::SealKey::Load(folder_ / "seal");
    CHECK_THAT(key.ok());
    store_ =
        std::make_unique<store::SealedStore>(inner_->store(), *std::move(key));
  }

  TempFolder folder_;
  std::unique_ptr<Engine> inner_;
  std::unique_ptr<store::SealedStore> store_;
};

}  // namespace

std::vector<std::string> EngineNames() {
  return {"memory", "rocks", "sealed_memory", "sealed_rocks"};
}

std::unique_ptr<Engine> MakeEngine(const std::string& name) {
  if (name == "memory") return std::make_unique<MemoryEngine>();
  if (name == "rocks") return std::make_unique<RocksEngine>();
  CHECK_THAT(name.rfind("sealed_", 0) == 0);
  return std::make_unique<SealedEngine>(MakeEngine(name.substr(7)));
}

}  // namespace klad::testing
