// Which secrets some members could have opened, had a server handed them out
// and hidden it: by the envelopes of the roster, not by what the ledger says.
#ifndef KLAD_CLIENT_OPENABLE_H_
#define KLAD_CLIENT_OPENABLE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/credential.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::client {

class Openable {
 public:
  // `entries` are those of the roster, which outlives it. Errors as
  // crypto::roster::EpochsOpenedBy's.
  static absl::StatusOr<Openable> By(
      const crypto::roster::State& roster,
      absl::Span<const trust::v1::Signed> entries,
      std::set<std::string> members);

  // Whether the secret that the newest header of a credential names was to be
  // had. Where a header does not tell when its value came in, it was.
  bool Has(const trust::v1::Header& header) const;

 private:
  Openable(const crypto::roster::State& roster, std::set<std::string> members,
           std::map<std::string, uint32_t> epochs)
      : roster_(&roster),
        members_(std::move(members)),
        epochs_(std::move(epochs)) {}

  bool ByKey(const trust::v1::Header& header) const;
  bool ByShare(const trust::v1::Header& header) const;

  const crypto::roster::State* roster_;
  std::set<std::string> members_;
  std::map<std::string, uint32_t> epochs_;  // the newest, by safe
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_OPENABLE_H_
