#include "client/cli/printable.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace klad::cli {
namespace {

TEST(Printable, LeavesPeoplesTextAlone) {
  for (const char* text : {"ads", "Яндекс Директ", "Straße №1 «Пример»", "広告",
                           "e\u0301", "👩‍💻 ❤️", "C:\\ads"}) {
    EXPECT_EQ(Printable(text), text);
  }
}

TEST(Printable, EscapesWhatATerminalObeys) {
  EXPECT_EQ(Printable("\x1b[2Jgone"), "\\x1b[2Jgone");
  EXPECT_EQ(Printable("a\rb\nc\td"), "a\\x0db\\x0ac\\x09d");
  EXPECT_EQ(Printable("\x7f"), "\\x7f");
  EXPECT_EQ(Printable("\u009b31m"), "\\u{9b}31m");  // C1
  EXPECT_EQ(Printable(absl::string_view("\0", 1)), "\\x00");
}

TEST(Printable, EscapesWhatHidesOrReversesText) {
  EXPECT_EQ(Printable("\u202egpj.exe"), "\\u{202e}gpj.exe");
  EXPECT_EQ(Printable("a\u2066b\u2069"), "a\\u{2066}b\\u{2069}");
  EXPECT_EQ(Printable("a\u200bb\ufeff"), "a\\u{200b}b\\u{feff}");
  EXPECT_EQ(Printable("\U000e0041"), "\\u{e0041}");
  EXPECT_EQ(Printable("a\ufff9b"), "a\\u{fff9}b");  // annotation
  EXPECT_EQ(Printable("a\u2028b"), "a\\u{2028}b");
  EXPECT_EQ(Printable("\u3164x"), "\\u{3164}x");  // Hangul filler
}

TEST(Printable, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(Printable("a\xff\xd0"), "a\\xff\\xd0");
  EXPECT_EQ(Printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");
}

TEST(Printable, KeepsLinesWhereAsked) {
  EXPECT_EQ(Printable("a\n\tb\x1b", Lines::kKeep), "a\n\tb\\x1b");
}

TEST(PrintableJson, SaysTheSameInAsciiEscapes) {
  EXPECT_EQ(PrintableJson("{\"a\":\"б\u202e\u009b\U000e0041\"}\n"),
            "{\"a\":\"б\\u202e\\u009b\\udb40\\udc41\"}\n");
  EXPECT_EQ(PrintableJson("\x7f"), "\\u007f");
}

// Wherever it stands: eight bytes are looked at as one.
TEST(PlainWidth, IsThatOfAsciiAndCyrillicAlone) {
  EXPECT_EQ(PlainWidth(""), 0);
  EXPECT_EQ(PlainWidth("ads ~/ 0123456789"), 17);
  EXPECT_EQ(PlainWidth("Яндекс Директ, ё и ѿ"), 20);
  for (const absl::string_view other : std::initializer_list<absl::string_view>{
           "\x1f", "\x7f", "\x80", "\xd0", "\xd0x", "\u0489", "é", "日", "\n",
           "\xff", absl::string_view("\0", 1)}) {
    for (size_t before = 0; before < 9; ++before) {
      const std::string text = absl::StrCat(std::string(before, 'a'), other,
                                            std::string(9 - before, 'a'));
      EXPECT_EQ(PlainWidth(text), absl::nullopt) << before << other;
    }
  }
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(DisplayWidth("ads"), 3);
  EXPECT_EQ(DisplayWidth("Реклама"), 7);
  EXPECT_EQ(DisplayWidth("広告"), 4);
  EXPECT_EQ(DisplayWidth("е\u0308"), 1);
}

TEST(CutToWidth, EndsInAnEllipsisOnlyWhenCut) {
  EXPECT_EQ(CutToWidth("Реклама", 7), "Реклама");
  EXPECT_EQ(CutToWidth("Реклама", 6), "Рекла…");
  EXPECT_EQ(CutToWidth("広告部", 4), "広…");
  EXPECT_EQ(CutToWidth("ab", 1), "…");
  EXPECT_EQ(CutToWidth("ab", 0), "");
}

TEST(WrapToWidth, BreaksAtSpacesByColumns) {
  EXPECT_EQ(WrapToWidth("один два три", 8), "один два\nтри");
  EXPECT_EQ(WrapToWidth("один два три", 7), "один\nдва три");
  EXPECT_EQ(WrapToWidth("оченьдлинноеслово да", 5), "оченьдлинноеслово\nда");
  EXPECT_EQ(WrapToWidth("a b\n\n  an example stays\nc", 3),
            "a b\n\n  an example stays\nc");
  EXPECT_EQ(WrapToWidth("", 5), "");
}

}  // namespace
}  // namespace klad::cli
