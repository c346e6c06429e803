#include "client/formats/dashlane.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr absl::string_view kLogins = "AUTHENTIFIANT";

void TakeLogin(const WipedJson& entry, Draft* draft) {
  draft->Title(TextOf(entry, "title"));
  draft->User(TextOf(entry, "login"));
  draft->User(TextOf(entry, "secondaryLogin"));
  const absl::string_view email = TextOf(entry, "email");
  if (draft->item.user_name.empty()) {
    draft->User(email);
  } else if (email != draft->item.user_name) {
    draft->Email("e-mail", email);
  }
  draft->Password(TextOf(entry, "password"));
  draft->Address(TextOf(entry, "domain"));
  draft->Address(TextOf(entry, "url"));
  draft->Notes(TextOf(entry, "note"));
  draft->Code(TextOf(entry, "otpSecret"));
  draft->Folder(TextOf(entry, "category"));
  TakeRest(entry,
           {"title", "login", "secondaryLogin", "email", "password", "domain",
            "url", "note", "otpSecret", "category", "appMetaData"},
           draft);
}

void TakeNote(const WipedJson& entry, Draft* draft) {
  draft->item.kind = trust::v1::KIND_NOTE;
  draft->Title(TextOf(entry, "title"));
  draft->Notes(TextOf(entry, "content"));
  draft->Notes(TextOf(entry, "note"));
  draft->Folder(TextOf(entry, "category"));
  TakeRest(entry, {"title", "content", "note", "category"}, draft);
}

void TakeCardOf(const WipedJson& entry, Draft* draft) {
  draft->Title(TextOf(entry, "name"));
  if (draft->item.title.empty()) {
    draft->Title(TextOf(entry, "bank"));
  } else {
    draft->Field("issuing bank", TextOf(entry, "bank"), false);
  }
  TakeCard({.holder = TextOf(entry, "owner"),
            .number = TextOf(entry, "cardNumber"),
            .month = TextOf(entry, "expireMonth"),
            .year = TextOf(entry, "expireYear"),
            .code = TextOf(entry, "securityCode")},
           draft);
  TakeRest(entry,
           {"name", "bank", "owner", "cardNumber", "expireMonth", "expireYear",
            "securityCode"},
           draft);
}

void TakeBank(const WipedJson& entry, Draft* draft) {
  draft->Title(TextOf(entry, "BankAccountName"));
  TakeBankAccount({.bank = TextOf(entry, "BankAccountBank"),
                   .holder = TextOf(entry, "BankAccountOwner"),
                   .iban = TextOf(entry, "BankAccountIBAN"),
                   .swift = TextOf(entry, "BankAccountBIC")},
                  draft);
  TakeRest(entry,
           {"BankAccountName", "BankAccountBank", "BankAccountOwner",
            "BankAccountIBAN", "BankAccountBIC"},
           draft);
}

// The name of a person; "title" there is "MR".
std::string PersonOf(const WipedJson& entry) {
  std::vector<absl::string_view> parts;
  for (const char* member : {"firstName", "middleName", "lastName"}) {
    const absl::string_view part = TextOf(entry, member);
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, " ");
}

// Of all others: names, addresses, documents, mailboxes.
void TakeOther(absl::string_view type, const WipedJson& entry, Draft* draft) {
  draft->item.kind = trust::v1::KIND_NOTE;
  draft->Title(PersonOf(entry));
  absl::string_view title;
  for (const char* name : {"title", "name", "Fullname", "fullName", "fullname",
                           "socialSecurityFullname", "addressName", "emailName",
                           "phoneName", "email"}) {
    if (!draft->item.title.empty()) break;
    title = name;
    draft->Title(TextOf(entry, name));
  }
  if (draft->item.title.empty()) draft->Title(absl::AsciiStrToLower(type));
  if (title == "email") title = "";
  draft->User(TextOf(entry, "login"));
  draft->Password(TextOf(entry, "password"));
  draft->Address(TextOf(entry, "website"));
  if (type == "PHONE") draft->Phone("number", TextOf(entry, "number"));
  if (!draft->item.password.empty()) draft->item.kind = trust::v1::KIND_LOGIN;
  TakeRest(
      entry,
      {"login", "password", "website", title, type == "PHONE" ? "number" : ""},
      draft);
}

absl::Status ReadEntry(absl::string_view type, const JsonSlice& slice,
                       Rows& rows) {
  ASSIGN_OR_RETURN(const WipedJson entry, ParseRow(slice, rows));
  if (entry.is_null()) return absl::OkStatus();
  Draft draft;
  if (type == kLogins) {
    TakeLogin(entry, &draft);
  } else if (type == "SECURENOTE") {
    TakeNote(entry, &draft);
  } else if (type == "PAYMENTMEANS_CREDITCARD") {
    TakeCardOf(entry, &draft);
  } else if (type == "BANKSTATEMENT") {
    TakeBank(entry, &draft);
  } else {
    TakeOther(type, entry, &draft);
  }
  return rows.Take(std::move(draft));
}

absl::Status Read(const Source& source, Rows& rows) {
  return source.json.ForEachMember(
      [&](absl::string_view type, const JsonSlice& list) {
        if (type == kRejected) return absl::OkStatus();
        return list.ForEachElement([&](const JsonSlice& entry) {
          return ReadEntry(type, entry, rows);
        });
      });
}

Fit FitOf(const Source& source) {
  for (const char* type : {"AUTHENTIFIANT", "SECURENOTE",
                           "PAYMENTMEANS_CREDITCARD", "BANKSTATEMENT"}) {
    if (source.json.Member(type).IsArray()) return Fit::kExactly;
  }
  return Fit::kNo;
}

}  // namespace

Format DashlaneJson() {
  return {"dashlane-json", "Dashlane", Shape::kJson, FitOf, Read};
}

}  // namespace klad::client
