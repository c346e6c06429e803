// Playbooks over a store (test_store.h), and one member of each built-in role.
#ifndef KLAD_TESTS_SUPPORT_PLAYBOOKS_TEST_BASE_H_
#define KLAD_TESTS_SUPPORT_PLAYBOOKS_TEST_BASE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/testing/test_organisation.h"
#include "crypto/text/playbook_text.h"
#include "gtest/gtest.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/playbook/checker.h"
#include "server/playbook/playbooks.h"

#include "server/words/index.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace klad::playbook {

class PlaybooksTestBase : public ::testing::Test {
 protected:
  using TestMember = crypto::roster::TestMember;

  class NoSigner : public audit::HeadSigner {
   public:
    std::string Sign(const trust::v1::Position&) override { return ""; }
  };

  class FakeDirectory : public access::Directory {
   public:
    explicit FakeDirectory(const crypto::roster::TestOrganisation& org)
        : org_(org) {}
    Snapshot Now() const override {
      return {std::make_shared<const crypto::roster::State>(org_.state()), 0,
              restored_ms};
    }
    int64_t restored_ms = 0;

   private:
    const crypto::roster::TestOrganisation& org_;
  };

  class FakeLinks : public KnownLinks {
   public:
    std::string NameOf(const access::Caller&,
                       absl::string_view link) const override {
      const auto found = names.find(std::string(link));
      return found == names.end() ? "" : found->second;
    }
    std::map<std::string, std::string> names;
  };

  void SetUp() override {
    founder_ = org_.founder();
    head_ = org_.Join("head", {{"head"}});
    marketer_ = org_.Join("marketer", {{"marketer"}});
    pr_ = org_.Join("pr", {{"pr"}});
    contractor_ = org_.Join(
        "contractor",
        {{"contractor", org_.now_ms() + 30 * crypto::roster::kDayMs}});
    nobody_ = org_.Join("nobody");
    ASSERT_OK_AND_ASSIGN(ledger_,
                         audit::Ledger::Open(&store_, &clock_, &signer_));
    Open();
  }

  // As a server that starts.
  void Open() {
    words_ = std::make_unique<words::Index>();
    ASSERT_OK_AND_ASSIGN(playbooks_, Playbooks::Open({.store = &store_,
                                                      .ledger = ledger_.get(),
                                                      .clock = &clock_,
                                                      .directory = &directory_,
                                                      .links = &links_,
                                                      .words = words_.get()},
                                                     seal_));
  }

  static access::Caller As(const TestMember& member) {
    access::Caller caller;
    caller.kind = access::Caller::Kind::kMember;
    caller.id = member.id;
    return caller;
  }

  v1::Playbook Draft(const std::string& name) const {
    v1::Playbook playbook;
    playbook.set_id(NewId());
    playbook.set_name(name);
    playbook.set_owner(founder_.id);
    return playbook;
  }

  absl::StatusOr<v1::Playbook> Create(const TestMember& who,
                                      const v1::Playbook& playbook,
                                      const std::string& text = "1. one\n") {
    v1::CreatePlaybookRequest request;
    *request.mutable_playbook() = playbook;
    request.set_text(text);
    v1::CreatePlaybookResponse response;
    RETURN_IF_ERROR(playbooks_->writer().Create(As(who), request, &response));
    return response.playbook();
  }

  // Must work.
  v1::Playbook Made(const v1::Playbook& playbook,
                    const std::string& text = "1. one\n") {
    auto created = Create(founder_, playbook, text);
    CHECK_THAT(created.ok());
    return *created;
  }

  // An empty text stays as it is.
  absl::StatusOr<v1::Playbook> Edit(const TestMember& who,
                                    const v1::Playbook& playbook,
                                    const std::string& text = "",
                                    bool material = false,
                                    const std::string& request_id = NewId()) {
    v1::EditPlaybookRequest request;
    request.set_request_id(request_id);
    *request.mutable_playbook() = playbook;
    if (!text.empty()) request.set_text(text);
    request.set_material(material);
    v1::EditPlaybookResponse response;
    RETURN_IF_ERROR(playbooks_->writer().Edit(As(who), request, &response));
    return response.playbook();
  }

  absl::StatusOr<v1::Playbook> Do(Act act, const TestMember& who,
                                  const v1::Playbook& playbook,
                                  const std::string& request_id = NewId()) {
    v1::ActOnPlaybookRequest request;
    request.set_request_id(request_id);
    request.set_id(playbook.id());
    request.set_text_revision(act == Act::kSign ? playbook.adopted_revision()
                                                : playbook.text_revision());
    v1::ActOnPlaybookResponse response;
    RETURN_IF_ERROR(playbooks_->actor().Do(act, As(who), request, &response));
    return response.playbook();
  }

  // Submitted and adopted; must work.
  v1::Playbook Adopted(const v1::Playbook& playbook) {
    auto submitted = Do(Act::kSubmit, founder_, playbook);
    CHECK_THAT(submitted.ok());
    auto adopted = Do(Act::kAdopt, founder_, *submitted);
    CHECK_THAT(adopted.ok());
    return *adopted;
  }

  absl::StatusOr<v1::GetPlaybookResponse> Get(
      const TestMember& who, const v1::GetPlaybookRequest& request) {
    v1::GetPlaybookResponse response;
    RETURN_IF_ERROR(playbooks_->reader().Get(As(who), request, &response));
    return response;
  }
  // Must be answered.
  v1::GetPlaybookResponse Got(const TestMember& who, const std::string& name,
                              bool in_force = false) {
    v1::GetPlaybookRequest request;
    request.set_name(name);
    request.set_in_force(in_force);
    auto response = Get(who, request);
    CHECK_THAT(response.ok());
    return *response;
  }

  std::vector<std::string> Listed(const TestMember& who,
                                  v1::ListPlaybooksRequest request = {},
                                  uint32_t limit = 200) {
    std::vector<std::string> names;
    request.set_limit(limit);
    do {
      v1::ListPlaybooksResponse response;
      CHECK_THAT(playbooks_->reader().List(As(who), request, &response).ok());
      for (const v1::Playbook& playbook : response.playbooks()) {
        names.push_back(playbook.name());
      }
      request.set_after(response.next());
    } while (!request.after().empty());
    return names;
  }

  absl::Status Checked() { return CheckAll(&store_, seal_).status(); }

  klad::testing::TestStore store_;
  testing::FakeClock clock_;
  NoSigner signer_;
  crypto::roster::TestOrganisation org_;
  FakeDirectory directory_{org_};
  FakeLinks links_;
  const Secret seal_ = Secret::Copy(std::string(32, 's'));
  TestMember founder_, head_, marketer_, pr_, contractor_, nobody_;
  std::unique_ptr<audit::Ledger> ledger_;
  std::unique_ptr<words::Index> words_;
  std::unique_ptr<Playbooks> playbooks_;
};

}  // namespace klad::playbook

#endif  // KLAD_TESTS_SUPPORT_PLAYBOOKS_TEST_BASE_H_
