#include "crypto/vault/overview.h"

#include <functional>
#include <string>

#include "crypto/vault/limits.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using ::klad::testing::StatusIs;
using ::testing::Eq;
using trust::v1::Overview;

Overview Full() {
  Overview overview;
  overview.set_title("Яндекс Директ");
  overview.add_addresses("https://direct.yandex.ru");
  overview.set_user_name("anna");
  overview.set_email("ads@example.com");
  overview.set_phone("+79990000000");
  overview.set_owner("anna");
  overview.add_tags("ads");
  overview.set_strength(4);
  overview.set_secret_tag(0xffff);
  auto* field = overview.add_fields();
  field->set_name("counter");
  field->set_value("1234");
  return overview;
}

absl::Status SerializeWith(const std::function<void(Overview*)>& change) {
  Overview overview = Full();
  change(&overview);
  return SerializeOverview(overview).status();
}

void ExpectRefused(const char* sentence,
                   const std::function<void(Overview*)>& change) {
  EXPECT_THAT(SerializeWith(change),
              StatusIs(absl::StatusCode::kInvalidArgument, Eq(sentence)));
}

TEST(OverviewTest, RoundTrip) {
  ASSERT_OK_AND_ASSIGN(const std::string bytes, SerializeOverview(Full()));
  ASSERT_OK_AND_ASSIGN(const Overview overview, ParseOverview(bytes));
  EXPECT_EQ(overview.SerializeAsString(), Full().SerializeAsString());
}

TEST(OverviewTest, TitleIsRequired) {
  ExpectRefused("title: give it one", [](Overview* o) { o->clear_title(); });
}

TEST(OverviewTest, LongTextNamesFieldAndLimit) {
  const std::string line(kMaxTitle + 1, 'x');
  ExpectRefused("title: at most 1024 bytes",
                [&](Overview* o) { o->set_title(line); });
  ExpectRefused("user name: at most 1024 bytes",
                [&](Overview* o) { o->set_user_name(line); });
  ExpectRefused("e-mail: at most 1024 bytes",
                [&](Overview* o) { o->set_email(line); });
  ExpectRefused("phone: at most 1024 bytes",
                [&](Overview* o) { o->set_phone(line); });
  ExpectRefused("owner: at most 1024 bytes",
                [&](Overview* o) { o->set_owner(line); });
  ExpectRefused("tag: at most 256 bytes",
                [&](Overview* o) { o->add_tags(line); });
  ExpectRefused("address: at most 4096 bytes", [](Overview* o) {
    o->add_addresses(std::string(kMaxAddress + 1, 'x'));
  });
  ExpectRefused("field name: at most 256 bytes",
                [&](Overview* o) { o->add_fields()->set_name(line); });
  ExpectRefused("field value: at most 8192 bytes", [](Overview* o) {
    o->add_fields()->set_value(std::string(kMaxFieldValue + 1, 'x'));
  });
}

TEST(OverviewTest, LimitItselfIsAllowed) {
  EXPECT_OK(SerializeWith([](Overview* o) {
    o->set_title(std::string(kMaxTitle, 'x'));
    while (o->tags_size() < static_cast<int>(kMaxTags)) {
      o->add_tags(std::string(kMaxTag, 'x'));
    }
    for (int i = 1; i < 8; ++i) o->add_addresses(std::string(4096, 'x'));
  }));
}

TEST(OverviewTest, LongListsAreRefused) {
  ExpectRefused("addresses: at most 50", [](Overview* o) {
    while (o->addresses_size() <= static_cast<int>(kMaxAddresses)) {
      o->add_addresses("a");
    }
  });
  ExpectRefused("tags: at most 64", [](Overview* o) {
    while (o->tags_size() <= static_cast<int>(kMaxTags)) o->add_tags("t");
  });
  ExpectRefused("fields: at most 100", [](Overview* o) {
    while (o->fields_size() <= static_cast<int>(kMaxFields)) o->add_fields();
  });
}

TEST(OverviewTest, AllTogetherHaveALimit) {
  ExpectRefused("overview: at most 65535 bytes together", [](Overview* o) {
    for (int i = 0; i < 16; ++i) o->add_addresses(std::string(4096, 'x'));
  });
}

TEST(OverviewTest, BadUtf8IsRefused) {
  ExpectRefused("title: not valid UTF-8",
                [](Overview* o) { o->set_title("\xcf\xf0"); });
  ExpectRefused("tag: not valid UTF-8",
                [](Overview* o) { o->add_tags("\xff"); });
}

TEST(OverviewTest, NumbersAreInRange) {
  ExpectRefused("strength: at most 5", [](Overview* o) { o->set_strength(6); });
  ExpectRefused("secret tag: at most 65536",
                [](Overview* o) { o->set_secret_tag(0x10001); });
  ExpectRefused("time: not before 1970",
                [](Overview* o) { o->set_created_ms(-1); });
}

TEST(OverviewTest, OpenedOneIsHeldToTheSameLimits) {
  Overview overview = Full();
  overview.set_title(std::string(kMaxTitle + 1, 'x'));
  EXPECT_THAT(ParseOverview(overview.SerializeAsString()),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ParseOverview("\x0a\x02\xcf\xf0"),  // title in windows-1251
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ParseOverview("\xff"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(OverviewTest, UnknownFieldNeedsANewerKlad) {
  Overview overview = Full();
  auto* field = overview.mutable_fields(0);
  field->GetReflection()->MutableUnknownFields(field)->AddVarint(99, 1);
  EXPECT_THAT(ParseOverview(overview.SerializeAsString()),
              StatusIs(absl::StatusCode::kUnimplemented));
}

}  // namespace
}  // namespace klad::crypto::vault
