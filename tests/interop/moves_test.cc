// The frozen vectors of crypto/testdata/moves.json.
#include <fstream>
#include <string>

#include "crypto/vault/attachment.h"
#include "crypto/vault/change.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/part.h"
#include "crypto/vault/secret_part.h"
#include "crypto/vault/succession.h"
#include "gtest/gtest.h"
#include "tests/interop/vector_json.h"
#include "tests/support/status_matchers.h"

namespace klad::interop {
namespace {

namespace vault = crypto::vault;

class MovesTest : public ::testing::Test {
 protected:
  static json Load() {
    std::ifstream in("crypto/testdata/moves.json");
    return json::parse(in);
  }
  static std::string FromHex(const json& hex) {
    return absl::HexStringToBytes(hex.get<std::string>());
  }

  vault::SignedHeader Header(size_t i) const {
    return *vault::ReadHeader(FromHex(frozen_.at("headers").at(i)));
  }

  absl::StatusOr<Secret> Open(const trust::v1::Header& header,
                              vault::PartKind kind, size_t safe) const {
    const trust::v1::Part& part = kind == vault::PartKind::kOverview
                                      ? header.overview()
                                      : header.secret();
    for (const json& sealed : frozen_.at("parts")) {
      const std::string bytes = FromHex(sealed);
      if (vault::HashPart(bytes).view() != part.hash()) continue;
      return vault::OpenPart(
          Secret::Copy(FromHex(frozen_.at("safe_keys").at(safe))),
          {{header.organisation(), FromHex(frozen_.at("safes").at(safe))},
           header.credential(),
           kind},
          part, bytes);
    }
    return absl::NotFoundError("no such part");
  }

  const json frozen_ = Load();
};

TEST_F(MovesTest, BothEndsFitAndTheSecretOpensAtEither) {
  EXPECT_OK(vault::CheckMove(Header(1), Header(2).header));
  for (const size_t end : {1, 2}) {
    ASSERT_OK_AND_ASSIGN(
        const Secret plain,
        Open(Header(end).header, vault::PartKind::kSecret, end - 1));
    ASSERT_OK_AND_ASSIGN(const auto secret, vault::ParseSecretPart(plain));
    EXPECT_EQ(secret.password.Expose(), Text(frozen_, "password"));
  }
  ASSERT_OK_AND_ASSIGN(const Secret overview,
                       Open(Header(2).header, vault::PartKind::kOverview, 1));
  EXPECT_EQ(vault::ParseOverview(overview.Expose())->title(), "there");
}

TEST_F(MovesTest, AttachmentsOpen) {
  const trust::v1::Header header = Header(2).header;
  ASSERT_OK_AND_ASSIGN(const Secret plain,
                       Open(header, vault::PartKind::kSecret, 1));
  ASSERT_OK_AND_ASSIGN(const auto secret, vault::ParseSecretPart(plain));
  ASSERT_EQ(secret.attachments.size(), frozen_.at("files").size());
  for (size_t i = 0; i < secret.attachments.size(); ++i) {
    const json& file = frozen_.at("files").at(i);
    const vault::Attachment& attachment = secret.attachments[i];
    EXPECT_EQ(attachment.name, Text(file, "name"));
    EXPECT_EQ(attachment.document, file.at("document").get<bool>());
    EXPECT_EQ(attachment.id, header.secret().attachments(static_cast<int>(i)));
    ASSERT_OK_AND_ASSIGN(
        const Secret contents,
        vault::OpenChunk({header.organisation(), header.credential()},
                         attachment, 0, FromHex(file.at("chunks").at(0))));
    EXPECT_EQ(contents.Expose(), Bytes(file, "contents"));
    EXPECT_EQ(vault::HashFile(contents.Expose()), attachment.hash);
  }
}

}  // namespace
}  // namespace klad::interop
