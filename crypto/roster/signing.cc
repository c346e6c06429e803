#include "crypto/roster/signing.h"

#include "crypto/context.h"

namespace klad::crypto::roster {
namespace {

Context EntryContext(const Slot& slot, absl::string_view author) {
  Context context(label::kRosterEntry, slot.organisation);
  context.Add(slot.sequence).Add(slot.previous.view()).Add(author);
  return context;
}

Context CounterContext(const Slot& slot, absl::string_view author,
                       absl::string_view countersigner) {
  Context context(label::kRosterCounter, slot.organisation);
  context.Add(slot.sequence).Add(slot.previous.view()).Add(author);
  context.Add(countersigner);
  return context;
}

}  // namespace

trust::v1::Signed SignEntry(const Slot& slot, absl::string_view author,
                            const SigningKey& key,
                            const trust::v1::Entry& entry,
                            const SigningKey* countersigner) {
  trust::v1::Signed out;
  out.set_author(std::string(author));
  out.set_body(entry.SerializeAsString());
  out.set_signature(key.Sign(EntryContext(slot, author), out.body()));
  if (countersigner != nullptr) {
    out.set_countersignature(countersigner->Sign(
        CounterContext(slot, author, countersigner->public_key()), out.body()));
  }
  return out;
}

absl::Status VerifySignature(const Slot& slot, const trust::v1::Signed& entry,
                             absl::string_view sign_key) {
  return Verify(sign_key, EntryContext(slot, entry.author()), entry.body(),
                entry.signature());
}

absl::Status VerifyCountersignature(const Slot& slot,
                                    const trust::v1::Signed& entry,
                                    absl::string_view sign_key) {
  return Verify(sign_key, CounterContext(slot, entry.author(), sign_key),
                entry.body(), entry.countersignature());
}

}  // namespace klad::crypto::roster
