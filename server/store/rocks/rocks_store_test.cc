#include "server/store/rocks/rocks_store.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::store {
namespace {

namespace fs = std::filesystem;
using ::klad::testing::IsOk;
using ::klad::testing::IsOkAndHolds;
using ::klad::testing::StatusIs;
using ::testing::HasSubstr;

using Files = std::map<std::string, std::string>;

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

Files FilesOf(const std::string& folder) {
  Files files;
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (file.is_regular_file()) {
      files[file.path().string()] = ReadAll(file.path());
    }
  }
  return files;
}

void Flip(const std::string& path, size_t offset) {
  std::string bytes = ReadAll(path);
  bytes.at(offset) = static_cast<char>(bytes.at(offset) ^ 0x40);
  std::ofstream(path, std::ios::binary) << bytes;
}

// Its one file of this kind, such as ".log".
std::string FileEnding(const std::string& folder, const std::string& ending) {
  for (const auto& file : fs::directory_iterator(folder + "/db")) {
    if (absl::EndsWith(file.path().string(), ending)) return file.path();
  }
  return "";
}

class RocksStoreTest : public ::testing::Test {
 protected:
  static absl::StatusOr<std::unique_ptr<RocksStore>> Open(
      const std::string& folder) {
    RocksOptions options;
    options.folder = folder;
    return RocksStore::Open(options);
  }
  static absl::StatusOr<std::unique_ptr<RocksStore>> Create(
      const std::string& folder) {
    RocksOptions options;
    options.folder = folder;
    return RocksStore::Create(options);
  }
  // A store of some commits, closed; the log holds all of them.
  void Fill(int commits = 10) {
    auto store = Create(data_);
    ASSERT_OK(store);
    for (int i = 0; i < commits; ++i) {
      ASSERT_OK((*store)->Commit(
          {{}, {{absl::StrCat("k", i), absl::StrCat("v", i)}}, {}}));
    }
  }

  testing::TempFolder folder_;
  const std::string data_ = folder_ / "data";
  const std::string copy_ = folder_ / "copy";
};

TEST_F(RocksStoreTest, MissingStoreIsNotMade) {
  EXPECT_THAT(Open(data_),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("kladd init")));
  EXPECT_FALSE(fs::exists(data_));
  fs::create_directory(data_);
  EXPECT_THAT(Open(data_), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_TRUE(fs::is_empty(data_));
}

TEST_F(RocksStoreTest, SecondCreateIsRefused) {
  Fill();
  const Files before = FilesOf(data_);
  EXPECT_THAT(Create(data_), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(FilesOf(data_), before);
  EXPECT_OK(Open(data_));
}

TEST_F(RocksStoreTest, FolderIsForItsOwnerAlone) {
  Fill();
  EXPECT_EQ(fs::status(data_).permissions(), fs::perms::owner_all);
}

TEST_F(RocksStoreTest, SecondProcessIsRefused) {
  Fill();
  ASSERT_OK_AND_ASSIGN(const auto store, Open(data_));
  EXPECT_THAT(Open(data_), StatusIs(absl::StatusCode::kFailedPrecondition,
                                    HasSubstr("another kladd is running")));
  EXPECT_OK(store->Commit({{}, {{"k", "v"}}, {}}));
}

TEST_F(RocksStoreTest, StateOfAKilledProcessIsTakenUp) {
  ASSERT_OK_AND_ASSIGN(const auto store, Create(data_));
  ASSERT_OK(store->Commit({{}, {{"k", "v"}}, {}}));
  fs::copy(data_, copy_, fs::copy_options::recursive);
  ASSERT_OK_AND_ASSIGN(const auto killed, Open(copy_));
  EXPECT_EQ(killed->Get("k")->value, "v");
}

TEST_F(RocksStoreTest, LostTailOfTheLogIsRefusedAndNothingChanged) {
  Fill();
  const std::string log = FileEnding(data_, ".log");
  fs::resize_file(log, fs::file_size(log) - 1);
  const Files before = FilesOf(data_);
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(Open(data_), StatusIs(absl::StatusCode::kDataLoss,
                                      HasSubstr("lost acknowledged changes")));
  }
  EXPECT_EQ(FilesOf(data_), before);
}

TEST_F(RocksStoreTest, OneTornSlotOfTheWitnessDoesNotMatter) {
  Fill();
  Flip(data_ + "/witness", 0);
  EXPECT_OK(Open(data_));
  Flip(data_ + "/witness", 4096);
  EXPECT_OK(Open(data_));
}

TEST_F(RocksStoreTest, DamagedWitnessIsRefused) {
  Fill();
  Flip(data_ + "/witness", 20);
  Flip(data_ + "/witness", 4096 + 20);
  EXPECT_THAT(Open(data_),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("witness")));
}

