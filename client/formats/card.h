// Payment cards and bank accounts, under the same names whatever product they
// came from.
#ifndef KLAD_CLIENT_FORMATS_CARD_H_
#define KLAD_CLIENT_FORMATS_CARD_H_

#include <string>

#include "absl/strings/string_view.h"
#include "client/formats/draft.h"

namespace klad::client {

// "03/2027" of all forms that say month and year; others as they are.
std::string Expiry(absl::string_view text);

struct Card {
  absl::string_view holder = "";
  absl::string_view number = "";
  absl::string_view brand = "";
  absl::string_view expires = "";  // any usual form: 2027-03, 03/27, 202703
  absl::string_view month = "";    // or these two
  absl::string_view year = "";
  absl::string_view code = "";  // on its back
  absl::string_view pin = "";
};
void TakeCard(const Card& card, Draft* draft);

struct BankAccount {
  absl::string_view bank = "";
  absl::string_view holder = "";
  absl::string_view type = "";
  absl::string_view number = "";
  absl::string_view routing = "";
  absl::string_view iban = "";
  absl::string_view swift = "";
  absl::string_view pin = "";
};
void TakeBankAccount(const BankAccount& account, Draft* draft);

struct KeyPair {
  absl::string_view private_key = "";
  absl::string_view public_key = "";
  absl::string_view fingerprint = "";
};
void TakeKeyPair(const KeyPair& pair, Draft* draft);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_CARD_H_
