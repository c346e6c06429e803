#include "client/formats/attached.h"

#include <zlib.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/formats/make_zip.h"
#include "client/formats/read_fixture.h"
#include "crypto/vault/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using crypto::vault::kMaxAttachment;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Files = std::vector<std::pair<std::string, std::string>>;

constexpr size_t kMiB = 1 << 20;

// A 1PUX export of one entry with these files, called as in the archive.
std::string OnePuxWith(const Files& files) {
  std::string fields;
  for (size_t i = 0; i < files.size(); ++i) {
    absl::StrAppend(&fields, i == 0 ? "" : ",", R"({"id":"f","value":{"file":)",
                    R"({"fileName":")", files[i].first, R"(","documentId":"D)",
                    i, R"("}}})");
  }
  Files packed = {
      {"export.data",
       absl::StrCat(R"({"accounts":[{"vaults":[{"attrs":{},"items":[{)",
                    R"("categoryUuid":"001","overview":{"title":"t"},)",
                    R"("details":{"sections":[{"fields":[)", fields,
                    "]}]}}]}]}]}")}};
  for (size_t i = 0; i < files.size(); ++i) {
    packed.push_back(
        {absl::StrCat("files/D", i, "___", files[i].first), files[i].second});
  }
  return MakeZip(packed);
}

std::string KeePassWith(const std::string& binary, const std::string& value) {
  return absl::StrCat(
      "<KeePassFile><Meta><Binaries>", binary,
      "</Binaries></Meta><Root><Group><Entry><String><Key>Title</Key><Value>t"
      "</Value></String><Binary><Key>a.txt</Key>",
      value, "</Binary></Entry></Group></Root></KeePassFile>");
}

std::string Gzip(const std::string& text) {
  z_stream stream = {};
  EXPECT_EQ(
      deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY),
      Z_OK);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

std::vector<std::string> Lost(const ReadExport& read) {
  std::vector<std::string> lost;
  for (const ImportProblem& problem : read.report.problems) {
    EXPECT_EQ(problem.kind, ProblemKind::kPartLost);
    lost.push_back(problem.what);
  }
  return lost;
}

TEST(Attached, AsLargeAsOneMayBe) {
  const ReadExport read =
      ReadBytes(OnePuxWith({{"a.bin", std::string(kMaxAttachment, 'x')},
                            {"b.bin", std::string(kMaxAttachment + 1, 'x')},
                            {"empty", ""}}));
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.at(0).files.size(), 2u);
  ASSERT_OK_AND_ASSIGN(const WipedString a, read.items[0].files[0].contents());
  EXPECT_EQ(a.size(), kMaxAttachment);
  ASSERT_OK_AND_ASSIGN(const WipedString b, read.items[0].files[1].contents());
  EXPECT_EQ(b.size(), 0u);
  EXPECT_THAT(Lost(read), ElementsAre("its attachment \"b.bin\" is larger than "
                                      "10 MiB: keep it elsewhere"));
}

TEST(Attached, SixteenOfThem) {
  const ReadExport read = ReadBytes(OnePuxWith(Files(17, {"a.b.txt", "x"})));
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.at(0).files.size(), 16u);
  EXPECT_EQ(read.items[0].files[0].name, "a.b.txt");
  EXPECT_EQ(read.items[0].files[15].name, "a.b (16).txt");
  EXPECT_THAT(Lost(read),
              ElementsAre("its attachment \"a.b.txt\" is one too many: a "
                          "credential has at most 16"));
}

TEST(Attached, NamesThatNoFileHas) {
  const ReadExport read =
      ReadBytes(OnePuxWith({{"", "x"}, {"..", "x"}, {"ok", "x"}}));
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.at(0).files.size(), 1u);
  EXPECT_THAT(Lost(read), ElementsAre(HasSubstr("has a name that no file"),
                                      HasSubstr("has a name that no file")));
}

// One file may be named by many entries, and unpacks once for each.
TEST(Attached, NotMoreThanAllOfThemMayHave) {
  const std::string packed =
      absl::Base64Escape(Gzip(std::string(kMaxAttachment, 'x')));
  std::string entries;
  for (int i = 0; i < 15; ++i) {
    entries +=
        "<Entry><String><Key>Title</Key><Value>t</Value></String><Binary><Key>"
        "a</Key><Value Ref=\"0\"/></Binary></Entry>";
  }
  const ReadExport read = ReadBytes(absl::StrCat(
      "<KeePassFile><Meta><Binaries><Binary ID=\"0\" Compressed=\"True\">",
      packed, "</Binary></Binaries></Meta><Root><Group>", entries,
      "</Group></Root></KeePassFile>"));
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 15u);
  EXPECT_EQ(read.items[11].files.size(), 1u);
  EXPECT_TRUE(read.items[12].files.empty());
  EXPECT_THAT(
      Lost(read),
      ::testing::Each(HasSubstr("those of one export have at most 128 MiB")));
}

TEST(Attached, PackedToUnpackToFarMore) {
  const std::string bomb =
      absl::Base64Escape(Gzip(std::string(100 * kMiB, 'x')));
  const ReadExport read = ReadBytes(KeePassWith(
      absl::StrCat("<Binary ID=\"0\" Compressed=\"True\">", bomb, "</Binary>"),
      "<Value Ref=\"0\"/>"));
  ASSERT_OK(read.status);
  EXPECT_THAT(Lost(read), ElementsAre(HasSubstr("is larger than 10 MiB")));
}

TEST(Attached, DamagedOnes) {
  for (const char* value :
       {"<Value>@@@@</Value>", "<Value Compressed=\"True\">AAAA</Value>",
        "<Value Compressed=\"True\">H4sI</Value>"}) {
    const ReadExport read = ReadBytes(KeePassWith("", value));
    ASSERT_OK(read.status);
    EXPECT_THAT(Lost(read),
                ElementsAre("its attachment \"a.txt\" is damaged in the "
                            "export: save it by hand"))
        << value;
  }
}

// Thirteen megabytes in base 64, in lines as XML writers break them.
TEST(Attached, LargeInBase64) {
  const std::string whole =
      absl::Base64Escape(std::string(kMaxAttachment, 'y'));
  std::string text;
  for (size_t at = 0; at < whole.size(); at += 76) {
    absl::StrAppend(&text, whole.substr(at, 76), "\r\n");
  }
  const ReadExport read =
      ReadBytes(KeePassWith("", absl::StrCat("<Value>", text, "</Value>")));
  ASSERT_OK(read.status);
  ASSERT_OK_AND_ASSIGN(const WipedString contents,
                       read.items.at(0).files.at(0).contents());
  EXPECT_EQ(contents.size(), kMaxAttachment);
  EXPECT_THAT(Lost(read), ::testing::IsEmpty());
}

TEST(Attached, LargeInAnExportOfOurs) {
  const ReadExport read = ReadBytes(absl::StrCat(
      R"({"format":"klad","version":1,"credentials":[{"kind":"note",)",
      R"("sensitivity":"normal","title":"t","attachments":[{"name":"a",)",
      R"("document":true,"contents":")",
      absl::Base64Escape(std::string(kMaxAttachment, 'z')), R"("}]}]})"));
  ASSERT_OK(read.status);
  const ImportedFile& file = read.items.at(0).files.at(0);
  EXPECT_TRUE(file.document);
  ASSERT_OK_AND_ASSIGN(const WipedString contents, file.contents());
  EXPECT_EQ(contents, WipedString(kMaxAttachment, 'z'));
}

}  // namespace
}  // namespace klad::client
