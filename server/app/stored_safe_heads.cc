#include "server/app/stored_safe_heads.h"

#include <string>

#include "crypto/base/status_macros.h"
#include "crypto/digest.h"
#include "klad/store/v1/records.pb.h"
#include "server/credential/keys.h"
#include "server/credential/share_records.h"

namespace klad::app {

absl::StatusOr<roster::StoredHead> StoredSafeHeads::HeadOf(
    absl::string_view safe) const {
  roster::StoredHead head;
  head.expect.key = credential::HeadKey(safe);
  head.root = crypto::Digest().str();
  const auto entry = store_->Get(head.expect.key);
  if (absl::IsNotFound(entry.status())) return head;
  RETURN_IF_ERROR(entry.status());
  store::v1::SafeHeadRecord record;
  if (!record.ParseFromString(entry->value)) {
    return absl::DataLossError("a safe's head is damaged");
  }
  head.position = record.head();
  head.root = record.root();
  head.expect.revision = entry->revision;
  return head;
}

absl::Status StoredSafeHeads::PutShare(const crypto::roster::State& after,
                                       const trust::v1::Shared& share,
                                       const roster::ShareList& given,
                                       store::Transaction* transaction) const {
  return credential::PutNewShare(store_, after, share, given, transaction);
}

}  // namespace klad::app
