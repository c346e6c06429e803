#include "client/formats/onepux_item.h"

#include <list>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/formats/attached.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/formats/onepux_value.h"
#include "client/words/words.h"
#include "crypto/vault/limits.h"

namespace klad::client {
namespace {

// Of an address, which 1Password gives it.
constexpr absl::string_view kUsualLabel = "website";

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

class ItemReader {
 public:
  ItemReader(const WipedJson& item, const Source& source, Rows& rows)
      : item_(item),
        details_(MemberOf(item, "details")),
        source_(source),
        rows_(rows) {}

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
    for (const WipedJson& url : urls) {
      const absl::string_view label = TextOf(url, "label");
      draft_.Address(TextOf(url, "url"));
      if (label.empty() || label == kUsualLabel) continue;
      draft_.Field(label, TextOf(url, "url"), false);
    }
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
      const WipedString content = OnePuxLoginText(MemberOf(field, "value"));
      const absl::string_view value = ViewOf(content);
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
      for (const WipedJson& field : fields) {
        SectionField(TextOf(section, "title"), field);
      }
    }
  }

  void SectionField(absl::string_view section, const WipedJson& field) {
    const WipedJson& raw = MemberOf(field, "value");
    const OnePuxValue value = ReadOnePuxValue(raw);
    const absl::string_view id = TextOf(field, "id");
    if (value.text.empty()) return;
    if (value.kind == "totp" || absl::StartsWith(id, "TOTP_")) {
      draft_.Code(ViewOf(value.text));
    } else if (value.kind == "file") {
      Attachment(raw.begin().value());
    } else if (value.kind == "sshKey") {
      SshKey(raw.begin().value());
    } else if (!Known(id, value)) {
      TakeOnePuxField(NameOf(section, field), value, raw, &draft_);
    }
  }

  // A section too long for a name is a field of its own, once.
  std::string NameOf(absl::string_view section, const WipedJson& field) {
    const absl::string_view title = TextOf(field, "title");
    const absl::string_view name = title.empty() ? TextOf(field, "id") : title;
    std::string both = InSection(section, name);
    if (both.size() <= crypto::vault::kMaxFieldName) return both;
    if (section != long_section_) draft_.Field("section", section, false);
    long_section_ = section;
    return std::string(name);
  }

  // What Klad has a name for, by the id that 1Password's template gives it.
  bool Known(absl::string_view id, const OnePuxValue& value) {
    if (id == "username") return Use(&Draft::User, value);
    if (id == "password" || id == "credential") {
      return Use(&Draft::Password, value);
    }
    if (draft_.item.kind == trust::v1::KIND_CARD) return KnownOfCard(id, value);
    if (draft_.item.kind == trust::v1::KIND_SERVER && id == "url") {
      return Use(&Draft::Address, value);
    }
    if (draft_.item.kind == trust::v1::KIND_MAILBOX) {
      return KnownOfMailbox(id, value);
    }
    if (draft_.item.kind == trust::v1::KIND_BANK_ACCOUNT) {
      return KnownOfBank(id, value);
    }
    if (draft_.item.kind == trust::v1::KIND_LICENCE && id == "reg_code") {
      draft_.Key("licence key", ViewOf(value.text));
      return true;
    }
    return false;
  }

  bool Keep(absl::string_view* place, const OnePuxValue& value) {
    kept_.push_back(value.text);
    *place = ViewOf(kept_.back());
    return true;
  }

  bool KnownOfCard(absl::string_view id, const OnePuxValue& value) {
    if (id == "cardholder") return Keep(&card_.holder, value);
    if (id == "ccnum") return Keep(&card_.number, value);
    if (id == "type") return Keep(&card_.brand, value);
    if (id == "expiry") return Keep(&card_.expires, value);
    if (id == "cvv") return Keep(&card_.code, value);
    if (id == "pin") return Keep(&card_.pin, value);
    return false;
  }

  bool KnownOfMailbox(absl::string_view id, const OnePuxValue& value) {
    if (id == "pop_username") return Use(&Draft::User, value);
    if (id == "pop_password") return Use(&Draft::Password, value);
    return false;
  }

  bool Use(void (Draft::*take)(absl::string_view), const OnePuxValue& value) {
    (draft_.*take)(ViewOf(value.text));
    return true;
  }

  bool KnownOfBank(absl::string_view id, const OnePuxValue& value) {
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

  // The metadata has the key as it was given.
  void SshKey(const WipedJson& key) {
    const WipedJson& metadata = MemberOf(key, "metadata");
    const absl::string_view given = TextOf(metadata, "privateKey");
    const absl::string_view other = TextOf(key, "privateKey");
    TakeKeyPair({.private_key = given.empty() ? other : given,
                 .public_key = TextOf(metadata, "publicKey"),
                 .fingerprint = TextOf(metadata, "fingerprint")},
                &draft_);
    if (other != given && !given.empty()) {
      draft_.Key("private key, PKCS #8", other);
    }
    TakeRest(metadata, {"privateKey", "publicKey", "fingerprint"}, &draft_);
    TakeRest(key, {"privateKey", "metadata"}, &draft_);
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

  // "files/ID__name" of the archive.
  void Attachment(const WipedJson& attributes) {
    if (IsNothing(attributes)) return;
    const absl::string_view name = TextOf(attributes, "fileName");
    std::string path;
    if (source_.files != nullptr) {
      path = source_.files->FirstWith(
          absl::StrCat("files/", TextOf(attributes, "documentId"), "__"));
    }
    if (path.empty()) return MissFile(name, &draft_);
    TakeFile(name, ZipContents(source_.files, path), /*document=*/false, rows_,
             &draft_);
  }

  const WipedJson& item_;
  const WipedJson& details_;
  const Source& source_;
  Rows& rows_;
  Draft draft_;
  absl::string_view long_section_;
  std::list<WipedString> kept_;
  Card card_;
  BankAccount bank_;
};

}  // namespace

Draft ReadOnePuxItem(const WipedJson& item, const Source& source, Rows& rows) {
  return ItemReader(item, source, rows).Read();
}

}  // namespace klad::client
