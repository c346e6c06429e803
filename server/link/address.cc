#include "server/link/address.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "crypto/text/letters.h"
#include "server/words/folding.h"

namespace klad::link {
namespace {

struct Scheme {
  absl::string_view name;
  absl::string_view port;  // the usual one; empty: no host
};
constexpr Scheme kSchemes[] = {
    {"http", "80"}, {"https", "443"}, {"ftp", "21"}, {"ftps", "990"},
    {"sftp", "22"}, {"mailto", ""},   {"tel", ""},   {"tg", ""},
};

// What mail programs, advertising systems and social networks add.
constexpr absl::string_view kTrackingPrefixes[] = {"utm_", "mtm_", "pk_",
                                                   "hsa_", "ym_",  "_ym_"};
constexpr absl::string_view kTracking[] = {
    "_ga",        "_gl",    "_openstat", "dclid",      "erid",   "fbclid",
    "gbraid",     "gclid",  "gclsrc",    "igsh",       "igshid", "li_fat_id",
    "mc_cid",     "mc_eid", "msclkid",   "rb_clickid", "ttclid", "twclid",
    "vk_clickid", "wbraid", "yclid",     "ymclid",     "ysclid",
};

const Scheme* FindScheme(absl::string_view name) {
  for (const Scheme& scheme : kSchemes) {
    if (absl::EqualsIgnoreCase(scheme.name, name)) return &scheme;
  }
  return nullptr;
}

bool Tracks(absl::string_view parameter) {
  if (absl::StrContains(parameter, '{')) return false;
  const std::string name =
      absl::AsciiStrToLower(parameter.substr(0, parameter.find('=')));
  return std::any_of(std::begin(kTrackingPrefixes), std::end(kTrackingPrefixes),
                     [&](absl::string_view prefix) {
                       return absl::StartsWith(name, prefix);
                     }) ||
         std::find(std::begin(kTracking), std::end(kTracking), name) !=
             std::end(kTracking);
}

// Takes what stands before the first of `signs`.
absl::string_view Take(absl::string_view signs, absl::string_view* text) {
  const absl::string_view taken = text->substr(0, text->find_first_of(signs));
  text->remove_prefix(taken.size());
  return taken;
}

struct Authority {
  absl::string_view user;  // with the @
  absl::string_view host;
  absl::string_view port;
};

Authority Split(absl::string_view authority) {
  Authority split;
  const size_t at = authority.rfind('@');
  if (at != absl::string_view::npos) {
    split.user = authority.substr(0, at + 1);
    authority.remove_prefix(at + 1);
  }
  const size_t colon = authority.rfind(':');
  const bool port = colon != absl::string_view::npos &&
                    !absl::StrContains(authority.substr(colon), ']') &&
                    !absl::StrContains(authority.substr(colon), '}');
  split.host = authority.substr(0, port ? colon : authority.size());
  if (port) split.port = authority.substr(colon + 1);
  return split;
}

bool IsWord(absl::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '-' || c >= 0x80;
         });
}

bool BracesMatch(absl::string_view address) {
  for (;;) {
    Take("{}", &address);
    if (address.empty()) return true;
    if (!absl::ConsumePrefix(&address, "{")) return false;
    if (!IsWord(Take("{}", &address))) return false;
    if (!absl::ConsumePrefix(&address, "}")) return false;
  }
}

absl::string_view BrokenHost(absl::string_view rest) {
  if (!absl::ConsumePrefix(&rest, "//")) return "address";
  const Authority authority = Split(Take("/?#", &rest));
  if (authority.host.empty()) return "address";
  const bool digits = std::all_of(authority.port.begin(), authority.port.end(),
                                  absl::ascii_isdigit);
  if (!digits || authority.port.size() > 5) return "address";
  return absl::StrContains(authority.user, ':') ? "address-secret" : "";
}

std::string NormalHost(absl::string_view rest, const Scheme& scheme,
                       absl::string_view* after) {
  absl::ConsumePrefix(&rest, "//");
  const Authority authority = Split(Take("/?#", &rest));
  *after = rest;
  std::string host = text::CaseFold(authority.host);
  if (absl::EndsWith(host, ".")) host.pop_back();
  const bool usual = authority.port.empty() || authority.port == scheme.port;
  return absl::StrCat("//", authority.user, host, usual ? "" : ":",
                      usual ? "" : authority.port);
}

std::string NormalQuery(absl::string_view query) {
  absl::ConsumePrefix(&query, "?");
  std::vector<absl::string_view> kept;
  for (const absl::string_view parameter : absl::StrSplit(query, '&')) {
    if (!parameter.empty() && !Tracks(parameter)) kept.push_back(parameter);
  }
  return kept.empty() ? "" : absl::StrCat("?", absl::StrJoin(kept, "&"));
}

}  // namespace

absl::string_view BrokenRule(absl::string_view address) {
  if (address.size() > kMaxAddress) return "address-long";
  const bool spaces =
      absl::StrContains(address, ' ') || !words::IsLine(address);
  const size_t colon = address.find(':');
  if (spaces || colon == absl::string_view::npos || colon == 0) {
    return "address";
  }
  const Scheme* scheme = FindScheme(address.substr(0, colon));
  if (scheme == nullptr) return "address-scheme";
  const absl::string_view rest = address.substr(colon + 1);
  if (rest.empty()) return "address";
  if (!scheme->port.empty()) {
    const absl::string_view broken = BrokenHost(rest);
    if (!broken.empty()) return broken;
  }
  return BracesMatch(address) ? "" : "template";
}

bool HasArguments(absl::string_view address) {
  return absl::StrContains(address, '{');
}

std::string Normalise(absl::string_view address) {
  const size_t colon = address.find(':');
  const Scheme* scheme = FindScheme(address.substr(0, colon));
  if (scheme == nullptr) return std::string(address);
  if (scheme->port.empty()) return text::CaseFold(address);
  absl::string_view rest;
  const std::string host =
      NormalHost(address.substr(colon + 1), *scheme, &rest);
  absl::string_view path = Take("?#", &rest);
  while (absl::ConsumeSuffix(&path, "/")) {
  }
  const std::string query = NormalQuery(Take("#", &rest));
  return absl::StrCat(scheme->name, ":", host, path, query,
                      rest == "#" ? "" : rest);
}

}  // namespace klad::link
