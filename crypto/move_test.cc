#include "crypto/move.h"

#include <string>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;

const std::string kOrganisation(16, 'o');
const std::string kMember(16, 'm');

trust::v1::Move SomeMove() {
  trust::v1::Move move;
  move.set_organisation(kOrganisation);
  move.set_server("klad.example:7443");
  move.set_ca(std::string(32, 'c'));
  move.set_member(kMember);
  move.mutable_head()->set_sequence(17);
  move.mutable_head()->set_link(std::string(32, 'l'));
  move.set_secret(std::string(16, 's'));
  move.set_certificate(std::string(390, 'x'));
  return move;
}

MoveSecret Under(char secret, const std::string& organisation = kOrganisation,
                 const std::string& member = kMember) {
  return {Secret::Copy(std::string(16, secret)), organisation, member};
}

trust::v1::MoveProposal SomeProposal() {
  trust::v1::MoveProposal proposal;
  proposal.set_body("body");
  proposal.set_countersignature("signature");
  return proposal;
}

TEST(MoveTest, LineIsRead) {
  const std::string line = FormatMove(SomeMove());
  ASSERT_OK_AND_ASSIGN(const auto read, ParseMove(line + "\n"));
  EXPECT_EQ(read.SerializeAsString(), SomeMove().SerializeAsString());
}

TEST(MoveTest, MissingOrMisshapenFieldIsRefused) {
  const auto refused = [](auto change) {
    trust::v1::Move move = SomeMove();
    change(&move);
    EXPECT_THAT(ParseMove(FormatMove(move)),
                StatusIs(absl::StatusCode::kInvalidArgument));
  };
  refused([](auto* move) { move->set_organisation("short"); });
  refused([](auto* move) { move->clear_server(); });
  refused([](auto* move) { move->set_ca("short"); });
  refused([](auto* move) { move->set_member("short"); });
  refused([](auto* move) { move->clear_head(); });
  refused([](auto* move) { move->set_secret("short"); });
  refused([](auto* move) { move->clear_certificate(); });
}

TEST(MoveTest, ProposalOpensUnderItsSecretAlone) {
  const std::string sealed = Under('s').Seal(SomeProposal());
  ASSERT_OK_AND_ASSIGN(const auto opened, Under('s').Open(sealed));
  EXPECT_EQ(opened.SerializeAsString(), SomeProposal().SerializeAsString());
  for (const MoveSecret& other :
       {Under('t'), Under('s', std::string(16, 'p')),
        Under('s', kOrganisation, std::string(16, 'n'))}) {
    EXPECT_THAT(other.Open(sealed), StatusIs(absl::StatusCode::kDataLoss));
  }
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(Under('s').Open(changed).ok()) << i;
  }
  EXPECT_FALSE(Under('s').Open("").ok());
}

TEST(MoveTest, TlsKeyComesFromTheSecretAndTheMember) {
  const std::string one = Under('s').Tls()->public_key();
  EXPECT_EQ(one, Under('s').Tls()->public_key());
  EXPECT_NE(one, Under('t').Tls()->public_key());
  EXPECT_NE(one, Under('s', kOrganisation, std::string(16, 'n'))
                     .Tls()
                     ->public_key());
}

}  // namespace
}  // namespace klad::crypto
