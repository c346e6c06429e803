#include "server/roster/envelopes.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/store/keyspace.h"

namespace klad::roster {
namespace {

using crypto::roster::KeyName;
using crypto::roster::Recipient;
using crypto::roster::Sealing;

// E, then Seal over a key of 32 bytes.
constexpr size_t kEnvelopeSize = 32 + 24 + 32 + 16 + 32;

struct EpochName {
  KeyName key;
  uint32_t epoch;
  friend auto operator<=>(const EpochName&, const EpochName&) = default;
};

absl::Status Missing() { return access::Refuse(v1::REASON_ENVELOPE_MISSING); }

bool IsFor(const trust::v1::Envelope& envelope, const Recipient& recipient) {
  const trust::v1::Recipient& named = envelope.recipient();
  if (envelope.box() != recipient.box ||
      envelope.sealed().size() != kEnvelopeSize) {
    return false;
  }
  switch (recipient.kind) {
    case Recipient::Kind::kMember:
      return named.member() == recipient.name;
    case Recipient::Kind::kInvitation:
      return named.invitation() == recipient.name;
    case Recipient::Kind::kRole:
      return named.role().role() == recipient.name &&
             named.role().epoch() == recipient.epoch;
  }
  return false;
}

// Matches the given envelopes of one epoch with the recipients that need one.
absl::Status CheckGiven(const std::set<Recipient>& needed,
                        const trust::v1::EpochEnvelopes& given) {
  std::set<Recipient> open = needed;
  for (const trust::v1::Envelope& envelope : given.envelopes()) {
    auto it = open.begin();
    while (it != open.end() && !IsFor(envelope, *it)) ++it;
    if (it == open.end()) return Missing();
    open.erase(it);
  }
  return open.empty() ? absl::OkStatus() : Missing();
}

absl::Status Append(store::Store* store, const EpochName& name,
                    const trust::v1::EpochEnvelopes& given,
                    store::Transaction* transaction) {
  const std::string key = EnvelopeKey(name.key, name.epoch);
  trust::v1::EpochEnvelopes record;
  store::Revision revision = 0;
  if (const auto entry = store->Get(key); entry.ok()) {
    if (!record.ParseFromString(entry->value)) {
      return absl::DataLossError(absl::StrCat("damaged envelopes"));
    }
    revision = entry->revision;
  } else if (!absl::IsNotFound(entry.status())) {
    return entry.status();
  }
  record.MergeFrom(given);
  transaction->expects.push_back({key, revision});
  transaction->puts.push_back({key, record.SerializeAsString()});
  return absl::OkStatus();
}

// Whether the role's epoch was in force when one of the invitations was open.
bool MaySealToAny(const crypto::roster::State& roster, absl::string_view role,
                  const crypto::roster::KeyEpoch& epoch,
                  const std::set<crypto::roster::Id>& invitations) {
  return std::any_of(
      invitations.begin(), invitations.end(), [&](const std::string& id) {
        const crypto::roster::Invitation& open = *roster.FindInvitation(id);
        const bool gives =
            std::any_of(open.roles.begin(), open.roles.end(),
                        [&](const auto& given) { return given.role == role; });
        return gives && (!epoch.term.ended() || epoch.term.to > open.term.from);
      });
}

// The value that the transaction puts under `key`; added as the store has it
// if it puts none.
absl::StatusOr<std::string*> ValueIn(store::Store* store,
                                     const std::string& key,
                                     store::Transaction* transaction) {
  for (store::Put& put : transaction->puts) {
    if (put.key == key) return &put.value;
  }
  ASSIGN_OR_RETURN(store::Entry entry, store->Get(key));
  transaction->expects.push_back({key, entry.revision});
  transaction->puts.push_back({key, std::move(entry.value)});
  return &transaction->puts.back().value;
}

absl::Status Drop(store::Store* store, const std::string& key,
                  const std::set<crypto::roster::Id>& invitations,
                  store::Transaction* transaction) {
  ASSIGN_OR_RETURN(std::string * value, ValueIn(store, key, transaction));
  trust::v1::EpochEnvelopes record;
  if (!record.ParseFromString(*value)) {
    return absl::DataLossError("damaged envelopes");
  }
  auto* list = record.mutable_envelopes();
  list->erase(std::remove_if(list->begin(), list->end(),
                             [&](const trust::v1::Envelope& envelope) {
                               return invitations.count(
                                          envelope.recipient().invitation()) !=
                                      0;
                             }),
              list->end());
  *value = record.SerializeAsString();
  return absl::OkStatus();
}

}  // namespace

std::string EnvelopeKey(const KeyName& key, uint32_t epoch) {
  return absl::StrCat(store::kEnvelopePrefix, key.is_role() ? "role/" : "safe/",
                      key.name, "/", BigEndian(epoch));
}

bool HasEnvelope(const trust::v1::EpochEnvelopes& envelopes,
                 const Recipient& recipient) {
  const auto& all = envelopes.envelopes();
  return std::any_of(all.begin(), all.end(), [&](const auto& envelope) {
    return IsFor(envelope, recipient);
  });
}

absl::StatusOr<KeyName> ParseKeyName(const trust::v1::KeyName& name) {
  switch (name.kind_case()) {
    case trust::v1::KeyName::kRole:
      return KeyName::Role(name.role());
    case trust::v1::KeyName::kSafe:
      return KeyName::Safe(name.safe());
    case trust::v1::KeyName::KIND_NOT_SET:
      break;
  }
  return access::Refuse(v1::REASON_BAD_FIELD, {{"field", "key"}});
}

absl::Status StoreEnvelopes(store::Store* store,
                            const std::vector<Sealing>& needed,
                            const EnvelopeList& given,
                            store::Transaction* transaction) {
  std::map<EpochName, std::set<Recipient>> open;
  for (const Sealing& sealing : needed) {
    open[{sealing.key, sealing.epoch}].insert(sealing.recipient);
  }
  for (const trust::v1::EpochEnvelopes& epoch : given) {
    ASSIGN_OR_RETURN(KeyName key, ParseKeyName(epoch.key()));
    const EpochName name = {std::move(key), epoch.epoch()};
    const auto it = open.find(name);
    if (it == open.end()) return Missing();
    RETURN_IF_ERROR(CheckGiven(it->second, epoch));
    RETURN_IF_ERROR(Append(store, name, epoch, transaction));
    open.erase(it);
  }
  return open.empty() ? absl::OkStatus() : Missing();
}

absl::Status DropEnvelopes(store::Store* store,
                           const crypto::roster::State& roster,
                           const std::set<crypto::roster::Id>& invitations,
                           store::Transaction* transaction) {
  if (invitations.empty()) return absl::OkStatus();
  for (const auto& [name, role] : roster.facts().roles) {
    for (const crypto::roster::KeyEpoch& epoch : role.epochs) {
      if (!MaySealToAny(roster, name, epoch, invitations)) continue;
      RETURN_IF_ERROR(Drop(store,
                           EnvelopeKey(KeyName::Role(name), epoch.number),
                           invitations, transaction));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<trust::v1::EpochEnvelopes> LoadEnvelopes(store::Store* store,
                                                        const KeyName& key,
                                                        uint32_t epoch) {
  ASSIGN_OR_RETURN(const store::Entry entry,
                   store->Get(EnvelopeKey(key, epoch)));
  trust::v1::EpochEnvelopes record;
  if (!record.ParseFromString(entry.value)) {
    return absl::DataLossError("damaged envelopes");
  }
  return record;
}

}  // namespace klad::roster
