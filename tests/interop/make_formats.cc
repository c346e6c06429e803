#include "tests/interop/make_formats.h"

#include <string>

#include "crypto/digest.h"
#include "crypto/door.h"
#include "crypto/envelope.h"
#include "crypto/identity.h"
#include "crypto/identity_file.h"
#include "crypto/invitation.h"
#include "crypto/keys.h"
#include "crypto/kit.h"
#include "crypto/move.h"
#include "crypto/seal.h"
#include "crypto/words.h"

namespace klad::interop {
namespace {

using namespace crypto;  // NOLINT: a program of one purpose

const std::string kOrganisation(16, '\x0a');

// 32 bytes that count up from `from`.
Secret Counting(int from) {
  Secret secret(32);
  for (int i = 0; i < 32; ++i) {
    secret.Fill()[i] = static_cast<unsigned char>(from + i);
  }
  return secret;
}

json SomeContext(const char* label) {
  return {{"label", label},
          {"organisation", Hex(kOrganisation)},
          {"fields", {Hex("field"), "", 7, 4294967296}}};
}

trust::v1::Identity About() {
  trust::v1::Identity about;
  about.set_organisation(kOrganisation);
  about.set_member(std::string(16, '\x0b'));
  about.set_founding(Hash(kSignedDomain, {"founding"}).str());
  about.set_server("klad.example:7443");
  about.set_ca(Hash(kCaDomain, {"ca"}).str());
  return about;
}

json PublicKeysOf(const Identity& identity) {
  const trust::v1::PublicKeys keys = identity.PublicKeys();
  return {{"sign", Hex(keys.sign())},
          {"box", Hex(keys.box())},
          {"tls", Hex(keys.tls())}};
}

json Contexts() {
  const json context = SomeContext(label::kEnvelope);
  return {{{"context", context}, {"bytes", Hex(ToContext(context).bytes())}}};
}

json Hashes() {
  json out;
  for (const char* domain :
       {kLinkDomain, kSignedDomain, kHeaderDomain, kPartDomain, kMapKeyDomain,
        kMapLeafDomain, kMapNodeDomain, kLedgerDomain, kRecordDomain, kCaDomain,
        kNameDomain, kWordsDomain, kKitDomain, kDoorDomain,
        kInvitationDomain, kMoveDomain, kTlsDomain}) {
    out.push_back({{"domain", domain},
                   {"input", Hex("hoard")},
                   {"digest", Hex(Hash(domain, {"hoa", "rd"}).view())}});
  }
  return out;
}

json Derivations() {
  const json context = SomeContext(label::kIdentityState);
  return {{{"key", Hex(Counting(0).Expose())},
           {"context", context},
           {"derived", Hex(Derive(Counting(0), ToContext(context)).Expose())}}};
}

json Seals() {
  const json context = SomeContext(label::kPartBody);
  json out;
  for (const char* plaintext : {"", "hoard"}) {
    out.push_back(
        {{"key", Hex(Counting(1).Expose())},
         {"context", context},
         {"plaintext", Hex(plaintext)},
         {"padded", false},
         {"sealed", Hex(Seal(Counting(1), ToContext(context), plaintext))}});
  }
  for (const size_t size : {0, 255, 256}) {
    const std::string plaintext(size, 'x');
    out.push_back({{"key", Hex(Counting(1).Expose())},
                   {"context", context},
                   {"plaintext", Hex(plaintext)},
                   {"padded", true},
                   {"sealed", Hex(SealPadded(Counting(1), ToContext(context),
                                             plaintext))}});
  }
  return out;
}

json Signatures() {
  const json context = SomeContext(label::kChange);
  const SigningKey key = SigningKey::FromSeed(Counting(2));
  return {{{"seed", Hex(Counting(2).Expose())},
           {"context", context},
           {"body", Hex("body")},
           {"public", Hex(key.public_key())},
           {"signature", Hex(key.Sign(ToContext(context), "body"))}}};
}

json Envelopes() {
  const json context = SomeContext(label::kEnvelope);
  const BoxKey recipient = BoxKey::FromSeed(Counting(3));
  return {{{"recipient_seed", Hex(Counting(3).Expose())},
           {"recipient", Hex(recipient.public_key())},
           {"context", context},
           {"secret", Hex(Counting(4).Expose())},
           {"envelope",
            Hex(SealTo(recipient.public_key(), ToContext(context), Counting(4))
                    .value())}}};
}

json IdentityVector() {
  const Identity identity =
      Identity::FromKeys(Counting(5), TlsKey::FromScalar(Counting(6)).value(),
                         About())
          .value();
  const char* passphrase = "пароль из слов";
  return {
      {"seed", Hex(Counting(5).Expose())},
      {"tls_scalar", Hex(Counting(6).Expose())},
      {"organisation", Hex(About().organisation())},
      {"member", Hex(About().member())},
      {"founding", Hex(About().founding())},
      {"server", About().server()},
      {"ca", Hex(About().ca())},
      {"keys", PublicKeysOf(identity)},
      {"state_key", Hex(identity.StateKey().Expose())},
      {"packed", Hex(identity.Pack().Expose())},
      {"passphrase", passphrase},
      {"file", Hex(SealIdentity(identity, Secret::Copy(passphrase)).value())}};
}

json KitVector() {
  const Kit kit = Kit::Create();
  const Digest founding = Hash(kSignedDomain, {"founding"});
  return {{"code", std::string(kit.Code(founding).Expose())},
          {"founding", Hex(founding.view())},
          {"organisation", Hex(kOrganisation)},
          {"keys", PublicKeysOf(kit.ToIdentity(About()).value())}};
}

json DoorVector() {
  trust::v1::Door door;
  door.set_organisation(kOrganisation);
  door.set_server("klad.example:7443");
  door.set_ca(About().ca());
  door.set_secret(std::string(16, '\x0c'));
  door.set_certificate(std::string(360, 'x'));
  return {{"line", FormatDoor(door)},
          {"organisation", Hex(door.organisation())},
          {"server", door.server()},
          {"ca", Hex(door.ca())},
          {"secret", Hex(door.secret())},
          {"certificate", Hex(door.certificate())},
          {"tls", Hex(DoorTlsKey(door).value().public_key())}};
}

json InvitationVector() {
  trust::v1::Invitation line;
  line.set_organisation(kOrganisation);
  line.set_server("klad.example:7443");
  line.set_ca(About().ca());
  line.mutable_entry()->set_sequence(17);
  line.mutable_entry()->set_link(Hash(kLinkDomain, {"invited"}).str());
  line.set_secret(std::string(16, '\x0d'));
  line.set_certificate(std::string(360, 'x'));
  const Identity identity =
      InvitationIdentity(Secret::Copy(line.secret()), About()).value();
  return {{"line", FormatInvitation(line)},
          {"organisation", Hex(line.organisation())},
          {"server", line.server()},
          {"ca", Hex(line.ca())},
          {"sequence", line.entry().sequence()},
          {"link", Hex(line.entry().link())},
          {"secret", Hex(line.secret())},
          {"certificate", Hex(line.certificate())},
          {"keys", PublicKeysOf(identity)}};
}

json MoveVector() {
  trust::v1::Move line;
  line.set_organisation(kOrganisation);
  line.set_server("klad.example:7443");
  line.set_ca(About().ca());
  line.set_member(About().member());
  line.mutable_head()->set_sequence(18);
  line.mutable_head()->set_link(Hash(kLinkDomain, {"head"}).str());
  line.set_secret(std::string(16, '\x0e'));
  line.set_certificate(std::string(390, 'x'));
  trust::v1::MoveProposal proposal;
  *proposal.mutable_previous() = line.head();
  proposal.set_body("body");
  proposal.set_countersignature(std::string(64, 's'));
  const MoveSecret secret(Secret::Copy(line.secret()), line.organisation(),
                          line.member());
  return {{"line", FormatMove(line)},
          {"organisation", Hex(line.organisation())},
          {"member", Hex(line.member())},
          {"sequence", line.head().sequence()},
          {"link", Hex(line.head().link())},
          {"secret", Hex(line.secret())},
          {"tls", Hex(secret.Tls().value().public_key())},
          {"proposal", Hex(proposal.SerializeAsString())},
          {"sealed", Hex(secret.Seal(proposal))}};
}

json WordVectors() {
  json out;
  for (const char* head : {"a", "b"}) {
    const Digest digest = Hash(kLinkDomain, {head});
    out.push_back({{"head", Hex(digest.view())}, {"words", Words(digest)}});
  }
  return out;
}

}  // namespace

json MakeFormats() {
  return {{"context", Contexts()},        {"hash", Hashes()},
          {"derive", Derivations()},      {"seal", Seals()},
          {"sign", Signatures()},         {"envelope", Envelopes()},
          {"identity", IdentityVector()}, {"kit", KitVector()},
          {"door", DoorVector()},         {"words", WordVectors()},
          {"move", MoveVector()},         {"invitation", InvitationVector()}};
}

}  // namespace klad::interop
