#include "client/secret_merge.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using crypto::vault::SecretPart;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

SecretPart With(absl::string_view password, absl::string_view note,
                std::vector<std::pair<std::string, std::string>> fields = {}) {
  SecretPart part;
  part.password = Secret::Copy(password);
  part.note = Secret::Copy(note);
  for (auto& [name, value] : fields) {
    part.fields.push_back({name, Secret::Copy(value)});
  }
  return part;
}

std::vector<std::string> FieldsOf(const SecretPart& part) {
  std::vector<std::string> fields;
  for (const auto& field : part.fields) {
    fields.push_back(field.name + "=" + std::string(field.value.Expose()));
  }
  return fields;
}

TEST(SecretMerge, ChangesOfDifferentValuesAreBothKept) {
  const auto merged =
      MergeSecrets(With("old", "note"), With("new", "note"), With("old", "n2"));
  EXPECT_THAT(merged.conflicts, IsEmpty());
  EXPECT_EQ(merged.secret.password.Expose(), "new");
  EXPECT_EQ(merged.secret.note.Expose(), "n2");
}

TEST(SecretMerge, OneValueChangedByBothIsAConflict) {
  const auto merged =
      MergeSecrets(With("old", ""), With("mine", ""), With("theirs", ""));
  EXPECT_THAT(merged.conflicts, ElementsAre("password"));
  EXPECT_EQ(merged.secret.password.Expose(), "mine");
}

TEST(SecretMerge, TheSameChangeByBothIsNone) {
  const auto merged =
      MergeSecrets(With("old", ""), With("new", ""), With("new", ""));
  EXPECT_THAT(merged.conflicts, IsEmpty());
  EXPECT_EQ(merged.secret.password.Expose(), "new");
}

TEST(SecretMerge, AValueThatOneTookAwayAndTheOtherChangedIsAConflict) {
  const auto merged =
      MergeSecrets(With("p", "note"), With("p", ""), With("p", "another note"));
  EXPECT_THAT(merged.conflicts, ElementsAre("note"));
  EXPECT_TRUE(merged.secret.note.empty());
}

TEST(SecretMerge, HiddenFieldsGoByTheirNames) {
  const auto merged = MergeSecrets(
      With("", "", {{"a", "1"}, {"b", "1"}, {"c", "1"}, {"d", "1"}}),
      With("", "", {{"a", "2"}, {"b", "1"}, {"d", "2"}, {"mine", "1"}}),
      With("", "", {{"a", "1"}, {"c", "1"}, {"d", "3"}, {"theirs", "1"}}));
  EXPECT_THAT(merged.conflicts, ElementsAre("d"));
  EXPECT_THAT(FieldsOf(merged.secret),
              ElementsAre("a=2", "d=2", "theirs=1", "mine=1"));
}

TEST(SecretMerge, FieldsOfOneNameGoTogether) {
  const auto merged = MergeSecrets(With("", "", {{"a", "1"}, {"a", "2"}}),
                                   With("", "", {{"a", "1"}, {"a", "3"}}),
                                   With("x", "", {{"a", "1"}, {"a", "2"}}));
  EXPECT_THAT(merged.conflicts, IsEmpty());
  EXPECT_THAT(FieldsOf(merged.secret), ElementsAre("a=1", "a=3"));
  EXPECT_EQ(merged.secret.password.Expose(), "x");
}

TEST(SecretMerge, AttachmentsOfBothAreKept) {
  SecretPart base;
  SecretPart mine;
  SecretPart theirs;
  mine.attachments.push_back(*crypto::vault::NewAttachment("a", "1", false));
  theirs.attachments.push_back(*crypto::vault::NewAttachment("b", "2", true));
  const auto merged = MergeSecrets(base, mine, theirs);
  EXPECT_THAT(merged.conflicts, IsEmpty());
  ASSERT_EQ(merged.secret.attachments.size(), 2u);
  EXPECT_EQ(merged.secret.attachments[0].name, "b");
  EXPECT_EQ(merged.secret.attachments[1].id, mine.attachments[0].id);
}

}  // namespace
}  // namespace klad::client
