#include <random>

#include "crypto/roster/testing/random_history.h"
#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"

namespace klad::crypto::roster {
namespace {

using trust::v1::Signed;

constexpr int kMutationsAnEntry = 60;

std::string* SomeField(std::mt19937& random, Signed* entry) {
  switch (random() % 6) {
    case 0:
      return entry->mutable_author();
    case 1:
      return entry->mutable_signature();
    case 2:
      return entry->mutable_countersignature();
    default:
      return entry->mutable_body();
  }
}

void Mutate(std::mt19937& random, std::string* bytes) {
  const size_t at = bytes->empty() ? 0 : random() % bytes->size();
  switch (random() % 5) {
    case 0:
      bytes->insert(at, 1, static_cast<char>(random()));
      return;
    case 1:
      bytes->resize(at);
      return;
    case 2:
      bytes->append(*bytes);
      return;
    default:
      if (bytes->empty()) return;
      (*bytes)[at] = static_cast<char>((*bytes)[at] ^ (1 << random() % 8));
  }
}

class MutationTest : public ::testing::Test {
 protected:
  // Protocol Buffers would report each bad string on standard error.
  MutationTest() : before_(google::protobuf::SetLogHandler(nullptr)) {}
  ~MutationTest() override { google::protobuf::SetLogHandler(before_); }

 private:
  google::protobuf::LogHandler* before_;
};

// Every entry of a history of all kinds, spoilt in many ways on its own head.
TEST_F(MutationTest, SpoiltEntryIsNeverApplied) {
  std::mt19937 random(1);
  RandomHistory history(7);
  for (int i = 0; i < 150; ++i) history.Step();
  const auto& entries = history.org().entries();
  auto state = State::Found(history.org().id(), std::nullopt, entries[0]);
  ASSERT_TRUE(state.ok());
  for (size_t i = 1; i < entries.size(); ++i) {
    for (int n = 0; n < kMutationsAnEntry; ++n) {
      Signed spoilt = entries[i];
      Mutate(random, SomeField(random, &spoilt));
      if (spoilt.SerializeAsString() == entries[i].SerializeAsString()) {
        continue;
      }
      ASSERT_FALSE(state->Apply(spoilt).ok()) << "entry " << i;
    }
    ASSERT_TRUE(state->Apply(entries[i]).ok()) << "entry " << i;
  }
  EXPECT_EQ(state->head(), history.org().state().head());
}

// A member signs anything: what parses is judged, and never half done.
TEST_F(MutationTest, SpoiltBodyThatIsSignedIsJudgedAsAnyOther) {
  std::mt19937 random(2);
  RandomHistory history(8);
  for (int i = 0; i < 60; ++i) history.Step();
  TestOrganisation org;
  int judged = 0;
  for (const Signed& entry : history.org().entries()) {
    for (int n = 0; n < kMutationsAnEntry; ++n) {
      std::string body = entry.body();
      Mutate(random, &body);
      Entry spoilt;
      if (!spoilt.ParseFromString(body)) continue;
      spoilt.set_time_ms(org.now_ms() + 90 * kDayMs);
      State copy = org.state();
      const absl::Status status = copy.Apply(org.Sign(org.founder(), spoilt));
      judged += status.code() == absl::StatusCode::kPermissionDenied;
      EXPECT_TRUE(status.ok() || copy.head() == org.state().head());
    }
  }
  EXPECT_GT(judged, 0);
}

}  // namespace
}  // namespace klad::crypto::roster
