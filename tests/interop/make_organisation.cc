#include "tests/interop/make_organisation.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "crypto/base/check.h"
#include "crypto/identity_file.h"
#include "crypto/names.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/testing/test_organisation.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/exposure.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/secret_part.h"
#include "crypto/words.h"
#include "tests/interop/roster_judge.h"

namespace klad::interop {
namespace {

namespace roster = crypto::roster;
namespace vault = crypto::vault;
using crypto::Digest;
using roster::ToProto;
using trust::v1::Overview;

constexpr char kPassphrase[] = "слова на бумаге";
constexpr char kSafeName[] = "Реклама";
constexpr char kRole[] = "marketer";

std::string Serialized(const google::protobuf::MessageLite& message) {
  return Hex(message.SerializeAsString());
}

json ListOf(const Overview& overview) {
  json out = {
      {"title", overview.title()},       {"user_name", overview.user_name()},
      {"email", overview.email()},       {"phone", overview.phone()},
      {"strength", overview.strength()}, {"secret_tag", overview.secret_tag()}};
  out["addresses"] = json::array();
  for (const auto& address : overview.addresses()) {
    out["addresses"].push_back(address);
  }
  return out;
}

json ListOf(const vault::SecretPart& secret) {
  json out = json::array();
  const auto add = [&out](int kind, const std::string& name,
                          const Secret& value) {
    if (value.empty()) return;
    out.push_back({kind, name, std::string(value.Expose())});
  };
  add(1, "", secret.password);
  add(2, "", secret.one_time_code);
  add(3, "", secret.note);
  add(4, "", secret.recovery_codes);
  add(5, "", secret.key);
  for (const auto& field : secret.fields) add(6, field.name, field.value);
  return out;
}

// An organisation with one safe: written by a newcomer in epoch 1, by the
// founder in epoch 2.
class Maker {
 public:
  Maker() {
    CHECK_THAT(AddSafe().ok());
    org_.GrantRole(safe_, kRole, trust::v1::LEVEL_WRITE);
  }

  json Make() {
    WriteFirst();
    Renew();
    WriteSecond();
    json out = {{"organisation", Hex(org_.id())},
                {"founding", Hex(org_.state().founding().view())},
                {"safe", Hex(safe_)},
                {"safe_name", kSafeName},
                {"changes", changes_},
                {"parts", parts_},
                {"versions", versions_}};
    AddRoster(&out);
    AddKeys(&out);
    AddProofs(&out);
    AddSignatures(&out);
    return out;
  }

 private:
  absl::Status AddSafe() {
    trust::v1::Entry entry = org_.DraftSafe(safe_);
    entry.mutable_safe_created()->set_sealed_name(
        crypto::SealSafeName(KeyOf(1), org_.id(), safe_, 1, kSafeName));
    return org_.Add(org_.founder(), entry);
  }

  const Secret& KeyOf(uint32_t epoch) const {
    return org_.SecretOf(roster::KeyName::Safe(safe_), epoch);
  }

  vault::Stamp StampOf(const roster::TestMember& author) const {
    return {author.id, ToProto(org_.state().head()),
            org_.state().FindSafe(safe_)->epoch().number, org_.now_ms()};
  }

  vault::Edit EditOf(const Overview& overview,
                     const vault::SecretPart& secret) const {
    vault::Edit edit;
    edit.overview = vault::SerializeOverview(overview).value();
    edit.secret = vault::SerializeSecretPart(secret).value();
    edit.sensitivity = trust::v1::SENSITIVITY_NORMAL;
    return edit;
  }

  Overview LoginOverview(const vault::SecretPart& secret) const {
    Overview overview;
    overview.set_title("Яндекс Директ");
    overview.add_addresses("https://direct.yandex.ru");
    overview.add_addresses("https://passport.yandex.ru/auth");
    overview.set_user_name("ads@example.com");
    overview.set_email("ads@example.com");
    overview.set_phone("+79990000000");
    overview.set_strength(3);
    overview.set_second_factor(true);
    overview.set_secret_changed_ms(org_.now_ms());
    overview.set_created_ms(roster::kTestStartMs);
    overview.set_secret_tag(vault::SecretTag(
        KeyOf(1), vault::SafeName{org_.id(), safe_}, secret.password));
    return overview;
  }

  void Record(const std::string& credential, uint64_t version,
              const Overview& overview, const vault::SecretPart& secret) {
    versions_.push_back({{"credential", Hex(credential)},
                         {"version", version},
                         {"generation", version},
                         {"overview", ListOf(overview)},
                         {"secret", ListOf(secret)}});
  }

  void WriteFirst() {
    vault::SecretPart secret;
    secret.password = Secret::Copy("correct horse");
    secret.one_time_code = Secret::Copy("JBSWY3DPEHPK3PXP");
    secret.note = Secret::Copy("вторая почта - у директора");
    secret.recovery_codes = Secret::Copy("1111-2222\n3333-4444");
    secret.fields.push_back({"PIN", Secret::Copy("0000")});
    Overview note_overview;
    note_overview.set_title("Договор");
    note_overview.set_strength(vault::kNoPassword);
    vault::SecretPart note;
    note.note = Secret::Copy("сейф за картиной");

    const vault::Stamp stamp = StampOf(newcomer_);
    vault::ChangeBuilder builder(state_, stamp, KeyOf(1));
    CHECK_THAT(builder
                   .Create(login_, trust::v1::KIND_LOGIN,
                           EditOf(LoginOverview(secret), secret))
                   .ok());
    CHECK_THAT(
        builder.Create(note_, trust::v1::KIND_NOTE, EditOf(note_overview, note))
            .ok());
    Take(builder.Sign(newcomer_.sign()).value());
    Record(login_, 1, LoginOverview(secret), secret);
    Record(note_, 1, note_overview, note);
  }

