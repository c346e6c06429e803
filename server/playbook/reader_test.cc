#include "server/playbook/reader.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/playbooks_test_base.h"

namespace klad::playbook {
namespace {

using access::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PlaybookReaderTest : public PlaybooksTestBase {};

TEST_F(PlaybookReaderTest, EachSeesItsOwnAndItsRoles) {
  Made(Draft("all"));
  v1::Playbook heads = Draft("heads");
  heads.add_roles("head");
  Made(heads);
  v1::Playbook contractors = Draft("contractors");
  contractors.add_roles("contractor");
  Made(contractors);
  v1::Playbook own = Draft("own");
  own.add_roles("head");
  own.set_owner(pr_.id);
  Made(own);
  v1::Playbook reviewed = Draft("reviewed");
  reviewed.add_roles("head");
  reviewed.add_reviewers(marketer_.id);
  Made(reviewed);
  EXPECT_THAT(Listed(founder_),
              ElementsAre("all", "contractors", "heads", "own", "reviewed"));
  EXPECT_THAT(Listed(head_), ElementsAre("all", "heads", "own", "reviewed"));
  EXPECT_THAT(Listed(pr_), ElementsAre("all", "own"));
  EXPECT_THAT(Listed(marketer_), ElementsAre("all", "reviewed"));
  EXPECT_THAT(Listed(contractor_), ElementsAre("contractors"));
  EXPECT_FALSE(Got(marketer_, "heads").has_playbook());
  EXPECT_THAT(Got(marketer_, "head").near(), IsEmpty());
  EXPECT_TRUE(Got(marketer_, "reviewed").has_playbook());
}

TEST_F(PlaybookReaderTest, NearNamesAreSaid) {
  Made(Draft("Отчёт"));
  EXPECT_THAT(Got(pr_, "отчот").near(), ElementsAre("Отчёт"));
  EXPECT_THAT(Got(pr_, "").near(), IsEmpty());
}

TEST_F(PlaybookReaderTest, StepsComeTyped) {
  const std::string link = NewId();
  links_.names[link] = "metrika";
  const v1::Playbook other = Made(Draft("other"));
  const std::string safe = NewId();
  const std::string credential = NewId();
  Made(Draft("report"),
       absl::StrCat("# Report\n\n1. Open [[link:", text::NameOfId(link),
                    "]] with [[credential:", text::NameOfIds(safe, credential),
                    "]] @role:marketer due:+3d (required)\n2. See [[playbook:",
                    text::NameOfId(other.id()), "]]\n"));
  const auto got = Got(pr_, "report");
  ASSERT_EQ(got.steps_size(), 2);
  const v1::PlaybookStep& step = got.steps(0);
  EXPECT_THAT(step.links(), ElementsAre(link));
  ASSERT_EQ(step.credentials_size(), 1);
  EXPECT_EQ(step.credentials(0).safe(), safe);
  EXPECT_EQ(step.credentials(0).credential(), credential);
  EXPECT_EQ(step.role(), "marketer");
  EXPECT_EQ(step.due_days(), 3u);
  EXPECT_TRUE(step.required());
  EXPECT_THAT(got.steps(1).playbooks(), ElementsAre(other.id()));
  EXPECT_FALSE(got.steps(1).has_due_days());
  EXPECT_EQ(got.links(0).name(), "metrika");
  EXPECT_EQ(got.playbooks(0).name(), "other");
}

TEST_F(PlaybookReaderTest, ReferenceFollowsARenamedPlaybook) {
  v1::Playbook other = Made(Draft("old"));
  Made(Draft("report"),
       absl::StrCat("1. [[playbook:", text::NameOfId(other.id()), "]]\n"));
  other.set_name("new");
  other.add_roles("head");
  ASSERT_OK(Edit(founder_, other));
  EXPECT_EQ(Got(head_, "report").playbooks(0).name(), "new");
  EXPECT_EQ(Got(pr_, "report").playbooks(0).name(), "") << "not for it";
}

TEST_F(PlaybookReaderTest, EveryRevisionIsKept) {
  v1::Playbook playbook = Made(Draft("report"));
  ASSERT_OK_AND_ASSIGN(playbook, Edit(pr_, playbook, "1. two\n", true));
  playbook.set_title("t");
  ASSERT_OK_AND_ASSIGN(playbook, Edit(marketer_, playbook));
  v1::ListPlaybookRevisionsRequest request;
  request.set_id(playbook.id());
  request.set_limit(2);
  v1::ListPlaybookRevisionsResponse newest;
  ASSERT_OK(playbooks_->reader().ListRevisions(As(pr_), request, &newest));
  ASSERT_EQ(newest.revisions_size(), 2);
  EXPECT_EQ(newest.revisions(0).revision(), 3u);
  EXPECT_EQ(newest.revisions(0).text_revision(), 2u);
  EXPECT_EQ(newest.revisions(0).author(), marketer_.id);
  EXPECT_TRUE(newest.revisions(1).material());
  request.set_before(2);
  v1::ListPlaybookRevisionsResponse oldest;
  ASSERT_OK(playbooks_->reader().ListRevisions(As(pr_), request, &oldest));
  ASSERT_EQ(oldest.revisions_size(), 1);
  EXPECT_EQ(oldest.revisions(0).author(), founder_.id);
  v1::GetPlaybookRequest get;
  get.set_id(playbook.id());
  for (const auto& [revision, text] :
       {std::pair<int, const char*>{1, "1. one\n"},
        {2, "1. two\n"},
        {3, "1. two\n"}}) {
    get.set_revision(revision);
    ASSERT_OK_AND_ASSIGN(const auto got, Get(pr_, get));
    EXPECT_EQ(got.text(), text);
  }
  get.set_revision(4);
  EXPECT_EQ(ReasonOf(Get(pr_, get).status()), v1::REASON_PLAYBOOK_REFUSED);
}

TEST_F(PlaybookReaderTest, ListIsNarrowedAndPaged) {
  for (int i = 0; i < 25; ++i) {
    v1::Playbook playbook = Draft(absl::StrCat("p", i + 10));
    playbook.set_category(i < 5 ? "Ads/Reports" : "adsother");
    if (i % 2 == 0) playbook.add_tags("Ёлка");
    if (i == 3) playbook.set_owner(pr_.id);
    Made(playbook);
  }
  EXPECT_EQ(Listed(pr_, {}, 7).size(), 25u);
  v1::ListPlaybooksRequest request;
  request.set_category("ads");
  EXPECT_EQ(Listed(pr_, request).size(), 5u);
  request.set_tag("елка");
  EXPECT_THAT(Listed(pr_, request), ElementsAre("p10", "p12", "p14"));
  request.Clear();
  request.set_owner(pr_.id);
  EXPECT_THAT(Listed(pr_, request), ElementsAre("p13"));
  Adopted(Got(pr_, "p20").playbook());
  request.Clear();
  request.set_state(v1::PLAYBOOK_STATE_ADOPTED);
  EXPECT_THAT(Listed(pr_, request), ElementsAre("p20"));
  v1::ListPlaybooksResponse response;
  request.set_limit(201);
  EXPECT_EQ(ReasonOf(playbooks_->reader().List(As(pr_), request, &response)),
            v1::REASON_BAD_FIELD);
}

}  // namespace
}  // namespace klad::playbook
