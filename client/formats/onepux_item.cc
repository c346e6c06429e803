#include "client/formats/onepux_item.h"

#include <list>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/formats/attached.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/formats/json_members.h"
#include "client/formats/onepux_value.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/vault/limits.h"

namespace klad::client {
namespace {

// Of an address, which 1Password gives it.
constexpr absl::string_view kUsualLabel = "website";

// What 1Password calls a code that people did not name.
bool IsUsualCode(absl::string_view title) {
  const std::string folded = FoldTitle(title);
  return folded == "one-time password" || folded == "one-time code" ||
         folded == "otp" || folded == "одноразовый пароль" ||
         folded == "одноразовый код";
}

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
      : item_(item, &draft_),
        details_(item_.Object("details")),
        source_(source),
        rows_(rows) {}

  Draft Read() {
    draft_.item.kind = KindOf(item_.Text("categoryUuid"));
    draft_.item.favourite = item_.Number("favIndex") != 0;
    draft_.item.archived = item_.Text("state") == "archived";
    draft_.Created(item_.Text("createdAt"));
    draft_.Updated(item_.Text("updatedAt"));
    Overview();
    LoginFields();
    draft_.Password(details_.Text("password"));
    Sections();
    if (draft_.item.kind == trust::v1::KIND_CARD) TakeCard(card_, &draft_);
    if (draft_.item.kind == trust::v1::KIND_BANK_ACCOUNT) {
      TakeBankAccount(bank_, &draft_);
    }
    draft_.Notes(details_.Text("notesPlain"));
    History();
    Attachments();
    details_.Pass(
        {"htmlForm", "htmlMethod", "htmlAction", "htmlName", "htmlID"});
    details_.TakeRest();
    item_.Pass({"uuid", "trashed"});
    item_.TakeRest();
    return std::move(draft_);
  }

 private:
  void Overview() {
    Members overview = item_.Object("overview");
    draft_.Title(overview.Text("title"));
    draft_.Address(overview.Text("url"));
    overview.ForEach("urls", [this](Members& url) {
      const absl::string_view label = url.Text("label");
      const absl::string_view address = url.Text("url");
      draft_.Address(address);
      if (!label.empty() && label != kUsualLabel) {
        draft_.Field(label, address, false);
      }
      url.Pass({"mode"});
    });
    overview.ForEachText("tags",
                         [this](absl::string_view tag) { draft_.Tag(tag); });
    overview.Pass({"subtitle", "ainfo", "ps", "pbe", "pgrng", "icons",
                   "watchtowerExclusions"});
    overview.TakeRest();
  }

  void LoginFields() {
    details_.ForEach("loginFields", [this](Members& field) {
      const absl::string_view designation = field.Text("designation");
      const absl::string_view name = field.Text("name");
      const absl::string_view type = field.Text("fieldType");
      const WipedString value = LoginText(field);
      field.Pass({"id"});
      if (designation == "username") return draft_.User(ViewOf(value));
      if (designation == "password") return draft_.Password(ViewOf(value));
      const bool button = type == "B" || type == "I";
      if (!button) draft_.Field(name, ViewOf(value), type == "P");
    });
  }

  // A text, or an object of what a section's fields have, e-mails most of all.
  WipedString LoginText(Members& field) {
    const WipedJson& value = field.Any("value");
    const WipedJson& email = MemberOf(value, "email");
    Members parts(email.is_object() ? email : value, &draft_);
    for (const char* name : {"email_address", "string", "concealed"}) {
      const absl::string_view text = parts.Text(name);
      if (text.empty()) continue;
      parts.TakeRest();
      return {text.data(), text.size()};
    }
    return ContentOf(value);
  }

  void Sections() {
    details_.ForEach("sections", [this](Members& section) {
      const absl::string_view title = section.Text("title");
      section.ForEach("fields", [this, title](Members& field) {
        SectionField(title, field);
      });
      section.Pass({"name", "hideAddAnotherField"});
    });
  }

  void SectionField(absl::string_view section, Members& field) {
    const WipedJson& raw = field.Any("value");
    const OnePuxValue value = ReadOnePuxValue(raw);
    const WipedJson& content = MemberOf(raw, value.kind);
    const absl::string_view id = field.Text("id");
    const absl::string_view title = field.Text("title");
    field.Pass({"indexAtSource", "guarded", "multiline", "dontGenerate",
                "inputTraits", "placeholder", "clipboardFilter"});
    if (value.text.empty()) return;
    if (value.kind == "totp" || absl::StartsWith(id, "TOTP_")) {
      Code(section, title, value);
    } else if (value.kind == "file" && content.is_object()) {
      Attachment(Members(content, &draft_));
    } else if (value.kind == "sshKey" && content.is_object()) {
      SshKey(Members(content, &draft_));
    } else if (!Known(id, value)) {
      TakeOnePuxField(NameOf(section, title.empty() ? id : title), value, raw,
                      &draft_);
    }
  }

  // A further one keeps its name; so does the first, beside it, if people gave
  // it one.
  void Code(absl::string_view section, absl::string_view title,
            const OnePuxValue& value) {
    const bool named = !title.empty() && !IsUsualCode(title);
    if (!draft_.item.code.empty()) {
      return draft_.Field(named ? NameOf(section, title) : "one-time code",
                          ViewOf(value.text), true);
    }
    draft_.Code(ViewOf(value.text));
    if (named) {
      draft_.Field("name of the one-time code", NameOf(section, title), false);
    }
  }

  // A section too long for a name is a field of its own, once.
  std::string NameOf(absl::string_view section, absl::string_view name) {
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
  void SshKey(Members key) {
    Members metadata = key.Object("metadata");
    const absl::string_view given = metadata.Text("privateKey");
    const absl::string_view other = key.Text("privateKey");
    TakeKeyPair({.private_key = given.empty() ? other : given,
                 .public_key = metadata.Text("publicKey"),
                 .fingerprint = metadata.Text("fingerprint")},
                &draft_);
    if (other != given && !given.empty()) {
      draft_.Key("private key, PKCS #8", other);
    }
    metadata.TakeRest();
    key.TakeRest();
  }

  void History() {
    details_.ForEach("passwordHistory", [this](Members& earlier) {
      draft_.EarlierPassword(earlier.Text("value"), Day(earlier.Any("time")));
    });
  }

  void Attachments() {
    Attachment(details_.Object("documentAttributes"));
    Members file = item_.Object("file");
    Attachment(file.Object("attrs"));
    file.Pass({"path"});
    file.TakeRest();
    if (!IsNothing(details_.Any("passkey"))) {
      draft_.Lost(
          Tr("its passkey cannot be imported: make a new one at the "
             "service"));
    }
  }

  // "files/ID__name" of the archive.
  void Attachment(Members attributes) {
    if (!attributes.exists()) return;
    const absl::string_view name = attributes.Text("fileName");
    std::string path;
    if (source_.files != nullptr) {
      path = source_.files->FirstWith(
          absl::StrCat("files/", attributes.Text("documentId"), "__"));
    }
    attributes.Pass({"documentId", "decryptedSize"});
    attributes.TakeRest();
    if (path.empty()) return MissFile(name, &draft_);
    TakeFile(name, ZipContents(source_.files, path), /*document=*/false, rows_,
             &draft_);
  }

  Draft draft_;
  Members item_;
  Members details_;
  const Source& source_;
  Rows& rows_;
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
