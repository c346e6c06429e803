#include "crypto/certificate.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;

constexpr int64_t kNow = 1'800'000'000'000;
const std::string kId(16, '\xab');

TlsKey NewKey() { return *TlsKey::Generate(); }
CertificateAuthority NewCa() {
  return *CertificateAuthority::Create(NewKey(), kNow);
}

std::shared_ptr<X509> Parsed(const std::string& der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  return {d2i_X509(nullptr, &data, static_cast<long>(der.size())), X509_free};
}

// What TLS checks, at a time of our own.
int VerifyAs(const std::string& ca, const std::string& leaf, int purpose,
             int64_t now_ms) {
  const auto root = Parsed(ca);
  const auto certificate = Parsed(leaf);
  const std::shared_ptr<X509_STORE> store(X509_STORE_new(), X509_STORE_free);
  X509_STORE_add_cert(store.get(), root.get());
  const std::shared_ptr<X509_STORE_CTX> ctx(X509_STORE_CTX_new(),
                                            X509_STORE_CTX_free);
  X509_STORE_CTX_init(ctx.get(), store.get(), certificate.get(), nullptr);
  X509_STORE_CTX_set_purpose(ctx.get(), purpose);
  X509_STORE_CTX_set_time(ctx.get(), 0, now_ms / 1000);
  return X509_verify_cert(ctx.get()) == 1 ? X509_V_OK
                                          : X509_STORE_CTX_get_error(ctx.get());
}

TEST(Certificate, MemberFactsComeBack) {
  const CertificateAuthority ca = NewCa();
  const TlsKey key = NewKey();
  ASSERT_OK_AND_ASSIGN(const std::string der,
                       ca.Issue({Subject::Kind::kMember, kId}, key.public_key(),
                                kNow, kNow + kMemberCertificateMs));
  ASSERT_OK_AND_ASSIGN(const CertificateFacts facts, ReadCertificate(der));
  EXPECT_EQ(facts.subject, (Subject{Subject::Kind::kMember, kId}));
  EXPECT_EQ(facts.public_key, key.public_key());
  EXPECT_EQ(facts.from_ms, kNow - kDayMs);
  EXPECT_EQ(facts.until_ms, kNow + kMemberCertificateMs);

  ASSERT_OK_AND_ASSIGN(const std::string pem, PemFromDer(der));
  ASSERT_OK_AND_ASSIGN(const CertificateFacts again, ReadPemCertificate(pem));
  EXPECT_EQ(again.public_key, key.public_key());
}

TEST(Certificate, ServerAloneHasAHostName) {
  const CertificateAuthority ca = NewCa();
  const auto names = [&](Subject::Kind kind) {
    const std::string der =
        *ca.Issue({kind, kId}, NewKey().public_key(), kNow, kNow + 1000);
    const auto* data = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        d2i_X509(nullptr, &data, static_cast<long>(der.size())), X509_free);
    const std::string host = absl::BytesToHexString(kId) + ".klad";
    return X509_check_host(certificate.get(), host.data(), host.size(), 0,
                           nullptr);
  };
  EXPECT_EQ(names(Subject::Kind::kServer), 1);
  EXPECT_EQ(names(Subject::Kind::kMember), 0);
}

