#include "crypto/vault/builder.h"

#include <string>

#include "crypto/vault/limits.h"
#include "crypto/vault/rules.h"
#include "crypto/vault/test_safe.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using namespace klad::crypto::vault::testing;
using ::klad::testing::StatusIs;
using ::testing::Eq;

class BuilderTest : public ::testing::Test {
 protected:
  // Signs, and takes the change as every other reader does.
  BuiltChange Take(ChangeBuilder* builder) {
    BuiltChange built = *builder->Sign(KeyOf(kAnna));
    EXPECT_OK(safe_.Take(built.change));
    EXPECT_EQ(safe_.state.head.link(), built.checked.position.link());
    EXPECT_EQ(safe_.state.map.root(), built.checked.root);
    for (const std::string& part : built.parts) {
      parts_[HashPart(part).str()] = part;
    }
    return built;
  }

  void CreateCredential(int n, absl::string_view secret) {
    ChangeBuilder builder(safe_.state, stamp_, safe_.safe_key);
    EXPECT_OK(builder.Create(CredentialId(n), trust::v1::KIND_LOGIN,
                             NewCredential("overview", secret)));
    Take(&builder);
  }

  void Append(int n, const Edit& edit) {
    ChangeBuilder builder(safe_.state, stamp_, safe_.safe_key);
    EXPECT_OK(builder.Append(Newest(n), edit));
    Take(&builder);
  }

  const SignedHeader& Newest(int n) const {
    return safe_.newest.at(CredentialId(n));
  }

  std::string Opened(int n, PartKind kind) const {
    const trust::v1::Header& header = Newest(n).header;
    const trust::v1::Part& part =
        kind == PartKind::kOverview ? header.overview() : header.secret();
    const auto opened =
        OpenPart(safe_.safe_key, {kName, header.credential(), kind}, part,
                 parts_.at(part.hash()));
    return opened.ok() ? std::string(opened->Expose()) : "does not open";
  }

  TestSafe safe_;
  Stamp stamp_ = StampAt(12);
  std::map<std::string, std::string> parts_;
};

TEST_F(BuilderTest, NewCredentialOpens) {
  CreateCredential(1, "hunter2");
  EXPECT_EQ(Opened(1, PartKind::kSecret), "hunter2");
  EXPECT_EQ(Opened(1, PartKind::kOverview), "overview");
  EXPECT_EQ(Newest(1).header.generation(), 1u);
}

TEST_F(BuilderTest, RenamingTouchesNoSecret) {
  CreateCredential(1, "hunter2");
  const trust::v1::Part secret = Newest(1).header.secret();
  Edit edit;
  edit.overview = "renamed";
  ChangeBuilder builder(safe_.state, stamp_, safe_.safe_key);
  ASSERT_OK(builder.Append(Newest(1), edit));
  EXPECT_EQ(Take(&builder).parts.size(), 1u);
  EXPECT_EQ(Newest(1).header.secret().SerializeAsString(),
            secret.SerializeAsString());
  EXPECT_EQ(Opened(1, PartKind::kOverview), "renamed");
  EXPECT_EQ(Opened(1, PartKind::kSecret), "hunter2");
}

TEST_F(BuilderTest, EditKeepsRotationRaisesAndRestoreGoesBack) {
  CreateCredential(1, "hunter2");
  Edit rotated;
  rotated.secret = Secret::Copy("correct horse");
  Append(1, rotated);
  EXPECT_EQ(Newest(1).header.generation(), 2u);
  Edit edited;
  edited.secret = Secret::Copy("correct horse and a note");
  edited.generation = Newest(1).header.generation();
  Append(1, edited);
  EXPECT_EQ(Newest(1).header.generation(), 2u);
  Edit restored;
  restored.secret = Secret::Copy("hunter2");
  restored.generation = 1;
  Append(1, restored);
  EXPECT_EQ(Newest(1).header.generation(), 1u);
  EXPECT_EQ(Newest(1).header.version(), 4u);
  EXPECT_EQ(Opened(1, PartKind::kSecret), "hunter2");
}

TEST_F(BuilderTest, DeletionAndReturn) {
  CreateCredential(1, "hunter2");
  Edit deletion;
  deletion.deleted = true;
  Append(1, deletion);
  EXPECT_TRUE(Newest(1).header.deleted());
  Append(1, Edit());
  EXPECT_FALSE(Newest(1).header.deleted());
  EXPECT_EQ(Opened(1, PartKind::kSecret), "hunter2");
}

