// The tags of a bookmark file, one after the other. Such files look like HTML
// and are none: paragraphs and list items never end, and browsers only look for
// tags as well. So nothing is nested here, and nothing that is broken is lost
// but itself.
#ifndef KLAD_CLIENT_LINKS_TAG_READER_H_
#define KLAD_CLIENT_LINKS_TAG_READER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::client {

// For one thread; the text outlives it. Takes time in proportion to the text.
class TagReader {
 public:
  explicit TagReader(absl::string_view text) : rest_(text) {}

  // The next tag: false at the end. Comments and declarations are passed over.
  bool Next();

  // "a", "/a": in lower case.
  const std::string& name() const { return name_; }
  // What stood before it, since the tag before, without entities.
  const std::string& text() const { return text_; }
  // The value of an attribute, in any case, without entities; empty for none.
  std::string Get(absl::string_view attribute) const;
  bool Has(absl::string_view attribute) const;

 private:
  bool TakeTag();
  void TakeAttributes();
  absl::string_view TakeValue();

  absl::string_view rest_;
  std::string name_;
  std::string text_;
  std::vector<std::pair<absl::string_view, absl::string_view>> attributes_;
};

// With &amp;, &#228; and the like as what they stand for.
std::string WithoutEntities(absl::string_view text);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINKS_TAG_READER_H_
