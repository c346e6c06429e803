#include "server/link/checks.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "klad/store/v1/link.pb.h"
#include "server/link/keys.h"
#include "tests/support/links_test_base.h"

namespace klad::link {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LinkChecksTest : public LinksTestBase {
 protected:
  static v1::LinkCheck CheckOf(
      const v1::Link& link, v1::LinkVerdict verdict = v1::LINK_VERDICT_GONE) {
    v1::LinkCheck check;
    check.set_link(link.id());
    check.set_address(link.address());
    check.set_verdict(verdict);
    if (verdict == v1::LINK_VERDICT_MOVED) {
      check.set_moved_to("https://example.org/new");
    }
    return check;
  }

  absl::StatusOr<uint32_t> Record(const TestMember& who,
                                  const std::vector<v1::LinkCheck>& checks) {
    v1::RecordLinkChecksRequest request;
    for (const v1::LinkCheck& check : checks) *request.add_checks() = check;
    v1::RecordLinkChecksResponse response;
    RETURN_IF_ERROR(links_->checks().Record(As(who), request, &response));
    return response.recorded();
  }

  // All pages of so many.
  std::vector<v1::LinkCheck> Seen(const TestMember& who, uint32_t limit = 200,
                                  const std::string& link = "") {
    std::vector<v1::LinkCheck> checks;
    v1::ListLinkChecksRequest request;
    request.set_limit(limit);
    request.set_link(link);
    do {
      v1::ListLinkChecksResponse response;
      CHECK_THAT(links_->checks().List(As(who), request, &response).ok());
      checks.insert(checks.end(), response.checks().begin(),
                    response.checks().end());
      request.set_after(response.next());
    } while (!request.after().empty());
    return checks;
  }
};

TEST_F(LinkChecksTest, LastOneIsKeptWithWhoAndWhen) {
  const v1::Link link = Made(Draft("a"));
  EXPECT_THAT(Seen(pr_), IsEmpty());
  ASSERT_OK(Record(marketer_, {CheckOf(link)}));
  ASSERT_OK(Record(marketer_, {CheckOf(link, v1::LINK_VERDICT_MOVED)}));
  const auto seen = Seen(pr_);
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0].verdict(), v1::LINK_VERDICT_MOVED);
  EXPECT_EQ(seen[0].moved_to(), "https://example.org/new");
  EXPECT_EQ(seen[0].checked_ms(), clock_.NowMs());
  EXPECT_EQ(seen[0].checked_by(), marketer_.id);
  Open();
  EXPECT_THAT(Seen(pr_), SizeIs(1));
  EXPECT_OK(CheckAll(&store_, seal_));
}

TEST_F(LinkChecksTest, SaysNothingOfAnotherAddressAndOfWhatHasEnded) {
  v1::Link link = Made(Draft("a"));
  ASSERT_OK(Record(marketer_, {CheckOf(link)}));
  v1::Link moved = link;
  moved.set_address("https://example.com/elsewhere");
  ASSERT_OK(Edit(founder_, moved));
  EXPECT_THAT(Seen(founder_), IsEmpty());
  ASSERT_OK_AND_ASSIGN(uint32_t recorded, Record(marketer_, {CheckOf(link)}));
  EXPECT_EQ(recorded, 0u);
  moved.set_revision(2);
  moved.set_until_ms(clock_.NowMs());
  ASSERT_OK(Edit(founder_, moved));
  ASSERT_OK_AND_ASSIGN(recorded, Record(marketer_, {CheckOf(moved)}));
  EXPECT_EQ(recorded, 0u);
}

TEST_F(LinkChecksTest, OnlyOfWhatTheCallerSees) {
  v1::Link hidden = Draft("hidden");
  hidden.add_roles("head");
  hidden = Made(hidden);
  const v1::Link open = Made(Draft("open"));
  ASSERT_OK_AND_ASSIGN(const uint32_t recorded,
                       Record(marketer_, {CheckOf(hidden), CheckOf(open)}));
  EXPECT_EQ(recorded, 1u);
  ASSERT_OK(Record(head_, {CheckOf(hidden)}));
  EXPECT_THAT(Seen(marketer_), SizeIs(1));
  EXPECT_THAT(Seen(head_), SizeIs(2));
  EXPECT_THAT(Seen(contractor_), IsEmpty());
}

TEST_F(LinkChecksTest, OnlyByWhoMayWrite) {
  const v1::Link link = Made(Draft("a"));
  for (const TestMember* who : {&contractor_, &nobody_}) {
    EXPECT_EQ(access::ReasonOf(Record(*who, {CheckOf(link)}).status()),
              v1::REASON_PERMISSION);
  }
  directory_.restored_ms = 1;
  EXPECT_EQ(access::ReasonOf(Record(pr_, {CheckOf(link)}).status()),
            v1::REASON_RESTORED);
  EXPECT_THAT(Seen(founder_), IsEmpty());
}

