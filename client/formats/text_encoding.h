// The bytes of an export as UTF-8.
#ifndef KLAD_CLIENT_FORMATS_TEXT_ENCODING_H_
#define KLAD_CLIENT_FORMATS_TEXT_ENCODING_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/wiped.h"

namespace klad::client {

enum class TextEncoding { kUtf8, kUtf16, kWindows1251 };

// Converting needs room for both texts.
inline constexpr size_t kMaxConverted = 32 << 20;

struct DecodedText {
  WipedString text;  // valid UTF-8 without a byte order mark or NUL
  TextEncoding encoding = TextEncoding::kUtf8;
};

// UTF-8, with or without byte order mark; UTF-16 of either order, by its mark
// or by where its NULs stand; else Windows-1251, when its letters stand in
// words. A usage error for anything else: text that was UTF-8 and is damaged,
// another encoding, NULs inside.
absl::StatusOr<DecodedText> DecodeText(WipedString bytes);

// "UTF-16".
absl::string_view EncodingName(TextEncoding encoding);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_TEXT_ENCODING_H_
