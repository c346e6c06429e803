#include "client/impact.h"

#include <deque>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "client/contact.h"
#include "client/mailbox.h"

namespace klad::client {
namespace {

using trust::v1::Overview;

struct Hanging {
  size_t access;
  absl::string_view field;
};
using ByContact = std::map<std::string, std::vector<Hanging>>;

// The contact that this access itself is, or none.
std::string Itself(const Access& access) {
  const Overview& overview = *access.overview;
  if (access.kind == trust::v1::KIND_PHONE) {
    std::string digits = PhoneDigits(overview.phone());
    return digits.empty() ? PhoneDigits(overview.title()) : digits;
  }
  return MailboxOf(access.kind, overview);
}

ByContact Index(const std::vector<Access>& accesses) {
  ByContact index;
  for (size_t i = 0; i < accesses.size(); ++i) {
    const Overview& overview = *accesses[i].overview;
    const auto add = [&](absl::string_view field, const std::string& text) {
      for (std::string& contact : ContactsIn(text)) {
        index[std::move(contact)].push_back({i, field});
      }
    };
    add("email", overview.email());
    add("phone", overview.phone());
    if (overview.email().empty() &&
        absl::StrContains(overview.user_name(), '@')) {
      add("user_name", overview.user_name());
    }
    if (std::string itself = Itself(accesses[i]); !itself.empty()) {
      index[std::move(itself)].push_back({i, "itself"});
    }
  }
  return index;
}

}  // namespace

std::vector<Loss> Impact(const std::string& contact,
                         const std::vector<Access>& accesses) {
  const ByContact index = Index(accesses);
  std::set<std::string> gone = {contact};
  std::set<size_t> lost;
  std::vector<Loss> losses;
  struct Step {
    std::string contact;
    int level;
    int through;
  };
  std::deque<Step> steps = {{contact, 1, -1}};
  for (; !steps.empty(); steps.pop_front()) {
    const Step step = steps.front();
    const auto hanging = index.find(step.contact);
    if (hanging == index.end()) continue;
    for (const Hanging& hung : hanging->second) {
      if (!lost.insert(hung.access).second) continue;
      losses.push_back({hung.access, step.level, step.through, hung.field});
      std::string next = Itself(accesses[hung.access]);
      if (next.empty() || !gone.insert(next).second) continue;
      steps.push_back(
          {std::move(next), step.level + 1, static_cast<int>(hung.access)});
    }
  }
  return losses;
}

}  // namespace klad::client
