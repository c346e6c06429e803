#include "client/formats/klad_json.h"

#include <google/protobuf/descriptor.h>
#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/credential_id.h"
#include "client/error.h"
#include "client/formats/attached.h"
#include "client/formats/json_fields.h"
#include "client/formats/wiped_json.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

using crypto::vault::Attachment;
using crypto::vault::SecretPart;
using trust::v1::Overview;

// In the order in which members are set.
using OrderedJson =
    nlohmann::basic_json<nlohmann::ordered_map, std::vector, WipedString, bool,
                         int64_t, uint64_t, double, WipingAllocator>;

constexpr char kFormat[] = "klad";
constexpr int kVersion = 1;
constexpr char kAttachments[] = "attachments";

// "ssh-key" of KIND_SSH_KEY: words that people use are the enum's own.
std::string WordOf(const google::protobuf::EnumDescriptor& type, int number,
                   absl::string_view prefix) {
  const auto* value = type.FindValueByNumber(number);
  if (value == nullptr) return "";
  const std::string word = absl::AsciiStrToLower(
      absl::string_view(value->name()).substr(prefix.size()));
  return absl::StrReplaceAll(word, {{"_", "-"}});
}

// 0, the unspecified value of every enum, for a word that is none.
int NumberOf(const google::protobuf::EnumDescriptor& type,
             absl::string_view prefix, absl::string_view word) {
  for (int i = 1; i < type.value_count(); ++i) {
    const int number = type.value(i)->number();
    if (WordOf(type, number, prefix) == word) return number;
  }
  return 0;
}

const google::protobuf::EnumDescriptor& Kinds() {
  return *trust::v1::Kind_descriptor();
}
const google::protobuf::EnumDescriptor& Sensitivities() {
  return *trust::v1::Sensitivity_descriptor();
}
constexpr char kKindPrefix[] = "KIND_";
constexpr char kSensitivityPrefix[] = "SENSITIVITY_";

WipedString Wiped(absl::string_view text) { return {text.data(), text.size()}; }

class Writer {
 public:
  void Text(const char* name, absl::string_view text) {
    if (!text.empty()) json_[name] = Wiped(text);
  }
  void Time(const char* name, int64_t ms) {
    if (ms == 0) return;
    Text(name, absl::FormatTime(absl::RFC3339_full, absl::FromUnixMillis(ms),
                                absl::UTCTimeZone()));
  }
  template <typename List>
  void Texts(const char* name, const List& list) {
    for (const auto& text : list) json_[name].push_back(Wiped(text));
  }
  void Field(absl::string_view name, absl::string_view value, bool hidden) {
    OrderedJson field;
    field["name"] = Wiped(name);
    field["value"] = Wiped(value);
    field["hidden"] = hidden;
    json_["fields"].push_back(std::move(field));
  }
  OrderedJson& json() { return json_; }

 private:
  OrderedJson json_ = OrderedJson::object();
};

void WriteOverview(const Overview& overview, Writer& out) {
  out.Text("title", overview.title());
  if (overview.archived()) out.json()["archived"] = true;
  out.Texts("addresses", overview.addresses());
  out.Text("user_name", overview.user_name());
  out.Text("email", overview.email());
  out.Text("phone", overview.phone());
  out.Text("owner", overview.owner());
  out.Texts("tags", overview.tags());
  for (const trust::v1::Field& field : overview.fields()) {
    out.Field(field.name(), field.value(), false);
  }
}

void WriteSecret(const SecretPart& secret, Writer& out) {
  for (const auto& field : secret.fields) {
    out.Field(field.name, field.value.Expose(), true);
  }
  out.Text("password", secret.password.Expose());
  out.Text("code", secret.one_time_code.Expose());
  out.Text("note", secret.note.Expose());
  out.Text("recovery_codes", secret.recovery_codes.Expose());
  out.Text("key", secret.key.Expose());
}

using Sink = std::function<absl::Status(absl::string_view)>;

// Base 64 of three bytes at a time has no seams.
constexpr size_t kPiece = 3 * 8192;

