// Thousands of random histories of reveals, edits, restores, imports, grants,
// departures and returns, with new keys behind each; what the server then says
// of exposures is what a model says that knows values, not generations.
#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/base/check.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/testing/drafts.h"
#include "crypto/roster/testing/test_organisation.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/exposure.h"
#include "crypto/vault/header.h"
#include "crypto/vault/secret_part.h"
#include "gtest/gtest.h"
#include "server/access/refusal.h"
#include "server/credential/changer.h"
#include "server/credential/checker.h"
#include "server/credential/reader.h"
#include "server/credential/revealer.h"
#include "server/exposure/auditor.h"
#include "server/exposure/checker.h"
#include "server/store/memory/memory_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace klad::app {
namespace {

using crypto::roster::Id;
using crypto::roster::KeyName;
using crypto::roster::TestMember;
using crypto::roster::TestOrganisation;
using crypto::vault::ChangeBuilder;
using crypto::vault::SignedHeader;
using trust::v1::Purpose;

constexpr int kHistories = 2000;
constexpr int kSteps = 36;
constexpr Purpose kPurposes[] = {
    trust::v1::PURPOSE_SHOW, trust::v1::PURPOSE_RUN, trust::v1::PURPOSE_EXPORT,
    trust::v1::PURPOSE_HEALTH};

class NoSigner : public audit::HeadSigner {
 public:
  std::string Sign(const trust::v1::Position&) override { return "s"; }
};

// The organisation's roster as it is now.
class Replayed : public access::Directory, public access::NewsSource {
 public:
  void Show(const TestOrganisation& org) {
    state_ = std::make_shared<const crypto::roster::State>(org.state());
  }
  Snapshot Now() const override { return {state_, 0, 0}; }
  absl::Status Fill(const v1::Known&, v1::News*) const override {
    return absl::OkStatus();
  }

 private:
  std::shared_ptr<const crypto::roster::State> state_;
};

// What is known of one credential without looking at a header: which value
// each version has. Values are numbers, never used twice.
struct Model {
  std::vector<int> values;      // of version n at n - 1
  std::vector<uint64_t> bring;  // the version that brought the secret of n
  std::set<std::tuple<Id, int, int>> seen;  // member, value, purpose
};

struct Credential {
  Id id;
  std::vector<SignedHeader> versions;
  Model model;

  const SignedHeader& newest() const { return versions.back(); }
};

class ExposureModelTest : public ::testing::Test {
 protected:
  ExposureModelTest() {
    people_.push_back(org_.founder());
    for (const char* login : {"anna", "boris", "vera"}) {
      people_.push_back(org_.Join(login, {{"head"}}));
    }
    directory_.Show(org_);
    clock_.Advance(org_.now_ms() - clock_.NowMs());
  }

  void Open() {
    changer_ = nullptr;
    ledger_ = nullptr;
    store_ = std::make_unique<store::MemoryStore>();
    auto ledger = audit::Ledger::Open(store_.get(), &clock_, &signer_);
    ASSERT_OK(ledger);
    ledger_ = *std::move(ledger);
    books_ = std::make_unique<credential::SafeBooks>(org_.id(), store_.get());
    const credential::Parts parts{org_.id(), store_.get(), ledger_.get(),
                                  &clock_,   &directory_,  &directory_};
    reader_ = std::make_unique<credential::Reader>(parts, books_.get());
    revealer_ = std::make_unique<credential::Revealer>(parts, books_.get(),
                                                       reader_.get());
    changer_ = std::make_unique<credential::Changer>(parts, books_.get());
    auditor_ = std::make_unique<exposure::Auditor>(exposure::Parts{
        store_.get(), ledger_.get(), &clock_, &directory_, &directory_});
    credentials_.clear();
  }

  // A safe of the founder's that nobody else may open.
  void NewSafe() {
    safe_ = org_.MakeSafe(org_.founder());
    for (const char* role : {"head"}) {
      ASSERT_OK(org_.Add(org_.founder(),
                         crypto::roster::Revoked(org_, safe_, {true, role})));
    }
    directory_.Show(org_);
    state_ = std::make_unique<crypto::vault::SafeState>(
        crypto::vault::SafeName{org_.id(), safe_});
  }

