#include "crypto/strict.h"

#include <string>

#include "gmock/gmock.h"
#include "klad/trust/v1/credential.pb.h"
#include "klad/trust/v1/roster.pb.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;

constexpr absl::StatusCode kNewer = absl::StatusCode::kUnimplemented;

TEST(StrictTest, WhatWeWriteIsRead) {
  trust::v1::Entry entry;
  entry.set_time_ms(1);
  entry.mutable_granted()->mutable_target()->set_role("marketer");
  entry.mutable_granted()->set_level(trust::v1::LEVEL_WRITE);
  trust::v1::Entry parsed;
  EXPECT_OK(ParseStrict(entry.SerializeAsString(), &parsed));
  EXPECT_EQ(parsed.granted().target().role(), "marketer");
}

TEST(StrictTest, UnknownFieldNeedsANewerKlad) {
  trust::v1::Entry parsed;
  EXPECT_THAT(ParseStrict("\xf8\x07\x01", &parsed),
              StatusIs(kNewer, "needs a newer klad"));
}

TEST(StrictTest, UnknownFieldInsideAMessageNeedsANewerKlad) {
  trust::v1::Entry entry;
  auto* granted = entry.mutable_granted();
  granted->GetReflection()->MutableUnknownFields(granted)->AddVarint(99, 1);
  trust::v1::Entry parsed;
  EXPECT_THAT(ParseStrict(entry.SerializeAsString(), &parsed),
              StatusIs(kNewer));
}

TEST(StrictTest, UnknownFieldInsideAListNeedsANewerKlad) {
  trust::v1::Overview overview;
  overview.add_fields()->set_name("a");
  auto* field = overview.add_fields();
  field->GetReflection()->MutableUnknownFields(field)->AddVarint(9, 1);
  trust::v1::Overview parsed;
  EXPECT_THAT(ParseStrict(overview.SerializeAsString(), &parsed),
              StatusIs(kNewer));
}

TEST(StrictTest, UnknownEnumValueNeedsANewerKlad) {
  trust::v1::Header header;
  header.set_kind(static_cast<trust::v1::Kind>(77));
  trust::v1::Header parsed;
  EXPECT_THAT(ParseStrict(header.SerializeAsString(), &parsed),
              StatusIs(kNewer));
}

TEST(StrictTest, BytesThatAreNoMessageAreDamaged) {
  trust::v1::Entry parsed;
  EXPECT_THAT(ParseStrict("\xff", &parsed),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace klad::crypto
