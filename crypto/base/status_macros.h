// RETURN_IF_ERROR and ASSIGN_OR_RETURN, which Debian's Abseil lacks. Under the
// names a later Abseil gives them, so that an upgrade deletes this file.
#ifndef KLAD_CRYPTO_BASE_STATUS_MACROS_H_
#define KLAD_CRYPTO_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define RETURN_IF_ERROR(expr)                                     \
  do {                                                            \
    if (absl::Status klad_status = (expr); !klad_status.ok()) {   \
      return klad_status;                                         \
    }                                                             \
  } while (false)

// ASSIGN_OR_RETURN(auto value, Compute());
#define ASSIGN_OR_RETURN(lhs, rexpr) \
  KLAD_ASSIGN_OR_RETURN_(KLAD_CONCAT_(klad_or_, __LINE__), lhs, rexpr)

#define KLAD_ASSIGN_OR_RETURN_(tmp, lhs, rexpr) \
  auto tmp = (rexpr);                           \
  if (!tmp.ok()) return std::move(tmp).status(); \
  lhs = *std::move(tmp)

#define KLAD_CONCAT_(a, b) KLAD_CONCAT_INNER_(a, b)
#define KLAD_CONCAT_INNER_(a, b) a##b

#endif  // KLAD_CRYPTO_BASE_STATUS_MACROS_H_
