#include "client/cli/man.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/cli/help.h"
#include "crypto/base/version.h"

namespace klad::cli {
namespace {

// Text that troff prints as it is; hyphens stay what people copy.
std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\\", "\\e"},
                                    {"-", "\\-"},
                                    {"'", "\\(aq"},
                                    {"`", "\\(ga"},
                                    {"^", "\\(ha"},
                                    {"~", "\\(ti"}});
}

// A line of text, whatever it begins with.
std::string Line(absl::string_view text) {
  const std::string escaped = Escaped(text);
  const bool request = absl::StartsWith(escaped, ".");
  return absl::StrCat(request ? "\\&" : "", escaped, "\n");
}

std::string Section(absl::string_view title) {
  return absl::StrCat(".SH ", Escaped(title), "\n");
}

std::string Item(absl::string_view name, absl::string_view text) {
  return absl::StrCat(".TP\n.B ", Escaped(name), "\n", Line(text));
}

// Indented lines are examples; an empty line begins a paragraph.
std::string Body(absl::string_view help) {
  std::string text;
  bool example = false;
  for (const absl::string_view line :
       absl::StrSplit(absl::StripTrailingAsciiWhitespace(help), '\n')) {
    const bool indented = absl::StartsWith(line, "  ");
    if (indented != example) {
      text += indented ? ".PP\n.RS\n.nf\n" : ".fi\n.RE\n";
      example = indented;
    }
    text +=
        line.empty() ? ".PP\n" : Line(absl::StripLeadingAsciiWhitespace(line));
  }
  return example ? text + ".fi\n.RE\n" : text;
}

std::string PageName(const Command& command) {
  return absl::StrCat("klad-", absl::StrReplaceAll(command.path, {{" ", "-"}}));
}

std::string Head(absl::string_view page, absl::string_view summary,
                 absl::string_view usage) {
  return absl::StrCat("'\\\" -*- coding: utf-8 -*-\n.TH ",
                      Escaped(absl::AsciiStrToUpper(page)), " 1 \"\" \"klad ",
                      kVersion, "\"\n", Section(Tr("NAME")), Escaped(page),
                      " \\- ", Escaped(summary), "\n", Section(Tr("SYNOPSIS")),
                      ".B ", Escaped(usage), "\n");
}

template <typename Row>
std::string Items(absl::string_view title, const std::vector<Row>& rows) {
  if (rows.empty()) return "";
  std::string text = Section(title);
  for (const Row& row : rows) {
    absl::StrAppend(&text, Item(Shown(row), Tr(row.help)));
  }
  return text;
}

std::string SeeAlso(absl::string_view page) {
  return absl::StrCat(Section(Tr("SEE ALSO")), ".BR ", Escaped(page), " (1)\n");
}

std::string PageOf(const Command& command) {
  return absl::StrCat(
      Head(PageName(command), Tr(command.summary), UsageOf(command)),
      Section(Tr("DESCRIPTION")), Body(Tr(command.help)),
      Items(Tr("ARGUMENTS"), command.arguments),
      Items(Tr("OPTIONS"), command.options), SeeAlso("klad"));
}

std::string MainPage(const std::vector<Command>& commands) {
  std::string text =
      absl::StrCat(Head("klad", Tr("keep what a department must not lose"),
                        Tr("klad COMMAND [arguments] [options]")),
                   Section(Tr("COMMANDS")));
  for (const Command& command : commands) {
    if (command.hidden) continue;
    absl::StrAppend(
        &text, Item(absl::StrCat("klad ", command.path), Tr(command.summary)));
  }
  return absl::StrCat(text, Items(Tr("OPTIONS"), GlobalOptions()),
                      Section(Tr("EXIT STATUS")), Body(ExitCodesText()),
                      SeeAlso("klad-help"));
}

}  // namespace

std::map<std::string, std::string> ManPages(
    const std::vector<Command>& commands) {
  std::map<std::string, std::string> pages = {{"klad.1", MainPage(commands)}};
  for (const Command& command : commands) {
    if (!command.hidden) pages[PageName(command) + ".1"] = PageOf(command);
  }
  return pages;
}

}  // namespace klad::cli