TEST(Certificate, MoveNamesItsMemberAndTheIdentity) {
  const CertificateAuthority ca = NewCa();
  const TlsKey key = NewKey();
  const Subject move = {Subject::Kind::kMove, kId + MoveMark(key.public_key())};
  ASSERT_OK_AND_ASSIGN(
      const std::string der,
      ca.Issue(move, NewKey().public_key(), kNow, kNow + 1000));
  EXPECT_EQ(ReadCertificate(der)->subject, move);
  EXPECT_EQ(VerifyAs(ca.der(), der, X509_PURPOSE_SSL_CLIENT, kNow), X509_V_OK);
  EXPECT_THAT(ca.Issue({Subject::Kind::kMove, kId}, key.public_key(), kNow,
                       kNow + 1000),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_FALSE(ParseSubjectUri("klad:move/" + std::string(32, 'a')).ok());
  EXPECT_FALSE(ParseSubjectUri("klad:invitation/" + std::string(64, 'a')).ok());
}

TEST(Certificate, EachKindServesItsPurposeOnly) {
  const CertificateAuthority ca = NewCa();
  const struct {
    Subject::Kind kind;
    int client, server;
  } rows[] = {
      {Subject::Kind::kMember, X509_V_OK, X509_V_ERR_INVALID_PURPOSE},
      {Subject::Kind::kDoor, X509_V_OK, X509_V_ERR_INVALID_PURPOSE},
      {Subject::Kind::kInvitation, X509_V_OK, X509_V_ERR_INVALID_PURPOSE},
      {Subject::Kind::kServer, X509_V_ERR_INVALID_PURPOSE, X509_V_OK},
  };
  for (const auto& row : rows) {
    ASSERT_OK_AND_ASSIGN(
        const std::string der,
        ca.Issue({row.kind, kId}, NewKey().public_key(), kNow, kNow + 1000));
    EXPECT_EQ(VerifyAs(ca.der(), der, X509_PURPOSE_SSL_CLIENT, kNow),
              row.client);
    EXPECT_EQ(VerifyAs(ca.der(), der, X509_PURPOSE_SSL_SERVER, kNow),
              row.server);
  }
}

TEST(Certificate, IsValidFromADayBackUntilItsEnd) {
  const CertificateAuthority ca = NewCa();
  ASSERT_OK_AND_ASSIGN(
      const std::string der,
      ca.Issue({Subject::Kind::kDoor, kId}, NewKey().public_key(), kNow,
               kNow + kDoorCertificateMs));
  const auto at = [&](int64_t ms) {
    return VerifyAs(ca.der(), der, X509_PURPOSE_SSL_CLIENT, ms);
  };
  EXPECT_EQ(at(kNow - kDayMs + 1000), X509_V_OK);
  EXPECT_EQ(at(kNow - kDayMs - 1000), X509_V_ERR_CERT_NOT_YET_VALID);
  EXPECT_EQ(at(kNow + kDoorCertificateMs - 1000), X509_V_OK);
  EXPECT_EQ(at(kNow + kDoorCertificateMs + 1000), X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST(Certificate, AnotherCaOfTheSameNameIsRefused) {
  const CertificateAuthority ours = NewCa();
  const CertificateAuthority theirs = NewCa();
  ASSERT_OK_AND_ASSIGN(const std::string der,
                       theirs.Issue({Subject::Kind::kMember, kId},
                                    NewKey().public_key(), kNow, kNow + 1000));
  EXPECT_NE(VerifyAs(ours.der(), der, X509_PURPOSE_SSL_CLIENT, kNow),
            X509_V_OK);
  EXPECT_NE(ours.hash(), theirs.hash());
}

TEST(Certificate, CaIsLoadedWithItsOwnKeyOnly) {
  const CertificateAuthority ca = NewCa();
  const Secret scalar = ca.key().Scalar();
  ASSERT_OK_AND_ASSIGN(
      const CertificateAuthority loaded,
      CertificateAuthority::Load(*TlsKey::FromScalar(scalar), ca.der()));
  EXPECT_EQ(loaded.hash(), CaHash(ca.der()));
  const auto refused = StatusIs(absl::StatusCode::kDataLoss);
  EXPECT_THAT(CertificateAuthority::Load(NewKey(), ca.der()), refused);
  EXPECT_THAT(
      CertificateAuthority::Load(*TlsKey::FromScalar(scalar), ca.der() + "x"),
      refused);
}

TEST(Certificate, CaLastsTwentyYears) {
  const CertificateAuthority ca = NewCa();
  ASSERT_OK_AND_ASSIGN(
      const std::string der,
      ca.Issue({Subject::Kind::kServer, kId}, NewKey().public_key(), kNow,
               kNow + 30 * 366 * kDayMs));
  const auto at = [&](int64_t days) {
    return VerifyAs(ca.der(), der, X509_PURPOSE_SSL_SERVER,
                    kNow + days * kDayMs);
  };
  EXPECT_EQ(at(20 * 365 - 1), X509_V_OK);
  EXPECT_EQ(at(20 * 365 + 1), X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST(Certificate, BadOrdersAreRefused) {
  const CertificateAuthority ca = NewCa();
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  const std::string key = NewKey().public_key();
  const Subject member{Subject::Kind::kMember, kId};
  EXPECT_THAT(ca.Issue({Subject::Kind::kMember, "x"}, key, kNow, kNow + 1000),
              refused);
  EXPECT_THAT(ca.Issue(member, "", kNow, kNow + 1000), refused);
  EXPECT_THAT(ca.Issue(member, key, kNow, kNow), refused);
}

TEST(Certificate, OnlyOurUrisAreRead) {
  const std::string hex(32, 'a');
  EXPECT_OK(ParseSubjectUri("klad:member/" + hex));
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  for (const std::string& uri :
       {"klad:member/" + std::string(32, 'A'), "klad:member/" + hex + "a",
        "klad:owner/" + hex, "klad:member/" + std::string(32, 'g'),
        std::string("klad:member/"), std::string()}) {
    EXPECT_THAT(ParseSubjectUri(uri), refused) << uri;
  }
}

TEST(Certificate, GarbageIsRefused) {
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(ReadCertificate(""), refused);
  EXPECT_THAT(ReadPemCertificate("-----BEGIN CERTIFICATE-----\n"), refused);
  EXPECT_THAT(ReadCertificate(NewCa().der()), refused);  // names nobody
}

}  // namespace
}  // namespace klad::crypto
