#include "client/formats/proton_item.h"

#include <string>

#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/formats/json_members.h"

namespace klad::client {
namespace {

void TakeSections(absl::string_view list, Members& content, Draft* draft) {
  content.ForEach(list, [draft](Members& section) {
    TakeProtonFields("sectionFields", section, draft,
                     section.Text("sectionName"));
  });
}

// Numbered as in Proton's item-v1.proto; another number as it is.
absl::string_view WifiSecurity(absl::string_view number) {
  if (number == "0") return "";
  if (number == "1") return "WPA";
  if (number == "2") return "WPA2";
  if (number == "3") return "WPA3";
  if (number == "4") return "WEP";
  return number;
}

void TakeIdentity(Members& content, Draft* draft) {
  for (const char* list : {"extraPersonalDetails", "extraAddressDetails",
                           "extraContactDetails", "extraWorkDetails"}) {
    TakeProtonFields(list, content, draft);
  }
  TakeSections("extraSections", content, draft);
}

void TakeAddress(const WipedJson& address, Draft* draft) {
  if (!address.is_object()) return draft->Address(ViewOf(ContentOf(address)));
  Members members(address, draft);
  draft->Address(members.Text("url"));
  members.Pass({"mode"});
  members.TakeRest();
}

void TakeWifi(Members& content, Draft* draft) {
  draft->item.kind = trust::v1::KIND_SERVER;
  draft->Field("SSID", content.Text("ssid"), false);
  draft->Field("security", WifiSecurity(content.Text("security")), false);
  draft->Password(content.Text("password"));
}

void TakeField(Members& field, absl::string_view section, Draft* draft) {
  const std::string name = InSection(section, field.Text("fieldName"));
  const absl::string_view type = field.Text("type");
  const bool known = type == "totp" || type == "text" || type == "hidden";
  if (!known) {
    const WipedString content = ContentOf(field.Any("data"), "timestamp");
    return draft->UnknownField(name, ViewOf(content));
  }
  Members data = field.Object("data");
  if (type != "totp") {
    draft->Field(name, data.Text("content"), type == "hidden");
  } else if (draft->item.code.empty()) {
    draft->Code(data.Text("totpUri"));
  } else {
    draft->Field(name, data.Text("totpUri"), true);
  }
  data.TakeRest();
}

}  // namespace

void TakeProtonAddresses(const WipedJson& list, Draft* draft) {
  if (!list.is_array()) return TakeAddress(list, draft);
  for (const WipedJson& address : list) TakeAddress(address, draft);
}

void TakeProtonFields(absl::string_view list, Members& around, Draft* draft,
                      absl::string_view section) {
  around.ForEach(list, [draft, section](Members& field) {
    TakeField(field, section, draft);
  });
}

void TakeProtonContent(absl::string_view type, const WipedJson& json,
                       Draft* draft) {
  draft->item.kind = trust::v1::KIND_NOTE;
  Members content(json, draft);
  draft->Notes(content.Text("note"));
  if (type == "creditCard") {
    TakeCard({.holder = content.Text("cardholderName"),
              .number = content.Text("number"),
              .expires = content.Text("expirationDate"),
              .code = content.Text("verificationNumber"),
              .pin = content.Text("pin")},
             draft);
    content.Pass({"cardType"});
  } else if (type == "sshKey") {
    TakeKeyPair({.private_key = content.Text("privateKey"),
                 .public_key = content.Text("publicKey")},
                draft);
  } else if (type == "wifi") {
    TakeWifi(content, draft);
  } else if (type != "custom") {
    TakeIdentity(content, draft);
  }
  TakeSections("sections", content, draft);
  content.TakeRest();
}

}  // namespace klad::client
