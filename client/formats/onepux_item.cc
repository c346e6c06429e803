#include "client/formats/onepux_item.h"

#include <list>
#include <string>

#include "absl/strings/match.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

trust::v1::Kind KindOf(absl::string_view category) {
  if (category == "001" || category == "005") return trust::v1::KIND_LOGIN;
  if (category == "002") return trust::v1::KIND_CARD;
  if (category == "100") return trust::v1::KIND_LICENCE;
  if (category == "101") return trust::v1::KIND_BANK_ACCOUNT;
  if (category == "102" || category == "109" || category == "110") {
    return trust::v1::KIND_SERVER;
  }
  if (category == "111") return trust::v1::KIND_MAILBOX;
  if (category == "112") return trust::v1::KIND_API_KEY;
  if (category == "114") return trust::v1::KIND_SSH_KEY;
  return trust::v1::KIND_NOTE;
}

// The one member that a field's value has: what kind it is, and its content.
struct Value {
  std::string kind;
  WipedString text;
};

Value ReadValue(const WipedJson& value) {
  Value read;
  if (!value.is_object() || value.empty()) return read;
  const auto member = value.begin();
  read.kind = std::string(member.key().data(), member.key().size());
  if (read.kind == "date") {
    const std::string day = Day(member.value());
    read.text.assign(day.data(), day.size());
  } else if (read.kind == "email" && member.value().is_object()) {
    const absl::string_view email = TextOf(member.value(), "email_address");
    const absl::string_view provider = TextOf(member.value(), "provider");
    read.text.assign(email.data(), email.size());
    if (!provider.empty()) {
      read.text.append(" (").append(provider.data(), provider.size()) += ')';
    }
  } else {
    read.text = ContentOf(member.value());
  }
  return read;
}

class ItemReader {
 public:
  explicit ItemReader(const WipedJson& item)
      : item_(item), details_(MemberOf(item, "details")) {}

  Draft Read() {
    const WipedJson& overview = MemberOf(item_, "overview");
    const absl::string_view category = TextOf(item_, "categoryUuid");
    draft_.item.kind = KindOf(category);
    draft_.Title(TextOf(overview, "title"));
    const WipedJson& favourite = MemberOf(item_, "favIndex");
    draft_.item.favourite = favourite.is_number() && favourite != 0;
    draft_.item.archived = TextOf(item_, "state") == "archived";
    draft_.Created(ViewOf(ContentOf(MemberOf(item_, "createdAt"))));
    draft_.Updated(ViewOf(ContentOf(MemberOf(item_, "updatedAt"))));
    Addresses(overview);
    Tags(MemberOf(overview, "tags"));
    LoginFields();
    draft_.Password(TextOf(details_, "password"));
    Sections();
    if (draft_.item.kind == trust::v1::KIND_CARD) TakeCard(card_, &draft_);
    if (draft_.item.kind == trust::v1::KIND_BANK_ACCOUNT) {
      TakeBankAccount(bank_, &draft_);
    }
    draft_.Notes(TextOf(details_, "notesPlain"));
    History();
    Attachments();
    return std::move(draft_);
  }

 private:
  void Addresses(const WipedJson& overview) {
    const WipedJson& urls = MemberOf(overview, "urls");
    draft_.Address(TextOf(overview, "url"));
    if (!urls.is_array()) return;
    for (const WipedJson& url : urls) draft_.Address(TextOf(url, "url"));
  }

  void Tags(const WipedJson& tags) {
    if (!tags.is_array()) return;
    for (const WipedJson& tag : tags) draft_.Tag(TextOf(tag));
  }

  void LoginFields() {
    const WipedJson& fields = MemberOf(details_, "loginFields");
    if (!fields.is_array()) return;
    for (const WipedJson& field : fields) {
      const absl::string_view designation = TextOf(field, "designation");
      const absl::string_view value = TextOf(field, "value");
      if (designation == "username") {
        draft_.User(value);
      } else if (designation == "password") {
        draft_.Password(value);
      } else if (TextOf(field, "fieldType") != "B" &&
                 TextOf(field, "fieldType") != "I") {  // buttons
        draft_.Field(TextOf(field, "name"), value,
                     TextOf(field, "fieldType") == "P");
      }
    }
  }

  void Sections() {
    const WipedJson& sections = MemberOf(details_, "sections");
    if (!sections.is_array()) return;
    for (const WipedJson& section : sections) {
      const WipedJson& fields = MemberOf(section, "fields");
      if (!fields.is_array()) continue;
      for (const WipedJson& field : fields) SectionField(field);
    }
  }

