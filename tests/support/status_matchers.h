// IsOk, IsOkAndHolds and StatusIs, which Debian's Abseil lacks.
#ifndef KLAD_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define KLAD_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"

namespace klad::testing {

inline const absl::Status& GetStatus(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& GetStatus(const absl::StatusOr<T>& status) {
  return status.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << GetStatus(arg).ToString();
  return GetStatus(arg).ok();
}

MATCHER_P(IsOkAndHolds, inner, "") {
  if (!arg.ok()) {
    *result_listener << arg.status().ToString();
    return false;
  }
  return ::testing::ExplainMatchResult(inner, *arg, result_listener);
}

MATCHER_P(StatusIs, code, "") {
  *result_listener << GetStatus(arg).ToString();
  return GetStatus(arg).code() == code;
}

MATCHER_P2(StatusIs, code, message, "") {
  *result_listener << GetStatus(arg).ToString();
  return GetStatus(arg).code() == code &&
         ::testing::ExplainMatchResult(
             message, std::string(GetStatus(arg).message()), result_listener);
}

}  // namespace klad::testing

#define EXPECT_OK(expr) EXPECT_THAT(expr, ::klad::testing::IsOk())
#define ASSERT_OK(expr) ASSERT_THAT(expr, ::klad::testing::IsOk())

#define ASSERT_OK_AND_ASSIGN(lhs, rexpr) \
  KLAD_ASSERT_ASSIGN_(KLAD_TEST_CONCAT_(klad_or_, __LINE__), lhs, rexpr)
#define KLAD_ASSERT_ASSIGN_(tmp, lhs, rexpr) \
  auto tmp = (rexpr);                        \
  ASSERT_THAT(tmp, ::klad::testing::IsOk()); \
  lhs = *std::move(tmp)
#define KLAD_TEST_CONCAT_(a, b) KLAD_TEST_CONCAT_INNER_(a, b)
#define KLAD_TEST_CONCAT_INNER_(a, b) a##b

#endif  // KLAD_TESTS_SUPPORT_STATUS_MATCHERS_H_
