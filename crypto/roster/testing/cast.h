// The people of the authority table's tests, and the form of its rows.
#ifndef KLAD_CRYPTO_ROSTER_TESTING_CAST_H_
#define KLAD_CRYPTO_ROSTER_TESTING_CAST_H_

#include <functional>
#include <optional>
#include <ostream>
#include <string>

#include "crypto/roster/testing/drafts.h"
#include "crypto/roster/testing/test_organisation.h"

namespace klad::crypto::roster {

struct Cast {
  Cast();

  TestOrganisation org;
  TestMember founder, kit;  // owners
  TestMember olga;          // owner
  TestMember hans;          // head: manages the safe by its role
  TestMember mira;          // marketer, no access
  TestMember rita;          // marketer, reads the safe
  TestMember wim;           // marketer, writes into it
  TestMember maks;          // marketer, manages it for thirty days
  TestMember cora;          // contractor for twenty days
  TestMember bot;           // a tool, for a year
  TestMember sven;          // suspended marketer
  TestMember lena;          // lost her identity, not invited since
  TestMember dora;          // departed
  TestMember wanda;         // invited as marketer by olga
  TestMember letter;        // wanda's invitation, open for seven days
  Id safe;
  Id retired;  // a safe
  int64_t maks_end_ms = 0;
  int64_t cora_end_ms = 0;
};

struct Attempt {
  TestMember author;
  Entry entry;
  std::optional<TestMember> countersigner = std::nullopt;
};

// One row: in a fresh cast, this attempt is accepted (no rule), or refused by
// this rule, and then changes nothing.
struct Row {
  std::string situation;  // a test's name
  std::string rule;
  std::function<Attempt(Cast&)> attempt;
};

void PrintTo(const Row& row, std::ostream* out);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_TESTING_CAST_H_
