#include "client/formats/proton_item.h"

#include "client/formats/card.h"
#include "client/formats/json_fields.h"

namespace klad::client {
namespace {

void TakeSections(const WipedJson& sections, Draft* draft) {
  if (!sections.is_array()) return;
  for (const WipedJson& section : sections) {
    TakeProtonFields(MemberOf(section, "sectionFields"), draft,
                     TextOf(section, "sectionName"));
  }
}

// Numbered as in Proton's item-v1.proto.
absl::string_view WifiSecurity(const WipedJson& number) {
  if (number == 1) return "WPA";
  if (number == 2) return "WPA2";
  if (number == 3) return "WPA3";
  if (number == 4) return "WEP";
  return "";
}

void TakeIdentity(const WipedJson& content, Draft* draft) {
  for (const char* list : {"extraPersonalDetails", "extraAddressDetails",
                           "extraContactDetails", "extraWorkDetails"}) {
    TakeProtonFields(MemberOf(content, list), draft);
  }
  TakeSections(MemberOf(content, "extraSections"), draft);
  TakeRest(content,
           {"extraPersonalDetails", "extraAddressDetails",
            "extraContactDetails", "extraWorkDetails", "extraSections", "note"},
           draft);
}

}  // namespace

void TakeProtonAddresses(const WipedJson& list, Draft* draft) {
  if (!list.is_array()) return;
  for (const WipedJson& address : list) {
    draft->Address(address.is_object() ? TextOf(address, "url")
                                       : TextOf(address));
  }
}

void TakeProtonFields(const WipedJson& fields, Draft* draft,
                      absl::string_view section) {
  if (!fields.is_array()) return;
  for (const WipedJson& field : fields) {
    const std::string name = InSection(section, TextOf(field, "fieldName"));
    const WipedJson& data = MemberOf(field, "data");
    const absl::string_view type = TextOf(field, "type");
    if (type == "totp" && !draft->item.code.empty()) {
      draft->Field(name, TextOf(data, "totpUri"), true);
    } else if (type == "totp") {
      draft->Code(TextOf(data, "totpUri"));
    } else if (type == "text" || type == "hidden") {
      draft->Field(name, TextOf(data, "content"), type == "hidden");
    } else {
      draft->UnknownField(name, ViewOf(ContentOf(data, "timestamp")));
    }
  }
}

void TakeProtonContent(absl::string_view type, const WipedJson& content,
                       Draft* draft) {
  draft->item.kind = trust::v1::KIND_NOTE;
  draft->Notes(TextOf(content, "note"));
  if (type == "creditCard") {
    TakeCard({.holder = TextOf(content, "cardholderName"),
              .number = TextOf(content, "number"),
              .expires = TextOf(content, "expirationDate"),
              .code = TextOf(content, "verificationNumber"),
              .pin = TextOf(content, "pin")},
             draft);
    TakeRest(content,
             {"cardholderName", "number", "expirationDate",
              "verificationNumber", "pin", "cardType", "note"},
             draft);
  } else if (type == "sshKey") {
    TakeKeyPair({.private_key = TextOf(content, "privateKey"),
                 .public_key = TextOf(content, "publicKey")},
                draft);
    TakeSections(MemberOf(content, "sections"), draft);
    TakeRest(content, {"privateKey", "publicKey", "sections", "note"}, draft);
  } else if (type == "wifi") {
    draft->item.kind = trust::v1::KIND_SERVER;
    draft->Field("SSID", TextOf(content, "ssid"), false);
    draft->Field("security", WifiSecurity(MemberOf(content, "security")),
                 false);
    draft->Password(TextOf(content, "password"));
    TakeSections(MemberOf(content, "sections"), draft);
    TakeRest(content, {"ssid", "password", "security", "sections", "note"},
             draft);
  } else if (type == "custom") {
    TakeSections(MemberOf(content, "sections"), draft);
    TakeRest(content, {"sections", "note"}, draft);
  } else {
    TakeIdentity(content, draft);
  }
}

}  // namespace klad::client
