#include "client/link_merge.h"

#include "client/list_merge.h"

namespace klad::client {
namespace {

using klad::v1::Link;

std::string ConflictText(const std::string& value) { return value; }
std::string ConflictText(int64_t) { return ""; }

// Whether mine is to be written; a conflict is noted.
template <typename Value>
bool TakesMyValue(const char* field, const Value& base, const Value& mine,
                  const Value& theirs, MergedLink* merged) {
  if (mine == base || mine == theirs) return false;
  if (theirs != base) {
    merged->conflicts.push_back(
        {field, ConflictText(mine), ConflictText(theirs)});
  }
  return true;
}

struct LinkText {
  const char* name;
  const std::string& (Link::*get)() const;
  std::string* (Link::*mutable_get)();
};
constexpr LinkText kLinkTexts[] = {
    {"name", &Link::name, &Link::mutable_name},
    {"address", &Link::address, &Link::mutable_address},
    {"title", &Link::title, &Link::mutable_title},
    {"purpose", &Link::purpose, &Link::mutable_purpose},
    {"category", &Link::category, &Link::mutable_category},
    {"note", &Link::ended_note, &Link::mutable_ended_note},
};

// Ids and dates: no text for people.
void MergeOthers(const Link& base, const Link& mine, const Link& theirs,
                 MergedLink* merged) {
  MergedLink others;
  if (TakesMyValue("owner", base.owner(), mine.owner(), theirs.owner(),
                   &others)) {
    merged->link.set_owner(mine.owner());
  }
  if (TakesMyValue("credential", base.safe() + base.credential(),
                   mine.safe() + mine.credential(),
                   theirs.safe() + theirs.credential(), &others)) {
    merged->link.set_safe(mine.safe());
    merged->link.set_credential(mine.credential());
  }
  if (TakesMyValue("review", base.review_ms(), mine.review_ms(),
                   theirs.review_ms(), &others)) {
    merged->link.set_review_ms(mine.review_ms());
  }
  if (TakesMyValue("until", base.until_ms(), mine.until_ms(), theirs.until_ms(),
                   &others)) {
    merged->link.set_until_ms(mine.until_ms());
  }
  for (const MergedLink::Conflict& conflict : others.conflicts) {
    merged->conflicts.push_back({conflict.field, "", ""});
  }
}

}  // namespace

MergedLink MergeLinks(const Link& base, const Link& mine, const Link& theirs) {
  MergedLink merged;
  merged.link = theirs;
  for (const LinkText& field : kLinkTexts) {
    const std::string& text = (mine.*field.get)();
    if (TakesMyValue(field.name, (base.*field.get)(), text,
                     (theirs.*field.get)(), &merged)) {
      *(merged.link.*field.mutable_get)() = text;
    }
  }
  MergeOthers(base, mine, theirs, &merged);
  *merged.link.mutable_tags() =
      MergeTexts(base.tags(), mine.tags(), theirs.tags());
  *merged.link.mutable_roles() =
      MergeTexts(base.roles(), mine.roles(), theirs.roles());
  return merged;
}

}  // namespace klad::client
