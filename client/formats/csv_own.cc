#include "client/formats/csv_own.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/formats/card.h"
#include "client/formats/guess.h"
#include "client/formats/json_check.h"
#include "client/formats/json_fields.h"
#include "client/formats/lastpass_note.h"
#include "client/formats/proton_item.h"
#include "client/formats/wiped_json.h"
#include "client/title.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

using trust::v1::Kind;

absl::string_view Trim(absl::string_view text) {
  return absl::StripAsciiWhitespace(text);
}

// A value that is JSON; null when it is none.
WipedJson JsonOf(absl::string_view value) {
  if (Trim(value).empty() || !CheckJson(value).ok()) return WipedJson();
  return ParseWipedJson(value);
}

Kind OnePasswordKind(absl::string_view type) {
  const std::string folded = FoldTitle(type);
  if (folded == "secure note") return trust::v1::KIND_NOTE;
  if (folded == "credit card") return trust::v1::KIND_CARD;
  if (folded == "bank account") return trust::v1::KIND_BANK_ACCOUNT;
  if (folded == "server") return trust::v1::KIND_SERVER;
  if (folded == "email account") return trust::v1::KIND_MAILBOX;
  if (folded == "software license") return trust::v1::KIND_LICENCE;
  if (folded == "api credential") return trust::v1::KIND_API_KEY;
  if (folded == "ssh key") return trust::v1::KIND_SSH_KEY;
  if (folded == "identity") return trust::v1::KIND_NOTE;
  return trust::v1::KIND_LOGIN;
}

// "folder\sub" as "folder/sub"; "(none)" is LastPass's word for no folder.
std::string LastPassFolder(absl::string_view grouping) {
  if (Trim(grouping) == "(none)") return "";
  return absl::StrReplaceAll(Trim(grouping), {{"\\", "/"}});
}

void TakeNordPassFields(absl::string_view value, Draft* draft) {
  if (Trim(value).empty()) return;
  const WipedJson fields = JsonOf(value);
  if (!fields.is_array()) return draft->UnknownField("custom fields", value);
  for (const WipedJson& field : fields) {
    draft->Field(TextOf(field, "label"),
                 ViewOf(ContentOf(MemberOf(field, "value"))),
                 TextOf(field, "type") == "hidden");
  }
}

void TakeList(absl::string_view value, Draft* draft) {
  if (Trim(value).empty()) return;
  const WipedJson list = JsonOf(value);
  if (!list.is_array()) return TakeAddresses(value, draft);
  for (const WipedJson& address : list) draft->Address(TextOf(address));
}

// RoboForm puts ' before a value that a spreadsheet would take for a formula.
absl::string_view Unescaped(absl::string_view value) {
  const bool escaped = value.size() > 1 && value[0] == '\'' &&
                       (value[1] == '@' || value[1] == '\'');
  return escaped ? value.substr(1) : value;
}

struct RoboFormField {
  absl::string_view name;
  absl::string_view type;
  absl::string_view value;
};

// "Name$,,,type,value" of version 2, "Name$:type:value" before.
RoboFormField ReadRoboFormField(absl::string_view cell, bool version2) {
  const std::vector<absl::string_view> parts =
      version2 ? absl::StrSplit(cell, absl::MaxSplits(',', 4))
               : absl::StrSplit(cell, absl::MaxSplits(':', 2));
  RoboFormField field;
  field.name = absl::StripSuffix(parts[0], "$");
  field.type = parts.size() > 1 ? parts[parts.size() - 2] : "";
  field.value = parts.size() > 1 ? parts.back() : "";
  return field;
}

// A form's fields repeat the login and the password.
void TakeRoboFormField(const RoboFormField& field, Draft* draft) {
  const bool hidden = field.type == "pwd";
  if (field.value == (hidden ? draft->item.password.Expose()
                             : absl::string_view(draft->item.user_name))) {
    return;
  }
  if (FoldTitle(field.name) == "totp key") return draft->Code(field.value);
  draft->Field(field.name == "-no-name-" ? "" : field.name, field.value,
               hidden);
}

Kind ZohoKind(absl::string_view folded) {
  if (folded == "unix" || folded == "windows") return trust::v1::KIND_SERVER;
  if (folded == "bank account") return trust::v1::KIND_BANK_ACCOUNT;
  if (folded == "credit card") return trust::v1::KIND_CARD;
  if (folded == "license key") return trust::v1::KIND_LICENCE;
  if (folded == "web account") return trust::v1::KIND_LOGIN;
  return trust::v1::KIND_UNSPECIFIED;
}

