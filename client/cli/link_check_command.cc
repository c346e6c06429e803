// link check.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/interrupt.h"
#include "client/cli/opened.h"
#include "client/cli/progress.h"
#include "client/error.h"
#include "client/link_checks.h"
#include "client/link_template.h"
#include "client/links.h"
#include "client/links/link_check.h"
#include "client/people.h"
#include "client/web/probe.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Vault;
using klad::v1::Link;
using klad::v1::LinkCheck;

constexpr char kLinkWrite[] = "link.write";
constexpr int kUsualAtOnce = 16;
constexpr int kMostAtOnce = 64;
constexpr int kUsualTimeoutS = 10;
constexpr int kMostTimeoutS = 120;
constexpr absl::Duration kEndsSoon = absl::Hours(14 * 24);

// A link, and what came of opening its address, or why it was not opened.
struct CheckedLink {
  Link link;
  std::optional<LinkCheck> check;
  const char* why_not = "";
};

std::vector<CheckedLink> Unchecked(std::vector<Link> links) {
  std::vector<CheckedLink> all;
  for (Link& link : links) {
    const char* why = client::CanBeChecked(link) ? "unchecked"
                      : client::TemplateArguments(link.address()).empty()
                          ? "no-page"
                          : "arguments";
    all.push_back({std::move(link), std::nullopt, why});
  }
  return all;
}

absl::StatusOr<std::vector<Link>> LinksToCheck(const Context& context,
                                               client::Account* account) {
  std::vector<Link> links;
  for (const std::string& name : context.All("LINK")) {
    ASSIGN_OR_RETURN(client::FoundLink found, client::FindLink(account, name));
    const bool again = std::any_of(
        links.begin(), links.end(),
        [&](const Link& link) { return link.id() == found.link.id(); });
    if (!again) links.push_back(std::move(found.link));
  }
  if (!links.empty()) return links;
  klad::v1::ListLinksRequest request;
  request.set_category(context.Get("category"));
  request.set_tag(context.Get("tag"));
  request.set_state(klad::v1::LINK_STATE_LIVE);
  return client::ListLinks(account, request);
}

absl::Status TakeLast(client::Account* account,
                      std::vector<CheckedLink>* links) {
  ASSIGN_OR_RETURN(const std::vector<LinkCheck> checks,
                   client::ListLinkChecks(account));
  std::map<std::string, const LinkCheck*> by_link;
  for (const LinkCheck& check : checks) by_link[check.link()] = &check;
  for (CheckedLink& each : *links) {
    const auto found = by_link.find(each.link.id());
    if (found != by_link.end()) each.check = *found->second;
  }
  return absl::OkStatus();
}

// Sends what was seen to be kept. While nothing has answered it is not sent: a
// machine without a network must not bury all links.
class Keeper {
 public:
  Keeper(client::Account* account, bool may_write, bool alone)
      : recorder_(account), may_write_(may_write), answered_(alone) {}

  void Add(const LinkCheck& check) {
    if (!may_write_ || !status_.ok()) return;
    answered_ = answered_ || check.status() != 0;
    held_.push_back(check);
    if (!answered_) return;
    for (LinkCheck& each : held_) {
      if (status_.ok()) status_ = recorder_.Add(std::move(each));
    }
    held_.clear();
  }

  absl::Status Finish() { return status_.ok() ? recorder_.Finish() : status_; }

  bool failed() const { return !status_.ok(); }
  bool silent() const { return !held_.empty(); }

 private:
  client::LinkCheckRecorder recorder_;
  const bool may_write_;
  bool answered_;
  std::vector<LinkCheck> held_;
  absl::Status status_;
};

