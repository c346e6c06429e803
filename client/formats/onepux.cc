#include "client/formats/onepux.h"

#include <string>

#include "client/formats/json_fields.h"
#include "client/formats/onepux_item.h"
#include "client/formats/zip_archive.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr absl::string_view kData = "export.data";

absl::Status ReadItem(const JsonSlice& slice, absl::string_view vault,
                      const Source& source, Rows& rows) {
  // Until version 2 an item stood in an object of its own.
  const JsonSlice inner = slice.Member("item");
  ASSIGN_OR_RETURN(const WipedJson item,
                   ParseRowIn(slice, inner.IsObject() ? inner : slice, rows));
  if (item.is_null()) return absl::OkStatus();
  const bool trashed =
      IsTrue(MemberOf(item, "trashed")) || TextOf(item, "state") == "trashed";
  if (trashed) {
    rows.Reject(TextOf(MemberOf(item, "overview"), "title"),
                Tr("it lies in the trash"));
    return absl::OkStatus();
  }
  Draft draft = ReadOnePuxItem(item, source, rows);
  draft.Folder(vault);
  return rows.Take(std::move(draft));
}

absl::Status ReadVault(const JsonSlice& vault, const Source& source,
                       Rows& rows) {
  const WipedJson attributes = vault.Member("attrs").Parse();
  const WipedString content = ContentOf(MemberOf(attributes, "name"));
  const WipedString about = ContentOf(MemberOf(attributes, "desc"));
  const absl::string_view name = ViewOf(content);
  RETURN_IF_ERROR(rows.TakeFolderNote(name, name, ViewOf(about), ""));
  return vault.Member("items").ForEachElement([&](const JsonSlice& item) {
    return ReadItem(item, name, source, rows);
  });
}

absl::Status Read(const Source& source, Rows& rows) {
  return source.json.Member("accounts")
      .ForEachElement([&](const JsonSlice& account) {
        return account.Member("vaults").ForEachElement(
            [&](const JsonSlice& vault) {
              return ReadVault(vault, source, rows);
            });
      });
}

Fit FitZip(const Source& source) {
  return HasZipEntry(source.text, kData) ? Fit::kExactly : Fit::kNo;
}

Fit FitData(const Source& source) {
  const JsonSlice first = source.json.Member("accounts").FirstElement();
  return first.Member("vaults").IsArray() ? Fit::kExactly : Fit::kNo;
}

}  // namespace

Format OnePux() {
  return {"1password-1pux", "1Password", Shape::kZip, FitZip, Read,
          nullptr,          kData};
}

Format OnePuxData() {
  return {"1password-data", "1Password", Shape::kJson, FitData, Read};
}

}  // namespace klad::client