  int Draw(int below) {
    return std::uniform_int_distribution<int>(0, below - 1)(random_);
  }
  const TestMember& Anybody() { return people_[Draw(people_.size())]; }
  bool May(const TestMember& who, trust::v1::Level level) {
    return away_.count(who.id) == 0 && may_.count(who.id) != 0 &&
           may_.at(who.id) >= level;
  }

  access::Caller Caller(const TestMember& who) {
    return {access::Caller::Kind::kMember, who.id, ""};
  }

  void ChangeGrant() {
    const TestMember& who = people_[1 + Draw(people_.size() - 1)];
    if (may_.count(who.id) != 0) {
      ASSERT_OK(org_.Add(org_.founder(), crypto::roster::Revoked(
                                             org_, safe_, {false, who.id})));
      may_.erase(who.id);
    } else if (away_.count(who.id) == 0) {
      const auto level =
          Draw(2) == 0 ? trust::v1::LEVEL_READ : trust::v1::LEVEL_WRITE;
      org_.Grant(safe_, who.id, level);
      may_[who.id] = level;
    }
    directory_.Show(org_);
  }

  // Access ends, and the key of the safe with it; or it is given back.
  void LeaveOrReturn() {
    const TestMember& who = people_[1 + Draw(people_.size() - 1)];
    if (away_.count(who.id) != 0) return Return(who.id);
    org_.Suspend(who.id);
    away_.insert(who.id);
    trust::v1::Entry epoch = org_.DraftSafeEpoch(safe_);
    *epoch.mutable_safe_epoch()->mutable_head() = state_->head;
    epoch.mutable_safe_epoch()->set_root(state_->map.root().str());
    ASSERT_OK(org_.Add(org_.founder(), epoch));
    directory_.Show(org_);
  }

  void Return(const Id& id) {
    ASSERT_OK(org_.Add(org_.founder(), crypto::roster::Resumed(org_, id)));
    away_.erase(id);
    directory_.Show(org_);
  }

  Secret Value() {
    crypto::vault::SecretPart part;
    part.password = Secret::Copy(absl::StrCat("value ", ++made_));
    auto bytes = crypto::vault::SerializeSecretPart(part);
    CHECK_THAT(bytes.ok());
    return *std::move(bytes);
  }

  // A change by `who`; takes it over when the server did.
  void Send(const TestMember& who,
            const std::function<void(ChangeBuilder*)>& fill) {
    crypto::vault::Stamp stamp;
    stamp.author = who.id;
    stamp.roster = crypto::roster::ToProto(org_.state().head());
    stamp.epoch = org_.state().FindSafe(safe_)->epoch().number;
    stamp.time_ms = org_.now_ms();
    ChangeBuilder builder(*state_, stamp,
                          org_.SecretOf(KeyName::Safe(safe_), stamp.epoch));
    fill(&builder);
    ASSERT_OK_AND_ASSIGN(auto built, builder.Sign(who.sign()));
    v1::ChangeRequest request;
    request.set_safe(safe_);
    *request.mutable_previous() = state_->head;
    *request.mutable_change() = built.change;
    *request.mutable_parts() = {built.parts.begin(), built.parts.end()};
    const auto sent = changer_->Change(Caller(who), request);
    if (!May(who, trust::v1::LEVEL_WRITE)) {
      EXPECT_EQ(access::ReasonOf(sent.status()), v1::REASON_NO_ACCESS);
      return;
    }
    ASSERT_OK(sent);
    crypto::vault::Accept(built.checked, state_.get());
    for (const SignedHeader& header : built.checked.headers) {
      Take(who, header);
    }
  }

  void Take(const TestMember& who, const SignedHeader& header) {
    for (Credential& credential : credentials_) {
      if (credential.id != header.header.credential()) continue;
      credential.versions.push_back(header);
      Model& model = credential.model;
      model.values.push_back(next_value_);
      const bool brings = next_brings_;
      model.bring.push_back(brings ? model.values.size() : model.bring.back());
      if (brings) {
        model.seen.insert({who.id, next_value_, trust::v1::PURPOSE_WRITE});
      }
    }
  }