absl::StatusOr<web::ProbeLimits> LimitsOf(const Context& context) {
  web::ProbeLimits limits;
  limits.at_once = kUsualAtOnce;
  limits.timeout = absl::Seconds(kUsualTimeoutS);
  limits.open_private = context.Has("private");
  if (context.Has("at-once")) {
    ASSIGN_OR_RETURN(const int64_t count,
                     context.Number("at-once", 1, kMostAtOnce));
    limits.at_once = static_cast<int>(count);
  }
  if (context.Has("timeout")) {
    ASSIGN_OR_RETURN(const int64_t seconds,
                     context.Number("timeout", 1, kMostTimeoutS));
    limits.timeout = absl::Seconds(seconds);
  }
  return limits;
}

absl::Status Stopped(size_t done, size_t all) {
  return Error(ExitCode::kAborted,
               Say("stopped after $0 of $1 addresses", done, all),
               Tr("what is kept of that: klad link check --last"));
}

absl::Status OpenThem(Context& context, client::Account* account,
                      const web::ProbeLimits& limits,
                      std::vector<CheckedLink>* links) {
  std::vector<CheckedLink*> open;
  std::vector<std::string> addresses;
  for (CheckedLink& each : *links) {
    if (!client::CanBeChecked(each.link)) continue;
    open.push_back(&each);
    addresses.push_back(each.link.address());
  }
  const bool may_write =
      account->roster().Allows(account->member(), kLinkWrite, account->NowMs());
  Keeper keeper(account, may_write, addresses.size() == 1);
  Progress progress(context.err(), context.terminal());
  const Interrupt interrupt;
  size_t done = 0;
  const auto take = [&](size_t index, const web::Probed& probed) {
    CheckedLink& each = *open[index];
    each.check = client::CheckOf(each.link, probed);
    if (each.check.has_value()) {
      each.check->set_checked_ms(account->NowMs());
      keeper.Add(*each.check);
    } else {
      each.why_not = "private";
    }
    progress.Show(++done, addresses.size());
  };
  RETURN_IF_ERROR(web::ProbeAll(addresses, limits, take, [&] {
    return interrupt.Requested() || keeper.failed();
  }));
  progress.Erase();
  RETURN_IF_ERROR(keeper.Finish());
  if (!may_write) {
    context.Note(Tr("you may not write links: what was seen is not kept"));
  } else if (keeper.silent()) {
    context.Note(
        Tr("nothing answered, so nothing is kept: is this machine "
           "connected?"));
  }
  return done == addresses.size() ? absl::OkStatus()
                                  : Stopped(done, addresses.size());
}

bool CertificateEnds(const Context& context, const LinkCheck& check) {
  return check.certificate_until_ms() != 0 &&
         absl::FromUnixMillis(check.certificate_until_ms()) <
             context.now() + kEndsSoon;
}

// "no-host", or why there is no verdict.
std::string OutcomeOf(const Context& context, const CheckedLink& each) {
  if (!each.check.has_value()) return each.why_not;
  if (each.check->verdict() == klad::v1::LINK_VERDICT_ALIVE &&
      CertificateEnds(context, *each.check)) {
    return "certificate-ends";
  }
  return client::VerdictWord(each.check->verdict());
}

void AddCheckCounts(const std::vector<CheckedLink>& links, Result* result) {
  using klad::v1::LinkVerdict;
  const auto count = [&](auto is) {
    return std::count_if(
        links.begin(), links.end(), [&](const CheckedLink& each) {
          return each.check.has_value() && is(each.check->verdict());
        });
  };
  const int64_t checked = count([](LinkVerdict) { return true; });
  result->Add("checked", checked);
  result->Add("alive", count([](LinkVerdict verdict) {
                return verdict == klad::v1::LINK_VERDICT_ALIVE;
              }));
  result->Add("moved", count([](LinkVerdict verdict) {
                return verdict == klad::v1::LINK_VERDICT_MOVED;
              }));
  result->Add("dead", count(client::IsDead));
  result->Add("not_checked", static_cast<int64_t>(links.size()) - checked);
}

