#include "client/formats/zip_archive.h"

#include <minizip/unzip.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr size_t kBlock = 64 << 10;
constexpr size_t kMaxName = 1024;
constexpr int kEncrypted = 1;

absl::Status Bad(absl::string_view sentence) {
  return Error(ExitCode::kUsage, sentence,
               Tr("export again, and do not repack it"));
}

// A file of memory for minizip, which reads through these functions.
struct Memory {
  absl::string_view bytes;
  uint64_t at = 0;
};

void* Open(void* opaque, const void*, int) { return opaque; }

uLong Read(void*, void* stream, void* buffer, uLong size) {
  auto* memory = static_cast<Memory*>(stream);
  const uint64_t left = memory->bytes.size() - memory->at;
  const auto count = static_cast<uLong>(std::min<uint64_t>(size, left));
  std::memcpy(buffer, memory->bytes.data() + memory->at, count);
  memory->at += count;
  return count;
}

uLong Write(void*, void*, const void*, uLong) { return 0; }

ZPOS64_T Tell(void*, void* stream) { return static_cast<Memory*>(stream)->at; }

long Seek(void*, void* stream, ZPOS64_T offset, int origin) {
  auto* memory = static_cast<Memory*>(stream);
  uint64_t base = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) base = memory->at;
  if (origin == ZLIB_FILEFUNC_SEEK_END) base = memory->bytes.size();
  if (base + offset > memory->bytes.size()) return -1;
  memory->at = base + offset;
  return 0;
}

int Close(void*, void*) { return 0; }
int Failed(void*, void*) { return 0; }

using Places = std::map<std::string, unz64_file_pos>;