  void SectionField(const WipedJson& field) {
    const WipedJson& raw = MemberOf(field, "value");
    const Value value = ReadValue(raw);
    const absl::string_view id = TextOf(field, "id");
    if (value.text.empty()) return;
    if (value.kind == "totp" || absl::StartsWith(id, "TOTP_")) {
      draft_.Code(ViewOf(value.text));
    } else if (value.kind == "file") {
      Attachment(raw.begin().value());
    } else if (value.kind == "sshKey") {
      SshKey(raw.begin().value());
    } else if (value.kind == "address") {
      TakeRest(raw.begin().value(), {}, &draft_);
    } else if (!Known(id, value)) {
      Free(field, id, value);
    }
  }

  // What Klad has a name for, by the id that 1Password's template gives it.
  bool Known(absl::string_view id, const Value& value) {
    if (id == "username") {
      draft_.User(ViewOf(value.text));
      return true;
    }
    if (id == "password" || id == "credential") {
      draft_.Password(ViewOf(value.text));
      return true;
    }
    if (draft_.item.kind == trust::v1::KIND_CARD) return KnownOfCard(id, value);
    if (draft_.item.kind == trust::v1::KIND_BANK_ACCOUNT) {
      return KnownOfBank(id, value);
    }
    if (draft_.item.kind == trust::v1::KIND_LICENCE && id == "reg_code") {
      draft_.Key("licence key", ViewOf(value.text));
      return true;
    }
    return false;
  }

  bool Keep(absl::string_view* place, const Value& value) {
    kept_.push_back(value.text);
    *place = ViewOf(kept_.back());
    return true;
  }

  bool KnownOfCard(absl::string_view id, const Value& value) {
    if (id == "cardholder") return Keep(&card_.holder, value);
    if (id == "ccnum") return Keep(&card_.number, value);
    if (id == "type") return Keep(&card_.brand, value);
    if (id == "expiry") return Keep(&card_.expires, value);
    if (id == "cvv") return Keep(&card_.code, value);
    if (id == "pin") return Keep(&card_.pin, value);
    return false;
  }

  bool KnownOfBank(absl::string_view id, const Value& value) {
    if (id == "bankName") return Keep(&bank_.bank, value);
    if (id == "owner") return Keep(&bank_.holder, value);
    if (id == "accountType") return Keep(&bank_.type, value);
    if (id == "accountNo") return Keep(&bank_.number, value);
    if (id == "routingNo") return Keep(&bank_.routing, value);
    if (id == "iban") return Keep(&bank_.iban, value);
    if (id == "swift") return Keep(&bank_.swift, value);
    if (id == "telephonePin") return Keep(&bank_.pin, value);
    return false;
  }

  void Free(const WipedJson& field, absl::string_view id, const Value& value) {
    const absl::string_view title = TextOf(field, "title");
    const absl::string_view name = title.empty() ? id : title;
    if (value.kind == "url") return draft_.Address(ViewOf(value.text));
    draft_.Field(name, ViewOf(value.text),
                 value.kind == "concealed" || value.kind == "creditCardNumber");
  }

  void SshKey(const WipedJson& key) {
    const WipedJson& metadata = MemberOf(key, "metadata");
    TakeKeyPair({.private_key = TextOf(key, "privateKey"),
                 .public_key = TextOf(metadata, "publicKey"),
                 .fingerprint = TextOf(metadata, "fingerprint")},
                &draft_);
  }

  void History() {
    const WipedJson& history = MemberOf(details_, "passwordHistory");
    if (!history.is_array()) return;
    for (const WipedJson& earlier : history) {
      draft_.EarlierPassword(TextOf(earlier, "value"),
                             Day(MemberOf(earlier, "time")));
    }
  }

  void Attachments() {
    Attachment(MemberOf(details_, "documentAttributes"));
    Attachment(MemberOf(MemberOf(item_, "file"), "attrs"));
    if (!IsNothing(MemberOf(details_, "passkey"))) {
      draft_.Lost(
          Tr("its passkey cannot be imported: make a new one at the "
             "service"));
    }
  }

  void Attachment(const WipedJson& attributes) {
    const absl::string_view name = TextOf(attributes, "fileName");
    if (IsNothing(attributes)) return;
    draft_.Lost(
        Say("its attachment \"$0\" cannot be imported yet: save it by hand",
            OneLine(name)));
  }

  const WipedJson& item_;
  const WipedJson& details_;
  Draft draft_;
  std::list<WipedString> kept_;
  Card card_;
  BankAccount bank_;
};

}  // namespace

Draft ReadOnePuxItem(const WipedJson& item) { return ItemReader(item).Read(); }

}  // namespace klad::client
