#include "client/crypto_words.h"

#include <functional>
#include <vector>

#include "absl/strings/str_replace.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/door.h"
#include "crypto/kit.h"
#include "crypto/vault/attachment.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/secret_part.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using namespace crypto::vault;  // NOLINT
using trust::v1::Overview;

class CryptoWords : public ::testing::Test {
 protected:
  CryptoWords() { Speak("ru"); }
  ~CryptoWords() override { Speak(""); }
};

// No English is left, but for what is called so in every language.
void ExpectRussian(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  std::string said = Translated(status.message());
  EXPECT_NE(said, status.message());
  said = absl::StrReplaceAll(
      said, {{"UTF-8", ""}, {"kladd", ""}, {"klad1", ""}, {"klad", ""}});
  EXPECT_EQ(said.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM"
                               "NOPQRSTUVWXYZ"),
            std::string::npos)
      << said;
}

TEST_F(CryptoWords, EveryLimitOfAnOverviewIsSaidInRussian) {
  const std::string bad = "\xff";
  const auto big = [](size_t limit) { return std::string(limit + 1, 'x'); };
  const std::vector<std::function<void(Overview*)>> changes = {
      [&](Overview* o) { o->clear_title(); },
      [&](Overview* o) { o->set_title(bad); },
      [&](Overview* o) { o->set_title(big(kMaxTitle)); },
      [&](Overview* o) { o->set_user_name(bad); },
      [&](Overview* o) { o->set_email(bad); },
      [&](Overview* o) { o->set_phone(bad); },
      [&](Overview* o) { o->set_owner(bad); },
      [&](Overview* o) { o->add_addresses(bad); },
      [&](Overview* o) { o->add_tags(big(kMaxTag)); },
      [&](Overview* o) { o->add_fields()->set_name(bad); },
      [&](Overview* o) { o->add_fields()->set_value(bad); },
      [&](Overview* o) {
        for (size_t i = 0; i <= kMaxAddresses; ++i) o->add_addresses("x");
      },
      [&](Overview* o) {
        for (size_t i = 0; i <= kMaxTags; ++i) o->add_tags("x");
      },
      [&](Overview* o) {
        for (size_t i = 0; i <= kMaxFields; ++i) o->add_fields();
      },
      [&](Overview* o) {
        for (size_t i = 0; i < 17; ++i) {
          o->add_addresses(std::string(kMaxAddress, 'x'));
        }
      },
      [&](Overview* o) { o->set_created_ms(-1); },
  };
  for (const auto& change : changes) {
    Overview overview;
    overview.set_title("x");
    change(&overview);
    ExpectRussian(SerializeOverview(overview).status());
  }
}

TEST_F(CryptoWords, EveryLimitOfASecretIsSaidInRussian) {
  const Secret big = Secret::Copy(std::string(kMaxNote + 1, 'x'));
  for (const auto value :
       {&SecretPart::password, &SecretPart::one_time_code, &SecretPart::note,
        &SecretPart::recovery_codes, &SecretPart::key}) {
    SecretPart part;
    part.*value = big.Clone();
    ExpectRussian(SerializeSecretPart(part).status());
  }
  SecretPart part;
  while (part.fields.size() <= kMaxFields) part.fields.push_back({"x", {}});
  ExpectRussian(SerializeSecretPart(part).status());
  part.fields.resize(1);
  part.fields[0].value = big.Clone();
  ExpectRussian(SerializeSecretPart(part).status());
  part.fields.clear();
  for (int i = 0; i < 2; ++i) {
    part.attachments.push_back(*NewAttachment("x", "", false));
  }
  ExpectRussian(SerializeSecretPart(part).status());
  ExpectRussian(
      NewAttachment("x", std::string(kMaxAttachment + 1, 'x'), false).status());
  ExpectRussian(NewAttachment("", "", false).status());
}

TEST_F(CryptoWords, MistypedCodesAreSaidInRussian) {
  for (const char* code : {"KLAD-KIT ABCD", "KLAD-KIT !", "x"}) {
    ExpectRussian(crypto::Kit::Parse(code).status());
  }
  for (const char* line : {"klad1.abcd", "KLAD-KIT ABCD", "x"}) {
    ExpectRussian(crypto::ParseDoor(line).status());
  }
}

TEST_F(CryptoWords, ASpokenStatusStaysAsItIs) {
  const absl::Status spoken =
      Translated(Error(ExitCode::kUsage, "title: give it one", "a hint"));
  EXPECT_EQ(spoken.message(), "title: give it one");
  EXPECT_EQ(HintOf(spoken), "a hint");
  EXPECT_EQ(Translated("something else"), "something else");
}

}  // namespace
}  // namespace klad::client
