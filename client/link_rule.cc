#include "client/link_rule.h"

#include "client/error.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

struct LinkRuleRow {
  absl::string_view rule;
  Text sentence;
  Text hint;
};

constexpr LinkRuleRow kLinkRules[] = {
    {"name", Mark("this cannot be the name of a link"),
     Mark("a name is one line of up to 100 bytes with a letter or a digit in "
          "it")},
    {"address", Mark("this is no address"),
     Mark("for example https://example.com/page, mailto:ads@example.com")},
    {"address-scheme", Mark("a link cannot have this kind of address"),
     Mark("http, https, ftp, ftps, sftp, mailto, tel and tg can be kept")},
    {"address-secret", Mark("there is a password in this address"),
     Mark("everybody who sees the link would read it: keep it as a credential, "
          "and name that with --credential SAFE/TITLE")},
    {"address-long", Mark("this address is too long"),
     Mark("an address may have 4096 bytes")},
    {"template", Mark("the braces in this address do not fit"),
     Mark("{word} stands for an argument, a word of letters, digits, - and _; "
          "a brace that the address itself has is percent-encoded")},
    {"title", Mark("this cannot be the title of a link"),
     Mark("a title is one line of up to 300 bytes")},
    {"purpose", Mark("this cannot be the purpose of a link"),
     Mark("a purpose is text of up to 2000 bytes")},
    {"category", Mark("this cannot be a category"),
     Mark("a category is a path such as ads/search: up to 8 levels and 200 "
          "bytes")},
    {"tags", Mark("these cannot be the tags of a link"),
     Mark("up to 20 different ones of up to 50 bytes, without commas")},
    {"owner", Mark("the owner of a link must be an active member"),
     Mark("klad person list shows who is active")},
    {"roles", Mark("there is no such role, or it was named twice"),
     Mark("klad role list shows the roles; up to 20 can see a link")},
    {"credential", Mark("this cannot be the credential of a link"),
     Mark("name it with --credential SAFE/TITLE")},
    {"note", Mark("this note is too long"),
     Mark("a note is one line of up to 300 bytes")},
};

}  // namespace

absl::Status LinkRuleError(absl::string_view rule) {
  for (const LinkRuleRow& row : kLinkRules) {
    if (row.rule == rule) {
      return Error(ExitCode::kUsage, Tr(row.sentence), Tr(row.hint));
    }
  }
  return Error(ExitCode::kUsage, Tr("the server did not take this link"),
               Tr("klad link new --help says what a link may have"));
}

}  // namespace klad::client