  // One to four new credentials in one change.
  void Import(const TestMember& who) {
    const int count = 1 + Draw(4);
    const size_t before = credentials_.size();
    std::vector<Id> ids;
    ids.reserve(count);
    for (int i = 0; i < count; ++i) ids.push_back(org_.FreshId());
    if (May(who, trust::v1::LEVEL_WRITE)) {
      for (const Id& id : ids) credentials_.push_back({id, {}, {}});
    }
    next_value_ = ++values_;
    next_brings_ = true;
    Send(who, [&](ChangeBuilder* builder) {
      for (const Id& id : ids) {
        crypto::vault::Edit edit;
        edit.overview = "overview";
        edit.secret = Value();
        edit.sensitivity = trust::v1::SENSITIVITY_NORMAL;
        ASSERT_OK(builder->Create(id, trust::v1::KIND_LOGIN, edit));
      }
    });
    ASSERT_TRUE(credentials_.size() == before ||
                credentials_.size() == before + ids.size());
  }

  // All new, part of it new, only renamed, deleted, or an old one again.
  void Edit(const TestMember& who) {
    if (credentials_.empty()) return;
    Credential& credential = credentials_[Draw(credentials_.size())];
    crypto::vault::Edit edit;
    const Model& model = credential.model;
    next_value_ = model.values.back();
    next_brings_ = true;
    switch (Draw(5)) {
      case 0:
        next_value_ = ++values_;
        edit.secret = Value();
        break;
      case 1:
        edit.secret = Value();
        edit.generation = credential.newest().header.generation();
        break;
      case 2:
        edit.overview = absl::StrCat("name ", ++made_);
        next_brings_ = false;
        break;
      case 3:
        edit.deleted = true;
        next_brings_ = false;
        break;
      default: {
        const size_t old = Draw(credential.versions.size());
        edit.secret = Value();
        edit.generation = credential.versions[old].header.generation();
        next_value_ = model.values[old];
      }
    }
    Send(who, [&](ChangeBuilder* builder) {
      ASSERT_OK(builder->Append(credential.newest(), edit));
    });
  }

  void Reveal(const TestMember& who) {
    if (credentials_.empty()) return;
    Credential& credential = credentials_[Draw(credentials_.size())];
    const size_t version = Draw(credential.versions.size());
    const Purpose purpose = kPurposes[Draw(std::size(kPurposes))];
    const trust::v1::Header& header = credential.versions[version].header;
    trust::v1::Exposure exposure;
    exposure.set_safe(safe_);
    exposure.set_credential(credential.id);
    exposure.set_version(credential.model.bring[version]);
    exposure.set_generation(header.generation());
    exposure.set_purpose(purpose);
    exposure.set_time_ms(clock_.NowMs());
    *exposure.mutable_roster() = crypto::roster::ToProto(org_.state().head());
    *exposure.mutable_change() = state_->head;
    v1::RevealRequest request;
    request.set_safe(safe_);
    request.set_credential(credential.id);
    request.set_version(exposure.version());
    request.set_purpose(purpose);
    *request.mutable_head() = state_->head;
    *request.mutable_exposure() =
        crypto::vault::SignExposure(org_.id(), who.id, who.sign(), exposure);
    bool must_wait = false;
    v1::RevealResponse response;
    const absl::Status status = revealer_->Reveal(
        Caller(who), request, /*can_wait=*/true, &must_wait, &response);
    if (!May(who, trust::v1::LEVEL_READ)) {
      // Whoever is away has no permissions either, and is told of those first.
      const bool of_role =
          away_.count(who.id) != 0 && purpose == trust::v1::PURPOSE_EXPORT;
      EXPECT_EQ(access::ReasonOf(status),
                of_role ? v1::REASON_PERMISSION : v1::REASON_NO_ACCESS);
      return;
    }
    ASSERT_OK(status);
    credential.model.seen.insert(
        {who.id, credential.model.values[version], purpose});
  }

  void Step() {
    const TestMember& who = Anybody();
    switch (Draw(9)) {
      case 0:
        return ChangeGrant();
      case 1:
        return LeaveOrReturn();
      case 2:
        return Import(who);
      case 3:
      case 4:
      case 5:
        return Edit(who);
      default:
        return Reveal(who);
    }
  }

  // In pages of three.
  std::vector<v1::MemberExposure> Ask(v1::ExposuresRequest request) {
    request.set_limit(3);
    std::vector<v1::MemberExposure> all;
    do {
      v1::ExposuresResponse response;
      const absl::Status asked =
          auditor_->Exposures(Caller(org_.founder()), request, &response);
      EXPECT_OK(asked);
      all.insert(all.end(), response.exposures().begin(),
                 response.exposures().end());
      request.set_after(response.next());
    } while (!request.after().empty());
    return all;
  }

