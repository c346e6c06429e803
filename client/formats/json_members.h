// An object of a JSON export while a row is read of it: whatever was not asked
// for, or has another shape than was asked for, becomes a field.
//
//   Members login(MemberOf(item, "login"), &draft);
//   draft.User(login.Text("username"));
//   login.ForEach("uris", [&](Members& uri) { draft.Address(uri.Text("uri"));
//   }); login.TakeRest();
#ifndef KLAD_CLIENT_FORMATS_JSON_MEMBERS_H_
#define KLAD_CLIENT_FORMATS_JSON_MEMBERS_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/formats/draft.h"
#include "client/formats/wiped_json.h"

namespace klad::client {

// Names outlive it, and so do the object and the draft. What is no object has
// no members.
class Members {
 public:
  Members(const WipedJson& object, Draft* draft)
      : object_(&object), draft_(draft) {}

  bool exists() const { return object_->is_object(); }

  // What is there, if it is a text: see TextOf().
  absl::string_view Text(absl::string_view name);
  // If it is a whole number; 0 otherwise.
  int64_t Number(absl::string_view name);
  // If it is true or false, 1 or 0; false otherwise.
  bool Flag(absl::string_view name);
  // If it is an object; one without members otherwise.
  Members Object(absl::string_view name);
  // Whatever it is.
  const WipedJson& Any(absl::string_view name);

  // If it is a list: each object of it, and what is left of that.
  void ForEach(absl::string_view name,
               const std::function<void(Members&)>& take);
  // If it is a list: each text of it.
  void ForEachText(absl::string_view name,
                   const std::function<void(absl::string_view)>& take);

  // What these hold is no content.
  void Pass(std::initializer_list<absl::string_view> names);

  // The rest, as fields of which nobody says whether they are secret. Names
  // are words: "cardholderName" is "cardholder name".
  void TakeRest();

 private:
  const WipedJson& Find(absl::string_view name) const {
    return MemberOf(*object_, name);
  }
  // A member, or one of its list.
  void TakeAsField(absl::string_view name, const WipedJson& value);

  const WipedJson* object_;
  Draft* draft_;
  std::vector<absl::string_view> read_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_JSON_MEMBERS_H_
