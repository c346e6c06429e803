#include "client/formats/keeper.h"

#include <string>

#include "absl/strings/match.h"
#include "client/formats/attached.h"
#include "client/formats/json_fields.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

trust::v1::Kind KindOf(absl::string_view type) {
  if (type == "bankCard") return trust::v1::KIND_CARD;
  if (type == "bankAccount") return trust::v1::KIND_BANK_ACCOUNT;
  if (type == "sshKeys") return trust::v1::KIND_SSH_KEY;
  if (type == "softwareLicense") return trust::v1::KIND_LICENCE;
  if (type == "serverCredentials" || type == "databaseCredentials" ||
      type == "wifiCredentials") {
    return trust::v1::KIND_SERVER;
  }
  if (type.empty() || type == "login" || type == "general" ||
      type == "password") {
    return trust::v1::KIND_LOGIN;
  }
  return trust::v1::KIND_NOTE;
}

void TakeFolders(const WipedJson& folders, Draft* draft) {
  if (!folders.is_array()) return;
  for (const WipedJson& folder : folders) {
    draft->Folder(FolderPath(TextOf(folder, "shared_folder")));
    draft->Folder(FolderPath(TextOf(folder, "folder")));
  }
}

void TakeFields(const WipedJson& fields, Draft* draft) {
  if (!fields.is_object()) return;
  for (const auto& [key, value] : fields.items()) {
    TakeKeeperField({key.data(), key.size()}, value, draft);
  }
}

void TakeAttachments(const WipedJson& record, Draft* draft) {
  const WipedJson& attachments = MemberOf(record, "attachments");
  if (attachments.is_array()) {
    for (const WipedJson& attachment : attachments) {
      MissFile(TextOf(attachment, "name"), draft);
    }
  }
  const WipedJson& references = MemberOf(record, "references");
  if (!references.is_object()) return;
  for (const auto& [key, value] : references.items()) {
    const absl::string_view name(key.data(), key.size());
    if (absl::StartsWith(name, "$fileRef")) {
      draft->Lost(
          Tr("its attachments are not in the export: save them by hand"));
    } else {
      draft->Problem(
          Tr("it points at another record, which comes as a "
             "credential of its own"));
    }
  }
}

absl::Status ReadRecord(const JsonSlice& slice, Rows& rows) {
  ASSIGN_OR_RETURN(const WipedJson record, ParseRow(slice, rows));
  if (record.is_null()) return absl::OkStatus();
  Draft draft;
  draft.item.kind = KindOf(TextOf(record, "$type"));
  draft.Title(TextOf(record, "title"));
  draft.User(TextOf(record, "login"));
  draft.Password(TextOf(record, "password"));
  draft.Address(TextOf(record, "login_url"));
  draft.Notes(TextOf(record, "notes"));
  draft.Updated(ViewOf(ContentOf(MemberOf(record, "last_modified"))));
  TakeFolders(MemberOf(record, "folders"), &draft);
  TakeFields(MemberOf(record, "custom_fields"), &draft);
  TakeFields(MemberOf(record, "fields"), &draft);
  TakeAttachments(record, &draft);
  TakeRest(record,
           {"$type", "title", "login", "password", "login_url", "notes",
            "last_modified", "folders", "custom_fields", "fields",
            "attachments", "references", "uid", "schema", "version"},
           &draft);
  return rows.Take(std::move(draft));
}

JsonSlice RecordsOf(const JsonSlice& json) {
  return json.IsArray() ? json : json.Member("records");
}

absl::Status Read(const Source& source, Rows& rows) {
  return RecordsOf(source.json).ForEachElement([&](const JsonSlice& record) {
    return ReadRecord(record, rows);
  });
}

Fit FitOf(const Source& source) {
  const JsonSlice records = RecordsOf(source.json);
  if (!records.IsArray()) return Fit::kNo;
  if (source.json.Member("shared_folders").IsArray()) return Fit::kExactly;
  const JsonSlice first = records.FirstElement();
  if (first.Member("title").IsNull()) return Fit::kNo;
  for (const char* own : {"$type", "custom_fields", "login_url"}) {
    if (!first.Member(own).IsNull()) return Fit::kWell;
  }
  return source.json.IsObject() ? Fit::kLoosely : Fit::kNo;
}

}  // namespace

Format KeeperJson() {
  return {"keeper-json", "Keeper", Shape::kJson, FitOf, Read};
}

}  // namespace klad::client