  // (member, credential, value, purpose), by what the values' versions say.
  using Fact = std::tuple<Id, Id, int, int>;

  Fact FactOf(const v1::MemberExposure& exposure) {
    for (const Credential& credential : credentials_) {
      if (credential.id != exposure.credential()) continue;
      const Model& model = credential.model;
      EXPECT_EQ(credential.versions[exposure.version() - 1].header.generation(),
                exposure.generation());
      return {exposure.member(), exposure.credential(),
              model.values[exposure.version() - 1], exposure.purpose()};
    }
    ADD_FAILURE() << "an exposure of what there is not";
    return {};
  }

  void ExpectAsTheModelSays() {
    std::multiset<Fact> expected;
    for (const Credential& credential : credentials_) {
      for (const auto& [member, value, purpose] : credential.model.seen) {
        expected.insert({member, credential.id, value, purpose});
      }
    }
    std::multiset<Fact> by_member, by_credential;
    std::set<std::pair<Id, Id>> current, expected_current;
    for (const TestMember& person : people_) {
      v1::ExposuresRequest request;
      request.set_member(person.id);
      for (const auto& each : Ask(request)) by_member.insert(FactOf(each));
    }
    for (const Credential& credential : credentials_) {
      v1::ExposuresRequest request;
      request.mutable_credential()->set_safe(safe_);
      request.mutable_credential()->set_credential(credential.id);
      for (const auto& each : Ask(request)) {
        by_credential.insert(FactOf(each));
        if (each.generation() == credential.newest().header.generation()) {
          current.insert({each.member(), credential.id});
        }
      }
      for (const auto& [member, value, purpose] : credential.model.seen) {
        if (value == credential.model.values.back()) {
          expected_current.insert({member, credential.id});
        }
      }
    }
    EXPECT_EQ(by_member, expected);
    EXPECT_EQ(by_credential, expected);
    EXPECT_EQ(current, expected_current);
  }

  TestOrganisation org_;
  std::vector<TestMember> people_;
  testing::FakeClock clock_;
  NoSigner signer_;
  Replayed directory_;
  std::unique_ptr<store::MemoryStore> store_;
  std::unique_ptr<audit::Ledger> ledger_;
  std::unique_ptr<credential::SafeBooks> books_;
  std::unique_ptr<credential::Reader> reader_;
  std::unique_ptr<credential::Revealer> revealer_;
  std::unique_ptr<credential::Changer> changer_;
  std::unique_ptr<exposure::Auditor> auditor_;

  std::mt19937 random_{20261127};
  Id safe_;
  std::unique_ptr<crypto::vault::SafeState> state_;
  std::map<Id, trust::v1::Level> may_;
  std::set<Id> away_;  // suspended
  std::vector<Credential> credentials_;
  int made_ = 0;
  int values_ = 0;
  int next_value_ = 0;
  bool next_brings_ = false;
};

TEST_F(ExposureModelTest, RandomHistoriesAreAsTheModelSays) {
  uint64_t exposures = 0;
  uint64_t departures = 0;
  for (int history = 0; history < kHistories; ++history) {
    SCOPED_TRACE(absl::StrCat("history ", history));
    while (!away_.empty()) Return(*away_.begin());
    // A roster of its own for some: its state is copied at every grant.
    if (history % 20 == 0) {
      org_ = TestOrganisation(history);
      people_ = {org_.founder()};
      for (const char* login : {"anna", "boris", "vera"}) {
        people_.push_back(org_.Join(login, {{"head"}}));
      }
    }
    Open();
    may_ = {{org_.founder().id, trust::v1::LEVEL_MANAGE}};
    NewSafe();
    for (int step = 0; step < kSteps; ++step) Step();
    ExpectAsTheModelSays();
    departures += away_.size();
    ASSERT_OK_AND_ASSIGN(
        const uint64_t count,
        exposure::CheckAll(org_.id(), store_.get(), org_.state()));
    exposures += count;
    if (HasFailure()) return;
  }
  // The histories do what they are for.
  EXPECT_GT(exposures, 5u * kHistories);
  EXPECT_GT(departures, 1u * kHistories);
}

}  // namespace
}  // namespace klad::app
