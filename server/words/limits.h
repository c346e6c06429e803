// What texts that people give things may be. Sizes are in bytes.
#ifndef KLAD_SERVER_WORDS_LIMITS_H_
#define KLAD_SERVER_WORDS_LIMITS_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace klad::words {

bool IsShortLine(absl::string_view text, size_t limit);

// A line of at most 100 bytes of which something is left when it is folded.
bool IsName(absl::string_view name);

// Text with line breaks and tabs, but no other control characters.
bool IsProse(absl::string_view text, size_t limit);

// A path of at most 8 levels and 200 bytes; empty is fine.
bool IsCategory(absl::string_view path);

// At most 20 of at most 50 bytes, without commas, no two alike when folded.
bool AreTags(const google::protobuf::RepeatedPtrField<std::string>& tags);

// Whether a category is another one or lies below it, both folded; every one
// lies below "".
bool LiesIn(absl::string_view category, absl::string_view other);

// Whether one of the tags is this one, which is folded.
bool HasTag(const google::protobuf::RepeatedPtrField<std::string>& tags,
            absl::string_view folded);

}  // namespace klad::words

#endif  // KLAD_SERVER_WORDS_LIMITS_H_
