// An invariant of ours that stays on in release: broken, the process ends
// before it can do harm. Never for anything that input can cause.
#ifndef KLAD_CRYPTO_BASE_CHECK_H_
#define KLAD_CRYPTO_BASE_CHECK_H_

#include <cstdio>
#include <cstdlib>

#define CHECK_THAT(condition)                                             \
  do {                                                                    \
    if (!(condition)) {                                                   \
      fprintf(stderr, "klad: broken invariant at %s:%d: %s\n", __FILE__, \
              __LINE__, #condition);                                      \
      abort();                                                            \
    }                                                                     \
  } while (false)

#endif  // KLAD_CRYPTO_BASE_CHECK_H_
