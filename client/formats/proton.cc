#include "client/formats/proton.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/formats/attached.h"
#include "client/formats/json_fields.h"
#include "client/formats/json_members.h"
#include "client/formats/proton_item.h"
#include "client/formats/zip_archive.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr absl::string_view kData = "Proton Pass/data.json";
constexpr absl::string_view kFiles = "Proton Pass/files/";
constexpr int kTrashed = 2;

void TakeLogin(Members& content, Draft* draft) {
  draft->User(content.Text("itemUsername"));
  draft->User(content.Text("username"));  // until 2024
  const absl::string_view email = content.Text("itemEmail");
  if (draft->item.user_name.empty()) {
    draft->User(email);
  } else if (email != draft->item.user_name) {
    draft->Email("e-mail", email);
  }
  draft->Password(content.Text("password"));
  for (const char* list : {"urls", "autofillUrls"}) {
    TakeProtonAddresses(content.Any(list), draft);
  }
  draft->Code(content.Text("totpUri"));
  if (!IsNothing(content.Any("passkeys"))) {
    draft->Lost(
        Tr("its passkey cannot be imported: make a new one at the "
           "service"));
  }
  content.TakeRest();
}

// "Proton Pass/files/NAME" of the archive, without slashes in the name.
void TakeNamedFile(absl::string_view name, const Source& source, Rows& rows,
                   Draft* draft) {
  const std::string path = absl::StrCat(
      kFiles, absl::StrReplaceAll(name, {{"/", "_"}, {"\\", "_"}}));
  if (source.files == nullptr || source.files->FirstWith(path) != path) {
    return MissFile(name, draft);
  }
  TakeFile(path.substr(kFiles.size()), ZipContents(source.files, path),
           /*document=*/false, rows, draft);
}

void TakeData(Members& data, Draft* draft) {
  Members metadata = data.Object("metadata");
  draft->Title(metadata.Text("name"));
  draft->Notes(metadata.Text("note"));
  metadata.Pass({"itemUuid"});
  metadata.TakeRest();
  const absl::string_view type = data.Text("type");
  if (type == "login") {
    Members content = data.Object("content");
    TakeLogin(content, draft);
  } else if (type == "note") {
    draft->item.kind = trust::v1::KIND_NOTE;
    data.Object("content").TakeRest();
  } else {
    TakeProtonContent(type, data.Any("content"), draft);
  }
  TakeProtonFields("extraFields", data, draft);
  data.TakeRest();
}

absl::Status ReadItem(const JsonSlice& slice, absl::string_view vault,
                      const Source& source, Rows& rows) {
  ASSIGN_OR_RETURN(const WipedJson item, ParseRow(slice, rows));
  if (item.is_null()) return absl::OkStatus();
  if (NumberOf(MemberOf(item, "state")) == kTrashed) {
    const WipedJson& metadata = MemberOf(MemberOf(item, "data"), "metadata");
    rows.Reject(TextOf(metadata, "name"), Tr("it lies in the trash"));
    return absl::OkStatus();
  }
  Draft draft;
  Members members(item, &draft);
  draft.Folder(vault);
  draft.item.favourite = members.Flag("pinned");
  draft.Created(members.Text("createTime"));
  draft.Updated(members.Text("modifyTime"));
  Members data = members.Object("data");
  TakeData(data, &draft);
  draft.Email("alias", members.Text("aliasEmail"));
  members.ForEachText("files", [&](absl::string_view name) {
    TakeNamedFile(name, source, rows, &draft);
  });
  members.Pass({"itemId", "shareId", "state", "contentFormatVersion",
                "folderId", "shareCount"});
  members.TakeRest();
  return rows.Take(std::move(draft));
}

absl::Status ReadVault(const JsonSlice& vault, const Source& source,
                       Rows& rows) {
  const WipedString content = ContentOf(vault.Member("name").Parse());
  const WipedString about = ContentOf(vault.Member("description").Parse());
  const absl::string_view name = ViewOf(content);
  RETURN_IF_ERROR(rows.TakeFolderNote(name, name, ViewOf(about), ""));
  return vault.Member("items").ForEachElement([&](const JsonSlice& item) {
    return ReadItem(item, name, source, rows);
  });
}

absl::Status Read(const Source& source, Rows& rows) {
  return source.json.Member("vaults").ForEachMember(
      [&](absl::string_view, const JsonSlice& vault) {
        return ReadVault(vault, source, rows);
      });
}

Fit FitOf(const Source& source) {
  return source.json.Member("vaults").IsObject() ? Fit::kExactly : Fit::kNo;
}

Fit FitZip(const Source& source) {
  return HasZipEntry(source.text, kData) ? Fit::kExactly : Fit::kNo;
}

}  // namespace

Format ProtonJson() {
  return {"proton-json", "Proton Pass", Shape::kJson, FitOf, Read};
}

Format ProtonZip() {
  return {"proton-zip", "Proton Pass", Shape::kZip, FitZip,
          Read,         nullptr,       kData};
}

}  // namespace klad::client
