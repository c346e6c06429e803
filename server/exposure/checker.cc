#include "server/exposure/checker.h"

#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/exposure.h"
#include "klad/trust/v1/ledger.pb.h"
#include "server/audit/chain.h"
#include "server/audit/exposures.h"
#include "server/base/id.h"
#include "server/store/for_each.h"
#include "server/store/keyspace.h"

namespace klad::exposure {
namespace {

using audit::ExposureName;
using trust::v1::Revealed;

constexpr char kMember[] = "member/";

using Newest = std::map<ExposureName, Revealed>;

absl::Status Wrong(const ExposureName& name, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(
      "the exposure of credential ", Hex(name.credential), " to member ",
      Hex(name.member), ", generation ", name.generation, ", ", what));
}

void Take(const trust::v1::LedgerRecord& record, Newest* newest) {
  absl::string_view member = record.caller();
  if (!absl::ConsumePrefix(&member, kMember)) return;
  for (const Revealed& revealed : record.revealed()) {
    if (revealed.repeat()) continue;
    const ExposureName name{absl::HexStringToBytes(member), revealed.safe(),
                            revealed.credential(), revealed.generation(),
                            revealed.purpose()};
    (*newest)[name] = revealed;
  }
}

absl::StatusOr<Newest> FromLedger(store::Store* store) {
  Newest newest;
  RETURN_IF_ERROR(store::ForEach(
      store, store::Range::Prefix(store::kLedgerPrefix),
      [&](const store::Entry& entry) -> absl::Status {
        ASSIGN_OR_RETURN(const auto record, audit::ReadRecord(entry));
        Take(record, &newest);
        return absl::OkStatus();
      }));
  return newest;
}

absl::Status CheckSigned(const std::string& organisation,
                         const crypto::roster::State& roster,
                         const ExposureName& name,
                         const store::v1::ExposureRecord& record) {
  trust::v1::Exposure said;
  const std::string* key =
      said.ParseFromString(record.exposure().body())
          ? roster.SigningKeyAt(name.member, said.roster().sequence())
          : nullptr;
  if (key == nullptr) return Wrong(name, "names no key of its member");
  const auto exposure = crypto::vault::VerifyExposure(organisation, name.member,
                                                      *key, record.exposure());
  if (!exposure.ok()) return Wrong(name, "is not signed by its member");
  if (exposure->safe() != name.safe ||
      exposure->credential() != name.credential ||
      exposure->generation() != name.generation ||
      exposure->purpose() != name.purpose ||
      exposure->version() != record.version() ||
      exposure->time_ms() != record.time_ms()) {
    return Wrong(name, "is not what its member has signed");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<uint64_t> CheckAll(const std::string& organisation,
                                  store::Store* store,
                                  const crypto::roster::State& roster) {
  ASSIGN_OR_RETURN(Newest ledger, FromLedger(store));
  const uint64_t count = ledger.size();
  RETURN_IF_ERROR(store::ForEach(
      store, store::Range::Prefix(store::kExposureIndexPrefix),
      [&](const store::Entry& entry) -> absl::Status {
        ASSIGN_OR_RETURN(const ExposureName name,
                         audit::ParseExposureIndexKey(entry.key));
        ASSIGN_OR_RETURN(const store::Revision revision,
                         store->RevisionOf(audit::ExposureKey(name)));
        return revision != 0 ? absl::OkStatus()
                             : Wrong(name, "is found by credential alone");
      }));
  RETURN_IF_ERROR(store::ForEach(
      store, store::Range::Prefix(store::kExposurePrefix),
      [&](const store::Entry& entry) -> absl::Status {
        ASSIGN_OR_RETURN(const ExposureName name,
                         audit::ParseExposureKey(entry.key));
        ASSIGN_OR_RETURN(const auto record, audit::ReadExposure(entry.value));
        ASSIGN_OR_RETURN(const store::Revision index,
                         store->RevisionOf(audit::ExposureIndexKey(name)));
        if (index == 0) return Wrong(name, "is found by member alone");
        const auto in_ledger = ledger.find(name);
        if (in_ledger == ledger.end()) {
          return Wrong(name, "is not in the ledger");
        }
        if (in_ledger->second.version() != record.version() ||
            in_ledger->second.exposure().SerializeAsString() !=
                record.exposure().SerializeAsString()) {
          return Wrong(name, "is another in the ledger");
        }
        ledger.erase(in_ledger);
        return name.purpose == trust::v1::PURPOSE_WRITE
                   ? absl::OkStatus()
                   : CheckSigned(organisation, roster, name, record);
      }));
  if (!ledger.empty()) return Wrong(ledger.begin()->first, "is missing");
  return count;
}

}  // namespace klad::exposure
