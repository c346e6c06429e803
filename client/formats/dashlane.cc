#include "client/formats/dashlane.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/formats/json_members.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr absl::string_view kLogins = "AUTHENTIFIANT";

void TakeLogin(Members& entry, Draft* draft) {
  draft->Title(entry.Text("title"));
  draft->User(entry.Text("login"));
  draft->User(entry.Text("secondaryLogin"));
  const absl::string_view email = entry.Text("email");
  if (draft->item.user_name.empty()) {
    draft->User(email);
  } else if (email != draft->item.user_name) {
    draft->Email("e-mail", email);
  }
  draft->Password(entry.Text("password"));
  draft->Address(entry.Text("domain"));
  draft->Address(entry.Text("url"));
  draft->Notes(entry.Text("note"));
  draft->Code(entry.Text("otpSecret"));
  draft->Folder(entry.Text("category"));
  entry.Pass({"appMetaData"});
}

void TakeNote(Members& entry, Draft* draft) {
  draft->item.kind = trust::v1::KIND_NOTE;
  draft->Title(entry.Text("title"));
  draft->Notes(entry.Text("content"));
  draft->Notes(entry.Text("note"));
  draft->Folder(entry.Text("category"));
}

void TakeCardOf(Members& entry, Draft* draft) {
  draft->Title(entry.Text("name"));
  const absl::string_view bank = entry.Text("bank");
  if (draft->item.title.empty()) {
    draft->Title(bank);
  } else {
    draft->Field("issuing bank", bank, false);
  }
  TakeCard({.holder = entry.Text("owner"),
            .number = entry.Text("cardNumber"),
            .month = entry.Text("expireMonth"),
            .year = entry.Text("expireYear"),
            .code = entry.Text("securityCode")},
           draft);
}

void TakeBank(Members& entry, Draft* draft) {
  draft->Title(entry.Text("BankAccountName"));
  TakeBankAccount({.bank = entry.Text("BankAccountBank"),
                   .holder = entry.Text("BankAccountOwner"),
                   .iban = entry.Text("BankAccountIBAN"),
                   .swift = entry.Text("BankAccountBIC")},
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

// The member that is the title of what is no person; an e-mail address stays a
// field as well.
void TakeTitle(const WipedJson& json, Members& entry, Draft* draft) {
  for (const char* name :
       {"title", "name", "Fullname", "fullName", "fullname",
        "socialSecurityFullname", "addressName", "emailName", "phoneName"}) {
    if (TextOf(json, name).empty()) continue;
    return draft->Title(entry.Text(name));
  }
  draft->Title(TextOf(json, "email"));
}

// Of all others: names, addresses, documents, mailboxes.
void TakeOther(absl::string_view type, const WipedJson& json, Members& entry,
               Draft* draft) {
  draft->item.kind = trust::v1::KIND_NOTE;
  draft->Title(PersonOf(json));
  if (draft->item.title.empty()) TakeTitle(json, entry, draft);
  if (draft->item.title.empty()) draft->Title(absl::AsciiStrToLower(type));
  draft->User(entry.Text("login"));
  draft->Password(entry.Text("password"));
  draft->Address(entry.Text("website"));
  if (type == "PHONE") draft->Phone("number", entry.Text("number"));
  if (!draft->item.password.empty()) draft->item.kind = trust::v1::KIND_LOGIN;
}

absl::Status ReadEntry(absl::string_view type, const JsonSlice& slice,
                       Rows& rows) {
  ASSIGN_OR_RETURN(const WipedJson entry, ParseRow(slice, rows));
  if (entry.is_null()) return absl::OkStatus();
  Draft draft;
  Members members(entry, &draft);
  if (type == kLogins) {
    TakeLogin(members, &draft);
  } else if (type == "SECURENOTE") {
    TakeNote(members, &draft);
  } else if (type == "PAYMENTMEANS_CREDITCARD") {
    TakeCardOf(members, &draft);
  } else if (type == "BANKSTATEMENT") {
    TakeBank(members, &draft);
  } else {
    TakeOther(type, entry, members, &draft);
  }
  members.TakeRest();
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
