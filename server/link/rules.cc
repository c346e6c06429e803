#include "server/link/rules.h"

#include "server/access/responsible.h"
#include "server/base/id.h"
#include "server/link/address.h"
#include "server/words/folding.h"
#include "server/words/limits.h"

namespace klad::link {
namespace {

constexpr size_t kMaxLine = 300;
constexpr size_t kMaxPurpose = 2000;
constexpr int64_t kMaxMs = int64_t{1} << 53;

bool IsCredential(const v1::Link& link) {
  return (link.safe().empty() && link.credential().empty()) ||
         (IsId(link.safe()) && IsId(link.credential()));
}

bool IsMoment(int64_t ms) { return ms >= 0 && ms <= kMaxMs; }

}  // namespace

absl::string_view BrokenRule(const v1::Link& link, const v1::Link& before,
                             const crypto::roster::State& roster) {
  if (!IsId(link.id())) return "id";
  if (!words::IsName(link.name())) return "name";
  if (!words::IsShortLine(link.title(), kMaxLine)) return "title";
  if (!words::IsProse(link.purpose(), kMaxPurpose)) return "purpose";
  if (!words::IsCategory(link.category())) return "category";
  if (!words::AreTags(link.tags())) return "tags";
  if (!access::MayOwn(link.owner(), before.owner(), roster)) return "owner";
  if (!access::AreRoles(link.roles(), before.roles(), roster)) return "roles";
  if (!IsCredential(link)) return "credential";
  if (!IsMoment(link.review_ms()) || !IsMoment(link.until_ms())) return "date";
  if (!words::IsShortLine(link.ended_note(), kMaxLine)) return "note";
  return BrokenRule(link.address());
}

void Tidy(v1::Link* link) {
  link->set_category(words::TidyCategory(link->category()));
}

bool HasEnded(const v1::Link& link, int64_t now_ms) {
  return link.until_ms() != 0 && link.until_ms() <= now_ms;
}

}  // namespace klad::link
