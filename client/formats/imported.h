// What an import reads, whatever product it came from.
#ifndef KLAD_CLIENT_FORMATS_IMPORTED_H_
#define KLAD_CLIENT_FORMATS_IMPORTED_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "crypto/base/secret.h"

namespace klad::client {

// Of all texts of an item together, in bytes: what one sealed part can hold
// with room to spare. The secrets of one item at a time fit locked memory.
constexpr size_t kMaxImportedItem = 96 << 10;

enum class ImportedKind { kLogin, kNote };

struct ImportedField {
  std::string name;  // never empty
  Secret value;
  bool hidden = true;
};

// One credential. Texts are UTF-8; what was missing is empty.
struct Imported {
  int number = 0;  // its place in the file, from 1
  ImportedKind kind = ImportedKind::kLogin;
  std::string title;  // never empty, of one line; in one file all differ
  std::vector<std::string> addresses;
  std::string user_name;
  std::string email;  // registered with: a guess from user name and fields
  std::string phone;  // registered with: from a field of that name
  Secret password;
  Secret totp;  // as it stood there: base32 or an otpauth: address
  Secret notes;
  std::vector<ImportedField> fields;  // names may repeat
  std::vector<std::string> folders;   // or collections, "ads/vk"
  bool favorite = false;
  bool sensitive = false;  // it asked for the passphrase again
  absl::optional<absl::Time> created;
  absl::optional<absl::Time> updated;
};

// What was not clean about a row: left out, changed, or guessed.
struct ImportProblem {
  int number = 0;
  std::string title;
  std::string what;  // a sentence, lower case, no full stop; no secrets
};

struct ImportReport {
  int rows = 0;                         // items in the file
  int imported = 0;                     // given to the sink
  std::vector<ImportProblem> problems;  // by number
};

// Takes one item after another, in the file's order. An error of it ends the
// import with that error.
using ImportSink = std::function<absl::Status(Imported item)>;

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_IMPORTED_H_
