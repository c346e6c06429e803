#include "server/playbook/rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "crypto/text/playbook_text.h"
#include "server/access/responsible.h"
#include "server/base/id.h"
#include "server/words/folding.h"
#include "server/words/limits.h"

namespace klad::playbook {
namespace {

constexpr size_t kMaxLine = 300;
constexpr int kMaxReviewers = 20;
constexpr uint32_t kMaxReviewDays = 3650;
constexpr int64_t kReviewDayMs = int64_t{24} * 3600 * 1000;

bool AreReviewers(const v1::Playbook& playbook, const v1::Playbook& before,
                  const crypto::roster::State& roster) {
  const std::set<std::string> stay(before.reviewers().begin(),
                                   before.reviewers().end());
  std::set<std::string> known;
  for (const std::string& reviewer : playbook.reviewers()) {
    const bool may =
        stay.count(reviewer) > 0 || access::MayOwn(reviewer, "", roster);
    if (!may || !known.insert(reviewer).second) return false;
  }
  return playbook.reviewers_size() <= kMaxReviewers;
}

bool IsRole(const std::string& name, const crypto::roster::State& roster) {
  const crypto::roster::Role* role = roster.FindRole(name);
  return role != nullptr && !role->term.ended();
}

}  // namespace

absl::string_view BrokenRule(const v1::Playbook& playbook,
                             const v1::Playbook& before,
                             const crypto::roster::State& roster) {
  if (!IsId(playbook.id())) return "id";
  if (!words::IsName(playbook.name())) return "name";
  if (!words::IsShortLine(playbook.title(), kMaxLine)) return "title";
  if (!words::IsCategory(playbook.category())) return "category";
  if (!words::AreTags(playbook.tags())) return "tags";
  if (!access::MayOwn(playbook.owner(), before.owner(), roster)) return "owner";
  if (!AreReviewers(playbook, before, roster)) return "reviewers";
  if (!access::AreRoles(playbook.roles(), before.roles(), roster)) {
    return "roles";
  }
  if (playbook.review_days() > kMaxReviewDays) return "review";
  return "";
}

absl::string_view BrokenReason(absl::string_view reason) {
  return words::IsShortLine(reason, kMaxLine) ? "" : "reason";
}

BrokenText CheckText(absl::string_view text,
                     const crypto::roster::State& roster) {
  if (text.size() > text::kMaxPlaybookText) return {"text-long"};
  if (!words::IsProse(text, text::kMaxPlaybookText) ||
      absl::StripAsciiWhitespace(text).empty()) {
    return {"text"};
  }
  for (const text::TextReference& each : text::FindReferences(text)) {
    if (text::IdsInName(each).empty()) {
      return {"reference", text::LineAt(text, each.begin)};
    }
  }
  for (const text::TextStep& step : text::FindSteps(text)) {
    if (!step.broken.empty()) return {step.broken, step.line};
    if (!step.role.empty() && !IsRole(step.role, roster)) {
      return {"step-role", step.line};
    }
  }
  return {};
}

void Tidy(v1::Playbook* playbook) {
  playbook->set_category(words::TidyCategory(playbook->category()));
}

bool Sees(const access::Viewer& viewer, const v1::Playbook& playbook) {
  const auto& reviewers = playbook.reviewers();
  return viewer.Sees(playbook) ||
         std::any_of(reviewers.begin(), reviewers.end(),
                     [&](const std::string& reviewer) {
                       return viewer.Sees(reviewer, playbook.roles());
                     });
}

int64_t DueMs(const v1::Playbook& playbook) {
  if (playbook.adopted_revision() == 0 ||
      playbook.state() == v1::PLAYBOOK_STATE_RETIRED) {
    return 0;
  }
  if (playbook.state() != v1::PLAYBOOK_STATE_ADOPTED) {
    return playbook.changed_ms();
  }
  if (playbook.review_days() == 0) return 0;
  return std::max(playbook.adopted_ms(), playbook.verified_ms()) +
         playbook.review_days() * kReviewDayMs;
}

}  // namespace klad::playbook
