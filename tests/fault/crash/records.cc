#include "tests/fault/crash/records.h"

#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/app/data.h"
#include "server/audit/ledger.h"

namespace klad::testing {
namespace {

constexpr size_t kPage = 1000;

void Count(const trust::v1::LedgerRecord& record,
           std::map<std::string, int>* records) {
  if (record.outcome() != trust::v1::OUTCOME_DONE) return;
  if (!record.subject().empty()) ++(*records)[record.subject()];
  for (const trust::v1::Revealed& revealed : record.revealed()) {
    if (revealed.repeat()) continue;
    ++(*records)[RecordOfExposure(revealed.safe(), revealed.credential(),
                                  revealed.generation(), revealed.purpose())];
  }
}

}  // namespace

std::string RecordOfEntry(uint64_t sequence) {
  return absl::StrCat("roster/", sequence);
}

std::string RecordOfChange(absl::string_view safe, uint64_t sequence) {
  return absl::StrCat("safe/", absl::BytesToHexString(safe), "/", sequence);
}

std::string RecordOfExposure(absl::string_view safe,
                             absl::string_view credential, uint64_t generation,
                             trust::v1::Purpose purpose) {
  return absl::StrCat("exposure/", absl::BytesToHexString(safe), "/",
                      absl::BytesToHexString(credential), "/", generation, "/",
                      trust::v1::Purpose_Name(purpose));
}

absl::StatusOr<std::map<std::string, int>> ReadRecords(
    const std::string& data_folder) {
  SystemClock clock;
  ASSIGN_OR_RETURN(const app::Data data,
                   app::OpenData(data_folder, &clock, nullptr));
  ASSIGN_OR_RETURN(
      const auto ledger,
      audit::Ledger::Open(data.store.get(), &clock, data.keys.get()));
  std::map<std::string, int> records;
  uint64_t after = 0;
  for (bool more = true; more;) {
    ASSIGN_OR_RETURN(const audit::RecordPage page, ledger->Read(after, kPage));
    for (const auto& record : page.records) {
      Count(record, &records);
      after = record.sequence();
    }
    more = page.more;
  }
  return records;
}

std::vector<std::string> CompareRecords(
    const std::set<std::string>& expected,
    const std::map<std::string, int>& recorded) {
  std::vector<std::string> found;
  for (const std::string& thing : expected) {
    const auto it = recorded.find(thing);
    const int count = it == recorded.end() ? 0 : it->second;
    if (count == 0) found.push_back(absl::StrCat("not recorded: ", thing));
    if (count > 1) {
      found.push_back(absl::StrCat("recorded ", count, " times: ", thing));
    }
  }
  for (const auto& [thing, count] : recorded) {
    if (expected.count(thing) == 0) {
      found.push_back(absl::StrCat("recorded, but nobody did it: ", thing));
    }
  }
  return found;
}

}  // namespace klad::testing
