// What a column of a table holds, and the names people and products give it.
#ifndef KLAD_CLIENT_FORMATS_COLUMN_H_
#define KLAD_CLIENT_FORMATS_COLUMN_H_

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace klad::client {

enum class Column {
  kTitle,
  kUser,
  kPassword,
  kAddress,
  kNotes,
  kCode,
  kFolder,
  kTags,
  kFavourite,
  kArchived,
  kCreated,
  kUpdated,
  kEmail,
  kPhone,
  kEarlierPassword,
  kVisible,  // a field that is not secret
  kHidden,   // a field that is
  kUnknown,  // a field, hidden: nobody says
  kOwn,      // left to the product's own function
  kIgnored,  // no content: ids, icons
};

// What a column of this name, in English or Russian, holds in any product;
// none for a name that means nothing by itself. `folded` as FoldTitle gives.
absl::optional<Column> ColumnOf(absl::string_view folded);

// Of `--map COLUMN=FIELD`: "title", "url", "field", "hidden", "ignore", or any
// name that ColumnOf knows.
absl::optional<Column> ColumnForMap(absl::string_view field);

// "title, user, password, …", for a hint.
absl::string_view FieldsForMap();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_COLUMN_H_
