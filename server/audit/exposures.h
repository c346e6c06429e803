// Exposures under two keys, so that both questions cost what they answer: what
// has this member seen, and who has seen this credential. They are put in the
// transaction whose ledger record they repeat.
//
//   x/MEMBER/SAFE/CREDENTIAL/GENERATION/PURPOSE   store.v1.ExposureRecord
//   y/SAFE/CREDENTIAL/GENERATION/MEMBER/PURPOSE   nothing
#ifndef KLAD_SERVER_AUDIT_EXPOSURES_H_
#define KLAD_SERVER_AUDIT_EXPOSURES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/store/v1/exposure.pb.h"
#include "klad/trust/v1/ledger.pb.h"
#include "server/store/store.h"

namespace klad::audit {

struct ExposureName {
  std::string member;
  std::string safe;
  std::string credential;
  uint64_t generation = 0;
  trust::v1::Purpose purpose = trust::v1::PURPOSE_UNSPECIFIED;

  friend auto operator<=>(const ExposureName&, const ExposureName&) = default;
};

// Where its record lies; that it is there says that it happened.
std::string ExposureKey(const ExposureName& name);
std::string ExposureIndexKey(const ExposureName& name);

// Two puts.
void PutExposure(const ExposureName& name,
                 const store::v1::ExposureRecord& record,
                 store::Transaction* transaction);

struct FoundExposure {
  ExposureName name;
  store::v1::ExposureRecord record;
};

struct ExposurePage {
  std::vector<FoundExposure> exposures;
  std::string next;  // `after` of the next page; empty: no more
};

// Up to `limit` (1 to 1000) in order of safe, credential and generation. After
// `after`, a `next` of the same question; another string is just a place in
// the order. kDataLoss for a record that cannot be read.
absl::StatusOr<ExposurePage> ExposuresOfMember(store::Store* store,
                                               absl::string_view member,
                                               absl::string_view after,
                                               size_t limit);

// The same in order of generation and member.
absl::StatusOr<ExposurePage> ExposuresOfCredential(store::Store* store,
                                                   absl::string_view safe,
                                                   absl::string_view credential,
                                                   absl::string_view after,
                                                   size_t limit);

// kDataLoss for a key that names none.
absl::StatusOr<ExposureName> ParseExposureKey(absl::string_view key);
absl::StatusOr<ExposureName> ParseExposureIndexKey(absl::string_view key);
absl::StatusOr<store::v1::ExposureRecord> ReadExposure(absl::string_view value);

}  // namespace klad::audit

#endif  // KLAD_SERVER_AUDIT_EXPOSURES_H_
