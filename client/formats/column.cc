#include "client/formats/column.h"

#include "client/title.h"

namespace klad::client {
namespace {

struct Name {
  absl::string_view folded;
  Column column;
};

constexpr Name kNames[] = {
    {"title", Column::kTitle},
    {"name", Column::kTitle},
    {"account", Column::kTitle},
    {"название", Column::kTitle},
    {"имя записи", Column::kTitle},
    {"наименование", Column::kTitle},
    {"сервис", Column::kTitle},
    {"username", Column::kUser},
    {"user name", Column::kUser},
    {"user", Column::kUser},
    {"login", Column::kUser},
    {"login name", Column::kUser},
    {"login_username", Column::kUser},
    {"логин", Column::kUser},
    {"имя пользователя", Column::kUser},
    {"пользователь", Column::kUser},
    {"password", Column::kPassword},
    {"login_password", Column::kPassword},
    {"pwd", Column::kPassword},
    {"пароль", Column::kPassword},
    {"url", Column::kAddress},
    {"urls", Column::kAddress},
    {"uri", Column::kAddress},
    {"website", Column::kAddress},
    {"web site", Column::kAddress},
    {"website address", Column::kAddress},
    {"address", Column::kAddress},
    {"site", Column::kAddress},
    {"hostname", Column::kAddress},
    {"login_uri", Column::kAddress},
    {"login_url", Column::kAddress},
    {"адрес", Column::kAddress},
    {"адрес сайта", Column::kAddress},
    {"сайт", Column::kAddress},
    {"ссылка", Column::kAddress},
    {"notes", Column::kNotes},
    {"note", Column::kNotes},
    {"comment", Column::kNotes},
    {"comments", Column::kNotes},
    {"extra", Column::kNotes},
    {"описание", Column::kNotes},
    {"заметка", Column::kNotes},
    {"заметки", Column::kNotes},
    {"примечание", Column::kNotes},
    {"примечания", Column::kNotes},
    {"комментарий", Column::kNotes},
    {"totp", Column::kCode},
    {"otp", Column::kCode},
    {"code", Column::kCode},
    {"otpauth", Column::kCode},
    {"otpsecret", Column::kCode},
    {"otpurl", Column::kCode},
    {"login_totp", Column::kCode},
    {"one-time password", Column::kCode},
    {"одноразовый код", Column::kCode},
    {"folder", Column::kFolder},
    {"group", Column::kFolder},
    {"grouping", Column::kFolder},
    {"folder name", Column::kFolder},
    {"папка", Column::kFolder},
    {"группа", Column::kFolder},
    {"tags", Column::kTags},
    {"tag", Column::kTags},
    {"category", Column::kFolder},
    {"категория", Column::kFolder},
    {"теги", Column::kTags},
    {"метки", Column::kTags},
    {"favorite", Column::kFavourite},
    {"favourite", Column::kFavourite},
    {"fav", Column::kFavourite},
    {"избранное", Column::kFavourite},
    {"archived", Column::kArchived},
    {"архив", Column::kArchived},
    {"created", Column::kCreated},
    {"создано", Column::kCreated},
    {"updated", Column::kUpdated},
    {"modified", Column::kUpdated},
    {"last modified", Column::kUpdated},
    {"изменено", Column::kUpdated},
    {"email", Column::kEmail},
    {"e-mail", Column::kEmail},
    {"почта", Column::kEmail},
    {"эл. почта", Column::kEmail},
    {"электронная почта", Column::kEmail},
    {"phone", Column::kPhone},
    {"phone number", Column::kPhone},
    {"телефон", Column::kPhone},
    {"номер телефона", Column::kPhone},
};

constexpr Name kMapNames[] = {
    {"field", Column::kVisible},           {"поле", Column::kVisible},
    {"hidden", Column::kHidden},           {"скрытое", Column::kHidden},
    {"ignore", Column::kIgnored},          {"пропустить", Column::kIgnored},
    {"earlier", Column::kEarlierPassword},
};

template <size_t N>
absl::optional<Column> Find(const Name (&names)[N], absl::string_view folded) {
  for (const Name& name : names) {
    if (name.folded == folded) return name.column;
  }
  return absl::nullopt;
}

}  // namespace

absl::optional<Column> ColumnOf(absl::string_view folded) {
  return Find(kNames, folded);
}

absl::optional<Column> ColumnForMap(absl::string_view field) {
  const std::string folded = FoldTitle(field);
  const auto own = Find(kMapNames, folded);
  return own.has_value() ? own : ColumnOf(folded);
}

absl::string_view FieldsForMap() {
  return "title, username, password, url, notes, code, folder, tags, "
         "favourite, archived, created, updated, email, phone, earlier, field, "
         "hidden, ignore";
}

}  // namespace klad::client
