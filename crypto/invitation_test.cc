#include "crypto/invitation.h"

#include <set>
#include <string>

#include "crypto/door.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;
using ::testing::HasSubstr;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

trust::v1::Invitation SomeInvitation() {
  trust::v1::Invitation invitation;
  invitation.set_organisation(std::string(16, 'o'));
  invitation.set_server("klad.example:7443");
  invitation.set_ca(std::string(32, 'c'));
  invitation.mutable_entry()->set_sequence(17);
  invitation.mutable_entry()->set_link(std::string(32, 'l'));
  invitation.set_secret(std::string(16, 's'));
  invitation.set_certificate(std::string(360, 'x'));
  return invitation;
}

trust::v1::PublicKeys KeysOf(char secret, char organisation) {
  trust::v1::Identity about;
  about.set_organisation(std::string(16, organisation));
  about.set_member(std::string(16, 'i'));
  about.set_server("klad.example:7443");
  about.set_ca(std::string(32, 'c'));
  return InvitationIdentity(Secret::Copy(std::string(16, secret)), about)
      ->PublicKeys();
}

TEST(InvitationTest, LineIsRead) {
  const std::string line = FormatInvitation(SomeInvitation());
  EXPECT_LT(line.size(), 720u);
  EXPECT_EQ(line.find_first_of("= \n"), std::string::npos);
  ASSERT_OK_AND_ASSIGN(const auto read, ParseInvitation("\n " + line + " "));
  EXPECT_EQ(read.SerializeAsString(), SomeInvitation().SerializeAsString());
}

TEST(InvitationTest, EveryTruncationAndMistypedSymbolIsNoticed) {
  const std::string line = FormatInvitation(SomeInvitation());
  for (size_t i = std::string("klad1-join.").size(); i < line.size(); ++i) {
    EXPECT_THAT(ParseInvitation(line.substr(0, i)), StatusIs(kInvalid)) << i;
    if (i + 1 == line.size()) break;  // its last bits mean nothing
    std::string mistyped = line;
    mistyped[i] = line[i] == 'A' ? 'B' : 'A';
    EXPECT_THAT(ParseInvitation(mistyped), StatusIs(kInvalid)) << i;
  }
}

TEST(InvitationTest, MissingOrMisshapenFieldIsRefused) {
  const auto refused = [](auto change) {
    trust::v1::Invitation invitation = SomeInvitation();
    change(&invitation);
    EXPECT_THAT(ParseInvitation(FormatInvitation(invitation)),
                StatusIs(kInvalid));
  };
  refused([](auto* invitation) { invitation->set_organisation("short"); });
  refused([](auto* invitation) { invitation->clear_server(); });
  refused([](auto* invitation) { invitation->set_ca("short"); });
  refused([](auto* invitation) { invitation->clear_entry(); });
  refused([](auto* invitation) {
    invitation->mutable_entry()->set_link("short");
  });
  refused([](auto* invitation) { invitation->set_secret("short"); });
  refused([](auto* invitation) { invitation->clear_certificate(); });
}

TEST(InvitationTest, OtherLinesAreToldApart) {
  trust::v1::Door door;
  door.set_organisation(std::string(16, 'o'));
  EXPECT_THAT(ParseInvitation(FormatDoor(door)),
              StatusIs(kInvalid, HasSubstr("this is a door line")));
  EXPECT_THAT(ParseDoor(FormatInvitation(SomeInvitation())),
              StatusIs(kInvalid, HasSubstr("this is an invitation")));
  EXPECT_THAT(ParseInvitation("hello"),
              StatusIs(kInvalid, HasSubstr("klad person invite")));
}

TEST(InvitationTest, UnknownFieldNeedsANewerKlad) {
  trust::v1::Invitation invitation = SomeInvitation();
  invitation.GetReflection()->MutableUnknownFields(&invitation)->AddVarint(99,
                                                                           1);
  EXPECT_THAT(ParseInvitation(FormatInvitation(invitation)),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST(InvitationTest, KeysComeFromTheSecretAndTheOrganisation) {
  const std::string one = KeysOf('s', 'o').SerializeAsString();
  EXPECT_EQ(one, KeysOf('s', 'o').SerializeAsString());
  EXPECT_NE(one, KeysOf('t', 'o').SerializeAsString());
  EXPECT_NE(one, KeysOf('s', 'p').SerializeAsString());
}

}  // namespace
}  // namespace klad::crypto