absl::Status WriteFile(const Attachment& attachment, absl::string_view contents,
                       const Sink& sink) {
  OrderedJson about = OrderedJson::object();
  about["name"] = Wiped(attachment.name);
  about["document"] = attachment.document;
  about["contents"] = "";
  const WipedString text = about.dump();
  // Without the quote and the bracket at its end.
  RETURN_IF_ERROR(sink(ViewOf(text).substr(0, text.size() - 2)));
  for (; !contents.empty();
       contents.remove_prefix(std::min(kPiece, contents.size()))) {
    WipedString piece(
        sodium_base64_ENCODED_LEN(kPiece, sodium_base64_VARIANT_ORIGINAL),
        '\0');
    sodium_bin2base64(piece.data(), piece.size(),
                      reinterpret_cast<const unsigned char*>(contents.data()),
                      std::min(kPiece, contents.size()),
                      sodium_base64_VARIANT_ORIGINAL);
    RETURN_IF_ERROR(sink(absl::string_view(piece.c_str())));
  }
  return sink("\"}");
}

void Add(const char* name, absl::string_view value, bool hidden, FieldRole role,
         Imported* item) {
  if (value.empty()) return;
  item->fields.push_back({name, Secret::Copy(value), hidden, role});
}

// klad export writes neither without a name nor without a value.
void AddField(const WipedJson& field, Imported* item) {
  const absl::string_view name = TextOf(field, "name");
  const absl::string_view value = TextOf(field, "value");
  if (name.empty() || value.empty()) return;
  item->fields.push_back({std::string(name), Secret::Copy(value),
                          IsTrue(MemberOf(field, "hidden"))});
}

absl::optional<absl::Time> TimeOf(const WipedJson& item,
                                  absl::string_view name) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, TextOf(item, name), &time, &error)) {
    return time;
  }
  return absl::nullopt;
}

std::vector<std::string> TextsOf(const WipedJson& list) {
  std::vector<std::string> texts;
  for (const WipedJson& text : list) texts.emplace_back(TextOf(text));
  return texts;
}

Imported ItemOf(const WipedJson& json) {
  Imported item;
  item.exact = true;
  item.kind = static_cast<trust::v1::Kind>(
      NumberOf(Kinds(), kKindPrefix, TextOf(json, "kind")));
  item.sensitivity = static_cast<trust::v1::Sensitivity>(NumberOf(
      Sensitivities(), kSensitivityPrefix, TextOf(json, "sensitivity")));
  item.title = OneLine(TextOf(json, "title"));
  item.archived = IsTrue(MemberOf(json, "archived"));
  item.addresses = TextsOf(MemberOf(json, "addresses"));
  item.user_name = std::string(TextOf(json, "user_name"));
  item.tags = TextsOf(MemberOf(json, "tags"));
  item.password = Secret::Copy(TextOf(json, "password"));
  item.code = Secret::Copy(TextOf(json, "code"));
  item.notes = Secret::Copy(TextOf(json, "note"));
  Add("email", TextOf(json, "email"), false, FieldRole::kEmail, &item);
  Add("phone", TextOf(json, "phone"), false, FieldRole::kPhone, &item);
  Add("owner", TextOf(json, "owner"), false, FieldRole::kOwner, &item);
  Add("key", TextOf(json, "key"), true, FieldRole::kKey, &item);
  Add("recovery codes", TextOf(json, "recovery_codes"), true,
      FieldRole::kRecoveryCodes, &item);
  for (const WipedJson& field : MemberOf(json, "fields")) {
    AddField(field, &item);
  }
  item.created = TimeOf(json, "created");
  item.updated = TimeOf(json, "changed");
  return item;
}

