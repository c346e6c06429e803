#include "crypto/vault/departure.h"

#include <functional>

#include "crypto/base/secret.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using ::klad::testing::StatusIs;
using trust::v1::Departure;
using trust::v1::DepartureChunk;
using trust::v1::RotationNote;
using trust::v1::Signed;

constexpr char kOwner[] = "oooooooooooooooo";
const DepartureName kName = {"gggggggggggggggg", "mmmmmmmmmmmmmmmm"};
const NoteName kNote = {kName.organisation, std::string(32, 'd'), 3, 1};

trust::v1::Position At(uint64_t sequence) {
  trust::v1::Position position;
  position.set_sequence(sequence);
  position.set_link(std::string(32, 'l'));
  return position;
}

Departure Sound() {
  Departure departure;
  departure.set_member(kName.member);
  departure.set_successor(std::string(16, 's'));
  departure.set_time_ms(1);
  *departure.mutable_roster() = At(4);
  *departure.mutable_ledger() = At(5);
  departure.add_chunks(std::string(32, 'c'));
  departure.set_rotations(7);
  return departure;
}

RotationNote Assigned() {
  RotationNote note;
  note.set_time_ms(1);
  *note.mutable_roster() = At(4);
  note.set_assigned(std::string(16, 'a'));
  return note;
}

class DepartureTest : public ::testing::Test {
 protected:
  absl::Status Verify(const Signed& made, const DepartureName& name = kName) {
    return VerifyDeparture(name, key_.public_key(), made).status();
  }
  absl::Status VerifyAs(const NoteName& name) {
    return VerifyNote(name, key_.public_key(),
                      SignNote(kNote, kOwner, key_, Assigned()))
        .status();
  }
  void ExpectRefused(const std::function<void(Departure*)>& change) {
    Departure departure = Sound();
    change(&departure);
    EXPECT_THAT(Verify(SignDeparture(kName, kOwner, key_, departure)),
                StatusIs(absl::StatusCode::kDataLoss))
        << departure.ShortDebugString();
  }

  SigningKey key_ = SigningKey::FromSeed(Secret::Random(32));
};

TEST_F(DepartureTest, OwnersWordIsTaken) {
  ASSERT_OK_AND_ASSIGN(
      const Departure departure,
      VerifyDeparture(kName, key_.public_key(),
                      SignDeparture(kName, kOwner, key_, Sound())));
  EXPECT_EQ(departure.SerializeAsString(), Sound().SerializeAsString());
}

