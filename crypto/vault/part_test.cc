#include "crypto/vault/part.h"

#include <string>

#include "crypto/seal.h"
#include "crypto/vault/header.h"
#include "crypto/vault/limits.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using ::klad::testing::StatusIs;
using ::testing::Eq;

const PartName kName{{"organisation", "safe"}, "credential", PartKind::kSecret};

class PartTest : public ::testing::Test {
 protected:
  PartTest()
      : key_(Secret::Random(kKeySize)),
        part_(*SealPart(key_, kName, 3, 2, "hunter2")) {}

  void ExpectShut(const absl::StatusOr<Secret>& opened) {
    EXPECT_THAT(opened,
                StatusIs(absl::StatusCode::kDataLoss, Eq("does not open")));
  }

  Secret key_;
  SealedPart part_;
};

TEST_F(PartTest, OpensAsItself) {
  ASSERT_OK_AND_ASSIGN(const Secret opened,
                       OpenPart(key_, kName, part_.part, part_.sealed));
  EXPECT_EQ(opened.Expose(), "hunter2");
  EXPECT_EQ(part_.part.version(), 3u);
  EXPECT_EQ(part_.part.epoch(), 2u);
  EXPECT_EQ(part_.part.wrap().size(), kWrapSize);
  EXPECT_EQ(part_.part.hash(), Hash("klad1.part", {part_.sealed}).str());
}

TEST_F(PartTest, LengthTellsOnlyTheBucket) {
  EXPECT_EQ(part_.sealed.size(), 256 + kSealOverhead);
  EXPECT_EQ(SealPart(key_, kName, 1, 1, "")->sealed.size(),
            256 + kSealOverhead);
}

TEST_F(PartTest, EveryPartHasAKeyOfItsOwn) {
  const SealedPart again = *SealPart(key_, kName, 3, 2, "hunter2");
  EXPECT_NE(again.sealed, part_.sealed);
  ExpectShut(OpenPart(key_, kName, part_.part, again.sealed));
}

TEST_F(PartTest, OpensNowhereElse) {
  PartName name = kName;
  name.safe.organisation += "x";
  ExpectShut(OpenPart(key_, name, part_.part, part_.sealed));
  name = kName;
  name.safe.safe += "x";
  ExpectShut(OpenPart(key_, name, part_.part, part_.sealed));
  name = kName;
  name.credential += "x";
  ExpectShut(OpenPart(key_, name, part_.part, part_.sealed));
  name = kName;
  name.kind = PartKind::kOverview;
  ExpectShut(OpenPart(key_, name, part_.part, part_.sealed));
}

TEST_F(PartTest, OpensForNoOtherVersionEpochOrKey) {
  trust::v1::Part part = part_.part;
  part.set_version(4);
  ExpectShut(OpenPart(key_, kName, part, part_.sealed));
  part = part_.part;
  part.set_epoch(1);
  ExpectShut(OpenPart(key_, kName, part, part_.sealed));
  ExpectShut(
      OpenPart(Secret::Random(kKeySize), kName, part_.part, part_.sealed));
}

TEST_F(PartTest, ChangedBytesAreRefused) {
  for (size_t i = 0; i < part_.sealed.size(); i += 7) {
    std::string sealed = part_.sealed;
    sealed[i] = static_cast<char>(sealed[i] ^ 1);
    ExpectShut(OpenPart(key_, kName, part_.part, sealed));
    trust::v1::Part rehashed = part_.part;
    rehashed.set_hash(HashPart(sealed).str());
    ExpectShut(OpenPart(key_, kName, rehashed, sealed));
  }
  for (size_t i = 0; i < kWrapSize; ++i) {
    trust::v1::Part part = part_.part;
    (*part.mutable_wrap())[i] ^= 1;
    ExpectShut(OpenPart(key_, kName, part, part_.sealed));
  }
}

TEST_F(PartTest, LargestPartFitsAndOneByteMoreDoesNot) {
  std::string plaintext(kMaxSecretPart, 'x');
  ASSERT_OK_AND_ASSIGN(const SealedPart part,
                       SealPart(key_, kName, 1, 1, plaintext));
  EXPECT_EQ(part.sealed.size(), kMaxSealedSecret);
  ASSERT_OK_AND_ASSIGN(const Secret opened,
                       OpenPart(key_, kName, part.part, part.sealed));
  EXPECT_EQ(opened.Expose(), plaintext);
  plaintext += "x";
  EXPECT_THAT(SealPart(key_, kName, 1, 1, plaintext),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       Eq("secret: at most 131071 bytes together")));
}

}  // namespace
}  // namespace klad::crypto::vault
