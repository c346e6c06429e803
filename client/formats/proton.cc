#include "client/formats/proton.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/formats/attached.h"
#include "client/formats/json_fields.h"
#include "client/formats/proton_item.h"
#include "client/formats/zip_archive.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr absl::string_view kData = "Proton Pass/data.json";
constexpr absl::string_view kFiles = "Proton Pass/files/";
constexpr int kTrashed = 2;

void TakeLogin(const WipedJson& content, Draft* draft) {
  draft->User(TextOf(content, "itemUsername"));
  draft->User(TextOf(content, "username"));  // until 2024
  const absl::string_view email = TextOf(content, "itemEmail");
  if (draft->item.user_name.empty()) {
    draft->User(email);
  } else if (email != draft->item.user_name) {
    draft->Email("e-mail", email);
  }
  draft->Password(TextOf(content, "password"));
  TakeProtonAddresses(MemberOf(content, "urls"), draft);
  TakeProtonAddresses(MemberOf(content, "autofillUrls"), draft);
  draft->Code(TextOf(content, "totpUri"));
  if (!IsNothing(MemberOf(content, "passkeys"))) {
    draft->Lost(
        Tr("its passkey cannot be imported: make a new one at the "
           "service"));
  }
  TakeRest(content,
           {"itemUsername", "username", "itemEmail", "password", "urls",
            "autofillUrls", "totpUri", "passkeys"},
           draft);
}

// "Proton Pass/files/NAME" of the archive, without slashes in the name.
void TakeFiles(const WipedJson& names, const Source& source, Rows& rows,
               Draft* draft) {
  if (!names.is_array()) return;
  for (const WipedJson& one : names) {
    const absl::string_view name = TextOf(one);
    const std::string path = absl::StrCat(
        kFiles, absl::StrReplaceAll(name, {{"/", "_"}, {"\\", "_"}}));
    if (source.files == nullptr || source.files->FirstWith(path) != path) {
      MissFile(name, draft);
    } else {
      TakeFile(path.substr(kFiles.size()), ZipContents(source.files, path),
               /*document=*/false, rows, draft);
    }
  }
}

absl::Status ReadItem(const JsonSlice& slice, absl::string_view vault,
                      const Source& source, Rows& rows) {
  ASSIGN_OR_RETURN(const WipedJson item, ParseRow(slice, rows));
  if (item.is_null()) return absl::OkStatus();
  const WipedJson& data = MemberOf(item, "data");
  const WipedJson& metadata = MemberOf(data, "metadata");
  if (MemberOf(item, "state") == kTrashed) {
    rows.Reject(TextOf(metadata, "name"), Tr("it lies in the trash"));
    return absl::OkStatus();
  }
  Draft draft;
  draft.Title(TextOf(metadata, "name"));
  draft.Notes(TextOf(metadata, "note"));
  draft.Folder(vault);
  draft.item.favourite = IsTrue(MemberOf(item, "pinned"));
  draft.Created(ViewOf(ContentOf(MemberOf(item, "createTime"))));
  draft.Updated(ViewOf(ContentOf(MemberOf(item, "modifyTime"))));
  const absl::string_view type = TextOf(data, "type");
  if (type == "login") {
    TakeLogin(MemberOf(data, "content"), &draft);
  } else if (type == "note") {
    draft.item.kind = trust::v1::KIND_NOTE;
  } else {
    TakeProtonContent(type, MemberOf(data, "content"), &draft);
  }
  draft.Email("alias", TextOf(item, "aliasEmail"));
  TakeProtonFields(MemberOf(data, "extraFields"), &draft);
  TakeRest(data, {"type", "metadata", "content", "extraFields"}, &draft);
  TakeFiles(MemberOf(item, "files"), source, rows, &draft);
  return rows.Take(std::move(draft));
}

absl::Status ReadVault(const JsonSlice& vault, const Source& source,
                       Rows& rows) {
  const WipedJson parsed = vault.Member("name").Parse();
  const WipedJson description = vault.Member("description").Parse();
  const absl::string_view name = TextOf(parsed);
  RETURN_IF_ERROR(rows.TakeFolderNote(name, name, TextOf(description), ""));
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
