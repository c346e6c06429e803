// The frozen vectors of crypto/testdata/formats.json: whatever an earlier klad
// wrote opens, and whatever is not random comes out the same.
#include <fstream>
#include <string>

#include "crypto/digest.h"
#include "crypto/door.h"
#include "crypto/envelope.h"
#include "crypto/identity.h"
#include "crypto/identity_file.h"
#include "crypto/keys.h"
#include "crypto/invitation.h"
#include "crypto/kit.h"
#include "crypto/move.h"
#include "crypto/seal.h"
#include "crypto/words.h"
#include "gmock/gmock.h"
#include "tests/interop/vector_json.h"
#include "tests/support/status_matchers.h"

namespace klad::interop {
namespace {

using namespace crypto;  // NOLINT

class FormatsTest : public ::testing::Test {
 protected:
  static json Load() {
    std::ifstream in("crypto/testdata/formats.json");
    return json::parse(in);
  }
  static json KeysOf(const Identity& identity) {
    const trust::v1::PublicKeys keys = identity.PublicKeys();
    return {{"sign", Hex(keys.sign())},
            {"box", Hex(keys.box())},
            {"tls", Hex(keys.tls())}};
  }
  static trust::v1::Identity AboutOf(const json& vector) {
    trust::v1::Identity about;
    about.set_organisation(Bytes(vector, "organisation"));
    about.set_member(Bytes(vector, "member"));
    about.set_founding(Bytes(vector, "founding"));
    about.set_server(Text(vector, "server"));
    about.set_ca(Bytes(vector, "ca"));
    return about;
  }

