#include "client/mirror_file.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::client {
namespace {

using ::klad::testing::StatusIs;
using ::klad::testing::TempFolder;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;
using ::testing::SizeIs;

const std::string kSafe(16, 's');

crypto::Identity MakeIdentity() {
  trust::v1::Identity about;
  about.set_organisation(std::string(16, 'o'));
  about.set_member(std::string(16, 'm'));
  about.set_founding(std::string(32, 'f'));
  about.set_server("klad.example:7443");
  about.set_ca(std::string(32, 'c'));
  return *crypto::Identity::Create(about);
}

MirrorItem Item(int number, absl::string_view title) {
  MirrorItem item;
  item.set_credential(absl::StrCat(10000 + number));
  item.set_header(std::string(400, static_cast<char>('a' + number % 26)));
  item.mutable_overview()->set_title(std::string(title));
  return item;
}

class MirrorFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(state_,
                         State::Open(absl::StrCat(folder_.path(), "/klad")));
  }

  absl::Status Write(const MirrorItems& items, uint64_t sequence = 7) {
    MirrorHead head;
    head.head.set_sequence(sequence);
    ASSIGN_OR_RETURN(const StateLock lock, state_->Lock());
    return MirrorFile::Write(state_.get(), lock, identity_, kSafe, head, items);
  }

  absl::StatusOr<MirrorFile> Open() {
    return MirrorFile::Open(*state_, identity_, kSafe);
  }

  std::string Path() const {
    return absl::StrCat(state_->folder(), "/", MirrorFile::Name(kSafe));
  }

  TempFolder folder_;
  std::unique_ptr<State> state_;
  const crypto::Identity identity_ = MakeIdentity();
};

// More than a few chunks.
MirrorItems Many() {
  MirrorItems items;
  for (int i = 0; i < 500; ++i) {
    MirrorItem item = Item(i, absl::StrCat("Яндекс ", i));
    items[item.credential()] = item;
  }
  return items;
}

