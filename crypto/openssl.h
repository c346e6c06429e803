// OpenSSL's objects, freed when they go.
#ifndef KLAD_CRYPTO_OPENSSL_H_
#define KLAD_CRYPTO_OPENSSL_H_

#include <memory>

namespace klad::crypto {

template <auto Free>
struct OpenSslFree {
  template <typename T>
  void operator()(T* value) const {
    Free(value);
  }
};

// Owned<X509, X509_free> certificate(X509_new());
template <typename T, auto Free>
using Owned = std::unique_ptr<T, OpenSslFree<Free>>;

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_OPENSSL_H_
