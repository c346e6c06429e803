#include <string>

#include "absl/strings/strip.h"
#include "client/formats/csv_table.h"
#include "client/formats/enpass.h"
#include "client/title.h"

namespace klad::client {
namespace {

enum class Place {
  kNone,  // it keeps its name
  kUser,
  kEmail,
  kPassword,
  kAddress,
  kCode,
  kNotes,
  kHolder,
  kNumber,
  kSecurityCode,
  kExpiry,
};

struct Label {
  absl::string_view folded;
  Place place;
};

constexpr Label kLabels[] = {
    // English
    {"username", Place::kUser},
    {"e-mail", Place::kEmail},
    {"email", Place::kEmail},
    {"password", Place::kPassword},
    {"url", Place::kAddress},
    {"website", Place::kAddress},
    {"totp", Place::kCode},
    {"one-time code", Place::kCode},
    {"note", Place::kNotes},
    {"cardholder", Place::kHolder},
    {"number", Place::kNumber},
    {"cvc", Place::kSecurityCode},
    {"expiry date", Place::kExpiry},
    {"pin", Place::kNone},
    {"type", Place::kNone},
    {"phone number", Place::kNone},
    // Russian
    {"имя пользователя", Place::kUser},
    {"логин", Place::kUser},
    {"эл. почта", Place::kEmail},
    {"электронная почта", Place::kEmail},
    {"почта", Place::kEmail},
    {"пароль", Place::kPassword},
    {"сайт", Place::kAddress},
    {"веб-сайт", Place::kAddress},
    {"одноразовый код", Place::kCode},
    {"одноразовый пароль", Place::kCode},
    {"заметка", Place::kNotes},
    {"примечание", Place::kNotes},
    {"владелец карты", Place::kHolder},
    {"держатель карты", Place::kHolder},
    {"номер", Place::kNumber},
    {"номер карты", Place::kNumber},
    {"срок действия", Place::kExpiry},
    {"пин-код", Place::kNone},
    {"тип", Place::kNone},
    {"номер телефона", Place::kNone},
    // German
    {"benutzername", Place::kUser},
    {"passwort", Place::kPassword},
    {"kennwort", Place::kPassword},
    {"webseite", Place::kAddress},
    {"einmalcode", Place::kCode},
    {"notiz", Place::kNotes},
    {"karteninhaber", Place::kHolder},
    {"nummer", Place::kNumber},
    {"kartennummer", Place::kNumber},
    {"prüfziffer", Place::kSecurityCode},
    {"ablaufdatum", Place::kExpiry},
    {"typ", Place::kNone},
    {"telefonnummer", Place::kNone},
    // French
    {"nom d'utilisateur", Place::kUser},
    {"mot de passe", Place::kPassword},
    {"site web", Place::kAddress},
    {"code à usage unique", Place::kCode},
    {"titulaire de la carte", Place::kHolder},
    {"numéro", Place::kNumber},
    {"date d'expiration", Place::kExpiry},
    {"numéro de téléphone", Place::kNone},
    // Spanish
    {"nombre de usuario", Place::kUser},
    {"correo electrónico", Place::kEmail},
    {"contraseña", Place::kPassword},
    {"sitio web", Place::kAddress},
    {"código de un solo uso", Place::kCode},
    {"titular de la tarjeta", Place::kHolder},
    {"número", Place::kNumber},
    {"fecha de caducidad", Place::kExpiry},
    {"número de teléfono", Place::kNone},
};

const Label* Find(absl::string_view label) {
  absl::ConsumePrefix(&label, "*");
  const std::string folded = FoldTitle(label);
  for (const Label& known : kLabels) {
    if (known.folded == folded) return &known;
  }
  return nullptr;
}

// Whether it is a card's, and the card had none yet.
bool TakeOfCard(Place place, absl::string_view value, Card* card) {
  absl::string_view* part = nullptr;
  if (place == Place::kHolder) part = &card->holder;
  if (place == Place::kNumber) part = &card->number;
  if (place == Place::kSecurityCode) part = &card->code;
  if (place == Place::kExpiry) part = &card->expires;
  if (part == nullptr || !part->empty()) return false;
  *part = value;
  return true;
}

}  // namespace

bool IsEnpassLabel(absl::string_view label) { return Find(label) != nullptr; }

void TakeEnpassPair(absl::string_view label, absl::string_view value,
                    Card* card, Draft* draft) {
  const Label* known = Find(label);
  const Place place = known == nullptr ? Place::kNone : known->place;
  if (TakeOfCard(place, value, card)) return;
  if (place == Place::kUser) return draft->User(value);
  // What people sign in with when there is no user name.
  if (place == Place::kEmail && draft->item.user_name.empty()) {
    return draft->User(value);
  }
  if (place == Place::kPassword) return draft->Password(value);
  if (place == Place::kAddress) return TakeAddresses(value, draft);
  if (place == Place::kCode) return draft->Code(value);
  if (place == Place::kNotes) return draft->Notes(value);
  if (absl::ConsumePrefix(&label, "*")) return draft->Field(label, value, true);
  if (place == Place::kEmail) return draft->Email(label, value);
  draft->UnknownField(label, value);
}

}  // namespace klad::client
