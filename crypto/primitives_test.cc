// The primitives as they are linked here, over testdata/: vectors of the RFCs
// and cases that must fail.
#include <sodium.h>

#include <fstream>
#include <functional>
#include <string>

#include "absl/strings/escaping.h"
#include "crypto/base/secret.h"
#include "crypto/keys.h"
#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using nlohmann::json;

const unsigned char* Bytes(const std::string& bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* Bytes(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}
std::string Field(const json& test, const char* name) {
  return absl::HexStringToBytes(test.at(name).get<std::string>());
}

// Runs `passes` over every vector of a file: it says whether the vector holds.
void Check(const std::string& file, std::function<bool(const json&)> passes) {
  std::ifstream in("crypto/testdata/" + file);
  ASSERT_TRUE(in) << file;
  const json document = json::parse(in);
  int count = 0;
  for (const json& group : document.at("testGroups")) {
    for (const json& test : group.at("tests")) {
      EXPECT_EQ(passes(test), test.at("result") == "valid") << test.dump(1);
      ++count;
    }
  }
  EXPECT_EQ(count, document.at("numberOfTests").get<int>());
}

TEST(PrimitivesTest, Ed25519) {
  Check("ed25519.json", [](const json& test) {
    const std::string key = Field(test, "public");
    const std::string message = Field(test, "msg");
    const std::string signature = Field(test, "sig");
    return key.size() == crypto_sign_PUBLICKEYBYTES &&
           signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(Bytes(signature), Bytes(message),
                                       message.size(), Bytes(key)) == 0;
  });
}

TEST(PrimitivesTest, X25519) {
  Check("x25519.json", [](const json& test) {
    const BoxKey key = BoxKey::FromSeed(Secret::Copy(Field(test, "private")));
    const auto shared = key.Shared(Field(test, "public"));
    return shared.ok() && shared->Expose() == Field(test, "shared");
  });
}

TEST(PrimitivesTest, XChaCha20Poly1305) {
  Check("xchacha20_poly1305.json", [](const json& test) {
    const std::string sealed = Field(test, "ct") + Field(test, "tag");
    const std::string aad = Field(test, "aad");
    std::string message(sealed.size(), '\0');
    unsigned long long size = 0;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
               Bytes(message), &size, nullptr, Bytes(sealed), sealed.size(),
               Bytes(aad), aad.size(), Bytes(Field(test, "iv")),
               Bytes(Field(test, "key"))) == 0 &&
           message.substr(0, size) == Field(test, "msg");
  });
}

TEST(PrimitivesTest, Blake2b) {
  Check("blake2b.json", [](const json& test) {
    std::string digest(test.at("size").get<size_t>(), '\0');
    const std::string key = Field(test, "key");
    const std::string message = Field(test, "msg");
    std::string personal = Field(test, "personal");
    personal.resize(crypto_generichash_blake2b_PERSONALBYTES);
    return crypto_generichash_blake2b_salt_personal(
               Bytes(digest), digest.size(), Bytes(message), message.size(),
               Bytes(key), key.size(), nullptr, Bytes(personal)) == 0 &&
           digest == Field(test, "digest");
  });
}

TEST(PrimitivesTest, Argon2id) {
  Check("argon2id.json", [](const json& test) {
    const std::string password = Field(test, "password");
    std::string hash(32, '\0');
    return crypto_pwhash(Bytes(hash), hash.size(), password.data(),
                         password.size(), Bytes(Field(test, "salt")),
                         test.at("passes").get<uint64_t>(),
                         test.at("memory").get<size_t>(),
                         crypto_pwhash_ALG_ARGON2ID13) == 0 &&
           hash == Field(test, "hash");
  });
}

}  // namespace
}  // namespace klad::crypto
