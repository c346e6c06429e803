#include "crypto/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sodium.h>

#include <ctime>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/base/status_macros.h"
#include "crypto/openssl.h"

namespace klad::crypto {
namespace {

constexpr int64_t kCaMs = 20 * 365 * kDayMs;
constexpr size_t kIdSize = 16;
constexpr char kCaName[] = "Klad CA";

using Certificate = Owned<X509, X509_free>;
using Names = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;

struct KindName {
  Subject::Kind kind;
  absl::string_view prefix;
  const char* common_name;
  const char* usage;
  size_t id_size = kIdSize;
};
constexpr KindName kKinds[] = {
    {Subject::Kind::kMember, "klad:member/", "klad member", "clientAuth"},
    {Subject::Kind::kDoor, "klad:door/", "klad door", "clientAuth"},
    {Subject::Kind::kServer, "klad:server/", "klad server", "serverAuth"},
    {Subject::Kind::kInvitation, "klad:invitation/", "klad invitation",
     "clientAuth"},
    {Subject::Kind::kMove, "klad:move/", "klad move", "clientAuth",
     2 * kIdSize},
};

const KindName& NameOf(Subject::Kind kind) {
  return kKinds[static_cast<size_t>(kind)];
}

absl::Status OpenSslFailed() {
  ERR_clear_error();
  return absl::InternalError("OpenSSL failed to make a certificate");
}

absl::StatusOr<Certificate> Parse(absl::string_view der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  const unsigned char* const end = data + der.size();
  Certificate certificate(
      d2i_X509(nullptr, &data, static_cast<long>(der.size())));
  if (certificate == nullptr || data != end) {
    ERR_clear_error();
    return absl::InvalidArgumentError("not a certificate");
  }
  return certificate;
}

absl::StatusOr<std::string> Serialize(X509* certificate) {
  unsigned char* data = nullptr;
  const int size = i2d_X509(certificate, &data);
  if (size <= 0) return OpenSslFailed();
  std::string der(reinterpret_cast<char*>(data), static_cast<size_t>(size));
  OPENSSL_free(data);
  return der;
}

bool SetSerial(X509* certificate) {
  unsigned char bytes[16];
  randombytes_buf(bytes, sizeof bytes);
  bytes[0] = (bytes[0] & 0x7f) | 0x40;  // positive, and always 16 bytes
  const Owned<BIGNUM, BN_free> number(BN_bin2bn(bytes, sizeof bytes, nullptr));
  return number != nullptr &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) !=
             nullptr;
}

bool SetTimes(X509* certificate, int64_t from_ms, int64_t until_ms) {
  const time_t from = from_ms / 1000;
  const time_t until = until_ms / 1000;
  return ASN1_TIME_set(X509_getm_notBefore(certificate), from) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), until) != nullptr;
}

bool SetName(X509_NAME* name, const char* common_name) {
  return X509_NAME_add_entry_by_txt(
             name, "CN", MBSTRING_ASC,
             reinterpret_cast<const unsigned char*>(common_name), -1, -1,
             0) == 1;
}

bool AddExtension(X509* certificate, X509* issuer, int nid,
                  const std::string& value) {
  X509V3_CTX ctx;
  X509V3_set_ctx(&ctx, issuer, certificate, nullptr, nullptr, 0);
  const Owned<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509V3_EXT_conf_nid(nullptr, &ctx, nid, value.c_str()));
  return extension != nullptr &&
         X509_add_ext(certificate, extension.get(), -1) == 1;
}

// Everything but the extensions and the signature.
Certificate Begin(const char* common_name, int64_t from_ms, int64_t until_ms,
                  EVP_PKEY* key) {
  Certificate certificate(X509_new());
  if (certificate == nullptr ||
      X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
      !SetSerial(certificate.get()) ||
      !SetTimes(certificate.get(), from_ms, until_ms) ||
      !SetName(X509_get_subject_name(certificate.get()), common_name) ||
      !SetName(X509_get_issuer_name(certificate.get()), kCaName) ||
      X509_set_pubkey(certificate.get(), key) != 1) {
    return nullptr;
  }
  return certificate;
}

// The one URI among the subject's alternative names, and whether DNS names
// stand beside it.
struct SubjectNames {
  std::string uri;
  bool dns = false;
};

absl::StatusOr<SubjectNames> ReadNames(X509* certificate) {
  const Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  const int count = names == nullptr ? 0 : sk_GENERAL_NAME_num(names.get());
  SubjectNames found;
  for (int i = 0; i < count; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) {
      found.dns = true;
      continue;
    }
    if (name->type != GEN_URI || !found.uri.empty()) {
      return absl::InvalidArgumentError("a certificate of other names");
    }
    const ASN1_IA5STRING* uri = name->d.uniformResourceIdentifier;
    found.uri.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                     static_cast<size_t>(ASN1_STRING_length(uri)));
  }
  if (found.uri.empty()) {
    return absl::InvalidArgumentError("a certificate without a URI");
  }
  return found;
}

std::string AlternativeNames(const Subject& subject) {
  std::string uri = absl::StrCat("URI:", SubjectUri(subject));
  if (subject.kind != Subject::Kind::kServer) return uri;
  return absl::StrCat(uri, ",DNS:", absl::BytesToHexString(subject.id),
                      ".klad");
}

absl::StatusOr<int64_t> ReadTime(const ASN1_TIME* time) {
  tm parts = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) {
    return absl::InvalidArgumentError("a certificate without dates");
  }
  return static_cast<int64_t>(timegm(&parts)) * 1000;
}

