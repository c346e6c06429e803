#include "client/mirror_file.h"

#include <cstring>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/digest.h"

namespace klad::client {
namespace {

constexpr char kPrefix[] = "safe-";

// Before the index stands its size, as a fixed 32-bit number.
using IndexSize = uint32_t;

uint64_t TitleHash(absl::string_view folded) {
  const crypto::Digest digest = crypto::Hash("klad1.title", {folded});
  uint64_t hash;
  std::memcpy(&hash, digest.bytes.data(), sizeof hash);
  return hash == 0 ? 1 : hash;
}

// Copies of older programs do not say it.
void TakeKind(MirrorItem* item) {
  trust::v1::Header header;
  if (header.ParseFromString(item->header())) item->set_kind(header.kind());
}

uint64_t TitleHashOf(const MirrorItem& item) {
  return item.deleted() ? 0 : TitleHash(FoldTitle(item.overview().title()));
}

}  // namespace

std::string MirrorFile::Name(absl::string_view safe) {
  return absl::StrCat(kPrefix, absl::BytesToHexString(safe));
}

bool MirrorFile::IsName(absl::string_view file) {
  return absl::StartsWith(file, kPrefix);
}

absl::StatusOr<MirrorFile> MirrorFile::Open(const State& state,
                                            const crypto::Identity& identity,
                                            absl::string_view safe) {
  std::string name = Name(safe);
  ASSIGN_OR_RETURN(SealedFile sealed, SealedFile::Open(state, identity, name));
  MirrorFile file(&state, std::move(sealed), std::move(name));
  RETURN_IF_ERROR(file.ReadIndex());
  return file;
}

absl::Status MirrorFile::ReadIndex() {
  IndexSize size;
  ASSIGN_OR_RETURN(const std::string prefix, file_.Read(0, sizeof size));
  std::memcpy(&size, prefix.data(), sizeof size);
  ASSIGN_OR_RETURN(const std::string bytes, file_.Read(sizeof size, size));
  items_ = sizeof size + size;
  size_t end = items_;
  if (!index_.ParseFromString(bytes)) return Damaged(*state_, name_);
  for (const uint32_t item : index_.sizes()) end += item;
  if (end != file_.size() || index_.titles_size() != index_.sizes_size()) {
    return Damaged(*state_, name_);
  }
  return absl::OkStatus();
}

MirrorHead MirrorFile::head() const { return {index_.head(), index_.roster()}; }

absl::StatusOr<MirrorItem> MirrorFile::ReadItem(size_t offset,
                                                size_t size) const {
  MirrorItem item;
  ASSIGN_OR_RETURN(const std::string bytes, file_.Read(offset, size));
  if (!item.ParseFromString(bytes)) return Damaged(*state_, name_);
  return item;
}

absl::StatusOr<absl::optional<std::vector<MirrorItem>>> MirrorFile::WithTitle(
    absl::string_view folded) const {
  if (index_.folding() != TitleFolding()) return absl::nullopt;
  const uint64_t wanted = TitleHash(folded);
  std::vector<MirrorItem> found;
  size_t offset = items_;
  for (int i = 0; i < index_.titles_size(); ++i) {
    if (index_.titles(i) == wanted) {
      ASSIGN_OR_RETURN(found.emplace_back(), ReadItem(offset, index_.sizes(i)));
    }
    offset += index_.sizes(i);
  }
  return found;
}

absl::StatusOr<absl::optional<MirrorItem>> MirrorFile::WithId(
    absl::string_view credential) const {
  std::vector<size_t> begins = {items_};
  for (const uint32_t size : index_.sizes()) {
    begins.push_back(begins.back() + size);
  }
  int low = 0;
  int high = index_.sizes_size();
  while (low < high) {
    const int middle = low + (high - low) / 2;
    ASSIGN_OR_RETURN(MirrorItem item,
                     ReadItem(begins[middle], index_.sizes(middle)));
    const int order = credential.compare(item.credential());
    if (order == 0) return item;
    (order < 0 ? high : low) = order < 0 ? middle : middle + 1;
  }
  return absl::nullopt;
}

absl::Status MirrorFile::Walk(
    const std::function<void(MirrorItem&)>& visit) const {
  SealedReader reader(&file_, items_);
  MirrorItem item;  // one, so that its memory is used again
  for (const uint32_t size : index_.sizes()) {
    ASSIGN_OR_RETURN(const absl::string_view bytes, reader.Next(size));
    if (!item.ParseFromArray(bytes.data(), static_cast<int>(size))) {
      return Damaged(*state_, name_);
    }
    if (item.kind() == trust::v1::KIND_UNSPECIFIED) TakeKind(&item);
    visit(item);
  }
  return absl::OkStatus();
}

absl::Status MirrorFile::ForEach(
    const std::function<void(const MirrorItem&)>& visit) const {
  return Walk(visit);
}

absl::StatusOr<MirrorItems> MirrorFile::ReadAll() const {
  MirrorItems items;
  RETURN_IF_ERROR(Walk([&items](MirrorItem& item) {
    std::string id = item.credential();
    items.emplace_hint(items.end(), std::move(id), std::move(item));
  }));
  return items;
}

absl::Status MirrorFile::Write(State* state, const StateLock& lock,
                               const crypto::Identity& identity,
                               absl::string_view safe, const MirrorHead& head,
                               const MirrorItems& items) {
  client::v1::MirrorIndex index;
  *index.mutable_head() = head.head;
  index.set_roster(head.roster);
  index.set_folding(TitleFolding());
  for (const auto& [id, item] : items) {
    index.add_titles(TitleHashOf(item));
    index.add_sizes(static_cast<uint32_t>(item.ByteSizeLong()));
  }
  const std::string first = index.SerializeAsString();
  const auto size = static_cast<IndexSize>(first.size());
  ASSIGN_OR_RETURN(SealedWriter writer,
                   SealedWriter::Begin(state, lock, identity, Name(safe)));
  RETURN_IF_ERROR(
      writer.Append({reinterpret_cast<const char*>(&size), sizeof size}));
  RETURN_IF_ERROR(writer.Append(first));
  for (const auto& [id, item] : items) {
    RETURN_IF_ERROR(writer.Append(item.SerializeAsString()));
  }
  return writer.Finish();
}

}  // namespace klad::client
