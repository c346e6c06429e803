#include "crypto/door.h"

#include <string>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;
using ::testing::HasSubstr;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

trust::v1::Door SomeDoor() {
  trust::v1::Door door;
  door.set_organisation(std::string(16, 'o'));
  door.set_server("klad.example:7443");
  door.set_ca(std::string(32, 'c'));
  door.set_secret(std::string(16, 's'));
  door.set_certificate(std::string(360, 'x'));
  door.set_audit_key(std::string(32, 'a'));
  return door;
}

TEST(DoorTest, LineIsRead) {
  const std::string line = FormatDoor(SomeDoor());
  EXPECT_LT(line.size(), 720u);
  EXPECT_EQ(line.find('='), std::string::npos);
  ASSERT_OK_AND_ASSIGN(const trust::v1::Door door, ParseDoor(line));
  EXPECT_EQ(door.SerializeAsString(), SomeDoor().SerializeAsString());
}

TEST(DoorTest, MailMayBreakTheLine) {
  std::string line = FormatDoor(SomeDoor());
  line.insert(200, "\r\n");
  line.insert(76, "\n ");
  EXPECT_OK(ParseDoor("  " + line + "\n"));
}

TEST(DoorTest, EveryTruncationIsNoticed) {
  const std::string line = FormatDoor(SomeDoor());
  for (size_t size = 6; size < line.size(); ++size) {
    EXPECT_THAT(ParseDoor(line.substr(0, size)),
                StatusIs(kInvalid, HasSubstr("cut short")))
        << size;
  }
}

TEST(DoorTest, MistypedSymbolsAreNoticed) {
  const std::string line = FormatDoor(SomeDoor());
  for (size_t i = 6; i < line.size(); ++i) {
    std::string mistyped = line;
    mistyped[i] = '!';
    EXPECT_THAT(ParseDoor(mistyped), StatusIs(kInvalid)) << i;
    if (i + 1 == line.size()) break;  // its last bits mean nothing
    mistyped[i] = line[i] == 'A' ? 'B' : 'A';
    EXPECT_THAT(ParseDoor(mistyped), StatusIs(kInvalid)) << i;
  }
}

TEST(DoorTest, OtherCodesAreToldApart) {
  EXPECT_THAT(ParseDoor("KLAD-KIT AAAA-BBBB"),
              StatusIs(kInvalid, HasSubstr("recovery kit")));
  EXPECT_THAT(ParseDoor("hello"),
              StatusIs(kInvalid, HasSubstr("not a code of klad")));
  EXPECT_THAT(ParseDoor(""),
              StatusIs(kInvalid, HasSubstr("not a code of klad")));
}

TEST(DoorTest, MissingOrMisshapenFieldIsRefused) {
  const auto refused = [](auto change) {
    trust::v1::Door door = SomeDoor();
    change(&door);
    EXPECT_THAT(ParseDoor(FormatDoor(door)), StatusIs(kInvalid));
  };
  refused([](trust::v1::Door* door) { door->set_organisation("short"); });
  refused([](trust::v1::Door* door) { door->clear_server(); });
  refused([](trust::v1::Door* door) { door->set_ca("short"); });
  refused([](trust::v1::Door* door) { door->set_secret("short"); });
  refused([](trust::v1::Door* door) { door->clear_certificate(); });
  refused([](trust::v1::Door* door) { door->set_audit_key("short"); });
}

TEST(DoorTest, UnknownFieldNeedsANewerKlad) {
  trust::v1::Door door = SomeDoor();
  door.GetReflection()->MutableUnknownFields(&door)->AddVarint(99, 1);
  EXPECT_THAT(ParseDoor(FormatDoor(door)),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST(DoorTest, KeyComesFromTheSecretAndTheOrganisation) {
  trust::v1::Door door = SomeDoor();
  ASSERT_OK_AND_ASSIGN(const TlsKey one, DoorTlsKey(door));
  ASSERT_OK_AND_ASSIGN(const TlsKey same, DoorTlsKey(door));
  EXPECT_EQ(one.public_key(), same.public_key());
  door.set_organisation(std::string(16, 'p'));
  ASSERT_OK_AND_ASSIGN(const TlsKey other, DoorTlsKey(door));
  EXPECT_NE(one.public_key(), other.public_key());
}

}  // namespace
}  // namespace klad::crypto