  // The entry of the new epoch names the head of the old one.
  void Renew() {
    org_.Wait(roster::kHourMs);
    trust::v1::Entry entry = org_.DraftSafeEpoch(safe_);
    *entry.mutable_safe_epoch()->mutable_head() = state_.head;
    entry.mutable_safe_epoch()->set_root(state_.map.root().str());
    CHECK_THAT(org_.Add(org_.founder(), entry).ok());
  }

  void WriteSecond() {
    vault::SecretPart secret;
    secret.password = Secret::Copy("battery staple");
    const Overview overview = LoginOverview(secret);
    vault::Edit deletion;
    deletion.deleted = true;

    const vault::Stamp stamp = StampOf(org_.founder());
    vault::ChangeBuilder builder(state_, stamp, KeyOf(2));
    CHECK_THAT(
        builder.Append(newest_.at(login_), EditOf(overview, secret)).ok());
    CHECK_THAT(builder.Append(newest_.at(note_), deletion).ok());
    Take(builder.Sign(org_.founder().sign()).value());
    Record(login_, 2, overview, secret);
  }

  void Take(const vault::BuiltChange& built) {
    const RosterJudge judge(org_.state(), safe_);
    const auto checked = vault::CheckChange(
        state_, judge,
        [this](absl::string_view credential) -> absl::StatusOr<std::string> {
          return newest_.at(std::string(credential)).bytes;
        },
        built.change);
    CHECK_THAT(checked.ok());
    vault::Accept(*checked, &state_);
    for (const auto& header : checked->headers) {
      newest_[header.header.credential()] = header;
    }
    changes_.push_back({{"signed", Serialized(built.change)},
                        {"link", Hex(state_.head.link())},
                        {"root", Hex(state_.map.root().view())}});
    for (const std::string& part : built.parts) parts_.push_back(Hex(part));
  }

  void AddRoster(json* out) const {
    for (size_t i = 0; i < org_.entries().size(); ++i) {
      json envelopes = json::array();
      for (const auto& record : org_.EnvelopesOf(i + 1)) {
        envelopes.push_back(Serialized(record));
      }
      (*out)["roster"].push_back(
          {{"signed", Serialized(org_.entries()[i])},
           {"link", Hex(org_.state().At(i + 1)->link.view())},
           {"envelopes", envelopes}});
    }
    (*out)["words"] = crypto::Words(org_.state().head().link);
  }

  // The newcomer's identity leads to the safe through its role.
  void AddKeys(json* out) {
    newcomer_.identity->set_founding(org_.state().founding());
    (*out)["member"] = Hex(newcomer_.id);
    (*out)["passphrase"] = kPassphrase;
    (*out)["identity_file"] =
        Hex(crypto::SealIdentity(*newcomer_.identity, Secret::Copy(kPassphrase))
                .value());
    (*out)["role"] = kRole;
    (*out)["safe_keys"] = {Hex(KeyOf(1).Expose()), Hex(KeyOf(2).Expose())};
  }

  json ProofOf(const std::string& credential) const {
    const vault::MapProof proof = state_.map.Prove(credential);
    json out = {{"credential", Hex(credential)}, {"siblings", json::array()}};
    for (const Digest& sibling : proof.siblings) {
      out["siblings"].push_back(Hex(sibling.view()));
    }
    if (proof.end) {
      out["end"] = {Hex(proof.end->key.view()), Hex(proof.end->header.view())};
    }
    const auto header = state_.map.Find(credential);
    if (header) out["header"] = Hex(header->view());
    return out;
  }

  void AddProofs(json* out) const {
    (*out)["proofs"] = {ProofOf(login_), ProofOf(note_),
                        ProofOf(std::string(16, '\x0f'))};
  }

  void AddSignatures(json* out) const {
    const crypto::SigningKey audit =
        crypto::SigningKey::FromSeed(Secret::Copy(std::string(32, 'a')));
    trust::v1::Position ledger;
    ledger.set_sequence(7);
    ledger.set_link(crypto::Hash(crypto::kLedgerDomain, {"ledger"}).str());
    trust::v1::Exposure exposure;
    exposure.set_safe(safe_);
    exposure.set_credential(login_);
    exposure.set_version(2);
    exposure.set_generation(2);
    exposure.set_purpose(trust::v1::PURPOSE_SHOW);
    exposure.set_time_ms(org_.now_ms());
    *exposure.mutable_roster() = ToProto(org_.state().head());
    *exposure.mutable_change() = state_.head;
    *exposure.mutable_ledger() = ledger;
    (*out)["exposure"] = Serialized(vault::SignExposure(
        org_.id(), newcomer_.id, newcomer_.sign(), exposure));
    (*out)["audit_key"] = Hex(audit.public_key());
    (*out)["ledger_head"] =
        Serialized(vault::SignLedgerHead(org_.id(), audit, ledger));
  }

  roster::TestOrganisation org_;
  roster::TestMember newcomer_ = org_.Join("newcomer", {{kRole, 0}});
  const std::string safe_ = org_.FreshId();
  const std::string login_ = org_.FreshId();
  const std::string note_ = org_.FreshId();
  vault::SafeState state_{vault::SafeName{org_.id(), safe_}};
  std::map<std::string, vault::SignedHeader> newest_;
  json changes_ = json::array();
  json parts_ = json::array();
  json versions_ = json::array();
};

}  // namespace

json MakeOrganisation() { return Maker().Make(); }

}  // namespace klad::interop
