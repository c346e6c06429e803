#include "crypto/export_file.h"

#include <string>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::IsOkAndHolds;
using ::klad::testing::StatusIs;

constexpr size_t kChunk = 32 << 10;
constexpr size_t kSealedChunk = kChunk + 72;
constexpr size_t kBegin = 30;

const Secret& Passphrase() {
  static const auto* passphrase = new Secret(Secret::Copy("пароль из слов"));
  return *passphrase;
}

std::string SealWhole(absl::string_view contents, size_t piece) {
  ExportSealer sealer = *ExportSealer::Create(Passphrase());
  std::string file = sealer.Begin();
  for (; !contents.empty();
       contents.remove_prefix(std::min(piece, contents.size()))) {
    file += sealer.Add(contents.substr(0, piece));
  }
  return file + sealer.End();
}

absl::StatusOr<std::string> OpenWhole(absl::string_view file,
                                      const Secret& passphrase = Passphrase()) {
  std::string contents;
  const absl::Status opened =
      OpenExport(file, passphrase, [&](absl::string_view piece) {
        contents.append(piece.data(), piece.size());
        return absl::OkStatus();
      });
  if (!opened.ok()) return opened;
  return contents;
}

std::string Contents(size_t size) {
  std::string contents(size, 'x');
  for (size_t i = 0; i < size; ++i) contents[i] = static_cast<char>(i % 251);
  return contents;
}

TEST(ExportFileTest, OpensAsItWasForEverySize) {
  for (const size_t size : {size_t{0}, size_t{1}, kChunk - 1, kChunk,
                            kChunk + 1, 3 * kChunk, 3 * kChunk + 5}) {
    const std::string contents = Contents(size);
    EXPECT_THAT(OpenWhole(SealWhole(contents, 1000)), IsOkAndHolds(contents))
        << size;
    EXPECT_THAT(OpenWhole(SealWhole(contents, 100'000)), IsOkAndHolds(contents))
        << size;
  }
}

TEST(ExportFileTest, AnotherPassphraseDoesNotOpen) {
  EXPECT_THAT(OpenWhole(SealWhole("all", 1), Secret::Copy("другой")),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(ExportFileTest, CutSwappedRepeatedAndChangedChunksDoNotOpen) {
  const std::string file = SealWhole(Contents(3 * kChunk), kChunk);
  const std::string begin = file.substr(0, kBegin);
  const std::string a = file.substr(kBegin, kSealedChunk);
  const std::string b = file.substr(kBegin + kSealedChunk, kSealedChunk);
  const std::string c = file.substr(kBegin + 2 * kSealedChunk);
  ASSERT_THAT(OpenWhole(begin + a + b + c), IsOkAndHolds(Contents(3 * kChunk)));
  std::string flipped = begin + a + b + c;
  flipped[flipped.size() / 2] ^= 1;
  for (const std::string& wrong :
       {begin + a + b, begin + b + a + c, begin + a + a + c, begin + a + c,
        begin + b + c, begin + a + b + c + c, begin + c, begin, flipped}) {
    EXPECT_THAT(OpenWhole(wrong), StatusIs(absl::StatusCode::kUnauthenticated));
  }
}

TEST(ExportFileTest, OtherFilesAreToldApart) {
  for (const char* other : {"", "{}", "klad export 1\n", "klad export 2\nxx"}) {
    EXPECT_THAT(OpenWhole(other), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_TRUE(IsSealedExport(SealWhole("x", 1)));
  EXPECT_FALSE(IsSealedExport("{\"format\": \"klad\"}"));
}

}  // namespace
}  // namespace klad::crypto