absl::StatusOr<CertificateFacts> Facts(X509* certificate) {
  ASSIGN_OR_RETURN(const SubjectNames names, ReadNames(certificate));
  ASSIGN_OR_RETURN(Subject subject, ParseSubjectUri(names.uri));
  if (names.dns && subject.kind != Subject::Kind::kServer) {
    return absl::InvalidArgumentError("a certificate of other names");
  }
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) {
    return absl::InvalidArgumentError("a certificate without a key");
  }
  ASSIGN_OR_RETURN(std::string point, CompressedPoint(key));
  ASSIGN_OR_RETURN(const int64_t from_ms,
                   ReadTime(X509_get0_notBefore(certificate)));
  ASSIGN_OR_RETURN(const int64_t until_ms,
                   ReadTime(X509_get0_notAfter(certificate)));
  return CertificateFacts{std::move(subject), std::move(point), from_ms,
                          until_ms};
}

}  // namespace

std::string SubjectUri(const Subject& subject) {
  return absl::StrCat(NameOf(subject.kind).prefix,
                      absl::BytesToHexString(subject.id));
}

absl::StatusOr<Subject> ParseSubjectUri(absl::string_view uri) {
  for (const KindName& name : kKinds) {
    absl::string_view hex = uri;
    if (!absl::ConsumePrefix(&hex, name.prefix)) continue;
    Subject subject{name.kind, absl::HexStringToBytes(hex)};
    if (subject.id.size() == name.id_size && SubjectUri(subject) == uri) {
      return subject;
    }
  }
  return absl::InvalidArgumentError("a certificate that is not of Klad");
}

std::string MoveMark(absl::string_view tls_key) {
  return Hash(kTlsDomain, {tls_key}).str().substr(0, kIdSize);
}

Digest CaHash(absl::string_view ca_der) { return Hash(kCaDomain, {ca_der}); }

absl::StatusOr<CertificateAuthority> CertificateAuthority::Create(
    TlsKey key, int64_t now_ms) {
  const Certificate certificate =
      Begin(kCaName, now_ms - kDayMs, now_ms + kCaMs, key.pkey());
  X509* const self = certificate.get();
  if (self == nullptr ||
      !AddExtension(self, self, NID_basic_constraints,
                    "critical,CA:TRUE,pathlen:0") ||
      !AddExtension(self, self, NID_key_usage, "critical,keyCertSign") ||
      !AddExtension(self, self, NID_subject_key_identifier, "hash") ||
      X509_sign(self, key.pkey(), EVP_sha256()) == 0) {
    return OpenSslFailed();
  }
  ASSIGN_OR_RETURN(std::string der, Serialize(self));
  return CertificateAuthority(std::move(key), std::move(der));
}

absl::StatusOr<CertificateAuthority> CertificateAuthority::Load(
    TlsKey key, absl::string_view der) {
  const auto certificate = Parse(der);
  if (!certificate.ok() || X509_check_ca(certificate->get()) != 1 ||
      X509_check_private_key(certificate->get(), key.pkey()) != 1 ||
      X509_verify(certificate->get(), key.pkey()) != 1) {
    ERR_clear_error();
    return absl::DataLossError("the CA certificate does not fit its key");
  }
  return CertificateAuthority(std::move(key), std::string(der));
}

absl::StatusOr<std::string> CertificateAuthority::Issue(
    const Subject& subject, absl::string_view public_key, int64_t now_ms,
    int64_t until_ms) const {
  if (subject.id.size() != NameOf(subject.kind).id_size || until_ms <= now_ms) {
    return absl::InvalidArgumentError(
        "a certificate needs an id of its size and an end to come");
  }
  ASSIGN_OR_RETURN(const auto pkey, TlsPublicKey(public_key));
  ASSIGN_OR_RETURN(const Certificate ca, Parse(der_));
  const KindName& name = NameOf(subject.kind);
  const Certificate certificate =
      Begin(name.common_name, now_ms - kDayMs, until_ms, pkey.get());
  X509* const leaf = certificate.get();
  if (leaf == nullptr ||
      !AddExtension(leaf, ca.get(), NID_basic_constraints,
                    "critical,CA:FALSE") ||
      !AddExtension(leaf, ca.get(), NID_key_usage,
                    "critical,digitalSignature") ||
      !AddExtension(leaf, ca.get(), NID_ext_key_usage, name.usage) ||
      !AddExtension(leaf, ca.get(), NID_authority_key_identifier, "keyid") ||
      !AddExtension(leaf, ca.get(), NID_subject_alt_name,
                    AlternativeNames(subject)) ||
      X509_sign(leaf, key_.pkey(), EVP_sha256()) == 0) {
    return OpenSslFailed();
  }
  return Serialize(leaf);
}

absl::StatusOr<CertificateFacts> ReadCertificate(absl::string_view der) {
  ASSIGN_OR_RETURN(const Certificate certificate, Parse(der));
  return Facts(certificate.get());
}

absl::StatusOr<CertificateFacts> ReadPemCertificate(absl::string_view pem) {
  const Owned<BIO, BIO_free> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Certificate certificate(
      bio == nullptr ? nullptr
                     : PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr) {
    ERR_clear_error();
    return absl::InvalidArgumentError("not a certificate in PEM");
  }
  return Facts(certificate.get());
}

absl::StatusOr<std::string> PemFromDer(absl::string_view der) {
  const Owned<BIO, BIO_free> bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr ||
      PEM_write_bio(bio.get(), PEM_STRING_X509, "",
                    reinterpret_cast<const unsigned char*>(der.data()),
                    static_cast<long>(der.size())) <= 0) {
    return OpenSslFailed();
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  if (size <= 0) return OpenSslFailed();
  return std::string(data, static_cast<size_t>(size));
}

}  // namespace klad::crypto
