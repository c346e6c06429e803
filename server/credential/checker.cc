#include "server/credential/checker.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/check.h"
#include "crypto/vault/part.h"
#include "crypto/vault/roster_judge.h"
#include "crypto/vault/succession.h"
#include "klad/store/v1/records.pb.h"
#include "server/audit/exposures.h"
#include "server/base/id.h"
#include "server/credential/file_check.h"
#include "server/credential/keys.h"
#include "server/credential/move_check.h"
#include "server/credential/share_records.h"

namespace klad::credential {
namespace {

using crypto::vault::SafeState;
using crypto::vault::SignedHeader;

// One safe on its way from nothing to its head.
class SafeCheck {
 public:
  SafeCheck(const std::string& organisation, const std::string& safe,
            store::Store* store, const crypto::roster::State& roster,
            MoveCheck* moves)
      : state_({organisation, safe}),
        store_(store),
        judge_(roster, safe),
        files_(store),
        moves_(moves) {}

  absl::Status Run(bool waits, Counts* counts) {
    ASSIGN_OR_RETURN(const store::v1::SafeHeadRecord head, Head());
    while (state_.head.sequence() < head.head().sequence()) {
      RETURN_IF_ERROR(Step(counts));
    }
    if (state_.head.link() != head.head().link() ||
        state_.map.root().view() != head.root()) {
      return Wrong("its head");
    }
    if (!waits) RETURN_IF_ERROR(crypto::vault::CheckHead(state_, judge_));
    for (const auto& [credential, header] : newest_) {
      RETURN_IF_ERROR(CheckNewest(credential, header));
    }
    counts->credentials += newest_.size();
    return absl::OkStatus();
  }

 private:
  absl::Status Wrong(absl::string_view what) const {
    return absl::DataLossError(
        absl::StrCat("safe ", Hex(state_.name.safe), ": ", what,
                     " is damaged, after change ", state_.head.sequence()));
  }

  absl::StatusOr<store::v1::SafeHeadRecord> Head() {
    store::v1::SafeHeadRecord head;
    const auto entry = store_->Get(HeadKey(state_.name.safe));
    if (absl::IsNotFound(entry.status())) {
      head.set_root(crypto::Digest().str());
      return head;
    }
    RETURN_IF_ERROR(entry.status());
    if (!head.ParseFromString(entry->value)) return Wrong("its head");
    return head;
  }

  absl::Status Step(Counts* counts) {
    const auto entry =
        store_->Get(ChangeKey(state_.name.safe, state_.head.sequence() + 1));
    store::v1::ChangeRecord record;
    if (!entry.ok() || !record.ParseFromString(entry->value)) {
      return Wrong("the next change");
    }
    const auto newest =
        [&](absl::string_view id) -> absl::StatusOr<std::string> {
      const auto it = newest_.find(std::string(id));
      if (it == newest_.end()) return absl::NotFoundError("no such header");
      return it->second;
    };
    const auto checked =
        crypto::vault::CheckChange(state_, judge_, newest, record.change());
    if (!checked.ok()) {
      return Wrong(
          absl::StrCat("the next change (", checked.status().message(), ")"));
    }
    crypto::vault::Accept(*checked, &state_);
    ++counts->changes;
    for (const SignedHeader& header : checked->headers) {
      RETURN_IF_ERROR(CheckVersion(header, counts));
      moves_->Add(header);
      newest_[header.header.credential()] = header.bytes;
    }
    return absl::OkStatus();
  }

  absl::Status CheckVersion(const SignedHeader& signed_header, Counts* counts) {
    const trust::v1::Header& header = signed_header.header;
    const auto entry = store_->Get(
        VersionKey(state_.name.safe, header.credential(), header.version()));
    store::v1::VersionRecord version;
    if (!entry.ok() || !version.ParseFromString(entry->value) ||
        version.header() != signed_header.bytes ||
        (crypto::vault::BringsOverview(header) &&
         crypto::vault::HashPart(version.overview()).view() !=
             header.overview().hash())) {
      return Wrong("a version");
    }
    if (!crypto::vault::BringsSecret(header)) return absl::OkStatus();
    const auto secret_entry = store_->Get(
        SecretKey(state_.name.safe, header.credential(), header.version()));
    store::v1::SecretRecord secret;
    if (!secret_entry.ok() || !secret.ParseFromString(secret_entry->value) ||
        secret.generation() != header.generation() ||
        crypto::vault::HashPart(secret.secret()).view() !=
            header.secret().hash()) {
      return Wrong("a secret");
    }
    if (!files_.Check(header, secret)) return Wrong("an attachment");
    counts->attachments += header.secret().attachments_size();
    ++counts->secrets;
    // What came from another safe was written there.
    return crypto::vault::ArrivesInSafe(header) ? absl::OkStatus()
                                                : CheckWriter(header);
  }

  // Of one generation, the newest write is recorded.
  absl::Status CheckWriter(const trust::v1::Header& header) {
    const auto entry = store_->Get(audit::ExposureKey(
        {header.author(), state_.name.safe, header.credential(),
         header.generation(), trust::v1::PURPOSE_WRITE}));
    if (!entry.ok()) return Wrong("the exposure of a writer");
    const auto record = audit::ReadExposure(entry->value);
    if (!record.ok() || record->has_exposure() ||
        record->version() < header.version() ||
        (record->version() == header.version() &&
         (record->change() != header.sequence() ||
          record->time_ms() != header.time_ms()))) {
      return Wrong("the exposure of a writer");
    }
    return absl::OkStatus();
  }

  absl::Status CheckNewest(const std::string& credential,
                           const std::string& header) {
    const auto entry = store_->Get(CredentialKey(state_.name.safe, credential));
    store::v1::CredentialRecord record;
    trust::v1::Header parsed;
    if (!entry.ok() || !record.ParseFromString(entry->value) ||
        record.header() != header || !parsed.ParseFromString(header) ||
        crypto::vault::HashPart(record.overview()).view() !=
            parsed.overview().hash()) {
      return Wrong("a credential");
    }
    if (!CheckShares(store_, state_.name.safe, parsed).ok()) {
      return Wrong("the envelopes of a share");
    }
    const auto moved = store_->Get(MovedKey(state_.name.safe, credential));
    if ((moved.ok() ? moved->value : "") != parsed.moved_to()) {
      return Wrong("where a credential moved");
    }
    return absl::OkStatus();
  }

  SafeState state_;
  store::Store* const store_;
  const crypto::vault::RosterJudge judge_;
  const FileCheck files_;
  MoveCheck* const moves_;
  std::map<std::string, std::string> newest_;  // headers by credential
};

}  // namespace

absl::StatusOr<Counts> CheckAll(const std::string& organisation,
                                store::Store* store,
                                const crypto::roster::State& roster,
                                bool waits) {
  Counts counts;
  MoveCheck moves;
  for (const auto& [id, safe] : roster.facts().safes) {
    RETURN_IF_ERROR(
        SafeCheck(organisation, id, store, roster, &moves).Run(waits, &counts));
    ++counts.safes;
  }
  RETURN_IF_ERROR(moves.Finish());
  return counts;
}

}  // namespace klad::credential
