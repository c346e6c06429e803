#include "client/playbook_merge.h"

#include "client/list_merge.h"

namespace klad::client {
namespace {

using klad::v1::Playbook;

struct PlaybookText {
  const char* name;
  const std::string& (Playbook::*get)() const;
  std::string* (Playbook::*mutable_get)();
};
constexpr PlaybookText kPlaybookTexts[] = {
    {"name", &Playbook::name, &Playbook::mutable_name},
    {"title", &Playbook::title, &Playbook::mutable_title},
    {"category", &Playbook::category, &Playbook::mutable_category},
    {"owner", &Playbook::owner, &Playbook::mutable_owner},
};

// Whether mine is to be written; a conflict is noted.
template <typename Value>
bool TakesMine(const char* field, const Value& base, const Value& mine,
               const Value& theirs, MergedPlaybook* merged) {
  if (mine == base || mine == theirs) return false;
  if (theirs != base) merged->conflicts.emplace_back(field);
  return true;
}

}  // namespace

MergedPlaybook MergePlaybooks(const Playbook& base, const Playbook& mine,
                              const Playbook& theirs) {
  MergedPlaybook merged;
  Playbook& playbook = merged.playbook;
  playbook = theirs;
  for (const PlaybookText& text : kPlaybookTexts) {
    const std::string& value = (mine.*text.get)();
    if (TakesMine(text.name, (base.*text.get)(), value, (theirs.*text.get)(),
                  &merged)) {
      *(playbook.*text.mutable_get)() = value;
    }
  }
  if (TakesMine("review", base.review_days(), mine.review_days(),
                theirs.review_days(), &merged)) {
    playbook.set_review_days(mine.review_days());
  }
  *playbook.mutable_tags() =
      MergeTexts(base.tags(), mine.tags(), theirs.tags());
  *playbook.mutable_roles() =
      MergeTexts(base.roles(), mine.roles(), theirs.roles());
  *playbook.mutable_reviewers() =
      MergeTexts(base.reviewers(), mine.reviewers(), theirs.reviewers());
  return merged;
}

}  // namespace klad::client