  const json frozen_ = Load();
};

TEST_F(FormatsTest, Context) {
  for (const json& vector : frozen_.at("context")) {
    EXPECT_EQ(Hex(ToContext(vector.at("context")).bytes()),
              Text(vector, "bytes"));
  }
}

TEST_F(FormatsTest, Hash) {
  EXPECT_EQ(frozen_.at("hash").size(), 17u);
  for (const json& vector : frozen_.at("hash")) {
    EXPECT_EQ(
        Hex(Hash(Text(vector, "domain"), {Bytes(vector, "input")}).view()),
        Text(vector, "digest"));
  }
}

TEST_F(FormatsTest, Derive) {
  for (const json& vector : frozen_.at("derive")) {
    EXPECT_EQ(
        Hex(Derive(SecretBytes(vector, "key"), ToContext(vector.at("context")))
                .Expose()),
        Text(vector, "derived"));
  }
}

TEST_F(FormatsTest, Seal) {
  for (const json& vector : frozen_.at("seal")) {
    const Secret key = SecretBytes(vector, "key");
    const Context context = ToContext(vector.at("context"));
    const std::string sealed = Bytes(vector, "sealed");
    ASSERT_OK_AND_ASSIGN(const Secret opened,
                         vector.at("padded").get<bool>()
                             ? OpenPadded(key, context, sealed)
                             : Open(key, context, sealed));
    EXPECT_EQ(Hex(opened.Expose()), Text(vector, "plaintext"));
  }
}

TEST_F(FormatsTest, Sign) {
  for (const json& vector : frozen_.at("sign")) {
    const SigningKey key = SigningKey::FromSeed(SecretBytes(vector, "seed"));
    EXPECT_EQ(Hex(key.public_key()), Text(vector, "public"));
    EXPECT_EQ(
        Hex(key.Sign(ToContext(vector.at("context")), Bytes(vector, "body"))),
        Text(vector, "signature"));
    EXPECT_OK(Verify(Bytes(vector, "public"), ToContext(vector.at("context")),
                     Bytes(vector, "body"), Bytes(vector, "signature")));
  }
}

TEST_F(FormatsTest, Envelope) {
  for (const json& vector : frozen_.at("envelope")) {
    const BoxKey key = BoxKey::FromSeed(SecretBytes(vector, "recipient_seed"));
    EXPECT_EQ(Hex(key.public_key()), Text(vector, "recipient"));
    ASSERT_OK_AND_ASSIGN(const Secret secret,
                         OpenFrom(key, ToContext(vector.at("context")),
                                  Bytes(vector, "envelope")));
    EXPECT_EQ(Hex(secret.Expose()), Text(vector, "secret"));
  }
}

TEST_F(FormatsTest, Identity) {
  const json& vector = frozen_.at("identity");
  ASSERT_OK_AND_ASSIGN(const Identity identity,
                       Identity::Unpack(SecretBytes(vector, "packed")));
  EXPECT_EQ(KeysOf(identity), vector.at("keys"));
  EXPECT_EQ(Hex(identity.StateKey().Expose()), Text(vector, "state_key"));
  EXPECT_EQ(Hex(identity.Pack().Expose()), Text(vector, "packed"));
  EXPECT_EQ(identity.about().SerializeAsString(),
            AboutOf(vector).SerializeAsString());
  ASSERT_OK_AND_ASSIGN(TlsKey tls,
                       TlsKey::FromScalar(SecretBytes(vector, "tls_scalar")));
  ASSERT_OK_AND_ASSIGN(const Identity made,
                       Identity::FromKeys(SecretBytes(vector, "seed"),
                                          std::move(tls), AboutOf(vector)));
  EXPECT_EQ(KeysOf(made), vector.at("keys"));
}

TEST_F(FormatsTest, IdentityFileAtTheRealCost) {
  const json& vector = frozen_.at("identity");
  ASSERT_OK_AND_ASSIGN(const Identity identity,
                       OpenIdentity(Bytes(vector, "file"),
                                    Secret::Copy(Text(vector, "passphrase"))));
  EXPECT_EQ(Hex(identity.Pack().Expose()), Text(vector, "packed"));
}

TEST_F(FormatsTest, Kit) {
  const json& vector = frozen_.at("kit");
  ASSERT_OK_AND_ASSIGN(const Kit kit, Kit::Parse(Text(vector, "code")));
  ASSERT_OK_AND_ASSIGN(const Digest founding,
                       Digest::From(Bytes(vector, "founding")));
  EXPECT_TRUE(kit.MadeFor(founding));
  EXPECT_EQ(kit.Code(founding).Expose(), Text(vector, "code"));
  trust::v1::Identity about = AboutOf(frozen_.at("identity"));
  about.set_organisation(Bytes(vector, "organisation"));
  ASSERT_OK_AND_ASSIGN(const Identity identity, kit.ToIdentity(about));
  EXPECT_EQ(KeysOf(identity), vector.at("keys"));
}

TEST_F(FormatsTest, Door) {
  const json& vector = frozen_.at("door");
  ASSERT_OK_AND_ASSIGN(const trust::v1::Door door,
                       ParseDoor(Text(vector, "line")));
  EXPECT_EQ(Hex(door.organisation()), Text(vector, "organisation"));
  EXPECT_EQ(door.server(), Text(vector, "server"));
  EXPECT_EQ(Hex(door.ca()), Text(vector, "ca"));
  EXPECT_EQ(Hex(door.secret()), Text(vector, "secret"));
  EXPECT_EQ(Hex(door.certificate()), Text(vector, "certificate"));
  EXPECT_EQ(FormatDoor(door), Text(vector, "line"));
  ASSERT_OK_AND_ASSIGN(const TlsKey key, DoorTlsKey(door));
  EXPECT_EQ(Hex(key.public_key()), Text(vector, "tls"));
}

TEST_F(FormatsTest, Invitation) {
  const json& vector = frozen_.at("invitation");
  ASSERT_OK_AND_ASSIGN(const trust::v1::Invitation line,
                       crypto::ParseInvitation(Text(vector, "line")));
  EXPECT_EQ(Hex(line.organisation()), Text(vector, "organisation"));
  EXPECT_EQ(line.server(), Text(vector, "server"));
  EXPECT_EQ(Hex(line.ca()), Text(vector, "ca"));
  EXPECT_EQ(line.entry().sequence(), vector.at("sequence"));
  EXPECT_EQ(Hex(line.entry().link()), Text(vector, "link"));
  EXPECT_EQ(Hex(line.certificate()), Text(vector, "certificate"));
  EXPECT_EQ(crypto::FormatInvitation(line), Text(vector, "line"));
  trust::v1::Identity about;
  about.set_organisation(line.organisation());
  about.set_member(std::string(16, 'i'));
  about.set_server(line.server());
  about.set_ca(line.ca());
  ASSERT_OK_AND_ASSIGN(
      const Identity identity,
      crypto::InvitationIdentity(Secret::Copy(Bytes(vector, "secret")), about));
  EXPECT_EQ(KeysOf(identity), vector.at("keys"));
}

TEST_F(FormatsTest, Move) {
  const json& vector = frozen_.at("move");
  ASSERT_OK_AND_ASSIGN(const trust::v1::Move line,
                       crypto::ParseMove(Text(vector, "line")));
  EXPECT_EQ(Hex(line.member()), Text(vector, "member"));
  EXPECT_EQ(line.head().sequence(), vector.at("sequence"));
  EXPECT_EQ(Hex(line.head().link()), Text(vector, "link"));
  EXPECT_EQ(crypto::FormatMove(line), Text(vector, "line"));
  const crypto::MoveSecret secret(Secret::Copy(Bytes(vector, "secret")),
                                  line.organisation(), line.member());
  EXPECT_EQ(Hex(secret.Tls()->public_key()), Text(vector, "tls"));
  ASSERT_OK_AND_ASSIGN(const trust::v1::MoveProposal proposal,
                       secret.Open(Bytes(vector, "sealed")));
  EXPECT_EQ(Hex(proposal.SerializeAsString()), Text(vector, "proposal"));
}

TEST_F(FormatsTest, Words) {
  for (const json& vector : frozen_.at("words")) {
    ASSERT_OK_AND_ASSIGN(const Digest head,
                         Digest::From(Bytes(vector, "head")));
    EXPECT_EQ(crypto::Words(head), Text(vector, "words"));
  }
}

}  // namespace
}  // namespace klad::interop
