#include "client/cli/ledger_filter.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/error.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

// Local where it names no zone; 0 when the option was not given.
absl::StatusOr<int64_t> Moment(const Context& context,
                               absl::string_view option) {
  const std::string& text = context.Get(option);
  if (text.empty()) return 0;
  for (const char* format : {"%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M",
                             "%Y-%m-%dT%H:%M:%E*S", absl::RFC3339_full}) {
    absl::Time time;
    if (absl::ParseTime(format, text, absl::LocalTimeZone(), &time, nullptr) &&
        absl::ToUnixMillis(time) > 0) {
      return absl::ToUnixMillis(time);
    }
  }
  return client::Error(client::ExitCode::kUsage,
                       Say("--$0: \"$1\" is no moment", option, text),
                       Tr("for example 2026-03-31, or \"2026-03-31 18:00\""));
}

// "Reveal", "CredentialService/Reveal" or all of it.
bool IsMethod(absl::string_view method, absl::string_view wanted) {
  return absl::EndsWithIgnoreCase(method, wanted) &&
         (method.size() == wanted.size() ||
          !absl::ascii_isalnum(method[method.size() - wanted.size() - 1]));
}

}  // namespace

std::vector<Option> LedgerFilter::Options() {
  return {{"since", 0, "TIME", Mark("from this moment, by the server's clock")},
          {"until", 0, "TIME", Mark("before this moment")},
          {"member", 0, "LOGIN", Mark("what this member did")},
          {"safe", 0, "SAFE", Mark("what concerns this safe")},
          {"method", 0, "NAME", Mark("calls of this method, such as Reveal")},
          {"denied", 0, "", Mark("what was refused")}};
}

absl::StatusOr<LedgerFilter> LedgerFilter::Of(Context& context,
                                              client::Vault& vault) {
  LedgerFilter filter;
  ASSIGN_OR_RETURN(filter.since_ms_, Moment(context, "since"));
  ASSIGN_OR_RETURN(filter.until_ms_, Moment(context, "until"));
  if (context.Has("member")) {
    ASSIGN_OR_RETURN(
        const auto* member,
        client::FindMember(vault.account().roster(), context.Get("member")));
    filter.caller_ =
        absl::StrCat("member/", absl::BytesToHexString(member->id));
  }
  if (context.Has("safe")) {
    ASSIGN_OR_RETURN(const client::SafeInfo safe,
                     vault.FindSafe(context.Get("safe")));
    filter.safe_ = safe.id;
  }
  filter.method_ = context.Get("method");
  filter.denied_ = context.Has("denied");
  return filter;
}

bool LedgerFilter::Passes(const trust::v1::LedgerRecord& record) const {
  if (record.time_ms() < since_ms_) return false;
  if (until_ms_ != 0 && record.time_ms() >= until_ms_) return false;
  if (!caller_.empty() && record.caller() != caller_) return false;
  if (!method_.empty() && !IsMethod(record.method(), method_)) return false;
  if (denied_ && record.outcome() != trust::v1::OUTCOME_DENIED) return false;
  return safe_.empty() ||
         absl::StartsWith(
             record.subject(),
             absl::StrCat("safe/", absl::BytesToHexString(safe_), "/")) ||
         std::any_of(record.revealed().begin(), record.revealed().end(),
                     [this](const auto& each) { return each.safe() == safe_; });
}

}  // namespace klad::cli
