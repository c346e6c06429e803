// What an import reads, whatever product it came from.
#ifndef KLAD_CLIENT_FORMATS_IMPORTED_H_
#define KLAD_CLIENT_FORMATS_IMPORTED_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "client/formats/wiped.h"
#include "crypto/base/secret.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

// Of all texts of an item together, in bytes: what one sealed part can hold
// with room to spare. The secrets of one item at a time fit locked memory.
inline constexpr size_t kMaxImportedItem = 96 << 10;

// Where Klad keeps a field, when it has a place of its own for it.
enum class FieldRole {
  kFree,
  kEmail,  // registered with; not hidden
  kPhone,  // registered with; not hidden
  kOwner,  // who looks after it; not hidden
  kKey,    // the private key of an SSH key, of an API, of a licence
  kRecoveryCodes,
  kEarlierPassword,  // opens nothing any more
};

struct ImportedField {
  std::string name;  // never empty
  Secret value;      // never empty
  bool hidden = true;
  FieldRole role = FieldRole::kFree;
};

// Unpacks the contents of a file anew, as long as the export is open.
using FileContents = std::function<absl::StatusOr<WipedString>()>;

// A file that belongs to it; within an attachment's limits.
struct ImportedFile {
  std::string name;
  bool document = false;
  FileContents contents;
};

// One credential. Texts are UTF-8 with \n line ends; what was missing is empty.
struct Imported {
  int number = 0;  // its place in the file, from 1
  trust::v1::Kind kind = trust::v1::KIND_LOGIN;
  std::string title;  // never empty, of one line
  std::vector<std::string> addresses;
  std::string user_name;
  Secret password;
  Secret code;  // a seed: base32, or an otpauth: address
  Secret notes;
  std::vector<ImportedField> fields;  // names may repeat
  std::vector<ImportedFile> files;    // names differ
  std::string folder;                 // "ads/vk"
  std::vector<std::string> tags;
  bool favourite = false;
  bool archived = false;
  trust::v1::Sensitivity sensitivity = trust::v1::SENSITIVITY_NORMAL;
  bool exact = false;  // Klad's own: what is empty is not guessed
  absl::optional<absl::Time> created;
  absl::optional<absl::Time> updated;
  // The row as it stands in the file, which outlives it.
  absl::string_view raw = "";
};

enum class ProblemKind {
  kRemark,    // came over changed or guessed, or was no credential
  kPartLost,  // the row came over without the part that is named
  kRejected,  // did not come over
};

// What was not clean about a row.
struct ImportProblem {
  int number = 0;
  std::string title;
  std::string what;  // a sentence, lower case, no full stop; no secrets
  ProblemKind kind = ProblemKind::kRemark;
  // A rejected row as it stands in the file, secrets and all; lives as long as
  // the file. Only for mending.
  absl::string_view raw = "";
};

struct ImportReport {
  int rows = 0;                         // in the file
  int taken = 0;                        // given to the sink
  std::vector<ImportProblem> problems;  // by number
};

// Takes one item after another, in the file's order. An error of it ends the
// import with that error.
using ImportSink = std::function<absl::Status(Imported item)>;

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_IMPORTED_H_
