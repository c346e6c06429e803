#include "client/cli/link_options.h"

#include <utility>

#include "client/cli/found.h"
#include "client/cli/sharing_steps.h"
#include "client/cli/text_lists.h"
#include "client/cli/until.h"
#include "client/links.h"
#include "client/people.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Vault;
using klad::v1::Link;

// As --until, for another option.
absl::StatusOr<int64_t> ReviewOption(const Context& context) {
  const std::string word = client::FoldTitle(context.Get("review"));
  if (word.empty() || word == "never" || word == "никогда") return 0;
  return ParseUntil(context.Get("review"), context.now());
}

struct LinkTextOption {
  absl::string_view option;
  std::string* (Link::*text)();
};
constexpr LinkTextOption kTextOptions[] = {
    {"title", &Link::mutable_title},
    {"purpose", &Link::mutable_purpose},
    {"category", &Link::mutable_category},
};
constexpr LinkTextOption kEditTextOptions[] = {
    {"name", &Link::mutable_name},
    {"note", &Link::mutable_ended_note},
};

template <typename Options>
void ApplyTexts(const Context& context, const Options& options, Link* link) {
  for (const LinkTextOption& each : options) {
    if (context.Has(each.option)) {
      *(link->*each.text)() = context.Get(each.option);
    }
  }
}

}  // namespace

std::vector<Option> LinkOptions() {
  return {
      {"title", 0, "TEXT", Mark("what stands there")},
      {"purpose", 0, "TEXT", Mark("what it is for")},
      {"category", 'c', "CATEGORY", Mark("a path, such as ads/search")},
      {"tag", 't', "TAG", Mark("one tag; may be given again"), true},
      {"owner", 0, "LOGIN", Mark("who answers for it; usual: you")},
      {"role", 0, "ROLE",
       Mark("who may see it; may be given again; usual: everybody but "
            "contractors"),
       true},
      {"credential", 0, "SAFE/TITLE", Mark("the credential that opens it")},
      {"review", 0, "DATE", Mark("by when to look at it again; or never")},
      kUntilOption,
  };
}

std::vector<Option> LinkEditOptions() {
  std::vector<Option> options = LinkOptions();
  const std::vector<Option> more = {
      {"name", 0, "NAME", Mark("another name")},
      {"address", 0, "ADDRESS", Mark("another address")},
      {"untag", 0, "TAG", Mark("a tag to take away; may be given again"), true},
      {"unrole", 0, "ROLE",
       Mark("a role that shall not see it; may be given again"), true},
      {"no-credential", 0, "", Mark("no credential opens it")},
      {"note", 0, "TEXT", Mark("what is said when it has ended")},
  };
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

absl::StatusOr<LinkChanges> LinkChanges::Of(Context& context, Vault& vault) {
  LinkChanges changes(context);
  const auto& roster = vault.account().roster();
  if (context.Has("owner")) {
    ASSIGN_OR_RETURN(const crypto::roster::Member* owner,
                     client::FindMember(roster, context.Get("owner")));
    changes.owner_ = owner->id;
  }
  for (const std::string& name : context.All("role")) {
    ASSIGN_OR_RETURN(const crypto::roster::Role* role,
                     client::FindRole(roster, name));
    changes.roles_.push_back(role->name);
  }
  if (context.Has("credential")) {
    ASSIGN_OR_RETURN(const Found found,
                     FindReference(context, vault, context.Get("credential"),
                                   Freshness::kFollow));
    changes.safe_ = found.mirror->safe();
    changes.credential_ = found.item->credential();
  }
  ASSIGN_OR_RETURN(changes.review_ms_, ReviewOption(context));
  ASSIGN_OR_RETURN(changes.until_ms_, UntilOption(context, 0));
  return changes;
}

void LinkChanges::ApplyTo(Link* link) const {
  ApplyTexts(context_, kTextOptions, link);
  for (const std::string& tag : context_.All("tag")) {
    AddToList(tag, link->mutable_tags());
  }
  for (const std::string& role : roles_) AddToList(role, link->mutable_roles());
  if (!owner_.empty()) link->set_owner(owner_);
  if (!credential_.empty()) {
    link->set_safe(safe_);
    link->set_credential(credential_);
  }
  if (context_.Has("review")) link->set_review_ms(review_ms_);
  if (context_.Has("until")) link->set_until_ms(until_ms_);
}

void LinkChanges::ApplyEditTo(Link* link) const {
  ApplyTo(link);
  ApplyTexts(context_, kEditTextOptions, link);
  if (context_.Has("address")) {
    link->set_address(client::TypedAddress(context_.Get("address")));
  }
  for (const std::string& tag : context_.All("untag")) {
    DropFromList(tag, link->mutable_tags());
  }
  for (const std::string& role : context_.All("unrole")) {
    DropFromList(role, link->mutable_roles());
  }
  if (context_.Has("no-credential")) {
    link->clear_safe();
    link->clear_credential();
  }
}

}  // namespace klad::cli
