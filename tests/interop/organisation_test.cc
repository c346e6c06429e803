// The frozen organisation of crypto/testdata/organisation.json: every later
// klad replays its roster, follows its safe and opens its credentials.
#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "crypto/identity_file.h"
#include "crypto/names.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/state.h"
#include "crypto/vault/check.h"
#include "crypto/vault/exposure.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/part.h"
#include "crypto/vault/secret_part.h"
#include "crypto/words.h"
#include "gmock/gmock.h"
#include "tests/interop/roster_judge.h"
#include "tests/interop/vector_json.h"
#include "tests/support/status_matchers.h"

namespace klad::interop {
namespace {

namespace roster = crypto::roster;
namespace vault = crypto::vault;
using crypto::Digest;
using ::klad::testing::StatusIs;

template <typename Message>
Message Parsed(const json& hex) {
  Message message;
  EXPECT_TRUE(
      message.ParseFromString(absl::HexStringToBytes(hex.get<std::string>())));
  return message;
}

class OrganisationTest : public ::testing::Test {
 protected:
  static json Load() {
    std::ifstream in("crypto/testdata/organisation.json");
    return json::parse(in);
  }

  std::vector<trust::v1::Signed> Entries() const {
    std::vector<trust::v1::Signed> entries;
    for (const json& entry : frozen_.at("roster")) {
      entries.push_back(Parsed<trust::v1::Signed>(entry.at("signed")));
    }
    return entries;
  }

  roster::State Replayed() const {
    const Digest founding = *Digest::From(Bytes(frozen_, "founding"));
    auto state = roster::State::Replay(Bytes(frozen_, "organisation"), founding,
                                       Entries(), {});
    EXPECT_OK(state);
    return *std::move(state);
  }

  // What the envelopes say of a key, for somebody they are for.
  absl::StatusOr<Secret> OpenFor(const roster::State& state,
                                 const roster::Sealing& sealing,
                                 const crypto::BoxKey& mine) const {
    const std::string key = roster::ToProto(sealing.key).SerializeAsString();
    for (const json& entry : frozen_.at("roster")) {
      for (const json& hex : entry.at("envelopes")) {
        const auto record = Parsed<trust::v1::EpochEnvelopes>(hex);
        if (record.epoch() != sealing.epoch ||
            record.key().SerializeAsString() != key) {
          continue;
        }
        for (const auto& envelope : record.envelopes()) {
          if (envelope.box() != mine.public_key()) continue;
          return roster::OpenEnvelope(state.organisation(), sealing, mine,
                                      envelope.sealed());
        }
      }
    }
    return absl::NotFoundError("no envelope");
  }

  Secret KeyOf(uint32_t epoch) const {
    return Secret::Copy(absl::HexStringToBytes(
        frozen_.at("safe_keys").at(epoch - 1).get<std::string>()));
  }

  std::string PartOf(const trust::v1::Part& part) const {
    for (const json& hex : frozen_.at("parts")) {
      const std::string sealed = absl::HexStringToBytes(hex.get<std::string>());
      if (vault::HashPart(sealed).view() == part.hash()) return sealed;
    }
    return "";
  }

  // Checks and takes every change; the headers of every version.
  std::map<std::pair<std::string, uint64_t>, trust::v1::Header> Follow(
      const roster::State& state, vault::SafeState* safe) const {
    std::map<std::pair<std::string, uint64_t>, trust::v1::Header> headers;
    std::map<std::string, std::string> newest;
    const RosterJudge judge(state, safe->name.safe);
    for (const json& vector : frozen_.at("changes")) {
      const auto checked = vault::CheckChange(
          *safe, judge,
          [&](absl::string_view id) -> absl::StatusOr<std::string> {
            return newest.at(std::string(id));
          },
          Parsed<trust::v1::Signed>(vector.at("signed")));
      EXPECT_OK(checked);
      vault::Accept(*checked, safe);
      EXPECT_EQ(Hex(safe->head.link()), Text(vector, "link"));
      EXPECT_EQ(Hex(safe->map.root().view()), Text(vector, "root"));
      for (const auto& each : checked->headers) {
        newest[each.header.credential()] = each.bytes;
        headers[{each.header.credential(), each.header.version()}] =
            each.header;
      }
    }
    EXPECT_OK(vault::CheckHead(*safe, judge));
    return headers;
  }

