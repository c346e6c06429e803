#include "crypto/export_file.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/passphrase.h"
#include "crypto/seal.h"

namespace klad::crypto {
namespace {

constexpr absl::string_view kExportMagic = "klad export 1\n";
constexpr size_t kChunk = 32 << 10;
constexpr size_t kSealedChunk = kChunk + kSealOverhead;

// Whose it is, is not known before the file is open: it stands inside.
Context ChunkContext(uint64_t chunk, bool last) {
  Context context(label::kExportFile, "");
  return context.Add(chunk).Add(last ? "last" : "more");
}

absl::Status DoesNotOpenNow() {
  return absl::UnauthenticatedError(
      "wrong passphrase, or the export is damaged");
}

}  // namespace

ExportSealer::ExportSealer(Secret key, std::string salt)
    : key_(std::move(key)), salt_(std::move(salt)), chunk_(kChunk) {}

absl::StatusOr<ExportSealer> ExportSealer::Create(const Secret& passphrase) {
  std::string salt = RandomSalt();
  ASSIGN_OR_RETURN(Secret key, StretchPassphrase(passphrase, salt));
  return ExportSealer(std::move(key), std::move(salt));
}

std::string ExportSealer::Begin() const { return absl::StrCat(kExportMagic, salt_); }

std::string ExportSealer::Add(absl::string_view contents) {
  std::string sealed;
  while (!contents.empty()) {
    // A full chunk waits until it is known not to be the last.
    if (used_ == kChunk) sealed += SealChunk(/*last=*/false);
    const size_t taken = std::min(contents.size(), kChunk - used_);
    std::copy_n(contents.data(), taken, chunk_.Fill() + used_);
    used_ += taken;
    contents.remove_prefix(taken);
  }
  return sealed;
}

std::string ExportSealer::End() { return SealChunk(/*last=*/true); }

std::string ExportSealer::SealChunk(bool last) {
  const size_t used = std::exchange(used_, 0);
  return Seal(key_, ChunkContext(number_++, last),
              chunk_.Expose().substr(0, used));
}

bool IsSealedExport(absl::string_view file) {
  return absl::StartsWith(file, kExportMagic);
}

absl::Status OpenExport(
    absl::string_view file, const Secret& passphrase,
    const std::function<absl::Status(absl::string_view)>& sink) {
  if (!absl::ConsumePrefix(&file, kExportMagic) || file.size() < kSaltSize) {
    return absl::InvalidArgumentError(
        "this is not a sealed export, or only a part of one");
  }
  ASSIGN_OR_RETURN(const Secret key,
                   StretchPassphrase(passphrase, file.substr(0, kSaltSize)));
  file.remove_prefix(kSaltSize);
  for (uint64_t chunk = 0;; ++chunk) {
    const bool last = file.size() <= kSealedChunk;
    const auto opened =
        Open(key, ChunkContext(chunk, last), file.substr(0, kSealedChunk));
    if (!opened.ok()) return DoesNotOpenNow();
    RETURN_IF_ERROR(sink(opened->Expose()));
    if (last) return absl::OkStatus();
    file.remove_prefix(kSealedChunk);
  }
}

}  // namespace klad::crypto
