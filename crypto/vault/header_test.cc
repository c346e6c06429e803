#include "crypto/vault/header.h"

#include <functional>
#include <string>

#include "crypto/vault/limits.h"
#include "crypto/vault/rules.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using ::klad::testing::StatusIs;
using ::testing::Eq;
using trust::v1::Header;
using trust::v1::Part;

Header Sound() {
  Header header;
  header.set_organisation(std::string(16, 'o'));
  header.set_safe(std::string(16, 's'));
  header.set_credential(std::string(16, 'c'));
  header.set_version(3);
  header.set_previous(std::string(32, 'p'));
  header.set_author(std::string(16, 'a'));
  header.set_sequence(7);
  header.mutable_roster()->set_sequence(5);
  header.mutable_roster()->set_link(std::string(32, 'l'));
  header.set_epoch(2);
  header.set_time_ms(1);
  header.set_kind(trust::v1::KIND_LOGIN);
  header.set_sensitivity(trust::v1::SENSITIVITY_HIGH);
  for (Part* part : {header.mutable_overview(), header.mutable_secret()}) {
    part->set_version(2);
    part->set_epoch(1);
    part->set_hash(std::string(32, 'h'));
    part->set_wrap(std::string(kWrapSize, 'w'));
  }
  header.set_generation(2);
  return header;
}

absl::Status ParseWith(const std::function<void(Header*)>& change) {
  Header header = Sound();
  change(&header);
  return ParseHeader(header.SerializeAsString()).status();
}

void ExpectBreaks(const char* rule,
                  const std::function<void(Header*)>& change) {
  EXPECT_THAT(ParseWith(change),
              StatusIs(absl::StatusCode::kDataLoss, Eq(rule)));
}

TEST(HeaderTest, SoundHeaderIsRead) {
  const std::string bytes = Sound().SerializeAsString();
  ASSERT_OK_AND_ASSIGN(const Header header, ParseHeader(bytes));
  EXPECT_EQ(header.SerializeAsString(), bytes);
  EXPECT_EQ(HashHeader(bytes), Hash("klad1.header", {bytes}));
}

TEST(HeaderTest, LargestHeaderFits) {
  Header header = Sound();
  header.set_sequence(~0ull);
  header.mutable_roster()->set_sequence(~0ull);
  header.set_epoch(~0u);
  header.set_time_ms(INT64_MAX);
  header.set_deleted(true);
  header.set_version(~0ull);
  for (Part* part : {header.mutable_overview(), header.mutable_secret()}) {
    part->set_version(~0ull);
    part->set_epoch(~0u);
  }
  header.set_generation(~0ull);
  EXPECT_LT(header.ByteSizeLong(), kMaxHeader);
  EXPECT_LT(kMaxHeaders * (header.ByteSizeLong() + 3) + 100, kMaxChange);
  EXPECT_OK(ParseHeader(header.SerializeAsString()));
}

TEST(HeaderTest, SizesAreExact) {
  for (const size_t size : {0, 15, 17}) {
    const std::string id(size, 'x');
    ExpectBreaks(kRuleForm, [&](Header* h) { h->set_organisation(id); });
    ExpectBreaks(kRuleForm, [&](Header* h) { h->set_safe(id); });
    ExpectBreaks(kRuleForm, [&](Header* h) { h->set_credential(id); });
    ExpectBreaks(kRuleForm, [&](Header* h) { h->set_author(id); });
  }
  ExpectBreaks(kRuleForm, [](Header* h) { h->clear_roster(); });
  ExpectBreaks(kRuleForm,
               [](Header* h) { h->mutable_roster()->clear_sequence(); });
  ExpectBreaks(kRuleForm,
               [](Header* h) { h->mutable_roster()->set_link("x"); });
}

TEST(HeaderTest, NumbersBegin) {
  ExpectBreaks(kRuleForm, [](Header* h) { h->clear_sequence(); });
  ExpectBreaks(kRuleForm, [](Header* h) { h->clear_epoch(); });
  ExpectBreaks(kRuleForm, [](Header* h) { h->clear_time_ms(); });
  ExpectBreaks(kRuleForm, [](Header* h) { h->set_time_ms(-1); });
  ExpectBreaks(kRuleVersion, [](Header* h) { h->clear_version(); });
}

TEST(HeaderTest, OnlyTheFirstHasNothingBefore) {
  ExpectBreaks(kRuleHeaderBefore, [](Header* h) { h->clear_previous(); });
  ExpectBreaks(kRuleHeaderBefore, [](Header* h) { h->set_previous("x"); });
  ExpectBreaks(kRuleHeaderBefore, [](Header* h) { h->set_version(1); });
}

TEST(HeaderTest, KindAndSensitivityAreSaid) {
  ExpectBreaks(kRuleKind, [](Header* h) { h->clear_kind(); });
  ExpectBreaks(kRuleKind, [](Header* h) { h->clear_sensitivity(); });
}

