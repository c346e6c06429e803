#include "crypto/vault/attachment.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "crypto/seal.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/secret_part.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using ::klad::testing::StatusIs;
using ::testing::Eq;

const FileName kFile{"organisation", "credential"};

class AttachmentTest : public ::testing::Test {
 protected:
  AttachmentTest() : contents_(3 * kChunk + 5, 'x') {
    for (size_t i = 0; i < contents_.size(); ++i) {
      contents_[i] = static_cast<char>(i * 31 >> 7);
    }
    file_ = *NewAttachment("codes.txt", contents_, false);
    for (uint64_t i = 0; i < ChunksOf(contents_.size()); ++i) {
      chunks_.push_back(SealChunk(kFile, file_, i, contents_));
    }
  }

  void ExpectShut(uint64_t number, absl::string_view sealed,
                  const FileName& name = kFile) {
    EXPECT_THAT(OpenChunk(name, file_, number, sealed),
                StatusIs(absl::StatusCode::kDataLoss, Eq("does not open")));
  }

  std::string contents_;
  Attachment file_;
  std::vector<std::string> chunks_;
};

TEST_F(AttachmentTest, ChunksOpenToTheContents) {
  ASSERT_EQ(chunks_.size(), 4u);
  std::string opened;
  for (size_t i = 0; i < chunks_.size(); ++i) {
    ASSERT_OK_AND_ASSIGN(const Secret chunk,
                         OpenChunk(kFile, file_, i, chunks_[i]));
    absl::StrAppend(&opened, chunk.Expose());
  }
  EXPECT_EQ(opened, contents_);
  EXPECT_EQ(HashFile(opened), file_.hash);
}

TEST_F(AttachmentTest, LengthTellsOnlyTheBucket) {
  EXPECT_EQ(chunks_[0].size(), kMaxSealedChunk);
  EXPECT_EQ(chunks_[3].size(), 256 + kSealOverhead);
}

TEST_F(AttachmentTest, SwappedAndRepeatedChunksDoNotOpen) {
  ExpectShut(0, chunks_[1]);
  ExpectShut(1, chunks_[0]);
  ExpectShut(3, chunks_[2]);
  ExpectShut(4, chunks_[3]);
}

TEST_F(AttachmentTest, ChunksOfAnotherFileDoNotOpen) {
  const Attachment other = *NewAttachment("codes.txt", contents_, false);
  ExpectShut(0, SealChunk(kFile, other, 0, contents_));
  ExpectShut(0, chunks_[0], {"organisation", "another"});
  ExpectShut(0, chunks_[0], {"another", "credential"});
}

// Whoever could write the secret part could shorten its size: what stands
// behind the new end was sealed as "more", so it does not open as "last".
TEST_F(AttachmentTest, ShortenedFileDoesNotOpen) {
  file_.size = 3 * kChunk;
  ExpectShut(2, chunks_[2]);
  file_.size = 3 * kChunk + 4;
  ExpectShut(3, chunks_[3]);
}

TEST_F(AttachmentTest, AnEmptyFileIsOneChunk) {
  const Attachment empty = *NewAttachment("empty", "", true);
  ASSERT_EQ(ChunksOf(0), 1u);
  ASSERT_OK_AND_ASSIGN(
      const Secret opened,
      OpenChunk(kFile, empty, 0, SealChunk(kFile, empty, 0, "")));
  EXPECT_TRUE(opened.empty());
}

TEST_F(AttachmentTest, TheLargestFits) {
  EXPECT_OK(NewAttachment("x", std::string(kMaxAttachment, 'x'), true));
  EXPECT_EQ(ChunksOf(kMaxAttachment), kMaxChunks);
  EXPECT_THAT(NewAttachment("x", std::string(kMaxAttachment + 1, 'x'), true),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       Eq("attachment: at most 10485760 bytes")));
}

TEST_F(AttachmentTest, NamesAreThoseOfFilesInAFolder) {
  EXPECT_OK(CheckFileName("коды для входа.txt"));
  const std::string names[] = {
      "", ".", "..", "../x", "a/b", "\xff", std::string(256, 'x')};
  for (const std::string& name : names) {
    EXPECT_THAT(CheckFileName(name),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << name;
  }
  EXPECT_THAT(CheckFileName(std::string("a\0b", 3)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(AttachmentTest, StandsInTheSecretPart) {
  SecretPart part;
  part.password = Secret::Copy("hunter2");
  part.attachments.push_back(file_.Clone());
  part.attachments.push_back(*NewAttachment("contract.pdf", "paper", true));
  ASSERT_OK_AND_ASSIGN(const Secret bytes, SerializeSecretPart(part));
  ASSERT_OK_AND_ASSIGN(const SecretPart read, ParseSecretPart(bytes));
  ASSERT_EQ(read.attachments.size(), 2u);
  EXPECT_EQ(read.attachments[0].name, "codes.txt");
  EXPECT_EQ(read.attachments[0].id, file_.id);
  EXPECT_TRUE(read.attachments[0].key.Equals(file_.key));
  EXPECT_EQ(read.attachments[0].size, contents_.size());
  EXPECT_EQ(read.attachments[0].hash, file_.hash);
  EXPECT_FALSE(read.attachments[0].document);
  EXPECT_TRUE(read.attachments[1].document);
  EXPECT_EQ(AttachmentsIn(bytes),
            (std::vector<std::string>{file_.id, part.attachments[1].id}));
}

TEST_F(AttachmentTest, NamesAndCountAreLimited) {
  SecretPart part;
  part.attachments.push_back(file_.Clone());
  part.attachments.push_back(*NewAttachment("codes.txt", "x", true));
  EXPECT_THAT(SerializeSecretPart(part),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       Eq("attachments: a name stands twice")));
  part.attachments.clear();
  for (size_t i = 0; i <= kMaxAttachments; ++i) {
    part.attachments.push_back(*NewAttachment(absl::StrCat(i), "x", true));
  }
  EXPECT_THAT(SerializeSecretPart(part),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       Eq("attachments: at most 16")));
}

TEST_F(AttachmentTest, MalformedEntryIsRefused) {
  const Secret packed = PackAttachment(file_);
  EXPECT_OK(UnpackAttachment("x", packed.Expose()));
  const std::string bytes(packed.Expose());
  EXPECT_THAT(UnpackAttachment("x", bytes.substr(1)),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(UnpackAttachment("a/b", bytes),
              StatusIs(absl::StatusCode::kDataLoss));
  std::string other = bytes;
  other.back() = 2;
  EXPECT_THAT(UnpackAttachment("x", other),
              StatusIs(absl::StatusCode::kDataLoss));
  other = bytes;
  other[48] = 1;  // the size
  EXPECT_THAT(UnpackAttachment("x", other),
              StatusIs(absl::StatusCode::kDataLoss));
}

// A contract does not keep a rotation open; recovery codes in a file do.
TEST_F(AttachmentTest, GenerationRisesPastDocumentsAlone) {
  SecretPart before;
  before.password = Secret::Copy("old");
  SecretPart after;
  after.password = Secret::Copy("new");
  before.attachments.push_back(*NewAttachment("contract.pdf", "paper", true));
  after.attachments.push_back(before.attachments[0].Clone());
  EXPECT_TRUE(EveryValueChanged(before, after));
  before.attachments.push_back(*NewAttachment("codes", "1234", false));
  after.attachments.push_back(*NewAttachment("codes again", "1234", false));
  EXPECT_FALSE(EveryValueChanged(before, after));
  after.attachments.pop_back();
  EXPECT_TRUE(EveryValueChanged(before, after));
}

}  // namespace
}  // namespace klad::crypto::vault
