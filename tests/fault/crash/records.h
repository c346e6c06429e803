// What the ledger must say: each thing that was done, once.
#ifndef KLAD_TESTS_FAULT_CRASH_RECORDS_H_
#define KLAD_TESTS_FAULT_CRASH_RECORDS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::testing {

// A thing done, as text.
std::string RecordOfEntry(uint64_t sequence);
std::string RecordOfChange(absl::string_view safe, uint64_t sequence);
std::string RecordOfExposure(absl::string_view safe,
                             absl::string_view credential, uint64_t generation,
                             trust::v1::Purpose purpose);

// How often the ledger of a stopped server's data folder records each thing.
absl::StatusOr<std::map<std::string, int>> ReadRecords(
    const std::string& data_folder);

// A sentence for each thing that is not recorded exactly once, and for each
// record of what nobody did.
std::vector<std::string> CompareRecords(
    const std::set<std::string>& expected,
    const std::map<std::string, int>& recorded);

}  // namespace klad::testing

#endif  // KLAD_TESTS_FAULT_CRASH_RECORDS_H_
