#include "server/store/sealed_store.h"

#include <sodium.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/bytes.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "server/base/id.h"

namespace klad::store {
namespace {

constexpr size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr absl::string_view kLabel("klad/1/store-value\0", 19);
static_assert(SealKey::kSize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

}  // namespace

void SealedStore::Seal(absl::string_view key, std::string* value) const {
  const std::string context = absl::StrCat(kLabel, key);
  const size_t size = value->size();
  value->resize(size + kTag + kNonce);
  unsigned char* data = Bytes(*value);
  unsigned char* nonce = data + size + kTag;
  randombytes_buf(nonce, kNonce);
  CHECK_THAT(crypto_aead_xchacha20poly1305_ietf_encrypt(
                 data, nullptr, data, size, Bytes(context), context.size(),
                 nullptr, nonce, Bytes(key_.secret().Expose())) == 0);
}

absl::Status SealedStore::Open(absl::string_view key,
                               std::string* value) const {
  const std::string context = absl::StrCat(kLabel, key);
  if (value->size() >= kTag + kNonce) {
    const size_t sealed = value->size() - kNonce;
    unsigned char* data = Bytes(*value);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            data, nullptr, nullptr, data, sealed, Bytes(context),
            context.size(), data + sealed,
            Bytes(key_.secret().Expose())) == 0) {
      value->resize(sealed - kTag);
      return absl::OkStatus();
    }
  }
  return absl::DataLossError(
      absl::StrCat("record ", Hex(key),
                   " does not open: it is damaged, or this is not the seal "
                   "key it was written under"));
}

absl::StatusOr<Entry> SealedStore::DoGet(absl::string_view key) {
  absl::StatusOr<Entry> entry = StoreWrapper::DoGet(key);
  if (entry.ok()) RETURN_IF_ERROR(Open(key, &entry->value));
  return entry;
}

absl::StatusOr<Page> SealedStore::DoList(const Range& range,
                                         absl::string_view after,
                                         size_t limit) {
  absl::StatusOr<Page> page = StoreWrapper::DoList(range, after, limit);
  if (!page.ok()) return page;
  for (Entry& entry : page->entries) {
    RETURN_IF_ERROR(Open(entry.key, &entry.value));
  }
  return page;
}

absl::StatusOr<Revision> SealedStore::DoCommit(Transaction transaction) {
  for (Put& put : transaction.puts) Seal(put.key, &put.value);
  return StoreWrapper::DoCommit(std::move(transaction));
}

}  // namespace klad::store