TEST(HeaderTest, UnknownKindNeedsANewerKlad) {
  EXPECT_THAT(ParseWith([](Header* h) {
                h->set_kind(static_cast<trust::v1::Kind>(99));
              }),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST(HeaderTest, BothPartsAreThereAndWithinTheVersion) {
  for (const bool secret : {false, true}) {
    const char* rule = secret ? kRuleSecret : kRuleOverview;
    const auto with = [&](const std::function<void(Part*)>& change) {
      ExpectBreaks(rule, [&](Header* h) {
        change(secret ? h->mutable_secret() : h->mutable_overview());
      });
    };
    with([](Part* part) { part->Clear(); });
    with([](Part* part) { part->set_version(0); });
    with([](Part* part) { part->set_version(4); });
    with([](Part* part) { part->set_epoch(0); });
    with([](Part* part) { part->set_epoch(3); });
    with([](Part* part) { part->set_hash("short"); });
    with([](Part* part) { part->set_wrap(std::string(kWrapSize + 1, 'w')); });
  }
}

TEST(HeaderTest, GenerationIsNotAfterItsPart) {
  ExpectBreaks(kRuleGeneration, [](Header* h) { h->set_generation(3); });
  ExpectBreaks(kRuleGeneration, [](Header* h) { h->clear_generation(); });
}

// A field may stand twice on the wire, so any length is possible.
TEST(HeaderTest, LongBytesAreRefused) {
  std::string bytes = Sound().SerializeAsString();
  while (bytes.size() + 2 <= kMaxHeader) bytes += "\x58\x01";  // kind: login
  EXPECT_OK(ParseHeader(bytes));
  bytes += "\x58\x01";
  EXPECT_THAT(ParseHeader(bytes),
              StatusIs(absl::StatusCode::kDataLoss, Eq(kRuleForm)));
}

TEST(HeaderTest, CutBytesAreRefused) {
  const std::string bytes = Sound().SerializeAsString();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(ParseHeader(bytes.substr(0, size)).ok()) << size;
  }
}

// The first version here of one that came from another safe.
void Arrives(Header* header) {
  header->mutable_overview()->set_version(3);
  header->mutable_secret()->set_version(3);
  header->mutable_secret()->mutable_origin()->set_safe(std::string(16, 't'));
  header->mutable_secret()->mutable_origin()->set_version(1);
  header->set_moved_from(std::string(16, 't'));
}

TEST(HeaderTest, MarksOfAMoveAreRead) {
  EXPECT_OK(ParseWith(Arrives));
  EXPECT_OK(ParseWith([](Header* h) {
    h->set_deleted(true);
    h->set_moved_to(std::string(16, 't'));
  }));
}

TEST(HeaderTest, OnlyADeletionSaysWhereItGoesOn) {
  ExpectBreaks(kRuleMoved,
               [](Header* h) { h->set_moved_to(std::string(16, 't')); });
  ExpectBreaks(kRuleMoved, [](Header* h) {
    h->set_deleted(true);
    h->set_moved_to(h->safe());
  });
  ExpectBreaks(kRuleMoved, [](Header* h) {
    h->set_deleted(true);
    h->set_moved_to("short");
  });
}

TEST(HeaderTest, AnArrivalBringsBothPartsFromAnotherSafe) {
  ExpectBreaks(kRuleMoved, [](Header* h) {
    Arrives(h);
    h->clear_moved_from();
  });
  ExpectBreaks(kRuleMoved, [](Header* h) {
    Arrives(h);
    h->mutable_secret()->clear_origin();
  });
  ExpectBreaks(kRuleMoved, [](Header* h) {
    Arrives(h);
    h->set_moved_from(h->safe());
  });
  ExpectBreaks(kRuleMoved, [](Header* h) {
    Arrives(h);
    h->set_deleted(true);
  });
  ExpectBreaks(kRuleMoved, [](Header* h) {
    Arrives(h);
    h->mutable_overview()->set_version(2);
  });
}

TEST(HeaderTest, OriginLiesBeforeTheVersionThatTookItOver) {
  ExpectBreaks(kRuleSecret, [](Header* h) {
    Arrives(h);
    h->mutable_secret()->mutable_origin()->set_version(3);
  });
  ExpectBreaks(kRuleSecret, [](Header* h) {
    Arrives(h);
    h->mutable_secret()->mutable_origin()->set_version(0);
  });
  ExpectBreaks(kRuleSecret, [](Header* h) {
    Arrives(h);
    h->mutable_secret()->mutable_origin()->set_safe("short");
  });
  ExpectBreaks(kRuleOverview, [](Header* h) {
    h->mutable_overview()->mutable_origin()->set_version(1);
  });
}

TEST(HeaderTest, AttachmentsAreIdsOfTheSecretAlone) {
  EXPECT_OK(ParseWith([](Header* h) {
    h->mutable_secret()->add_attachments(std::string(16, 'f'));
  }));
  ExpectBreaks(kRuleSecret,
               [](Header* h) { h->mutable_secret()->add_attachments("f"); });
  ExpectBreaks(kRuleSecret, [](Header* h) {
    h->mutable_secret()->add_attachments(std::string(16, 'f'));
    h->mutable_secret()->add_attachments(std::string(16, 'f'));
  });
  ExpectBreaks(kRuleSecret, [](Header* h) {
    for (size_t i = 0; i <= kMaxAttachments; ++i) {
      h->mutable_secret()->add_attachments(
          std::string(16, static_cast<char>('a' + i)));
    }
  });
  ExpectBreaks(kRuleOverview, [](Header* h) {
    h->mutable_overview()->add_attachments(std::string(16, 'f'));
  });
}

}  // namespace
}  // namespace klad::crypto::vault
