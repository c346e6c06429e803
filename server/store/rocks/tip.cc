#include "server/store/rocks/tip.h"

#include <sodium.h>

#include "absl/strings/str_cat.h"
#include "server/base/id.h"
#include "server/store/rocks/hasher.h"

namespace klad::store {
namespace {

constexpr size_t kNumber = 8;

}  // namespace

Tip Tip::Random() {
  Tip tip{0, std::string(Hasher::kSize, '\0'),
          std::string(Hasher::kSize, '\0')};
  randombytes_buf(tip.chain.data(), tip.chain.size());
  return tip;
}

Tip Tip::Next(absl::string_view batch) const {
  Hasher hasher("klad1.batch");
  hasher.Add(chain).Add(BigEndian(revision + 1)).Add(batch);
  return {revision + 1, hasher.Finish(), chain};
}

std::string Tip::Encode() const {
  return absl::StrCat(BigEndian(revision), chain, before);
}

absl::StatusOr<Tip> Tip::Decode(absl::string_view bytes) {
  Tip tip;
  if (bytes.size() != kNumber + 2 * Hasher::kSize ||
      !ParseBigEndian(bytes.substr(0, kNumber), &tip.revision)) {
    return absl::DataLossError("the store's own record is damaged");
  }
  tip.chain = std::string(bytes.substr(kNumber, Hasher::kSize));
  tip.before = std::string(bytes.substr(kNumber + Hasher::kSize));
  return tip;
}

}  // namespace klad::store
