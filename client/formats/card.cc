#include "client/formats/card.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace klad::client {
namespace {

bool IsNumber(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

std::string MonthAndYear(absl::string_view month, absl::string_view year) {
  return absl::StrCat(month.size() == 1 ? "0" : "", month, "/",
                      year.size() == 2 ? "20" : "", year);
}

}  // namespace

std::string Expiry(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (IsNumber(text) && text.size() == 6) {
    const bool year_first = text.substr(0, 2) == "20";
    return year_first ? MonthAndYear(text.substr(4), text.substr(0, 4))
                      : MonthAndYear(text.substr(0, 2), text.substr(2));
  }
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text, absl::ByAnyChar("/-. "), absl::SkipEmpty());
  const bool numbers = std::all_of(parts.begin(), parts.end(), IsNumber);
  if (parts.size() < 2 || parts.size() > 3 || !numbers) {
    return std::string(text);
  }
  if (parts[0].size() == 4) return MonthAndYear(parts[1], parts[0]);
  if (parts.size() == 2) return MonthAndYear(parts[0], parts[1]);
  return std::string(text);
}

void TakeCard(const Card& card, Draft* draft) {
  draft->item.kind = trust::v1::KIND_CARD;
  draft->Field("cardholder", card.holder, false);
  draft->Field("card number", card.number, true);
  draft->Field("brand", card.brand, false);
  if (!card.expires.empty()) {
    draft->Field("expires", Expiry(card.expires), false);
  } else if (!card.month.empty() && !card.year.empty()) {
    draft->Field("expires", MonthAndYear(card.month, card.year), false);
  } else {
    draft->Field("expires, month", card.month, false);
    draft->Field("expires, year", card.year, false);
  }
  draft->Field("security code", card.code, true);
  draft->Field("PIN", card.pin, true);
}

void TakeBankAccount(const BankAccount& account, Draft* draft) {
  draft->item.kind = trust::v1::KIND_BANK_ACCOUNT;
  draft->Field("bank", account.bank, false);
  draft->Field("account holder", account.holder, false);
  draft->Field("account type", account.type, false);
  draft->Field("account number", account.number, true);
  draft->Field("routing number", account.routing, false);
  draft->Field("IBAN", account.iban, true);
  draft->Field("SWIFT", account.swift, false);
  draft->Field("PIN", account.pin, true);
}

void TakeKeyPair(const KeyPair& pair, Draft* draft) {
  draft->item.kind = trust::v1::KIND_SSH_KEY;
  draft->Key("private key", pair.private_key);
  draft->Field("public key", pair.public_key, false);
  draft->Field("fingerprint", pair.fingerprint, false);
}

}  // namespace klad::client
