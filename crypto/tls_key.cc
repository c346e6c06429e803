#include "crypto/tls_key.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <sodium.h>

#include <utility>

#include "crypto/base/bytes.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/openssl.h"

namespace klad::crypto {
namespace {

using Number = Owned<BIGNUM, BN_clear_free>;
using Group = Owned<EC_GROUP, EC_GROUP_free>;
using Point = Owned<EC_POINT, EC_POINT_clear_free>;
using Scratch = Owned<BN_CTX, BN_CTX_free>;

absl::Status OpenSslFailed() {
  return absl::InternalError("OpenSSL failed with a P-256 key");
}

Group P256() {
  Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  CHECK_THAT(group != nullptr);
  return group;
}

absl::StatusOr<std::string> Encode(const EC_GROUP* group, const EC_POINT* point,
                                   point_conversion_form_t form) {
  unsigned char bytes[65];
  const size_t size =
      EC_POINT_point2oct(group, point, form, bytes, sizeof bytes, nullptr);
  if (size == 0) return OpenSslFailed();
  return std::string(reinterpret_cast<char*>(bytes), size);
}

// OpenSSL keeps the form a point came in: certificates carry it uncompressed,
// as every TLS library expects.
absl::StatusOr<std::shared_ptr<EVP_PKEY>> MakePkey(const EC_GROUP* group,
                                                   const EC_POINT* point,
                                                   const BIGNUM* scalar) {
  ASSIGN_OR_RETURN(const std::string encoded,
                   Encode(group, point, POINT_CONVERSION_UNCOMPRESSED));
  Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> build(OSSL_PARAM_BLD_new());
  if (build == nullptr ||
      OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                      SN_X9_62_prime256v1, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                       encoded.data(), encoded.size()) != 1 ||
      (scalar != nullptr &&
       OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) !=
           1)) {
    return OpenSslFailed();
  }
  Owned<OSSL_PARAM, OSSL_PARAM_free> params(
      OSSL_PARAM_BLD_to_param(build.get()));
  Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> ctx(
      EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* pkey = nullptr;
  if (params == nullptr || ctx == nullptr ||
      EVP_PKEY_fromdata_init(ctx.get()) != 1 ||
      EVP_PKEY_fromdata(
          ctx.get(), &pkey,
          scalar == nullptr ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR,
          params.get()) != 1) {
    return OpenSslFailed();
  }
  return std::shared_ptr<EVP_PKEY>(pkey, EVP_PKEY_free);
}

// 1 + (X mod (n-1)) as 32 bytes.
absl::StatusOr<Secret> Reduce(const Secret& x) {
  const Group group = P256();
  const Scratch scratch(BN_CTX_secure_new());
  const Number number(BN_secure_new());
  const Number scalar(BN_secure_new());
  const Number order(BN_dup(EC_GROUP_get0_order(group.get())));
  if (scratch == nullptr || number == nullptr || scalar == nullptr ||
      order == nullptr || BN_sub_word(order.get(), 1) != 1 ||
      BN_bin2bn(Bytes(x.Expose()), static_cast<int>(x.size()), number.get()) ==
          nullptr) {
    return OpenSslFailed();
  }
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  Secret result(TlsKey::kScalarSize);
  if (BN_nnmod(scalar.get(), number.get(), order.get(), scratch.get()) != 1 ||
      BN_add_word(scalar.get(), 1) != 1 ||
      BN_bn2binpad(scalar.get(), result.Fill(), TlsKey::kScalarSize) !=
          static_cast<int>(TlsKey::kScalarSize)) {
    return OpenSslFailed();
  }
  return result;
}

}  // namespace

absl::StatusOr<TlsKey> TlsKey::Generate() {
  ASSIGN_OR_RETURN(const Secret scalar, Reduce(Secret::Random(64)));
  return FromScalar(scalar);
}

absl::StatusOr<TlsKey> TlsKey::FromScalar(const Secret& scalar) {
  const Group group = P256();
  const Number number(BN_secure_new());
  if (number == nullptr) return OpenSslFailed();
  if (scalar.size() != kScalarSize ||
      BN_bin2bn(Bytes(scalar.Expose()), kScalarSize, number.get()) == nullptr ||
      BN_is_zero(number.get()) ||
      BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0) {
    return absl::InvalidArgumentError("not a P-256 private key");
  }
  const Point point(EC_POINT_new(group.get()));
  if (point == nullptr || EC_POINT_mul(group.get(), point.get(), number.get(),
                                       nullptr, nullptr, nullptr) != 1) {
    return OpenSslFailed();
  }
  ASSIGN_OR_RETURN(auto pkey, MakePkey(group.get(), point.get(), number.get()));
  ASSIGN_OR_RETURN(std::string compressed, Encode(group.get(), point.get(),
                                                  POINT_CONVERSION_COMPRESSED));
  return TlsKey(scalar.Clone(), std::move(compressed), std::move(pkey));
}

absl::StatusOr<TlsKey> TlsKey::Derive(const Secret& secret,
                                      const Context& context) {
  if (secret.size() < crypto_generichash_KEYBYTES_MIN ||
      secret.size() > crypto_generichash_KEYBYTES_MAX) {
    return absl::InvalidArgumentError("a secret of 16 to 64 bytes is needed");
  }
  Secret x(crypto_generichash_BYTES_MAX);
  if (crypto_generichash(x.Fill(), x.size(), Bytes(context.bytes()),
                         context.bytes().size(), Bytes(secret.Expose()),
                         secret.size()) != 0) {
    return absl::InternalError("libsodium failed to hash");
  }
  ASSIGN_OR_RETURN(const Secret scalar, Reduce(x));
  return FromScalar(scalar);
}

absl::StatusOr<Secret> TlsKey::Pem() const {
  const Owned<BIO, BIO_free> bio(BIO_new(BIO_s_secmem()));
  if (bio == nullptr ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), pkey_.get(), nullptr, nullptr, 0,
                                    nullptr, nullptr) != 1) {
    return OpenSslFailed();
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  if (size <= 0) return OpenSslFailed();
  return Secret::Copy(absl::string_view(data, static_cast<size_t>(size)));
}

absl::StatusOr<std::shared_ptr<evp_pkey_st>> TlsPublicKey(
    absl::string_view compressed) {
  const Group group = P256();
  const Point point(EC_POINT_new(group.get()));
  if (point == nullptr) return OpenSslFailed();
  if (compressed.size() != TlsKey::kPointSize ||
      EC_POINT_oct2point(group.get(), point.get(), Bytes(compressed),
                         compressed.size(), nullptr) != 1) {
    return absl::InvalidArgumentError("not a compressed P-256 public key");
  }
  return MakePkey(group.get(), point.get(), nullptr);
}

absl::StatusOr<std::string> CompressedPoint(const evp_pkey_st* pkey) {
  char name[32];
  unsigned char bytes[65];
  size_t size = 0;
  const Group group = P256();
  const Point point(EC_POINT_new(group.get()));
  if (point == nullptr) return OpenSslFailed();
  if (EVP_PKEY_get_group_name(pkey, name, sizeof name, nullptr) != 1 ||
      absl::string_view(name) != SN_X9_62_prime256v1 ||
      EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, bytes,
                                      sizeof bytes, &size) != 1 ||
      EC_POINT_oct2point(group.get(), point.get(), bytes, size, nullptr) != 1) {
    return absl::InvalidArgumentError("not a P-256 public key");
  }
  return Encode(group.get(), point.get(), POINT_CONVERSION_COMPRESSED);
}

}  // namespace klad::crypto
