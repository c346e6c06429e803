// The power goes at every sync while secrets are revealed: whoever was told
// that a first reveal stands, for this purpose or another, has its exposure
// afterwards; repeats may be forgotten; no head was shown that is not on disk.
#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "crypto/base/status_macros.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "server/audit/exposures.h"
#include "server/audit/ledger.h"
#include "server/store/rocks/rocks_store.h"
#include "tests/fault/fault_file_system.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::testing {
namespace {

using store::RocksStore;

constexpr int kCredentials = 12;
constexpr trust::v1::Purpose kPurposes[] = {trust::v1::PURPOSE_SHOW,
                                            trust::v1::PURPOSE_EXPORT};

class NoSigner : public audit::HeadSigner {
 public:
  std::string Sign(const trust::v1::Position&) override { return "s"; }
};

// A server's ledger, and what its callers were told.
class Revealing {
 public:
  Revealing() {
    const auto env = EnvOver(Faults());
    EXPECT_OK(RocksStore::Create(Options(env.get())).status());
  }

  // Until the end or the first error.
  void Run(const std::shared_ptr<FaultFileSystem>& fs) {
    const auto env = rocksdb::NewCompositeEnv(fs);
    auto store = RocksStore::Open(Options(env.get()));
    if (!store.ok()) return;
    auto ledger = audit::Ledger::Open(store->get(), &clock_, &signer_);
    if (!ledger.ok()) return;
    for (int i = 0; i < kCredentials; ++i) {
      for (const auto purpose : kPurposes) {
        if (!First(ledger->get(), i, purpose)) return;
        if (!Repeat(ledger->get(), i, purpose)) return;
        const auto head = (*ledger)->Head();
        if (head != nullptr) shown_ = head->position();
      }
    }
    const absl::Status drained = (*ledger)->Drain();
    EXPECT_TRUE(drained.ok() || fs->power_is_out()) << drained;
  }

  // On healthy files, after the cut; kDataLoss says what is not there.
  absl::Status Check() {
    const auto env = EnvOver(Faults());
    ASSIGN_OR_RETURN(const auto store, RocksStore::Open(Options(env.get())));
    ASSIGN_OR_RETURN(const audit::ChainHead head,
                     audit::VerifyChain(store.get()));
    if (head.sequence < shown_.sequence()) {
      return absl::DataLossError("a head was shown that is not on disk");
    }
    if (shown_.sequence() > 0) {
      ASSIGN_OR_RETURN(const store::Entry entry,
                       store->Get(audit::LedgerKey(shown_.sequence())));
      ASSIGN_OR_RETURN(const std::string link, audit::ReadLink(entry));
      if (link != shown_.link()) {
        return absl::DataLossError("another head was shown");
      }
    }
    for (const audit::ExposureName& name : stands_) {
      ASSIGN_OR_RETURN(const store::Revision by_member,
                       store->RevisionOf(audit::ExposureKey(name)));
      ASSIGN_OR_RETURN(const store::Revision by_credential,
                       store->RevisionOf(audit::ExposureIndexKey(name)));
      if (by_member == 0 || by_credential == 0) {
        return absl::DataLossError("an exposure that stood is gone");
      }
    }
    return absl::OkStatus();
  }

  size_t stands() const { return stands_.size(); }

 private:
  static std::unique_ptr<rocksdb::Env> EnvOver(const Faults& faults) {
    return rocksdb::NewCompositeEnv(std::make_shared<FaultFileSystem>(faults));
  }

  store::RocksOptions Options(rocksdb::Env* env) {
    store::RocksOptions options;
    options.folder = folder_ / "data";
    options.env = env;
    options.on_failure = [](const absl::Status&) {};
    return options;
  }

  static trust::v1::LedgerRecord Record(int credential,
                                        trust::v1::Purpose purpose) {
    trust::v1::LedgerRecord record;
    record.set_caller("member/anna");
    trust::v1::Revealed& revealed = *record.add_revealed();
    revealed.set_credential(Id(credential));
    revealed.set_purpose(purpose);
    return record;
  }
  static std::string Id(int credential) {
    return std::string(16, static_cast<char>('a' + credential));
  }

  bool First(audit::Ledger* ledger, int credential,
             trust::v1::Purpose purpose) {
    const audit::ExposureName name{Id('m' - 'a'), Id('s' - 'a'), Id(credential),
                                   1, purpose};
    store::Transaction transaction;
    audit::PutExposure(name, {}, &transaction);
    if (!ledger->Commit(std::move(transaction), {Record(credential, purpose)})
             .ok()) {
      return false;
    }
    stands_.push_back(name);
    return true;
  }

  bool Repeat(audit::Ledger* ledger, int credential,
              trust::v1::Purpose purpose) {
    trust::v1::LedgerRecord record = Record(credential, purpose);
    record.mutable_revealed(0)->set_repeat(true);
    return ledger->Post(std::move(record)).ok();
  }

  TempFolder folder_;
  FakeClock clock_;
  NoSigner signer_;
  trust::v1::Position shown_;
  std::vector<audit::ExposureName> stands_;
};

struct Cut {
  bool power_went = false;
  size_t stands = 0;
  absl::Status check;
};

Cut CutAt(int sync, const std::string& ignore_sync) {
  Faults faults;
  faults.cut_at_sync = sync;
  faults.cut_after = sync % 2 == 1;
  faults.ignore_sync = ignore_sync;
  const auto fs = std::make_shared<FaultFileSystem>(faults);
  Revealing revealing;
  revealing.Run(fs);
  std::mt19937 random(static_cast<unsigned>(sync));
  constexpr Forget kHow[] = {Forget::kAll, Forget::kPart, Forget::kTorn};
  fs->ForgetUnsynced(kHow[sync % 3], &random);
  return {fs->power_is_out(), revealing.stands(), revealing.Check()};
}

TEST(ExposureCutTest, FirstOfEachPurposeOutlivesACutAtEverySync) {
  bool power_went = true;
  size_t most = 0;
  for (int sync = 1; power_went; ++sync) {
    const Cut cut = CutAt(sync, "");
    ASSERT_OK(cut.check) << "at sync " << sync;
    power_went = cut.power_went;
    if (power_went) most = std::max(most, cut.stands);
  }
  EXPECT_GT(most, kCredentials) << "cuts came too early to say anything";
}

TEST(ExposureCutTest, ControlWithoutAnySyncLosesExposures) {
  int lost = 0;
  for (const int sync : {30, 36, 42}) lost += !CutAt(sync, "*").check.ok();
  EXPECT_EQ(lost, 3);
}

}  // namespace
}  // namespace klad::testing