TEST_F(MirrorFileTest, ThereIsNoneAtFirst) {
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(MirrorFileTest, AnEmptySafeHasACopyToo) {
  ASSERT_OK(Write({}));
  ASSERT_OK_AND_ASSIGN(const MirrorFile file, Open());
  EXPECT_EQ(file.head().head.sequence(), 7u);
  ASSERT_OK_AND_ASSIGN(const MirrorItems items, file.ReadAll());
  EXPECT_THAT(items, IsEmpty());
}

TEST_F(MirrorFileTest, EveryTitleIsFoundInAnyCase) {
  ASSERT_OK(Write(Many()));
  ASSERT_OK_AND_ASSIGN(const MirrorFile file, Open());
  for (const auto& [id, item] : Many()) {
    ASSERT_OK_AND_ASSIGN(const auto found,
                         file.WithTitle(FoldTitle(item.overview().title())));
    ASSERT_THAT(found, Optional(SizeIs(1)));
    EXPECT_EQ((*found)[0].SerializeAsString(), item.SerializeAsString());
  }
  ASSERT_OK_AND_ASSIGN(const auto none, file.WithTitle("яндекс"));
  EXPECT_THAT(none, Optional(IsEmpty()));
}

TEST_F(MirrorFileTest, EveryOneIsVisitedAsItWasWritten) {
  ASSERT_OK(Write(Many()));
  ASSERT_OK_AND_ASSIGN(const MirrorFile file, Open());
  const MirrorItems items = Many();
  auto expected = items.begin();
  ASSERT_OK(file.ForEach([&](const MirrorItem& item) {
    ASSERT_NE(expected, items.end());
    EXPECT_EQ(item.SerializeAsString(), expected->second.SerializeAsString());
    ++expected;
  }));
  EXPECT_EQ(expected, items.end());
}

TEST_F(MirrorFileTest, DeletedOnesAreNotFoundByTitleButAreThere) {
  MirrorItems items = Many();
  items.begin()->second.set_deleted(true);
  ASSERT_OK(Write(items));
  ASSERT_OK_AND_ASSIGN(const MirrorFile file, Open());
  ASSERT_OK_AND_ASSIGN(const auto found, file.WithTitle("яндекс 0"));
  EXPECT_THAT(found, Optional(IsEmpty()));
  ASSERT_OK_AND_ASSIGN(const MirrorItems all, file.ReadAll());
  EXPECT_THAT(all, SizeIs(500));
  EXPECT_TRUE(all.begin()->second.deleted());
}

TEST_F(MirrorFileTest, EveryOneOfTheSameTitleIsFound) {
  MirrorItems items = Many();
  items["zz"] = Item(0, "ЯНДЕКС 77");
  ASSERT_OK(Write(items));
  ASSERT_OK_AND_ASSIGN(const MirrorFile file, Open());
  ASSERT_OK_AND_ASSIGN(const auto found, file.WithTitle("яндекс 77"));
  EXPECT_THAT(found, Optional(SizeIs(2)));
}

TEST_F(MirrorFileTest, EveryOneIsFoundByItsId) {
  ASSERT_OK(Write(Many()));
  ASSERT_OK_AND_ASSIGN(const MirrorFile file, Open());
  for (const auto& [id, item] : Many()) {
    ASSERT_OK_AND_ASSIGN(const auto found, file.WithId(id));
    ASSERT_TRUE(found.has_value()) << id;
    EXPECT_EQ(found->SerializeAsString(), item.SerializeAsString());
  }
  for (const absl::string_view id : {"", "0", "10000 ", "9", "zz"}) {
    ASSERT_OK_AND_ASSIGN(const auto none, file.WithId(id));
    EXPECT_FALSE(none.has_value()) << id;
  }
}

TEST_F(MirrorFileTest, AnIdentityOfSomebodyElseOpensNothing) {
  ASSERT_OK(Write(Many()));
  const crypto::Identity other = MakeIdentity();
  EXPECT_FALSE(MirrorFile::Open(*state_, other, kSafe).ok());
}

TEST_F(MirrorFileTest, ACutFileIsNotTaken) {
  ASSERT_OK(Write(Many()));
  const auto whole = std::filesystem::file_size(Path());
  for (const size_t size : {size_t{0}, size_t{5}, size_t{100}, size_t{33000},
                            size_t{70000}, whole - 1}) {
    ASSERT_OK(Write(Many()));
    std::filesystem::resize_file(Path(), size);
    const auto file = Open();
    EXPECT_FALSE(file.ok() && file->ReadAll().ok()) << size;
  }
}

TEST_F(MirrorFileTest, AChangedByteIsNeverServed) {
  for (size_t at = 0; at < 200000; at += 9973) {
    ASSERT_OK(Write(Many()));
    std::fstream bytes(Path(), std::ios::in | std::ios::out);
    bytes.seekg(static_cast<std::streamoff>(at));
    const char flipped = static_cast<char>(bytes.get() ^ 1);
    bytes.seekp(static_cast<std::streamoff>(at));
    bytes.put(flipped);
    bytes.close();
    const auto file = Open();
    EXPECT_FALSE(file.ok() && file->ReadAll().ok()) << at;
  }
}

TEST_F(MirrorFileTest, AChunkOfAnOlderCopyIsNotTaken) {
  constexpr size_t kSealedChunk = (32 << 10) + 72;
  ASSERT_OK(Write(Many(), 7));
  std::string old(kSealedChunk, '\0');
  std::ifstream(Path())
      .seekg(16 + 2 * kSealedChunk)
      .read(old.data(), kSealedChunk);
  ASSERT_OK(Write(Many(), 8));
  std::fstream bytes(Path(), std::ios::in | std::ios::out);
  bytes.seekp(16 + 2 * kSealedChunk);
  bytes.write(old.data(), kSealedChunk);
  bytes.close();
  ASSERT_OK_AND_ASSIGN(const MirrorFile file, Open());
  EXPECT_THAT(file.ReadAll(), Not(::klad::testing::IsOk()));
}

}  // namespace
}  // namespace klad::client