// A file of several safes: the safe's name becomes a tag, for they all go into
// one.
absl::StatusOr<bool> HasSeveralSafes(const JsonSlice& credentials) {
  absl::optional<WipedString> first;
  bool several = false;
  RETURN_IF_ERROR(credentials.ForEachElement([&](const JsonSlice& slice) {
    const WipedJson safe = slice.Member("safe").Parse();
    const WipedString name = Wiped(TextOf(safe));
    several = several || (first.has_value() && *first != name);
    if (!first.has_value()) first = name;
    return absl::OkStatus();
  }));
  return several;
}

absl::Status Read(const Source& source, Rows& rows) {
  const WipedJson version = source.json.Member("version").Parse();
  if (NumberOf(version) != kVersion) {
    return Error(ExitCode::kUsage, Say("the export needs a newer klad"),
                 Tr("update klad, or export with this version of it"));
  }
  const JsonSlice credentials = source.json.Member("credentials");
  ASSIGN_OR_RETURN(const bool several, HasSeveralSafes(credentials));
  return credentials.ForEachElement(
      [&](const JsonSlice& slice) -> absl::Status {
        ASSIGN_OR_RETURN(const WipedJson json,
                         ParseRow(slice, rows, kAttachments));
        if (json.is_null()) return absl::OkStatus();
        Draft draft;
        draft.item = ItemOf(json);
        TakeEmbeddedFiles(slice.Member(kAttachments), "contents", rows, &draft);
        if (draft.item.kind == trust::v1::KIND_UNSPECIFIED ||
            draft.item.sensitivity == trust::v1::SENSITIVITY_UNSPECIFIED) {
          rows.Reject(draft.item.title, Tr("its kind is not known here"));
          return absl::OkStatus();
        }
        if (several) draft.item.folder = std::string(TextOf(json, "safe"));
        return rows.Take(std::move(draft));
      });
}

Fit FitOf(const Source& source) {
  const WipedJson format = source.json.Member("format").Parse();
  const bool ours =
      TextOf(format) == kFormat && source.json.Member("credentials").IsArray();
  return ours ? Fit::kExactly : Fit::kNo;
}

}  // namespace

std::string KladJsonBegin(absl::string_view organisation, absl::Time now) {
  OrderedJson about;
  about["format"] = kFormat;
  about["version"] = kVersion;
  about["organisation"] = Wiped(organisation);
  about["exported"] =
      Wiped(absl::FormatTime(absl::RFC3339_sec, now, absl::UTCTimeZone()));
  const WipedString text = about.dump(1);
  // Without the bracket that closes it.
  return absl::StrCat(ViewOf(text).substr(0, text.size() - 2),
                      ",\n \"credentials\": [\n");
}

absl::Status KladJsonOf(
    const ExportedCredential& credential, const FileOf& file_of,
    const std::function<absl::Status(absl::string_view)>& sink) {
  Writer out;
  out.Text("id", CredentialIdText(credential.header.credential()));
  out.Text("safe", credential.safe);
  out.Text("kind", WordOf(Kinds(), credential.header.kind(), kKindPrefix));
  out.Text("sensitivity",
           WordOf(Sensitivities(), credential.header.sensitivity(),
                  kSensitivityPrefix));
  WriteOverview(credential.overview, out);
  WriteSecret(credential.secret, out);
  out.Time("created", credential.overview.created_ms());
  out.Time("changed", credential.overview.secret_changed_ms());
  const WipedString text = out.json().dump();
  if (credential.secret.attachments.empty()) return sink(ViewOf(text));
  // Without the bracket that closes it.
  RETURN_IF_ERROR(sink(ViewOf(text).substr(0, text.size() - 1)));
  absl::string_view before = ",\"attachments\":[";
  for (const Attachment& attachment : credential.secret.attachments) {
    RETURN_IF_ERROR(sink(before));
    ASSIGN_OR_RETURN(const WipedString contents, file_of(attachment));
    RETURN_IF_ERROR(WriteFile(attachment, ViewOf(contents), sink));
    before = ",";
  }
  return sink("]}");
}

std::string KladJsonEnd() { return "\n ]\n}\n"; }

Format KladJson() { return {"klad-json", "Klad", Shape::kJson, FitOf, Read}; }

}  // namespace klad::client
