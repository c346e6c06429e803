// A command is a row in its file's table. Parsing, help, "did you mean" and
// completion are made from the row.
//
//   std::vector<Command> SafeCommands() {
//     return {{.path = "safe create",
//              .summary = Mark("create a safe"),
//              .help = Mark("You become its manager.\n\nExample:\n"
//                           "  klad safe create ads"),
//              .arguments = {{"NAME", Mark("the new safe's name")}},
//              .options = {{"note", 'n', "TEXT", Mark("what it is for")}},
//              .handler = SafeCreate}};
//   }
#ifndef KLAD_CLIENT_CLI_COMMAND_H_
#define KLAD_CLIENT_CLI_COMMAND_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/result.h"
#include "client/words/words.h"

namespace klad::cli {

// What every file of commands says is said in the person's language.
using client::Mark;
using client::Say;
using client::SayN;
using client::Tr;

class Context;

enum class Arity { kOne, kOptional, kMany };

// A positional argument. kOptional ones follow all kOne; kMany (none or more)
// is the last.
struct Argument {
  absl::string_view name;  // as help shows it: "SAFE/TITLE"
  client::Text help;
  Arity arity = Arity::kOne;
};

// --name VALUE, or a switch when `value` is empty. May be given once, unless
// repeated.
struct Option {
  absl::string_view name;  // without dashes
  char letter = 0;         // short form, or none
  absl::string_view value;
  client::Text help;
  bool repeated = false;
};

// Texts are string literals: the table holds views of them.
struct Command {
  absl::string_view path;  // "safe create" or "get"
  client::Text summary;    // one line, lower case, no full stop
  client::Text help;       // what else to know, and an example
  std::vector<Argument> arguments = {};
  std::vector<Option> options = {};
  absl::StatusOr<Result> (*handler)(Context& context) = nullptr;
  bool hidden = false;  // for scripts of our own: no list shows it
};

// -o json|table, --verbose, --yes, --help: every command has them.
const std::vector<Option>& GlobalOptions();

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_COMMAND_H_
