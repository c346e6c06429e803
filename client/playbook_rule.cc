#include "client/playbook_rule.h"

#include "client/error.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

struct PlaybookRuleRow {
  absl::string_view rule;
  ExitCode exit_code;
  Text sentence;
  Text hint;
};

constexpr PlaybookRuleRow kPlaybookRules[] = {
    {"name", ExitCode::kUsage, Mark("this cannot be the name of a playbook"),
     Mark("a name is one line of up to 100 bytes with a letter or a digit in "
          "it")},
    {"title", ExitCode::kUsage, Mark("this cannot be the title of a playbook"),
     Mark("a title is one line of up to 300 bytes")},
    {"category", ExitCode::kUsage, Mark("this cannot be a category"),
     Mark("a category is a path such as ads/search: up to 8 levels and 200 "
          "bytes")},
    {"tags", ExitCode::kUsage, Mark("these cannot be the tags of a playbook"),
     Mark("up to 20 different ones of up to 50 bytes, without commas")},
    {"owner", ExitCode::kUsage,
     Mark("the owner of a playbook must be an active member"),
     Mark("klad person list shows who is active")},
    {"reviewers", ExitCode::kUsage,
     Mark("a reviewer is an active member, and named once"),
     Mark("klad person list shows who is active; up to 20 can review a "
          "playbook")},
    {"roles", ExitCode::kUsage,
     Mark("there is no such role, or it was named twice"),
     Mark("klad role list shows the roles; up to 20 can see a playbook")},
    {"review", ExitCode::kUsage, Mark("this is too long a time for a review"),
     Mark("a playbook is looked at again within 3650 days, or never")},
    {"reason", ExitCode::kUsage, Mark("this reason is too long"),
     Mark("a reason is one line of up to 300 bytes")},
    {"text", ExitCode::kUsage, Mark("this cannot be the text of a playbook"),
     Mark("it is Markdown in UTF-8 with a word in it, and without control "
          "characters")},
    {"text-long", ExitCode::kUsage,
     Mark("this text is too long: a playbook may have 204800 bytes"),
     Mark("make several playbooks of it: one may refer to another")},
    {"step-role", ExitCode::kUsage,
     Mark("a step names a role that there is not, or two"),
     Mark("one @role:NAME a step; klad role list shows the roles")},
    {"step-due", ExitCode::kUsage,
     Mark("a step says in no readable way when it is due"),
     Mark("once, like due:+3d: so many days after the work begins, at most "
          "3650")},
    {"reference", ExitCode::kUsage,
     Mark("the text refers to something that has no id"),
     Mark("update klad: it sends what a playbook refers to by id")},
    {"link", ExitCode::kNotFound,
     Mark("the text refers to a link that is not there, or not for you to see"),
     Mark("klad link list shows those you see")},
    {"playbook", ExitCode::kNotFound,
     Mark("the text refers to a playbook that is not there, or not for you to "
          "see"),
     Mark("klad playbook list shows those you see")},
    {"revision", ExitCode::kNotFound, Mark("there is no such revision"),
     Mark("klad playbook history shows them")},
};

constexpr PlaybookRuleRow kPlaybookStates[] = {
    {"submitted", ExitCode::kConflict, Mark("it is in review already"),
     Mark("klad playbook adopt is what comes next")},
    {"adopted", ExitCode::kConflict, Mark("it is adopted as it is"),
     Mark("an edit makes it a draft; klad playbook verify says that it is "
          "still right")},
    {"not-submitted", ExitCode::kConflict, Mark("it is not in review"),
     Mark("klad playbook submit comes before")},
    {"not-adopted", ExitCode::kConflict,
     Mark("it is not adopted as it is, so it cannot be verified"),
     Mark("klad playbook submit, then klad playbook adopt")},
    {"not-in-force", ExitCode::kConflict,
     Mark("nothing of it is in force, so there is nothing to sign"),
     Mark("it is signed once it is adopted")},
    {"retired", ExitCode::kConflict, Mark("it is retired already"),
     Mark("klad playbook submit takes it back into review")},
    {"not-owner", ExitCode::kDenied,
     Mark("only its owner, or whoever may adopt playbooks, retires it"),
     Mark("klad playbook show says whose it is")},
    {"not-reviewer", ExitCode::kDenied,
     Mark("only its owner, a reviewer, or whoever may adopt playbooks, "
          "verifies it"),
     Mark("klad playbook show says who they are")},
};

template <typename Rows>
absl::Status FromPlaybookRows(const Rows& rows, absl::string_view rule) {
  for (const PlaybookRuleRow& row : rows) {
    if (row.rule == rule) {
      return Error(row.exit_code, Tr(row.sentence), Tr(row.hint));
    }
  }
  return Error(ExitCode::kUsage, Tr("the server did not take this playbook"),
               Tr("klad playbook new --help says what a playbook may have"));
}

}  // namespace

absl::Status PlaybookRuleError(absl::string_view rule) {
  return FromPlaybookRows(kPlaybookRules, rule);
}

absl::Status PlaybookStateError(absl::string_view rule) {
  return FromPlaybookRows(kPlaybookStates, rule);
}

}  // namespace klad::client