// One of an organisation's own is told as a field.
void TakeZohoType(absl::string_view type, Draft* draft) {
  const Kind kind = ZohoKind(FoldTitle(type));
  if (kind == trust::v1::KIND_UNSPECIFIED) {
    draft->Field("secret type", type, false);
  } else {
    draft->item.kind = kind;
  }
}

void TakeZohoPair(absl::string_view name, absl::string_view value,
                  Draft* draft) {
  const std::string folded = FoldTitle(name);
  if (folded == "secrettype") return TakeZohoType(value, draft);
  if (folded == "user name" || folded == "username") return draft->User(value);
  if (folded == "password") return draft->Password(value);
  draft->UnknownField(name, value);
}

}  // namespace

absl::Status PassFolder(absl::string_view name, Rows& rows) {
  rows.Pass(name, Tr("a folder, not a credential"));
  return absl::OkStatus();
}

absl::Status OwnBitwarden(const CsvRow& row, Rows& rows, Draft draft) {
  if (row.Get("type") == "note") draft.item.kind = trust::v1::KIND_NOTE;
  TakePairs(row.Get("fields"), ": ",
            [&](absl::string_view name, absl::string_view value) {
              draft.UnknownField(name, value);
            });
  for (const absl::string_view collection :
       absl::StrSplit(row.Get("collections"), ',')) {
    draft.Folder(collection);
  }
  draft.item.archived = !Trim(row.Get("archiveddate")).empty();
  if (IsYes(row.Get("reprompt"))) {
    draft.item.sensitivity = trust::v1::SENSITIVITY_HIGH;
  }
  return rows.Take(std::move(draft));
}

absl::Status OwnOnePassword(const CsvRow& row, Rows& rows, Draft draft) {
  draft.item.kind = OnePasswordKind(row.Get("type"));
  return rows.Take(std::move(draft));
}

absl::Status OwnLastPass(const CsvRow& row, Rows& rows, Draft draft) {
  draft.Folder(LastPassFolder(row.Get("grouping")));
  const absl::string_view url = Trim(row.Get("url"));
  if (url == "http://group") return PassFolder(draft.item.title, rows);
  if (url == "http://sn") {
    draft.item.kind = trust::v1::KIND_NOTE;
    TakeLastPassNote(row.Get("extra"), &draft);
  } else {
    if (url != "http://") TakeAddresses(url, &draft);
    draft.Notes(row.Get("extra"));
  }
  return rows.Take(std::move(draft));
}

absl::Status OwnDashlanePayment(const CsvRow& row, Rows& rows, Draft draft) {
  const absl::string_view type = row.Get("type");
  const bool bank = type == "bank" || type == "bank_account";
  const absl::string_view account = row.Get("account_name");
  absl::string_view holder = row.Get("account_holder");
  const bool account_is_holder = !bank && Trim(holder).empty();
  if (account_is_holder) holder = account;
  draft.Title(row.Get("name"));
  if (!account_is_holder || draft.item.title.empty()) draft.Title(account);
  if (bank) {
    draft.Field("card number", row.Get("cc_number"), true);
    draft.Field("security code", row.Get("code"), true);
    draft.Field("expires, month", row.Get("expiration_month"), false);
    draft.Field("expires, year", row.Get("expiration_year"), false);
    TakeBankAccount({.bank = row.Get("issuing_bank"),
                     .holder = holder,
                     .number = row.Get("account_number"),
                     .routing = row.Get("routing_number")},
                    &draft);
  } else {
    draft.Field("bank", row.Get("issuing_bank"), false);
    draft.Field("account number", row.Get("account_number"), true);
    draft.Field("routing number", row.Get("routing_number"), false);
    TakeCard({.holder = holder,
              .number = row.Get("cc_number"),
              .month = row.Get("expiration_month"),
              .year = row.Get("expiration_year"),
              .code = row.Get("code")},
             &draft);
  }
  return rows.Take(std::move(draft));
}

absl::Status OwnDashlaneOther(const CsvRow& row, Rows& rows, Draft draft) {
  std::vector<absl::string_view> names;
  for (const char* column : {"first_name", "middle_name", "last_name"}) {
    const absl::string_view name = Trim(row.Get(column));
    if (!name.empty()) names.push_back(name);
  }
  if (draft.item.title.empty()) draft.Title(absl::StrJoin(names, " "));
  if (draft.item.title.empty()) draft.Title(row.Get("type"));
  return OwnNote(row, rows, std::move(draft));
}

absl::Status OwnNote(const CsvRow&, Rows& rows, Draft draft) {
  draft.item.kind = trust::v1::KIND_NOTE;
  return rows.Take(std::move(draft));
}

