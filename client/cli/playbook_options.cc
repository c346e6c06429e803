#include "client/cli/playbook_options.h"

#include <algorithm>
#include <utility>

#include "client/cli/text_lists.h"
#include "client/people.h"
#include "client/playbooks/playbook_file.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using klad::v1::Playbook;

absl::StatusOr<std::vector<std::string>> MembersIn(
    const Context& context, absl::string_view option,
    const crypto::roster::State& roster) {
  std::vector<std::string> ids;
  for (const std::string& login : context.All(option)) {
    ASSIGN_OR_RETURN(const crypto::roster::Member* member,
                     client::FindMember(roster, login));
    ids.push_back(member->id);
  }
  return ids;
}

}  // namespace

std::vector<Option> PlaybookOptions() {
  return {
      {"title", 0, "TEXT", Mark("what it is about")},
      {"category", 'c', "CATEGORY", Mark("a path, such as ads/reports")},
      {"tag", 't', "TAG", Mark("one tag; may be given again"), true},
      {"owner", 0, "LOGIN", Mark("who answers for it; usual: you")},
      {"reviewer", 0, "LOGIN",
       Mark("who reads it before it is adopted, and verifies it; may be given "
            "again"),
       true},
      {"role", 0, "ROLE",
       Mark("who may see it, and is to sign it; may be given again; usual: "
            "everybody but contractors"),
       true},
      {"review", 0, "DAYS",
       Mark("after how many days to look at it again, such as 90d; or never")},
  };
}

std::vector<Option> PlaybookEditOptions() {
  std::vector<Option> options = PlaybookOptions();
  const std::vector<Option> more = {
      {"name", 0, "NAME", Mark("another name")},
      {"untag", 0, "TAG", Mark("a tag to take away; may be given again"), true},
      {"unreview", 0, "LOGIN",
       Mark("who does not review it any more; may be given again"), true},
      {"unrole", 0, "ROLE",
       Mark("a role that shall not see it; may be given again"), true},
  };
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

absl::StatusOr<PlaybookChanges> PlaybookChanges::Of(const Context& context,
                                                    client::Vault& vault) {
  PlaybookChanges changes(context);
  const auto& roster = vault.account().roster();
  if (context.Has("owner")) {
    ASSIGN_OR_RETURN(const crypto::roster::Member* owner,
                     client::FindMember(roster, context.Get("owner")));
    changes.owner_ = owner->id;
  }
  ASSIGN_OR_RETURN(changes.reviewers_, MembersIn(context, "reviewer", roster));
  for (const std::string& name : context.All("role")) {
    ASSIGN_OR_RETURN(const crypto::roster::Role* role,
                     client::FindRole(roster, name));
    changes.roles_.push_back(role->name);
  }
  ASSIGN_OR_RETURN(changes.review_days_,
                   client::ParseReviewDays(context.Get("review")));
  return changes;
}

absl::StatusOr<PlaybookChanges> PlaybookChanges::OfEdit(const Context& context,
                                                        client::Vault& vault) {
  ASSIGN_OR_RETURN(PlaybookChanges changes, Of(context, vault));
  ASSIGN_OR_RETURN(changes.unreviewers_,
                   MembersIn(context, "unreview", vault.account().roster()));
  return changes;
}

bool PlaybookChanges::AnyIn(const Context& context) {
  const std::vector<Option> options = PlaybookEditOptions();
  return std::any_of(options.begin(), options.end(), [&](const Option& option) {
    return context.Has(option.name);
  });
}

void PlaybookChanges::ApplyTo(Playbook* playbook) const {
  if (context_.Has("title")) playbook->set_title(context_.Get("title"));
  if (context_.Has("category")) {
    playbook->set_category(context_.Get("category"));
  }
  for (const std::string& tag : context_.All("tag")) {
    AddToList(tag, playbook->mutable_tags());
  }
  if (!owner_.empty()) playbook->set_owner(owner_);
  for (const std::string& reviewer : reviewers_) {
    auto* list = playbook->mutable_reviewers();
    if (std::find(list->begin(), list->end(), reviewer) == list->end()) {
      *list->Add() = reviewer;
    }
  }
  for (const std::string& role : roles_) {
    AddToList(role, playbook->mutable_roles());
  }
  if (context_.Has("review")) playbook->set_review_days(review_days_);
}

void PlaybookChanges::ApplyEditTo(Playbook* playbook) const {
  ApplyTo(playbook);
  if (context_.Has("name")) playbook->set_name(context_.Get("name"));
  for (const std::string& tag : context_.All("untag")) {
    DropFromList(tag, playbook->mutable_tags());
  }
  for (const std::string& role : context_.All("unrole")) {
    DropFromList(role, playbook->mutable_roles());
  }
  auto* list = playbook->mutable_reviewers();
  for (const std::string& reviewer : unreviewers_) {
    list->erase(std::remove(list->begin(), list->end(), reviewer), list->end());
  }
}

}  // namespace klad::cli
