#include "client/formats/text_encoding.h"

#include <unicode/ucnv.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>

#include "absl/strings/match.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr absl::string_view kMark8 = "\xef\xbb\xbf";
constexpr absl::string_view kMark16Le = "\xff\xfe";
constexpr absl::string_view kMark16Be = "\xfe\xff";
// How much of a file shows where NULs stand.
constexpr size_t kBeginning = 4096;

absl::Status Usage(absl::string_view sentence, absl::string_view hint) {
  return Error(ExitCode::kUsage, sentence, hint);
}

// What a reading as UTF-8 meets.
struct Utf8Scan {
  size_t sequences = 0;  // of several bytes
  size_t invalid = 0;
  size_t first_invalid = 0;  // offset
};

Utf8Scan ScanUtf8(absl::string_view bytes) {
  Utf8Scan scan;
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const auto size = static_cast<int64_t>(bytes.size());
  for (int64_t i = 0; i < size;) {
    if (data[i] < 0x80) {
      ++i;
      continue;
    }
    const int64_t start = i;
    UChar32 c;
    U8_NEXT(data, i, size, c);
    if (c >= 0) {
      ++scan.sequences;
    } else if (scan.invalid++ == 0) {
      scan.first_invalid = static_cast<size_t>(start);
    }
  }
  return scan;
}

bool HasNul(absl::string_view bytes) {
  return std::memchr(bytes.data(), 0, bytes.size()) != nullptr;
}

// "UTF-16LE" and the like when every second byte of the beginning is NUL or
// 4, as of Latin and Cyrillic letters, and no other byte is NUL.
const char* Utf16ByNuls(absl::string_view bytes) {
  const absl::string_view beginning = bytes.substr(0, kBeginning);
  if (beginning.size() < 4 || bytes.size() % 2 != 0) return nullptr;
  size_t nuls[2] = {0, 0};
  size_t high[2] = {0, 0};
  for (size_t i = 0; i < beginning.size(); ++i) {
    if (beginning[i] == 0) ++nuls[i % 2];
    if (beginning[i] == 0 || beginning[i] == 4) ++high[i % 2];
  }
  const size_t pairs = beginning.size() / 2;
  const auto is_high = [&](size_t half) {
    return nuls[half] > 0 && nuls[1 - half] == 0 && high[half] * 4 > pairs * 3;
  };
  if (is_high(1)) return "UTF-16LE";
  if (is_high(0)) return "UTF-16BE";
  return nullptr;
}

bool Is1251Letter(char byte) {
  const auto b = static_cast<uint8_t>(byte);
  return b >= 0xc0 || b == 0xa8 || b == 0xb8;
}

// Cyrillic letters stand in words; the accents of western texts stand alone.
bool LooksLike1251(absl::string_view bytes) {
  size_t high = 0;
  size_t in_words = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (static_cast<uint8_t>(bytes[i]) < 0x80) continue;
    ++high;
    const bool after = i > 0 && Is1251Letter(bytes[i - 1]);
    const bool before = i + 1 < bytes.size() && Is1251Letter(bytes[i + 1]);
    if (Is1251Letter(bytes[i]) && (after || before)) ++in_words;
  }
  return high > 0 && in_words * 3 >= high * 2;
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

absl::StatusOr<WipedString> Convert(absl::string_view bytes, const char* from) {
  if (bytes.size() > kMaxConverted) {
    return Usage(
        Say("the file is $0 and larger than $1 MiB", from, kMaxConverted >> 20),
        Tr("save it as UTF-8"));
  }
  UErrorCode error = U_ZERO_ERROR;
  const Converter source(ucnv_open(from, &error));
  const Converter target(ucnv_open("UTF-8", &error));
  ucnv_setToUCallBack(source.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr,
                      nullptr, &error);
  WipedString text(bytes.size() * 3 + 16, '\0');
  const char* in = bytes.data();
  char* out = text.data();
  UChar pivot[1024];
  UChar* pivot_in = pivot;
  UChar* pivot_out = pivot;
  ucnv_convertEx(target.get(), source.get(), &out, text.data() + text.size(),
                 &in, bytes.data() + bytes.size(), pivot, &pivot_in, &pivot_out,
                 pivot + 1024, /*reset=*/true, /*flush=*/true, &error);
  sodium_memzero(pivot, sizeof pivot);
  if (U_FAILURE(error)) {
    return Usage(Say("the file is damaged: not all of it is $0", from),
                 Tr("export again, or save it as UTF-8"));
  }
  text.resize(static_cast<size_t>(out - text.data()));
  return text;
}

absl::StatusOr<DecodedText> Converted(absl::string_view bytes, const char* from,
                                      TextEncoding encoding) {
  ASSIGN_OR_RETURN(WipedString text, Convert(bytes, from));
  return DecodedText{std::move(text), encoding};
}

absl::Status Damaged(absl::string_view bytes, size_t at) {
  const auto line =
      std::count(bytes.begin(), bytes.begin() + static_cast<long>(at), '\n');
  return Usage(Say("the file is damaged: line $0 is not valid UTF-8", line + 1),
               Tr("export again, and do not open it in another program first"));
}

absl::StatusOr<DecodedText> Decode(WipedString bytes) {
  const absl::string_view view = ViewOf(bytes);
  if (absl::StartsWith(view, kMark16Le)) {
    return Converted(view.substr(2), "UTF-16LE", TextEncoding::kUtf16);
  }
  if (absl::StartsWith(view, kMark16Be)) {
    return Converted(view.substr(2), "UTF-16BE", TextEncoding::kUtf16);
  }
  if (const char* order = Utf16ByNuls(view); order != nullptr) {
    return Converted(view, order, TextEncoding::kUtf16);
  }
  const Utf8Scan scan = ScanUtf8(view);
  if (scan.invalid == 0) {
    if (absl::StartsWith(view, kMark8)) bytes.erase(0, kMark8.size());
    return DecodedText{std::move(bytes), TextEncoding::kUtf8};
  }
  if (scan.sequences > scan.invalid || absl::StartsWith(view, kMark8)) {
    return Damaged(view, scan.first_invalid);
  }
  if (!HasNul(view) && LooksLike1251(view)) {
    return Converted(view, "windows-1251", TextEncoding::kWindows1251);
  }
  if (HasNul(view)) {
    return Usage(Tr("the file is no text: it is encrypted, or only its program "
                    "reads it"),
                 Tr("export from the product itself, as CSV or JSON"));
  }
  return Usage(Tr("the file is neither UTF-8, UTF-16 nor Windows-1251"),
               Tr("save it as UTF-8"));
}

}  // namespace

absl::StatusOr<DecodedText> DecodeText(WipedString bytes) {
  ASSIGN_OR_RETURN(DecodedText decoded, Decode(std::move(bytes)));
  if (HasNul(ViewOf(decoded.text))) {
    return Usage(Tr("the file holds NUL bytes: it is no text"),
                 Tr("export again, as CSV, JSON or XML"));
  }
  return decoded;
}

absl::string_view EncodingName(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::kUtf16:
      return "UTF-16";
    case TextEncoding::kWindows1251:
      return "Windows-1251";
    default:
      return "UTF-8";
  }
}

}  // namespace klad::client
