// One row on its way to becoming an item: what readers fill in.
#ifndef KLAD_CLIENT_FORMATS_DRAFT_H_
#define KLAD_CLIENT_FORMATS_DRAFT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/formats/imported.h"

namespace klad::client {

// Values are taken as they are; empty ones, and those of white space alone,
// are no values. A second value for what can be there once is not lost: it
// becomes a field.
class Draft {
 public:
  Imported item;

  void Title(absl::string_view text);
  void User(absl::string_view text);
  // Without the password that may stand in it; then it is a hidden field too.
  void Address(absl::string_view text);
  void Folder(absl::string_view path);
  void Tag(absl::string_view text);
  void Password(absl::string_view value);
  // A seed in any form: base32, otpauth:, or KeeOtp's key=…&step=….
  void Code(absl::string_view value);
  void Notes(absl::string_view text);

  // A field of this name; one that is not hidden and called "phone" or
  // "e-mail", in English or Russian, is what the account was registered with.
  void Field(absl::string_view name, absl::string_view value, bool hidden);
  // A field of which the format does not say whether it is secret: hidden,
  // unless it is such a registration.
  void UnknownField(absl::string_view name, absl::string_view value);
  void Email(absl::string_view name, absl::string_view value);
  void Phone(absl::string_view name, absl::string_view value);
  void Key(absl::string_view name, absl::string_view value);
  // `when`: any words for the time, or none.
  void EarlierPassword(absl::string_view value, absl::string_view when);
  // What another field held before.
  void Earlier(absl::string_view name, absl::string_view value,
               absl::string_view when);

  // RFC 3339, 31.12.2026 with or without a time, or seconds or milliseconds
  // since 1970. Anything else becomes a field, and a problem.
  void Created(absl::string_view time);
  void Updated(absl::string_view time);

  void Problem(absl::string_view what);
  // A part of the row that does not come over.
  void Lost(absl::string_view what);

  struct Remark {
    std::string what;
    ProblemKind kind;
  };
  std::vector<Remark>& remarks() { return remarks_; }

  // Bytes of all texts.
  size_t size() const { return size_; }

 private:
  void Add(absl::string_view name, absl::string_view value, bool hidden,
           FieldRole role);
  absl::optional<absl::Time> Time(absl::string_view name,
                                  absl::string_view text);
  bool Counts(absl::string_view text);

  std::vector<Remark> remarks_;
  size_t size_ = 0;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_DRAFT_H_