TEST_F(DepartureTest, AnotherBytePersonOrKeyIsRefused) {
  Signed made = SignDeparture(kName, kOwner, key_, Sound());
  EXPECT_THAT(Verify(made, {kName.organisation, std::string(16, 'x')}),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Verify(made, {std::string(16, 'x'), kName.member}),
              StatusIs(absl::StatusCode::kDataLoss));
  key_ = SigningKey::FromSeed(Secret::Random(32));
  EXPECT_THAT(Verify(made), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DepartureTest, AuthorCannotBeExchanged) {
  Signed made = SignDeparture(kName, kOwner, key_, Sound());
  made.set_author(std::string(16, 'x'));
  EXPECT_THAT(Verify(made), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DepartureTest, UnknownFieldNeedsANewerKlad) {
  Departure departure = Sound();
  departure.GetReflection()->MutableUnknownFields(&departure)->AddVarint(99, 1);
  EXPECT_THAT(Verify(SignDeparture(kName, kOwner, key_, departure)),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(DepartureTest, FormIsChecked) {
  ExpectRefused([](Departure* d) { d->set_member(std::string(16, 'x')); });
  ExpectRefused([](Departure* d) { d->set_successor("x"); });
  ExpectRefused([](Departure* d) { d->set_successor(d->member()); });
  ExpectRefused([](Departure* d) { d->set_time_ms(0); });
  ExpectRefused([](Departure* d) { d->clear_roster(); });
  ExpectRefused([](Departure* d) { d->mutable_ledger()->set_link("x"); });
  ExpectRefused([](Departure* d) { d->add_chunks("short"); });
}

// A note counts where it was made: on this departure, number and sequence.
TEST_F(DepartureTest, NoteStandsInOnePlace) {
  EXPECT_OK(VerifyAs(kNote));
  NoteName other = kNote;
  other.departure = std::string(32, 'x');
  EXPECT_THAT(VerifyAs(other), StatusIs(absl::StatusCode::kDataLoss));
  other = kNote;
  other.number = 4;
  EXPECT_THAT(VerifyAs(other), StatusIs(absl::StatusCode::kDataLoss));
  other = kNote;
  other.sequence = 2;
  EXPECT_THAT(VerifyAs(other), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DepartureTest, NoteSaysOneThing) {
  for (const auto& spoil : std::vector<std::function<void(RotationNote*)>>{
           [](RotationNote* n) { n->clear_kind(); },
           [](RotationNote* n) { n->set_assigned("x"); },
           [](RotationNote* n) { n->set_due_ms(0); },
           [](RotationNote* n) { n->set_waived(""); },
           [](RotationNote* n) { n->set_waived(std::string(501, 'x')); },
           [](RotationNote* n) { n->set_waived("\xff"); }}) {
    RotationNote note = Assigned();
    spoil(&note);
    EXPECT_THAT(VerifyNote(kNote, key_.public_key(),
                           SignNote(kNote, kOwner, key_, note)),
                StatusIs(absl::StatusCode::kDataLoss))
        << note.ShortDebugString();
  }
}

DepartureChunk SoundChunk() {
  DepartureChunk chunk;
  chunk.set_safe(std::string(16, 's'));
  trust::v1::Finding* finding = chunk.add_findings();
  finding->set_credential(std::string(16, 'c'));
  finding->set_seen(trust::v1::SEEN_CURRENT);
  finding->mutable_rotation()->set_number(1);
  finding->mutable_rotation()->set_version(2);
  finding->mutable_rotation()->set_assignee(std::string(16, 'a'));
  finding->mutable_rotation()->set_due_ms(3);
  return chunk;
}

TEST(DepartureChunkTest, FormIsChecked) {
  EXPECT_OK(ParseChunk(SoundChunk().SerializeAsString()));
  using Spoil = std::function<void(DepartureChunk*)>;
  for (const Spoil& spoil : std::vector<Spoil>{
           [](DepartureChunk* c) { c->set_safe("x"); },
           [](DepartureChunk* c) { c->clear_safe(); },
           [](DepartureChunk* c) { c->clear_findings(); },
           [](DepartureChunk* c) { c->mutable_findings(0)->set_tool("x"); },
           [](DepartureChunk* c) { c->mutable_findings(0)->clear_seen(); },
           [](DepartureChunk* c) {
             c->mutable_findings(0)->mutable_rotation()->set_number(0);
           },
           [](DepartureChunk* c) {
             c->mutable_findings(0)->mutable_rotation()->set_assignee("");
           },
           [](DepartureChunk* c) {
             while (c->findings_size() <= kMaxFindings) {
               *c->add_findings() = c->findings(0);
             }
           }}) {
    DepartureChunk chunk = SoundChunk();
    spoil(&chunk);
    EXPECT_THAT(ParseChunk(chunk.SerializeAsString()),
                StatusIs(absl::StatusCode::kDataLoss))
        << chunk.ShortDebugString().substr(0, 200);
  }
}

TEST_F(DepartureTest, CertificateCarriesItsKey) {
  trust::v1::DepartureCertificate certificate;
  certificate.set_departure(std::string(32, 'd'));
  certificate.set_sign(key_.public_key());
  *certificate.mutable_roster() = At(4);
  *certificate.mutable_ledger() = At(5);
  certificate.set_time_ms(1);
  certificate.add_rotations()->set_name("ads/vk");
  Signed made = SignCertificate(kName.organisation, kOwner, key_, certificate);
  EXPECT_OK(VerifyCertificate(kName.organisation, made));
  EXPECT_THAT(VerifyCertificate(std::string(16, 'x'), made),
              StatusIs(absl::StatusCode::kDataLoss));
  certificate.mutable_rotations(0)->set_name("ads/ok");
  made.set_body(certificate.SerializeAsString());
  EXPECT_THAT(VerifyCertificate(kName.organisation, made),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace klad::crypto::vault
