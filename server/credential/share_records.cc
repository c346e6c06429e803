#include "server/credential/share_records.h"

#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"
#include "crypto/vault/share.h"
#include "crypto/vault/succession.h"
#include "klad/store/v1/records.pb.h"
#include "klad/store/v1/share.pb.h"
#include "server/access/refusal.h"
#include "server/credential/keys.h"
#include "server/store/keyspace.h"

namespace klad::credential {
namespace {

using crypto::vault::PartKind;
using crypto::vault::ShareRecipient;
using crypto::vault::SignedHeader;
using trust::v1::ShareEnvelope;

// Credential, member, box key, part, version.
using EnvelopeName =
    std::tuple<std::string, std::string, std::string, uint32_t, uint64_t>;

EnvelopeName NameOf(const ShareEnvelope& envelope) {
  return {envelope.credential(), envelope.member(), envelope.box(),
          envelope.part(), envelope.version()};
}

void Need(const trust::v1::Header& header, PartKind kind,
          const trust::v1::Part& part, const ShareRecipient& recipient,
          std::set<EnvelopeName>* needed) {
  needed->insert({header.credential(), recipient.member, recipient.box,
                  static_cast<uint32_t>(kind), part.version()});
}

std::string SharesKey(absl::string_view safe, absl::string_view credential) {
  return absl::StrCat(store::kSharePrefix, safe, "/", credential);
}

absl::StatusOr<store::v1::ShareRecord> Load(store::Store* store,
                                            const std::string& key) {
  store::v1::ShareRecord record;
  const auto entry = store->Get(key);
  if (absl::IsNotFound(entry.status())) return record;
  RETURN_IF_ERROR(entry.status());
  if (!record.ParseFromString(entry->value)) {
    return absl::DataLossError("a record of shares is damaged");
  }
  return record;
}

absl::Status CheckGiven(const std::set<EnvelopeName>& needed,
                        const ShareEnvelopes& given) {
  std::set<EnvelopeName> names;
  for (const ShareEnvelope& envelope : given) {
    if (envelope.sealed().size() != crypto::vault::kShareEnvelopeSize ||
        !names.insert(NameOf(envelope)).second) {
      return access::Refuse(klad::v1::REASON_ENVELOPE_MISSING);
    }
  }
  return names == needed ? absl::OkStatus()
                         : access::Refuse(klad::v1::REASON_ENVELOPE_MISSING);
}

// Of what stood, the envelopes of parts that are the newest still and of
// shares that no entry has ended.
bool IsKept(const crypto::roster::State& roster, absl::string_view safe,
            const trust::v1::Header& header, const ShareEnvelope& envelope,
            const std::set<EnvelopeName>& replaced) {
  const auto& shares = roster.FindSafe(safe)->shares;
  const auto terms = shares.find({envelope.credential(), envelope.member()});
  const uint64_t newest =
      envelope.part() == static_cast<uint32_t>(PartKind::kOverview)
          ? header.overview().version()
          : header.secret().version();
  return terms != shares.end() && !terms->second.back().term.ended() &&
         envelope.version() == newest && replaced.count(NameOf(envelope)) == 0;
}

absl::Status Put(store::Store* store, const crypto::roster::State& roster,
                 absl::string_view safe, const trust::v1::Header& header,
                 const ShareEnvelopes& given,
                 const std::set<EnvelopeName>& needed,
                 store::Transaction* transaction) {
  const std::string key = SharesKey(safe, header.credential());
  ASSIGN_OR_RETURN(const store::v1::ShareRecord before, Load(store, key));
  store::v1::ShareRecord record;
  for (const ShareEnvelope& envelope : before.envelopes()) {
    if (IsKept(roster, safe, header, envelope, needed)) {
      *record.add_envelopes() = envelope;
    }
  }
  for (const ShareEnvelope& envelope : given) {
    if (envelope.credential() == header.credential()) {
      *record.add_envelopes() = envelope;
    }
  }
  if (record.envelopes_size() > 0) {
    transaction->puts.push_back({key, record.SerializeAsString()});
  } else if (before.envelopes_size() > 0) {
    transaction->deletes.push_back(key);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PutShares(store::Store* store, const crypto::roster::State& roster,
                       absl::string_view safe,
                       const std::vector<SignedHeader>& headers,
                       const ShareEnvelopes& given,
                       store::Transaction* transaction) {
  std::set<EnvelopeName> needed;
  for (const SignedHeader& each : headers) {
    const trust::v1::Header& header = each.header;
    for (const ShareRecipient& recipient : crypto::vault::SharedWith(
             roster, safe, header.credential(), header.time_ms())) {
      if (crypto::vault::BringsOverview(header)) {
        Need(header, PartKind::kOverview, header.overview(), recipient,
             &needed);
      }
      if (crypto::vault::BringsSecret(header)) {
        Need(header, PartKind::kSecret, header.secret(), recipient, &needed);
      }
    }
  }
  RETURN_IF_ERROR(CheckGiven(needed, given));
  for (const SignedHeader& each : headers) {
    RETURN_IF_ERROR(
        Put(store, roster, safe, each.header, given, needed, transaction));
  }
  return absl::OkStatus();
}

absl::Status PutNewShare(store::Store* store,
                         const crypto::roster::State& roster,
                         const trust::v1::Shared& share,
                         const ShareEnvelopes& given,
                         store::Transaction* transaction) {
  const std::string key = CredentialKey(share.safe(), share.credential());
  const auto entry = store->Get(key);
  if (absl::IsNotFound(entry.status())) {
    return access::Refuse(klad::v1::REASON_CREDENTIAL_UNKNOWN);
  }
  RETURN_IF_ERROR(entry.status());
  store::v1::CredentialRecord record;
  trust::v1::Header header;
  if (!record.ParseFromString(entry->value) ||
      !header.ParseFromString(record.header())) {
    return absl::DataLossError("a record of a credential is damaged");
  }
  if (header.deleted() || crypto::vault::LeavesSafe(header)) {
    return access::Refuse(klad::v1::REASON_CREDENTIAL_UNKNOWN);
  }
  const ShareRecipient recipient = {
      share.member(), roster.FindMember(share.member())->identity()->keys.box};
  std::set<EnvelopeName> needed;
  Need(header, PartKind::kOverview, header.overview(), recipient, &needed);
  Need(header, PartKind::kSecret, header.secret(), recipient, &needed);
  RETURN_IF_ERROR(CheckGiven(needed, given));
  transaction->expects.push_back({key, entry->revision});
  return Put(store, roster, share.safe(), header, given, needed, transaction);
}

absl::Status CheckShares(store::Store* store, absl::string_view safe,
                         const trust::v1::Header& newest) {
  ASSIGN_OR_RETURN(const store::v1::ShareRecord record,
                   Load(store, SharesKey(safe, newest.credential())));
  std::set<EnvelopeName> names;
  for (const ShareEnvelope& envelope : record.envelopes()) {
    const uint64_t version =
        envelope.part() == static_cast<uint32_t>(PartKind::kOverview)
            ? newest.overview().version()
        : envelope.part() == static_cast<uint32_t>(PartKind::kSecret)
            ? newest.secret().version()
            : 0;
    if (envelope.credential() != newest.credential() ||
        envelope.version() > version || version == 0 ||
        envelope.sealed().size() != crypto::vault::kShareEnvelopeSize ||
        !names.insert(NameOf(envelope)).second) {
      return absl::DataLossError("a record of shares is damaged");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ShareEnvelope>> LoadShare(
    store::Store* store, absl::string_view safe, absl::string_view credential,
    absl::string_view member) {
  ASSIGN_OR_RETURN(store::v1::ShareRecord record,
                   Load(store, SharesKey(safe, credential)));
  std::vector<ShareEnvelope> out;
  for (ShareEnvelope& envelope : *record.mutable_envelopes()) {
    if (envelope.member() == member) out.push_back(std::move(envelope));
  }
  return out;
}

}  // namespace klad::credential