absl::Status OwnNordPass(const CsvRow& row, Rows& rows, Draft draft) {
  const absl::string_view type = row.Get("type");
  if (type == "folder") return PassFolder(draft.item.title, rows);
  TakeList(row.Get("additional_urls"), &draft);
  TakeNordPassFields(row.Get("custom_fields"), &draft);
  const bool card = absl::c_any_of(
      std::initializer_list<absl::string_view>{"cardholdername", "cardnumber",
                                               "cvc", "pin", "expirydate"},
      [&row](absl::string_view name) { return !Trim(row.Get(name)).empty(); });
  if (type == "credit_card" || card) {
    TakeCard({.holder = row.Get("cardholdername"),
              .number = row.Get("cardnumber"),
              .expires = row.Get("expirydate"),
              .code = row.Get("cvc"),
              .pin = row.Get("pin")},
             &draft);
  } else if (draft.item.user_name.empty() && draft.item.password.empty() &&
             draft.item.addresses.empty()) {
    draft.item.kind = trust::v1::KIND_NOTE;
  }
  return rows.Take(std::move(draft));
}

absl::Status OwnProton(const CsvRow& row, Rows& rows, Draft draft) {
  const absl::string_view type = row.Get("type");
  const absl::string_view email = row.Get("email");
  if (type == "alias") {
    draft.Email("alias", email);
  } else if (draft.item.user_name.empty()) {
    draft.User(email);
  } else if (email != draft.item.user_name) {
    draft.Email("e-mail", email);
  }
  TakeProtonAddresses(JsonOf(row.Get("autofillurls")), &draft);
  if (type != "login") draft.item.kind = trust::v1::KIND_NOTE;
  const bool packed = type == "creditCard" || type == "identity";
  const WipedJson content = packed ? JsonOf(row.Get("note")) : WipedJson();
  if (content.is_object()) {
    TakeProtonContent(type, content, &draft);
  } else {
    draft.Notes(row.Get("note"));
  }
  return rows.Take(std::move(draft));
}

absl::Status OwnRoboForm(const CsvRow& row, Rows& rows, Draft draft) {
  draft.User(Unescaped(row.Get("login")));
  draft.Password(Unescaped(row.Get("pwd")));
  draft.Folder(absl::StripPrefix(Trim(row.Get("folder")), "/"));
  const size_t version2 = row.IndexOf("rffieldsv2");
  const size_t first = std::min(version2, row.IndexOf("rf_fields"));
  for (size_t i = first; i < row.fields().size(); ++i) {
    TakeRoboFormField(
        ReadRoboFormField(row.fields()[i], version2 < row.fields().size()),
        &draft);
  }
  if (draft.item.user_name.empty() && draft.item.password.empty() &&
      draft.item.addresses.empty()) {
    draft.item.kind = trust::v1::KIND_NOTE;
  }
  return rows.Take(std::move(draft));
}

absl::Status OwnZoho(const CsvRow& row, Rows& rows, Draft draft) {
  for (const absl::string_view column : {"secretdata", "customdata"}) {
    TakePairs(row.Get(column), ":",
              [&](absl::string_view name, absl::string_view value) {
                TakeZohoPair(name, value, &draft);
              });
  }
  const bool opens = !draft.item.user_name.empty() ||
                     !draft.item.password.empty() ||
                     !draft.item.addresses.empty();
  if (draft.item.kind == trust::v1::KIND_LOGIN && !opens) {
    draft.item.kind = trust::v1::KIND_NOTE;
  }
  return rows.Take(std::move(draft));
}

absl::Status OwnKeePass(const CsvRow& row, Rows& rows, Draft draft) {
  draft.Folder(FolderPath(row.Get("group tree")));
  return rows.Take(std::move(draft));
}

// The first group is the database itself; the bin's name is translated.
absl::Status OwnKeePassXc(const CsvRow& row, Rows& rows, Draft draft) {
  constexpr absl::string_view kBins[] = {
      "Recycle Bin", "Корзина", "Кошик", "Papierkorb", "Corbeille", "Papelera"};
  absl::string_view group = Trim(row.Get("group"));
  if (!row.rule().top.empty()) absl::ConsumePrefix(&group, row.rule().top);
  absl::ConsumePrefix(&group, "/");
  const absl::string_view top = group.substr(0, group.find('/'));
  if (absl::c_linear_search(kBins, top)) {
    rows.Reject(draft.item.title, Tr("it lies in the recycle bin"));
    return absl::OkStatus();
  }
  draft.Folder(group);
  return rows.Take(std::move(draft));
}

}  // namespace klad::client