TEST_F(BuilderTest, ClockBehindTheLastAuthorsDoesNotMatter) {
  CreateCredential(1, "hunter2");
  stamp_.time_ms -= 1000;
  Append(1, Edit());
  EXPECT_EQ(Newest(1).header.time_ms(), StampAt(12).time_ms);
}

TEST_F(BuilderTest, NewEpochSealsUnderItsOwnKey) {
  CreateCredential(1, "hunter2");
  safe_.judge.AddEpoch(14, safe_.state.head, safe_.state.map.root());
  stamp_ = StampAt(14, 2);
  const Secret second = Secret::Copy(std::string(32, '2'));
  Edit rotated;
  rotated.secret = Secret::Copy("new");
  ChangeBuilder builder(safe_.state, stamp_, second);
  ASSERT_OK(builder.Append(Newest(1), rotated));
  Take(&builder);
  EXPECT_EQ(Newest(1).header.overview().epoch(), 1u);
  EXPECT_EQ(Newest(1).header.secret().epoch(), 2u);
  EXPECT_EQ(Opened(1, PartKind::kOverview), "overview");
  const trust::v1::Part& part = Newest(1).header.secret();
  EXPECT_OK(OpenPart(second, {kName, CredentialId(1), PartKind::kSecret}, part,
                     parts_.at(part.hash())));
}

TEST_F(BuilderTest, WhatNoReaderAcceptsIsNotAdded) {
  CreateCredential(1, "hunter2");
  ChangeBuilder builder(safe_.state, stamp_, safe_.safe_key);
  Edit edit;
  edit.deleted = true;
  edit.overview = "last words";
  EXPECT_THAT(builder.Append(Newest(1), edit),
              StatusIs(absl::StatusCode::kDataLoss, Eq(kRuleDeletion)));
  Edit ahead;
  ahead.secret = Secret::Copy("x");
  ahead.generation = 3;
  EXPECT_THAT(builder.Append(Newest(1), ahead),
              StatusIs(absl::StatusCode::kDataLoss, Eq(kRuleGeneration)));
  EXPECT_THAT(builder.Create("short", trust::v1::KIND_LOGIN, NewCredential()),
              StatusIs(absl::StatusCode::kDataLoss, Eq(kRuleForm)));
  EXPECT_THAT(builder.Create(CredentialId(2), trust::v1::KIND_LOGIN, Edit()),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_TRUE(builder.empty());
}

TEST_F(BuilderTest, CredentialStandsOnceInAChange) {
  ChangeBuilder builder(safe_.state, stamp_, safe_.safe_key);
  const auto create = [&] {
    return builder.Create(CredentialId(1), trust::v1::KIND_NOTE,
                          NewCredential());
  };
  ASSERT_OK(create());
  EXPECT_THAT(create(), StatusIs(absl::StatusCode::kAlreadyExists));
  Take(&builder);
}

TEST_F(BuilderTest, FullChangeSaysSo) {
  ChangeBuilder many(safe_.state, stamp_, safe_.safe_key);
  for (int i = 0; i < kMaxHeaders; ++i) {
    ASSERT_OK(
        many.Create(CredentialId(i), trust::v1::KIND_LOGIN, NewCredential()));
  }
  EXPECT_THAT(
      many.Create(CredentialId(99), trust::v1::KIND_LOGIN, NewCredential()),
      StatusIs(absl::StatusCode::kResourceExhausted));
  Take(&many);

  ChangeBuilder large(safe_.state, stamp_, safe_.safe_key);
  absl::Status status;
  int added = 0;
  for (; status.ok(); ++added) {
    status = large.Create(CredentialId(100 + added), trust::v1::KIND_NOTE,
                          NewCredential("x", std::string(100'000, 'n')));
  }
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted));
  size_t size = 0;
  for (const std::string& part : Take(&large).parts) size += part.size();
  EXPECT_GT(added, 1);
  EXPECT_LE(size, kMaxChangeParts);
}

TEST_F(BuilderTest, TwoWritersAtOnceOneRetries) {
  ChangeBuilder first(safe_.state, stamp_, safe_.safe_key);
  ASSERT_OK(
      first.Create(CredentialId(1), trust::v1::KIND_LOGIN, NewCredential()));
  ChangeBuilder second(safe_.state, stamp_, safe_.safe_key);
  ASSERT_OK(
      second.Create(CredentialId(2), trust::v1::KIND_LOGIN, NewCredential()));
  const BuiltChange late = *second.Sign(KeyOf(kAnna));
  Take(&first);
  EXPECT_THAT(safe_.Check(late.change),
              StatusIs(absl::StatusCode::kDataLoss, Eq(kRuleStamp)));
}

}  // namespace
}  // namespace klad::crypto::vault
