#include "client/formats/keepass_extra.h"

#include <utility>

namespace klad::client {
namespace {

constexpr absl::string_view kAutoType = "auto-type";
constexpr absl::string_view kAutoTypeWindow = "auto-type window";
constexpr absl::string_view kUsualSequence = "{USERNAME}{TAB}{PASSWORD}{ENTER}";

WipedString Wiped(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace

void KeePassExtra::End(absl::string_view name, absl::string_view parent,
                       absl::string_view text) {
  if (parent == "Item") {
    if (name == "Key") item_.key = std::string(text.substr(0, 256));
    if (name == "Value") item_.value = Wiped(text);
  } else if (parent == "Association") {
    if (name == "Window") window_ = std::string(text);
    if (name == "KeystrokeSequence") sequence_ = Wiped(text);
  } else if (parent == "CustomData" && name == "Item") {
    fields_.push_back(std::exchange(item_, {}));
  } else if (parent == "AutoType" && name == "Association") {
    EndAssociation();
  } else if (parent == "AutoType" && name == "DefaultSequence" &&
             text != kUsualSequence) {
    fields_.push_back({std::string(kAutoType), Wiped(text)});
  }
}

// "Bank - *: {PASSWORD}{ENTER}"; the window alone when it has the default.
void KeePassExtra::EndAssociation() {
  KeePassString field{std::string(kAutoTypeWindow), Wiped(window_)};
  if (!sequence_.empty()) field.value += ": ";
  field.value += sequence_;
  fields_.push_back(std::move(field));
  window_.clear();
  sequence_.clear();
}

void KeePassExtra::Take(Draft* draft) const {
  for (const KeePassString& field : fields_) {
    draft->Field(field.key, ViewOf(field.value), true);
  }
}

}  // namespace klad::client
