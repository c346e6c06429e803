// Runs rows of the authority table as tests of their own name:
//   AUTHORITY_ROWS(People, PeopleRows());
#ifndef KLAD_CRYPTO_ROSTER_TESTING_AUTHORITY_ROWS_H_
#define KLAD_CRYPTO_ROSTER_TESTING_AUTHORITY_ROWS_H_

#include "absl/status/status.h"
#include "crypto/roster/testing/cast.h"
#include "gtest/gtest.h"

namespace klad::crypto::roster {

inline void RunRow(const Row& row) {
  Cast cast;
  const Attempt attempt = row.attempt(cast);
  const Position before = cast.org.state().head();
  const absl::Status status = cast.org.Add(
      attempt.author, attempt.entry,
      attempt.countersigner.has_value() ? &*attempt.countersigner : nullptr);
  if (row.rule.empty()) {
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_EQ(cast.org.state().head().sequence, before.sequence + 1);
    return;
  }
  EXPECT_EQ(status, absl::PermissionDeniedError(row.rule));
  EXPECT_EQ(cast.org.state().head(), before);
}

class AuthorityTest : public ::testing::TestWithParam<Row> {};

// ROW("SituationInWords", "rule or nothing", return {...};)
#define ROW(situation, rule, ...)                           \
  Row {                                                     \
    situation, rule, [](Cast& c) -> Attempt { __VA_ARGS__ } \
  }

#define AUTHORITY_ROWS(name, rows)                    \
  INSTANTIATE_TEST_SUITE_P(                           \
      name, AuthorityTest, ::testing::ValuesIn(rows), \
      [](const auto& row) { return row.param.situation; })

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_TESTING_AUTHORITY_ROWS_H_
