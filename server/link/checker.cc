#include "server/link/checker.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/base/id.h"
#include "server/link/address.h"
#include "server/link/catalogue.h"
#include "server/link/checks.h"
#include "server/link/keys.h"
#include "server/link/uses.h"
#include "server/link/words.h"
#include "server/store/for_each.h"
#include "server/store/keyspace.h"
#include "server/words/folding.h"
#include "server/words/terms.h"

namespace klad::link {
namespace {

absl::Status Wrong(const v1::Link& link, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("link ", Hex(link.id()), ": ", what));
}

absl::Status CheckIndexed(store::Store* store, const v1::Link& link,
                          const std::string& name_key,
                          const std::string& address_key) {
  const auto named = store->Get(name_key);
  if (absl::IsNotFound(named.status())) {
    return Wrong(link, "its name leads nowhere");
  }
  RETURN_IF_ERROR(named.status());
  if (named->value != link.id()) {
    return Wrong(link, "its name leads to another");
  }
  const auto addressed = store->Get(address_key);
  return absl::IsNotFound(addressed.status())
             ? Wrong(link, "its address leads nowhere")
             : addressed.status();
}

bool IsGuard(absl::string_view key) {
  return absl::StartsWith(key, store::kLinkAddressPrefix) &&
         LinkOfAddress(key).empty();
}

// Every key of the range is one that a link gave, or guards an address.
absl::Status CheckKeys(store::Store* store, absl::string_view prefix,
                       const std::set<std::string>& known) {
  return store::ForEach(
      store, store::Range::Prefix(prefix), [&](const store::Entry& entry) {
        if (known.count(entry.key) > 0 || IsGuard(entry.key)) {
          return absl::OkStatus();
        }
        return absl::DataLossError(
            absl::StrCat("key ", Hex(entry.key), " leads to no link"));
      });
}

absl::Status CheckOwned(store::Store* store, const store::Entry& entry,
                        absl::string_view link) {
  const absl::Status there = store->Get(RecordKey(link)).status();
  return absl::IsNotFound(there)
             ? absl::DataLossError(absl::StrCat(
                   "what lies under key ", Hex(entry.key), " is of no link"))
             : there;
}

absl::Status CheckUses(store::Store* store) {
  return store::ForEach(store, store::Range::Prefix(store::kLinkUsesPrefix),
                        [&](const store::Entry& entry) -> absl::Status {
                          RETURN_IF_ERROR(ParseUses(entry).status());
                          return CheckOwned(store, entry,
                                            LinkOfUses(entry.key));
                        });
}

absl::Status CheckChecks(store::Store* store) {
  return store::ForEach(store, store::Range::Prefix(store::kLinkCheckPrefix),
                        [&](const store::Entry& entry) -> absl::Status {
                          RETURN_IF_ERROR(ParseCheck(entry).status());
                          return CheckOwned(store, entry,
                                            LinkOfCheck(entry.key));
                        });
}

}  // namespace

absl::StatusOr<uint64_t> CheckAll(store::Store* store, const Secret& seal) {
  const IndexKey index(seal);
  std::set<std::string> names;
  std::set<std::string> addresses;
  uint64_t links = 0;
  RETURN_IF_ERROR(store::ForEach(
      store, store::Range::Prefix(store::kLinkPrefix),
      [&](const store::Entry& entry) -> absl::Status {
        ASSIGN_OR_RETURN(const store::v1::LinkRecord record,
                         ParseRecord(entry));
        const v1::Link& link = record.link();
        if (record.has_terms() &&
            !words::SameTerms(record.terms(), TermsOf(link))) {
          return Wrong(link, "its words are not those of its texts");
        }
        const std::string name = index.OfName(words::FoldName(link.name()));
        const std::string address =
            index.OfAddress(Normalise(link.address()), link.id());
        RETURN_IF_ERROR(CheckIndexed(store, link, name, address));
        names.insert(name);
        addresses.insert(address);
        ++links;
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(CheckKeys(store, store::kLinkNamePrefix, names));
  RETURN_IF_ERROR(CheckKeys(store, store::kLinkAddressPrefix, addresses));
  RETURN_IF_ERROR(CheckUses(store));
  RETURN_IF_ERROR(CheckChecks(store));
  return links;
}

}  // namespace klad::link