TEST_F(LinkChecksTest, PagesHaveAllOnce) {
  std::vector<v1::LinkCheck> checks;
  for (int i = 0; i < 7; ++i) {
    checks.push_back(CheckOf(Made(Draft(absl::StrCat("link", i)))));
  }
  ASSERT_OK(Record(pr_, checks));
  for (const uint32_t limit : {1u, 3u, 7u, 200u}) {
    EXPECT_THAT(Seen(pr_, limit), SizeIs(7));
  }
  EXPECT_THAT(Seen(pr_, 200, checks[3].link()), SizeIs(1));
  EXPECT_THAT(Seen(pr_, 200, NewId()), IsEmpty());
}

TEST_F(LinkChecksTest, LargeOnesEndAPageEarly) {
  std::vector<v1::LinkCheck> checks;
  const std::string path(4000, 'x');
  for (int i = 0; i < 80; ++i) {
    checks.push_back(
        CheckOf(Made(Draft(absl::StrCat("link", i),
                           absl::StrCat("https://example.com/", i, "/", path))),
                v1::LINK_VERDICT_MOVED));
    checks.back().set_moved_to("https://example.org/" + path);
  }
  ASSERT_OK(Record(pr_, checks));
  v1::ListLinkChecksRequest request;
  request.set_limit(200);
  v1::ListLinkChecksResponse page;
  ASSERT_OK(links_->checks().List(As(pr_), request, &page));
  EXPECT_LT(page.ByteSizeLong(), 600u << 10);
  EXPECT_THAT(Seen(pr_), SizeIs(80));
}

TEST_F(LinkChecksTest, WhatIsNoCheckIsRefusedByItsField) {
  const v1::Link link = Made(Draft("a"));
  const auto refused = [&](const v1::LinkCheck& check) {
    const auto recorded = Record(pr_, {check});
    const auto refusal = access::RefusalOf(recorded.status());
    return refusal.has_value() && refusal->reason() == v1::REASON_BAD_FIELD
               ? refusal->fields().at("field")
               : "";
  };
  v1::LinkCheck check = CheckOf(link);
  check.set_link("short");
  EXPECT_EQ(refused(check), "link");
  check = CheckOf(link, v1::LINK_VERDICT_UNSPECIFIED);
  EXPECT_EQ(refused(check), "verdict");
  check = CheckOf(link, static_cast<v1::LinkVerdict>(77));
  EXPECT_EQ(refused(check), "verdict");
  check = CheckOf(link);
  check.set_moved_to("https://example.org");
  EXPECT_EQ(refused(check), "moved_to");
  check = CheckOf(link, v1::LINK_VERDICT_MOVED);
  check.set_moved_to("javascript:alert(1)");
  EXPECT_EQ(refused(check), "moved_to");
  check = CheckOf(link);
  check.set_status(1000);
  EXPECT_EQ(refused(check), "status");
  check = CheckOf(link);
  check.set_certificate_until_ms(-1);
  EXPECT_EQ(refused(check), "certificate_until_ms");
  check = CheckOf(link);
  check.set_address(std::string(5000, 'x'));
  EXPECT_EQ(refused(check), "address");

  EXPECT_EQ(access::ReasonOf(Record(pr_, {}).status()), v1::REASON_BAD_FIELD);
  EXPECT_EQ(
      access::ReasonOf(Record(pr_, {CheckOf(link), CheckOf(link)}).status()),
      v1::REASON_BAD_FIELD);
  v1::ListLinkChecksRequest request;
  v1::ListLinkChecksResponse response;
  EXPECT_EQ(
      access::ReasonOf(links_->checks().List(As(pr_), request, &response)),
      v1::REASON_BAD_FIELD);
  request.set_limit(1);
  request.set_after("x");
  EXPECT_EQ(
      access::ReasonOf(links_->checks().List(As(pr_), request, &response)),
      v1::REASON_BAD_FIELD);
}

TEST_F(LinkChecksTest, LedgerHasOneRecordForAll) {
  const std::vector<v1::LinkCheck> checks = {CheckOf(Made(Draft("a"))),
                                             CheckOf(Made(Draft("b")))};
  ASSERT_OK(Record(pr_, checks));
  ASSERT_OK_AND_ASSIGN(const audit::RecordPage page, ledger_->Read(0, 10));
  ASSERT_THAT(page.records, SizeIs(3));
  EXPECT_EQ(page.records[2].subject(), "links");
  EXPECT_EQ(page.records[2].method(), "klad.v1.LinkService/RecordChecks");
  EXPECT_EQ(page.records[2].caller(), As(pr_).Name());
}

TEST_F(LinkChecksTest, CheckOfTheStoreFindsWhatIsDamagedOrOfNoLink) {
  const auto put = [this](const std::string& key, const std::string& value) {
    return store_.Commit({{}, {{key, value}}, {}}).status();
  };
  const std::string id = NewId();
  ASSERT_OK(put(CheckKey(id), "\xff"));
  EXPECT_THAT(CheckAll(&store_, seal_).status().message(),
              HasSubstr("is damaged"));
  store::v1::LinkCheckRecord record;
  record.mutable_check()->set_link(id);
  ASSERT_OK(put(CheckKey(id), record.SerializeAsString()));
  EXPECT_THAT(CheckAll(&store_, seal_).status().message(),
              HasSubstr("is of no link"));
}

}  // namespace
}  // namespace klad::link
