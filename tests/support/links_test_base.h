// A link map over a store (test_store.h), and one member of each built-in role.
#ifndef KLAD_TESTS_SUPPORT_LINKS_TEST_BASE_H_
#define KLAD_TESTS_SUPPORT_LINKS_TEST_BASE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/testing/test_organisation.h"
#include "gtest/gtest.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/link/checker.h"
#include "server/link/links.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_store.h"

namespace klad::link {

class LinksTestBase : public ::testing::Test {
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
    ASSERT_OK_AND_ASSIGN(links_, Links::Open({.store = &store_,
                                              .ledger = ledger_.get(),
                                              .clock = &clock_,
                                              .directory = &directory_,
                                              .words = words_.get()},
                                             seal_));
  }

  static access::Caller As(const TestMember& member) {
    access::Caller caller;
    caller.kind = access::Caller::Kind::kMember;
    caller.id = member.id;
    return caller;
  }

  v1::Link Draft(const std::string& name,
                 const std::string& address = "https://example.com/") const {
    v1::Link link;
    link.set_id(NewId());
    link.set_name(name);
    link.set_address(address + (address == "https://example.com/" ? name : ""));
    link.set_owner(founder_.id);
    return link;
  }

  absl::StatusOr<v1::CreatedLink> Create(const TestMember& who,
                                         const v1::Link& link,
                                         bool unless_known = false) {
    v1::CreateLinksRequest request;
    *request.add_links() = link;
    request.set_unless_known(unless_known);
    v1::CreateLinksResponse response;
    RETURN_IF_ERROR(links_->writer().Create(As(who), request, &response));
    return response.links(0);
  }

  // Must work.
  v1::Link Made(const v1::Link& link) {
    auto created = Create(founder_, link);
    CHECK_THAT(created.ok() && created->outcome() == v1::LINK_OUTCOME_CREATED);
    return created->link();
  }

  absl::Status Edit(const TestMember& who, const v1::Link& link,
                    const std::string& request_id = NewId()) {
    v1::EditLinksRequest request;
    request.set_request_id(request_id);
    *request.add_links() = link;
    v1::EditLinksResponse response;
    return links_->writer().Edit(As(who), request, &response);
  }

  v1::ResolveLinkResponse Resolved(const TestMember& who,
                                   const std::string& name) {
    v1::ResolveLinkRequest request;
    request.set_name(name);
    v1::ResolveLinkResponse response;
    CHECK_THAT(links_->reader().Resolve(As(who), request, &response).ok());
    return response;
  }

  // The names of all pages.
  std::vector<std::string> Listed(const TestMember& who,
                                  v1::ListLinksRequest request = {},
                                  uint32_t limit = 200) {
    std::vector<std::string> names;
    request.set_limit(limit);
    do {
      v1::ListLinksResponse response;
      CHECK_THAT(links_->reader().List(As(who), request, &response).ok());
      for (const v1::Link& link : response.links()) {
        names.push_back(link.name());
      }
      request.set_after(response.next());
    } while (!request.after().empty());
    return names;
  }

  klad::testing::TestStore store_;
  testing::FakeClock clock_;
  NoSigner signer_;
  crypto::roster::TestOrganisation org_;
  FakeDirectory directory_{org_};
  const Secret seal_ = Secret::Copy(std::string(32, 's'));
  TestMember founder_, head_, marketer_, pr_, contractor_, nobody_;
  std::unique_ptr<audit::Ledger> ledger_;
  std::unique_ptr<words::Index> words_;
  std::unique_ptr<Links> links_;
};

}  // namespace klad::link

#endif  // KLAD_TESTS_SUPPORT_LINKS_TEST_BASE_H_
