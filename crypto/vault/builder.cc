#include "crypto/vault/builder.h"

#include <algorithm>
#include <utility>

#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/secret_part.h"
#include "crypto/vault/succession.h"

namespace klad::crypto::vault {

using trust::v1::Header;

absl::Status ChangeBuilder::Create(absl::string_view credential,
                                   trust::v1::Kind kind, const Edit& edit) {
  if (!edit.overview || !edit.secret ||
      edit.sensitivity == trust::v1::SENSITIVITY_UNSPECIFIED) {
    return absl::InvalidArgumentError(
        "a new credential needs both parts and a sensitivity");
  }
  RETURN_IF_ERROR(Room(credential));
  Header header = Begin(credential);
  header.set_version(1);
  header.set_kind(kind);
  return Add(nullptr, std::move(header), edit);
}

absl::Status ChangeBuilder::Append(const SignedHeader& newest,
                                   const Edit& edit) {
  RETURN_IF_ERROR(Room(newest.header.credential()));
  Header header = After(newest);
  return Add(&newest, std::move(header), edit);
}

absl::Status ChangeBuilder::Leave(const SignedHeader& newest,
                                  absl::string_view to) {
  RETURN_IF_ERROR(Room(newest.header.credential()));
  Header header = After(newest);
  header.set_deleted(true);
  header.set_moved_to(std::string(to));
  return Take(&newest, header, {});
}

absl::Status ChangeBuilder::Arrive(const SignedHeader& left,
                                   const Secret& left_key,
                                   absl::string_view overview,
                                   const SignedHeader* before) {
  RETURN_IF_ERROR(Room(left.header.credential()));
  Header header = After(left);
  if (before != nullptr) {
    header.set_time_ms(std::max(header.time_ms(), before->header.time_ms()));
  }
  header.set_moved_from(left.header.safe());
  const PartName from{{state_.name.organisation, left.header.safe()},
                      header.credential(),
                      PartKind::kSecret};
  ASSIGN_OR_RETURN(*header.mutable_secret(),
                   MovePart(left_key, from, left.header.secret(), safe_key_,
                            state_.name, header.version(), header.epoch()));
  ASSIGN_OR_RETURN(SealedPart sealed,
                   SealFor(header, PartKind::kOverview, overview));
  *header.mutable_overview() = sealed.part;
  RETURN_IF_ERROR(CheckMove(left, header));
  return Take(before, header, {std::move(sealed.sealed)});
}

// As it was, in this safe and at this time.
Header ChangeBuilder::After(const SignedHeader& newest) const {
  const Header& before = newest.header;
  Header header = Begin(before.credential());
  header.set_version(before.version() + 1);
  header.set_previous(newest.hash.str());
  // Clocks differ; time never falls within a credential.
  header.set_time_ms(std::max(stamp_.time_ms, before.time_ms()));
  header.set_kind(before.kind());
  header.set_sensitivity(before.sensitivity());
  *header.mutable_overview() = before.overview();
  *header.mutable_secret() = before.secret();
  header.set_generation(before.generation());
  return header;
}

absl::Status ChangeBuilder::Room(absl::string_view credential) const {
  if (credentials_.count(std::string(credential)) != 0) {
    return absl::AlreadyExistsError("the credential is in this change");
  }
  if (headers_.size() >= kMaxHeaders ||
      parts_size_ + kMaxSealedOverview + kMaxSealedSecret > kMaxChangeParts) {
    return absl::ResourceExhaustedError("the change is full");
  }
  return absl::OkStatus();
}

Header ChangeBuilder::Begin(absl::string_view credential) const {
  Header header;
  header.set_organisation(state_.name.organisation);
  header.set_safe(state_.name.safe);
  header.set_credential(std::string(credential));
  header.set_author(stamp_.author);
  header.set_sequence(state_.head.sequence() + 1);
  *header.mutable_roster() = stamp_.roster;
  header.set_epoch(stamp_.epoch);
  header.set_time_ms(stamp_.time_ms);
  return header;
}

absl::StatusOr<SealedPart> ChangeBuilder::SealFor(
    const Header& header, PartKind kind, absl::string_view plaintext) const {
  const PartName name{state_.name, header.credential(), kind};
  return SealPart(safe_key_, name, header.version(), header.epoch(), plaintext);
}

absl::Status ChangeBuilder::Add(const SignedHeader* before, Header header,
                                const Edit& edit) {
  std::vector<std::string> parts;
  if (edit.overview) {
    ASSIGN_OR_RETURN(SealedPart sealed,
                     SealFor(header, PartKind::kOverview, *edit.overview));
    *header.mutable_overview() = sealed.part;
    parts.push_back(std::move(sealed.sealed));
  }
  if (edit.secret) {
    ASSIGN_OR_RETURN(SealedPart sealed,
                     SealFor(header, PartKind::kSecret, edit.secret->Expose()));
    *header.mutable_secret() = sealed.part;
    for (std::string& id : AttachmentsIn(*edit.secret)) {
      header.mutable_secret()->add_attachments(std::move(id));
    }
    parts.push_back(std::move(sealed.sealed));
    header.set_generation(edit.generation == kThisVersion ? header.version()
                                                          : edit.generation);
  }
  if (edit.sensitivity != trust::v1::SENSITIVITY_UNSPECIFIED) {
    header.set_sensitivity(edit.sensitivity);
  }
  header.set_deleted(edit.deleted);
  return Take(before, header, std::move(parts));
}

// Only what readers accept gets in.
absl::Status ChangeBuilder::Take(const SignedHeader* before,
                                 const Header& header,
                                 std::vector<std::string> parts) {
  ASSIGN_OR_RETURN(SignedHeader next, ReadHeader(header.SerializeAsString()));
  RETURN_IF_ERROR(before == nullptr ? CheckFirst(next.header)
                                    : CheckNext(*before, next.header));
  for (std::string& part : parts) {
    parts_size_ += part.size();
    parts_.push_back(std::move(part));
  }
  credentials_.insert(next.header.credential());
  headers_.push_back(std::move(next));
  return absl::OkStatus();
}

absl::StatusOr<BuiltChange> ChangeBuilder::Sign(const SigningKey& key) {
  CHECK_THAT(!headers_.empty());
  ChangeBody body;
  body.previous = state_.head.link();
  trust::v1::Change change;
  change.set_previous(body.previous);
  std::vector<SafeMap::Entry> leaves;
  for (const SignedHeader& each : headers_) {
    change.add_headers(each.bytes);
    leaves.push_back({each.header.credential(), each.hash});
  }
  ASSIGN_OR_RETURN(body.root, state_.map.RootAfter(leaves));
  change.set_root(body.root.str());
  body.headers = std::move(headers_);
  BuiltChange out;
  out.change.set_author(stamp_.author);
  out.change.set_body(change.SerializeAsString());
  out.change.set_signature(
      key.Sign(ChangeContext(state_.name, state_.head, stamp_.author),
               out.change.body()));
  out.parts = std::move(parts_);
  out.checked = Conclude(state_, out.change, std::move(body));
  return out;
}

}  // namespace klad::crypto::vault