class Archive {
 public:
  explicit Archive(absl::string_view bytes) : memory_{bytes} {
    zlib_filefunc64_def functions = {Open, Read,  Write,  Tell,
                                     Seek, Close, Failed, &memory_};
    file_ = unzOpen2_64("", &functions);
  }
  ~Archive() {
    if (file_ != nullptr) unzClose(file_);
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  // An archive that is cut off may still say how many files it has.
  bool sound() {
    unz_global_info64 info;
    return file_ != nullptr && unzGetGlobalInfo64(file_, &info) == UNZ_OK &&
           info.number_entry > 0 && info.number_entry <= kMaxZipEntries &&
           unzGoToFirstFile(file_) == UNZ_OK;
  }

  // All names, checked, and where they stand; of two of a name the first.
  absl::StatusOr<Places> AllPlaces() {
    if (!sound())
      return Bad(Tr("the archive is damaged, or has too many files"));
    Places places;
    for (int next = unzGoToFirstFile(file_); next != UNZ_END_OF_LIST_OF_FILE;
         next = unzGoToNextFile(file_)) {
      if (next != UNZ_OK) return Bad(Tr("the archive is damaged"));
      ASSIGN_OR_RETURN(std::string name, Name());
      places.emplace(std::move(name), Place());
    }
    return places;
  }

  bool Find(absl::string_view name) {
    return sound() &&
           unzLocateFile(file_, std::string(name).c_str(), 1) == UNZ_OK;
  }

  // Where the archive stands.
  unz64_file_pos Place() {
    unz64_file_pos place = {};
    unzGetFilePos64(file_, &place);
    return place;
  }
  bool GoTo(unz64_file_pos place) {
    return unzGoToFilePos64(file_, &place) == UNZ_OK;
  }

  // What an export holds as JSON.
  absl::StatusOr<WipedString> Unpack() {
    const size_t most = kMaxPackedAndUnpacked -
                        std::min(kMaxPackedAndUnpacked, memory_.bytes.size());
    absl::StatusOr<WipedString> text =
        Unpack(std::min(kMaxUnpacked, most), kMaxZipRatio);
    if (!absl::IsResourceExhausted(text.status())) return text;
    return Bad(Tr("the archive unpacks to far more than an export has"));
  }

  // kResourceExhausted above `most` bytes, or when above a megabyte it is more
  // than `ratio` times as large as packed.
  absl::StatusOr<WipedString> Unpack(size_t most, size_t ratio) {
    unz_file_info64 info;
    if (unzGetCurrentFileInfo64(file_, &info, nullptr, 0, nullptr, 0, nullptr,
                                0) != UNZ_OK) {
      return Bad(Tr("the archive is damaged"));
    }
    if ((info.flag & kEncrypted) != 0)
      return Bad(Tr("the archive is encrypted"));
    if (unzOpenCurrentFile(file_) != UNZ_OK)
      return Bad(Tr("the archive is damaged"));
    absl::StatusOr<WipedString> text = ReadAll(info, most, ratio);
    const int closed = unzCloseCurrentFile(file_);
    if (text.ok() && closed != UNZ_OK) return Bad(Tr("the archive is damaged"));
    return text;
  }

 private:
  absl::StatusOr<std::string> Name() {
    char name[kMaxName + 1] = {};
    unz_file_info64 info;
    if (unzGetCurrentFileInfo64(file_, &info, name, kMaxName, nullptr, 0,
                                nullptr, 0) != UNZ_OK) {
      return Bad(Tr("the archive is damaged"));
    }
    const absl::string_view view(name);
    const bool elsewhere =
        info.size_filename >= kMaxName || absl::StartsWith(view, "/") ||
        absl::StrContains(view, '\\') || absl::StrContains(view, ':');
    for (const absl::string_view part : absl::StrSplit(view, '/')) {
      if (part == ".." || elsewhere)
        return Bad(Tr("the archive has a file outside of itself"));
    }
    return std::string(view);
  }

  // What the archive says of the size is not believed, but it bounds what is
  // reserved.
  absl::StatusOr<WipedString> ReadAll(const unz_file_info64& info, size_t most,
                                      size_t ratio) {
    const absl::Status too_large = absl::ResourceExhaustedError("archive");
    if (info.uncompressed_size > most) return too_large;
    WipedString text;
    text.reserve(static_cast<size_t>(info.uncompressed_size));
    WipedString block(kBlock, '\0');
    for (;;) {
      const int read = unzReadCurrentFile(file_, block.data(), kBlock);
      if (read < 0) return Bad(Tr("the archive is damaged"));
      if (read == 0) return text;
      text.append(block.data(), static_cast<size_t>(read));
      if (text.size() > most ||
          (text.size() > 1 << 20 &&
           text.size() / (info.compressed_size + 1) > ratio)) {
        return too_large;
      }
    }
  }

  Memory memory_;
  unzFile file_ = nullptr;
};

}  // namespace

struct ZipFiles::Parts {
  Archive archive;
  Places places;
};

ZipFiles::ZipFiles(absl::string_view archive)
    : parts_(new Parts{Archive(archive), {}}) {
  parts_->places = parts_->archive.AllPlaces().value_or(Places());
  for (const auto& [name, place] : parts_->places) names_.push_back(name);
}

ZipFiles::~ZipFiles() = default;

std::string ZipFiles::FirstWith(absl::string_view prefix) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), prefix);
  const bool fits = found != names_.end() && absl::StartsWith(*found, prefix);
  return fits ? *found : "";
}

absl::StatusOr<WipedString> ZipFiles::Read(absl::string_view name,
                                           size_t most) {
  const auto found = parts_->places.find(std::string(name));
  if (found == parts_->places.end() || !parts_->archive.GoTo(found->second)) {
    return Bad(Say("the archive has no $0", name));
  }
  return parts_->archive.Unpack(most, most);
}

bool IsSoundZip(absl::string_view archive) { return Archive(archive).sound(); }

bool HasZipEntry(absl::string_view archive, absl::string_view name) {
  return Archive(archive).Find(name);
}

absl::StatusOr<WipedString> ReadZipEntry(absl::string_view archive,
                                         absl::string_view name) {
  Archive zip(archive);
  RETURN_IF_ERROR(zip.AllPlaces().status());
  if (!zip.Find(name)) return Bad(Say("the archive has no $0", name));
  return zip.Unpack();
}

}  // namespace klad::client
