#include "client/sealed_file.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::client {
namespace {

using ::klad::testing::IsOkAndHolds;
using ::klad::testing::StatusIs;
using ::klad::testing::TempFolder;

constexpr size_t kChunk = 32 << 10;
constexpr size_t kSizes[] = {0,          1,          kChunk - 1,    kChunk,
                             kChunk + 1, 3 * kChunk, 5 * kChunk + 7};

crypto::Identity MakeIdentity() {
  trust::v1::Identity about;
  about.set_organisation(std::string(16, 'o'));
  about.set_member(std::string(16, 'm'));
  about.set_founding(std::string(32, 'f'));
  about.set_server("klad.example:7443");
  about.set_ca(std::string(32, 'c'));
  return *crypto::Identity::Create(about);
}

std::string Bytes(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 >> 3);
  return bytes;
}

class SealedFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(state_,
                         State::Open(absl::StrCat(folder_.path(), "/klad")));
  }

  absl::Status Write(absl::string_view bytes, size_t piece) {
    ASSIGN_OR_RETURN(const StateLock lock, state_->Lock());
    ASSIGN_OR_RETURN(SealedWriter writer, SealedWriter::Begin(
                                              state_.get(), lock, identity_,
                                              "file"));
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
      RETURN_IF_ERROR(writer.Append(bytes.substr(0, piece)));
    }
    return writer.Finish();
  }

  TempFolder folder_;
  std::unique_ptr<State> state_;
  const crypto::Identity identity_ = MakeIdentity();
};

TEST_F(SealedFileTest, WrittenInPiecesIsReadWhole) {
  for (const size_t size : kSizes) {
    for (const size_t piece : {size_t{777}, kChunk, 2 * kChunk + 1}) {
      ASSERT_OK(Write(Bytes(size), piece));
      EXPECT_THAT(ReadSealed(*state_, identity_, "file"),
                  IsOkAndHolds(Bytes(size)))
          << size << " by " << piece;
    }
  }
}

TEST_F(SealedFileTest, WrittenWholeIsReadInPieces) {
  const std::string whole = Bytes(5 * kChunk + 7);
  ASSERT_OK(Write(whole, whole.size()));
  ASSERT_OK_AND_ASSIGN(const SealedFile file,
                       SealedFile::Open(*state_, identity_, "file"));
  for (const size_t from : {size_t{0}, size_t{1}, kChunk, 2 * kChunk + 5}) {
    SealedReader reader(&file, from);
    std::string read;
    for (size_t piece = 1; from + read.size() + piece <= whole.size();
         piece += 911) {
      ASSERT_OK_AND_ASSIGN(const absl::string_view next, reader.Next(piece));
      read.append(next.data(), next.size());
    }
    EXPECT_GT(read.size(), kChunk);
    EXPECT_EQ(read, whole.substr(from, read.size()));
    EXPECT_EQ(ExitCodeOf(reader.Next(whole.size()).status()),
              ExitCode::kIntegrity);
  }
}

TEST_F(SealedFileTest, WhatIsNotFinishedLeavesTheOldFile) {
  ASSERT_OK(Write("old", 3));
  {
    ASSERT_OK_AND_ASSIGN(const StateLock lock, state_->Lock());
    ASSERT_OK_AND_ASSIGN(
        SealedWriter writer,
        SealedWriter::Begin(state_.get(), lock, identity_, "file"));
    ASSERT_OK(writer.Append(Bytes(3 * kChunk)));
  }
  EXPECT_THAT(ReadSealed(*state_, identity_, "file"), IsOkAndHolds("old"));
}

}  // namespace
}  // namespace klad::client