Result ShowChecks(const Context& context, const client::Account& account,
                  const std::vector<CheckedLink>& links) {
  Result result;
  AddCheckCounts(links, &result);
  result.columns = {
      "name",       "outcome", "status", "moved_to", "certificate_until",
      "checked_at", "owner",   "address"};
  result.spare = {"checked_at", "owner", "address", "certificate_until",
                  "moved_to"};
  for (const CheckedLink& each : links) {
    const std::string outcome = OutcomeOf(context, each);
    const bool well = outcome == "alive" || !each.check.has_value();
    if (well && !context.Has("all")) continue;
    const LinkCheck check = each.check.value_or(LinkCheck());
    const auto time = [](int64_t ms) {
      return ms == 0 ? Value() : Value(absl::FromUnixMillis(ms));
    };
    result.AddRow(each.link.name(), outcome,
                  check.status() == 0 ? Value() : Value(check.status()),
                  Value::Optional(check.moved_to()),
                  time(check.certificate_until_ms()), time(check.checked_ms()),
                  client::LoginOf(account.roster(), each.link.owner()),
                  each.link.address());
  }
  return result;
}

// What a person can do about it.
void AddAdvice(const std::vector<CheckedLink>& links, Result* result) {
  const auto any = [&](auto is) {
    return std::any_of(links.begin(), links.end(), is);
  };
  if (any([](const CheckedLink& each) {
        return each.check.has_value() &&
               each.check->verdict() == klad::v1::LINK_VERDICT_MOVED;
      })) {
    result->messages.emplace_back(
        Tr("klad link edit NAME --address ADDRESS takes a new address over"));
  }
  if (any([](const CheckedLink& each) {
        return absl::string_view(each.why_not) == "private" &&
               !each.check.has_value();
      })) {
    result->messages.emplace_back(
        Tr("addresses inside the network were not opened: --private opens "
           "them"));
  }
}

absl::StatusOr<Result> LinkCheckAll(Context& context) {
  ASSIGN_OR_RETURN(const web::ProbeLimits limits, LimitsOf(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(std::vector<Link> found,
                   LinksToCheck(context, account.get()));
  std::vector<CheckedLink> links = Unchecked(std::move(found));
  RETURN_IF_ERROR(context.Has("last")
                      ? TakeLast(account.get(), &links)
                      : OpenThem(context, account.get(), limits, &links));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result = ShowChecks(context, *account, links);
  AddAdvice(links, &result);
  return result;
}

}  // namespace

std::vector<Command> LinkCheckCommands() {
  return {
      {.path = "link check",
       .summary = Mark("see whether links still lead somewhere"),
       .help = Mark(
           "Opens the address of each link from this machine, follows "
           "redirects, and lists what is dead, what has moved for good, and "
           "whose certificate ends within two weeks; --all lists the others "
           "too. A page that asks to sign in is alive. What was seen is kept "
           "for everybody: --last shows it without opening anything. Only the "
           "head of a page is asked for where that is enough, of a host two "
           "pages at a time, and without a proxy. Addresses inside the network "
           "are not opened without --private; links with arguments and those "
           "that are no pages are left out.\n\nExample:\n  klad link check "
           "--category ads"),
       .arguments = {{"LINK", Mark("the links; all without it"), Arity::kMany}},
       .options = {{"category", 0, "PATH",
                    Mark("only this category, and what lies "
                         "below")},
                   {"tag", 't', "TAG", Mark("only with this tag")},
                   {"all", 0, "", Mark("list those that are well too")},
                   {"last", 0, "", Mark("show what was seen last")},
                   {"private", 0, "",
                    Mark("open addresses inside the network too")},
                   {"timeout", 0, "SECONDS",
                    Mark("how long a page may take; usual: 10")},
                   {"at-once", 0, "COUNT",
                    Mark("how many to open at once; usual: 16")}},
       .handler = LinkCheckAll},
  };
}

}  // namespace klad::cli