  const json frozen_ = Load();
};

TEST_F(OrganisationTest, RosterReplays) {
  const roster::State state = Replayed();
  ASSERT_EQ(state.head().sequence, frozen_.at("roster").size());
  for (uint64_t at = 1; at <= state.head().sequence; ++at) {
    EXPECT_EQ(Hex(state.At(at)->link.view()),
              Text(frozen_.at("roster").at(at - 1), "link"));
  }
  EXPECT_EQ(crypto::Words(state.head().link), Text(frozen_, "words"));
}

TEST_F(OrganisationTest, EntryInAnotherPlaceDoesNot) {
  std::vector<trust::v1::Signed> entries = Entries();
  std::swap(entries[entries.size() - 1], entries[entries.size() - 2]);
  EXPECT_THAT(roster::State::Replay(Bytes(frozen_, "organisation"),
                                    std::nullopt, entries, {}),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(OrganisationTest, IdentityLeadsToTheSafe) {
  const roster::State state = Replayed();
  ASSERT_OK_AND_ASSIGN(
      const crypto::Identity identity,
      crypto::OpenIdentity(Bytes(frozen_, "identity_file"),
                           Secret::Copy(Text(frozen_, "passphrase"))));
  EXPECT_EQ(identity.about().founding(), state.founding().str());
  const roster::Member& member = *state.FindMember(Bytes(frozen_, "member"));
  EXPECT_EQ(member.identity()->keys.box, identity.box_key().public_key());

  const std::string role = Text(frozen_, "role");
  const roster::KeyName role_key = roster::KeyName::Role(role);
  const roster::KeyEpoch& role_epoch = state.FindRole(role)->epoch();
  ASSERT_OK_AND_ASSIGN(const Secret seed,
                       OpenFor(state,
                               {role_key,
                                role_epoch.number,
                                {roster::Recipient::Kind::kMember, member.id, 0,
                                 1, identity.box_key().public_key()}},
                               identity.box_key()));
  ASSERT_OK(
      roster::CheckSecret(state.organisation(), role_key, role_epoch, seed));

  const std::string id = Bytes(frozen_, "safe");
  const roster::KeyName safe_key = roster::KeyName::Safe(id);
  const roster::Safe& safe = *state.FindSafe(id);
  const crypto::BoxKey box = crypto::RoleBoxKey(
      roster::NameOf(state.organisation(), role_key), role_epoch.number, seed);
  ASSERT_OK_AND_ASSIGN(const Secret key,
                       OpenFor(state,
                               {safe_key,
                                2,
                                {roster::Recipient::Kind::kRole, role,
                                 role_epoch.number, 0, box.public_key()}},
                               box));
  ASSERT_OK(
      roster::CheckSecret(state.organisation(), safe_key, safe.epoch(), key));
  EXPECT_TRUE(key.Equals(KeyOf(2)));
  ASSERT_OK_AND_ASSIGN(
      const Secret before,
      crypto::OpenPrevious(roster::NameOf(state.organisation(), safe_key), 2,
                           key, safe.epoch().previous));
  EXPECT_TRUE(before.Equals(KeyOf(1)));
  ASSERT_OK_AND_ASSIGN(const std::string name,
                       crypto::OpenSafeName(before, state.organisation(), id,
                                            safe.name_epoch, safe.sealed_name));
  EXPECT_EQ(name, Text(frozen_, "safe_name"));
}

TEST_F(OrganisationTest, EveryVersionOpens) {
  const roster::State state = Replayed();
  vault::SafeState safe({state.organisation(), Bytes(frozen_, "safe")});
  const auto headers = Follow(state, &safe);
  for (const json& vector : frozen_.at("versions")) {
    const std::string id = Bytes(vector, "credential");
    const trust::v1::Header& header =
        headers.at({id, vector.at("version").get<uint64_t>()});
    EXPECT_EQ(header.generation(), vector.at("generation").get<uint64_t>());

    ASSERT_OK_AND_ASSIGN(
        const Secret opened,
        vault::OpenPart(KeyOf(header.overview().epoch()),
                        {safe.name, id, vault::PartKind::kOverview},
                        header.overview(), PartOf(header.overview())));
    ASSERT_OK_AND_ASSIGN(const trust::v1::Overview overview,
                         vault::ParseOverview(opened.Expose()));
    EXPECT_EQ(overview.title(), Text(vector.at("overview"), "title"));

    ASSERT_OK_AND_ASSIGN(
        const Secret plain,
        vault::OpenPart(KeyOf(header.secret().epoch()),
                        {safe.name, id, vault::PartKind::kSecret},
                        header.secret(), PartOf(header.secret())));
    ASSERT_OK_AND_ASSIGN(const vault::SecretPart secret,
                         vault::ParseSecretPart(plain));
    const json& first = vector.at("secret").at(0);
    EXPECT_EQ((first.at(0) == 1 ? secret.password : secret.note).Expose(),
              first.at(2).get<std::string>());
    if (!secret.password.empty()) {
      EXPECT_EQ(vault::SecretTag(KeyOf(1), safe.name, secret.password),
                overview.secret_tag());
    }
  }
}

TEST_F(OrganisationTest, ProofsHold) {
  const std::string safe = Bytes(frozen_, "safe");
  ASSERT_OK_AND_ASSIGN(
      const Digest root,
      Digest::From(Bytes(frozen_.at("changes").back(), "root")));
  const auto digest = [](const json& hex) {
    return *Digest::From(absl::HexStringToBytes(hex.get<std::string>()));
  };
  for (const json& vector : frozen_.at("proofs")) {
    vault::MapProof proof;
    for (const json& sibling : vector.at("siblings")) {
      proof.siblings.push_back(digest(sibling));
    }
    if (vector.contains("end")) {
      proof.end = {digest(vector.at("end").at(0)),
                   digest(vector.at("end").at(1))};
    }
    absl::optional<Digest> header;
    if (vector.contains("header")) header = digest(vector.at("header"));
    EXPECT_OK(vault::VerifyProof(root, safe, Bytes(vector, "credential"),
                                 header, proof));
  }
}

TEST_F(OrganisationTest, ExposureAndLedgerHeadVerify) {
  const roster::State state = Replayed();
  const std::string member = Bytes(frozen_, "member");
  EXPECT_OK(
      vault::VerifyExposure(state.organisation(), member,
                            *state.SigningKeyAt(member, state.head().sequence),
                            Parsed<trust::v1::Signed>(frozen_.at("exposure"))));
  EXPECT_OK(vault::VerifyLedgerHead(
      state.organisation(), Bytes(frozen_, "audit_key"),
      Parsed<trust::v1::LedgerHead>(frozen_.at("ledger_head"))));
}

}  // namespace
}  // namespace klad::interop
