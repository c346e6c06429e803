#include "server/link/rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "server/base/id.h"
#include "server/link/address.h"
#include "server/words/folding.h"

namespace klad::link {
namespace {

constexpr size_t kMaxName = 100;
constexpr size_t kMaxLine = 300;
constexpr size_t kMaxPurpose = 2000;
constexpr size_t kMaxCategory = 200;
constexpr int64_t kMaxLevels = 8;
constexpr int kMaxList = 20;
constexpr size_t kMaxTag = 50;
constexpr int64_t kMaxMs = int64_t{1} << 53;

bool IsShortLine(absl::string_view text, size_t limit) {
  return text.size() <= limit && words::IsLine(text);
}

// Line breaks and tabs are no control characters there.
bool IsProse(const std::string& text) {
  return text.size() <= kMaxPurpose &&
         words::IsLine(absl::StrReplaceAll(text, {{"\n", " "}, {"\t", " "}}));
}

bool IsCategory(const std::string& path) {
  return IsShortLine(path, kMaxCategory) &&
         std::count(path.begin(), path.end(), '/') < kMaxLevels;
}

bool AreTags(const v1::Link& link) {
  std::set<std::string> tags;
  for (const std::string& tag : link.tags()) {
    const std::string folded = words::FoldName(tag);
    if (folded.empty() || !IsShortLine(tag, kMaxTag) ||
        absl::StrContains(tag, ',') ||
        !tags.insert(words::FoldText(tag)).second) {
      return false;
    }
  }
  return link.tags_size() <= kMaxList;
}

bool MayOwn(const v1::Link& link, const v1::Link& before,
            const crypto::roster::State& roster) {
  if (!before.owner().empty() && link.owner() == before.owner()) return true;
  const crypto::roster::Member* owner = roster.FindMember(link.owner());
  return owner != nullptr && owner->active();
}

bool AreRoles(const v1::Link& link, const v1::Link& before,
              const crypto::roster::State& roster) {
  std::set<std::string> roles;
  for (const std::string& name : link.roles()) {
    const crypto::roster::Role* role = roster.FindRole(name);
    const bool stays = std::find(before.roles().begin(), before.roles().end(),
                                 name) != before.roles().end();
    const bool live = role != nullptr && !role->term.ended();
    if ((!live && !stays) || !roles.insert(name).second) return false;
  }
  return link.roles_size() <= kMaxList;
}

bool IsCredential(const v1::Link& link) {
  return (link.safe().empty() && link.credential().empty()) ||
         (IsId(link.safe()) && IsId(link.credential()));
}

bool IsMoment(int64_t ms) { return ms >= 0 && ms <= kMaxMs; }

}  // namespace

absl::string_view BrokenRule(const v1::Link& link, const v1::Link& before,
                             const crypto::roster::State& roster) {
  if (!IsId(link.id())) return "id";
  if (words::FoldName(link.name()).empty() ||
      !IsShortLine(link.name(), kMaxName)) {
    return "name";
  }
  if (!IsShortLine(link.title(), kMaxLine)) return "title";
  if (!IsProse(link.purpose())) return "purpose";
  if (!IsCategory(link.category())) return "category";
  if (!AreTags(link)) return "tags";
  if (!MayOwn(link, before, roster)) return "owner";
  if (!AreRoles(link, before, roster)) return "roles";
  if (!IsCredential(link)) return "credential";
  if (!IsMoment(link.review_ms()) || !IsMoment(link.until_ms())) return "date";
  if (!IsShortLine(link.ended_note(), kMaxLine)) return "note";
  return BrokenRule(link.address());
}

void Tidy(v1::Link* link) {
  link->set_category(words::TidyCategory(link->category()));
}

bool HasEnded(const v1::Link& link, int64_t now_ms) {
  return link.until_ms() != 0 && link.until_ms() <= now_ms;
}

}  // namespace klad::link
