#include "server/store/rocks/witness.h"

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/base/id.h"
#include "server/store/rocks/hasher.h"
#include "server/store/rocks/status.h"

namespace klad::store {
namespace {

constexpr char kMagic[] = "kladwit1";
constexpr size_t kNumber = 8;
constexpr size_t kBody = 8 + kNumber + Hasher::kSize;
constexpr size_t kSlot = kBody + Hasher::kSize;
constexpr uint64_t kSlotOffset = 4096;

uint64_t Offset(Revision revision) { return revision % 2 * kSlotOffset; }

std::string Checksum(absl::string_view body) {
  return Hasher("klad1.witness").Add(body).Finish();
}

std::string Encode(const Tip& tip) {
  const std::string body =
      absl::StrCat(kMagic, BigEndian(tip.revision), tip.chain);
  return body + Checksum(body);
}

absl::Status Behind(Revision store, Revision witness) {
  return absl::DataLossError(absl::StrCat(
      "the store has lost acknowledged changes: it stands at revision ", store,
      ", its witness at ", witness,
      "; nothing was changed; restore a backup or repair the disk"));
}

}  // namespace

absl::Status Witness::Create(rocksdb::Env* env, const std::string& path,
                             const Tip& tip) {
  std::string bytes(kSlotOffset * 2, '\0');
  bytes.replace(Offset(tip.revision), kSlot, Encode(tip));
  return FromRocks(rocksdb::WriteStringToFile(env, bytes, path, true),
                   "cannot write the witness");
}

absl::StatusOr<std::unique_ptr<Witness>> Witness::Open(
    rocksdb::Env* env, const std::string& path) {
  std::unique_ptr<rocksdb::RandomRWFile> file;
  RETURN_IF_ERROR(
      FromRocks(env->NewRandomRWFile(path, &file, rocksdb::EnvOptions()),
                "cannot open the witness"));
  auto witness = absl::WrapUnique(new Witness(std::move(file)));
  RETURN_IF_ERROR(witness->ReadSlot(0));
  RETURN_IF_ERROR(witness->ReadSlot(1));
  if (witness->chain_.empty()) {
    return absl::DataLossError(absl::StrCat("the commit witness ", path,
                                            " is damaged; restore a backup"));
  }
  return witness;
}

absl::Status Witness::ReadSlot(Revision parity) {
  char buffer[kSlot];
  rocksdb::Slice read;
  RETURN_IF_ERROR(FromRocks(file_->Read(Offset(parity), kSlot, &read, buffer),
                            "cannot read the witness"));
  const absl::string_view slot(read.data(), read.size());
  Revision revision = 0;
  if (slot.size() != kSlot || !absl::StartsWith(slot, kMagic) ||
      slot.substr(kBody) != Checksum(slot.substr(0, kBody)) ||
      !ParseBigEndian(slot.substr(8, kNumber), &revision)) {
    return absl::OkStatus();
  }
  if (chain_.empty() || revision > revision_) {
    revision_ = revision;
    chain_ = std::string(slot.substr(8 + kNumber, Hasher::kSize));
  }
  return absl::OkStatus();
}

absl::Status Witness::Check(const Tip& tip) const {
  if (tip.revision < revision_) return Behind(tip.revision, revision_);
  const bool same = tip.revision == revision_ && tip.chain == chain_;
  const bool next = tip.revision == revision_ + 1 && tip.before == chain_;
  if (same || next) return absl::OkStatus();
  return absl::DataLossError(
      "the store and its commit witness are of different histories; do not "
      "mix files of two copies, restore a backup");
}

absl::Status Witness::Advance(const Tip& tip) {
  RETURN_IF_ERROR(FromRocks(file_->Write(Offset(tip.revision), Encode(tip)),
                            "cannot write the witness"));
  RETURN_IF_ERROR(FromRocks(file_->Sync(), "cannot sync the witness"));
  revision_ = tip.revision;
  chain_ = tip.chain;
  return absl::OkStatus();
}

}  // namespace klad::store