TEST_F(RocksStoreTest, MissingWitnessIsNoNewFolder) {
  Fill();
  fs::remove(data_ + "/witness");
  EXPECT_THAT(Open(data_), StatusIs(absl::StatusCode::kDataLoss,
                                    HasSubstr("restore a backup")));
}

TEST_F(RocksStoreTest, OlderDatabaseUnderTheWitnessIsRefused) {
  Fill();
  fs::copy(data_, copy_, fs::copy_options::recursive);
  {
    ASSERT_OK_AND_ASSIGN(const auto store, Open(data_));
    ASSERT_OK(store->Commit({{}, {{"k", "new"}}, {}}));
  }
  fs::remove_all(data_ + "/db");
  fs::rename(copy_ + "/db", data_ + "/db");
  EXPECT_THAT(Open(data_), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RocksStoreTest, WitnessOfAnotherHistoryIsRefused) {
  Fill();
  ASSERT_OK_AND_ASSIGN(auto other, Create(copy_));
  for (int i = 0; i < 10; ++i) {
    ASSERT_OK(other->Commit({{}, {{"k", "v"}}, {}}));
  }
  other = nullptr;
  fs::copy(copy_ + "/witness", data_ + "/witness",
           fs::copy_options::overwrite_existing);
  EXPECT_THAT(Open(data_), StatusIs(absl::StatusCode::kDataLoss,
                                    HasSubstr("different histories")));
}

TEST_F(RocksStoreTest, StoreAheadByTheLastBatchIsTaken) {
  Fill(9);
  const std::string witness = ReadAll(data_ + "/witness");
  {
    ASSERT_OK_AND_ASSIGN(const auto store, Open(data_));
    ASSERT_OK(store->Commit({{}, {{"k", "in the log"}}, {}}));
  }
  std::ofstream(data_ + "/witness", std::ios::binary) << witness;
  ASSERT_OK_AND_ASSIGN(auto store, Open(data_));
  EXPECT_EQ(store->Get("k")->value, "in the log");
  ASSERT_OK(store->Commit({{}, {{"k", "two further"}}, {}}));
  store = nullptr;
  std::ofstream(data_ + "/witness", std::ios::binary) << witness;
  EXPECT_THAT(Open(data_), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RocksStoreTest, MissingFileOfTheDatabaseIsRefusedAndNothingChanged) {
  Fill();
  for (const char* ending : {"CURRENT", ".log", "MANIFEST"}) {
    fs::remove_all(copy_);
    fs::copy(data_, copy_, fs::copy_options::recursive);
    for (const auto& file : fs::directory_iterator(copy_ + "/db")) {
      if (absl::StrContains(file.path().filename().string(), ending)) {
        fs::remove(file);
      }
    }
    const Files before = FilesOf(copy_);
    EXPECT_THAT(Open(copy_), StatusIs(absl::StatusCode::kDataLoss)) << ending;
    EXPECT_EQ(FilesOf(copy_), before) << ending;
  }
}

// What the store says after a byte changed: an error, or the same data.
bool RefusesOrServesTheSame(const std::string& folder, const Page& expected) {
  RocksOptions options;
  options.folder = folder;
  const auto store = RocksStore::Open(options);
  if (!store.ok()) return true;
  const auto page = (*store)->List({}, "", 1000);
  if (!page.ok()) return true;
  if (page->entries.size() != expected.entries.size()) return false;
  for (size_t i = 0; i < expected.entries.size(); ++i) {
    if (page->entries[i].key != expected.entries[i].key ||
        page->entries[i].value != expected.entries[i].value) {
      return false;
    }
  }
  return true;
}

TEST_F(RocksStoreTest, FlippedByteIsNeverServedAsDifferentData) {
  Fill(20);
  Page expected;
  {
    ASSERT_OK_AND_ASSIGN(const auto store, Open(data_));
    ASSERT_OK(store->Commit({{}, {{"log", "in the log"}}, {"k3"}}));
    ASSERT_OK_AND_ASSIGN(expected, store->List({}, "", 1000));
  }
  int flips = 0;
  for (const auto& [path, bytes] : FilesOf(data_)) {
    if (absl::StrContains(path, "OPTIONS")) continue;
    for (size_t offset = 0; offset < bytes.size(); offset += 17) {
      if (bytes.size() > 4096 && offset % 4096 > 80) continue;
      fs::remove_all(copy_);
      fs::copy(data_, copy_, fs::copy_options::recursive);
      const std::string flipped = copy_ + path.substr(data_.size());
      Flip(flipped, offset);
      EXPECT_TRUE(RefusesOrServesTheSame(copy_, expected))
          << path << " at " << offset;
      ++flips;
    }
  }
  EXPECT_GT(flips, 100);
}

}  // namespace
}  // namespace klad::store
