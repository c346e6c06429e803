#include "client/formats/keeper.h"

#include <initializer_list>
#include <utility>

#include "absl/strings/match.h"
#include "client/formats/attached.h"
#include "client/formats/json_fields.h"
#include "client/formats/json_members.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

// How many records recognition looks at.
constexpr int kJudged = 20;

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

void TakeFolder(const WipedJson& one, Draft* draft) {
  if (IsText(one)) return draft->Folder(FolderPath(TextOf(one)));
  if (!one.is_object()) {
    return draft->UnknownField("folder", ViewOf(ContentOf(one)));
  }
  Members folder(one, draft);
  draft->Folder(FolderPath(folder.Text("shared_folder")));
  draft->Folder(FolderPath(folder.Text("folder")));
  folder.Pass({"can_edit", "can_share", "shared_folder_uid", "folder_uid"});
  folder.TakeRest();
}

void TakeFolders(const WipedJson& folders, Draft* draft) {
  if (!folders.is_array()) return TakeFolder(folders, draft);
  for (const WipedJson& folder : folders) TakeFolder(folder, draft);
}

// An object of keys and values, or a list as Commander writes it.
void TakeFields(absl::string_view name, const WipedJson& json, Members& record,
                Draft* draft) {
  record.ForEach(name,
                 [draft](Members& entry) { TakeKeeperEntry(entry, draft); });
  const WipedJson& fields = MemberOf(json, name);
  if (!fields.is_object()) return;
  record.Pass({name});
  for (const auto& [key, value] : fields.items()) {
    TakeKeeperField(ViewOf(key), value, draft);
  }
}

void TakeAttachments(Members& record, Draft* draft) {
  record.ForEach("attachments", [draft](Members& attachment) {
    MissFile(attachment.Text("name"), draft);
    attachment.Pass({"file_uid", "uid", "type", "size", "last_modified"});
  });
}

void TakeReferences(const WipedJson& json, Members& record, Draft* draft) {
  const WipedJson& references = MemberOf(json, "references");
  if (!references.is_object()) return;
  record.Pass({"references"});
  for (const auto& [key, value] : references.items()) {
    if (absl::StartsWith(ViewOf(key), "$fileRef")) {
      draft->Lost(
          Tr("its attachments are not in the export: save them by hand"));
    } else {
      draft->Problem(
          Tr("it points at another record, which comes as a "
             "credential of its own"));
    }
  }
}

// What Keeper exports has a "$type", what Commander writes a "type".
absl::string_view TypeOf(const WipedJson& json, Members& record) {
  const bool commander = MemberOf(json, "fields").is_array() ||
                         MemberOf(json, "custom").is_array();
  const absl::string_view type = record.Text("$type");
  return type.empty() && commander ? record.Text("type") : type;
}

absl::Status ReadRecord(const JsonSlice& slice, Rows& rows) {
  ASSIGN_OR_RETURN(const WipedJson json, ParseRow(slice, rows));
  if (json.is_null()) return absl::OkStatus();
  Draft draft;
  Members record(json, &draft);
  draft.item.kind = KindOf(TypeOf(json, record));
  draft.Title(record.Text("title"));
  draft.User(record.Text("login"));
  draft.Password(record.Text("password"));
  draft.Address(record.Text("login_url"));
  draft.Notes(record.Text("notes"));
  draft.Updated(record.Text("last_modified"));
  TakeFolders(record.Any("folders"), &draft);
  for (const char* fields : {"custom_fields", "fields", "custom"}) {
    TakeFields(fields, json, record, &draft);
  }
  TakeAttachments(record, &draft);
  TakeReferences(json, record, &draft);
  record.Pass({"uid", "record_uid", "schema", "version", "revision"});
  record.TakeRest();
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

// Whether one of the first records has a member of these.
bool AnyHas(const JsonSlice& records,
            std::initializer_list<const char*> members) {
  bool has = false;
  int judged = 0;
  records
      .ForEachElement([&](const JsonSlice& record) {
        for (const char* name : members) {
          has = has || !record.Member(name).IsNull();
        }
        ++judged;
        return has || judged == kJudged ? absl::CancelledError()
                                        : absl::OkStatus();
      })
      .IgnoreError();
  return has;
}

Fit FitOf(const Source& source) {
  const JsonSlice records = RecordsOf(source.json);
  if (!records.IsArray()) return Fit::kNo;
  if (source.json.Member("shared_folders").IsArray()) return Fit::kExactly;
  if (records.FirstElement().Member("title").IsNull()) return Fit::kNo;
  if (AnyHas(records, {"$type", "custom_fields", "login_url"})) {
    return Fit::kWell;
  }
  const bool loosely = source.json.IsObject() &&
                       AnyHas(records, {"login", "password", "fields"});
  return loosely ? Fit::kLoosely : Fit::kNo;
}

}  // namespace

Format KeeperJson() {
  return {"keeper-json", "Keeper", Shape::kJson, FitOf, Read};
}

}  // namespace klad::client
