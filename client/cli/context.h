// What a command handler is given: its arguments, and the world around it.
#ifndef KLAD_CLIENT_CLI_CONTEXT_H_
#define KLAD_CLIENT_CLI_CONTEXT_H_

#include <functional>
#include <istream>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cli/command.h"
#include "client/cli/terminal.h"
#include "client/environment.h"
#include "client/keyring.h"
#include "client/state.h"
#include "client/temporary_folder.h"

namespace klad::cli {

// The world outside, replaced in tests. All references outlive the run.
struct World {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Terminal& terminal;
  client::Keyring& keyring;
  client::Environment environment;
  std::function<absl::Time()> now = absl::Now;
};

// The command line, checked against the command's row. Asking for a name the
// row does not have is a defect and ends the process.
struct Arguments {
  const Command* command = nullptr;
  std::map<std::string, std::vector<std::string>, std::less<>> values;
};

class Context {
 public:
  Context(World& world, const std::vector<Command>& commands,
          Arguments arguments)
      : world_(world), commands_(commands), arguments_(std::move(arguments)) {}

  // Of an argument ("SAFE/TITLE") or an option ("until"): whether it was
  // given; its value, empty when it was not; all its values.
  bool Has(absl::string_view name) const;
  const std::string& Get(absl::string_view name) const;
  const std::vector<std::string>& All(absl::string_view name) const;
  // A whole number in [min, max], else a usage error that names the option.
  absl::StatusOr<int64_t> Number(absl::string_view name, int64_t min,
                                 int64_t max) const;

  // OK when the person agrees or --yes was given; kAborted when not; a usage
  // error when nobody can be asked.
  absl::Status Confirm(absl::string_view question);

  // A line for people on standard error, control characters escaped: at once,
  // or only with --verbose.
  void Note(absl::string_view line);
  void Verbose(absl::string_view line);

  // A line on standard output at once, for a command that goes on; with -o
  // json an object of this one key.
  void PrintNow(absl::string_view key, absl::string_view line);

  // The client's state folder, opened at first use.
  absl::StatusOr<client::State*> state();
  // In its place for a tool: a folder of its own in KLAD_HOME, or else one
  // that is gone when the context is.
  absl::StatusOr<client::State*> ToolState(absl::string_view member);
  // Before this process becomes another program.
  void DropState();

  std::istream& in() { return world_.in; }
  Terminal& terminal() { return world_.terminal; }
  client::Keyring& keyring() { return world_.keyring; }
  const client::Environment& environment() const { return world_.environment; }
  absl::Time now() const { return world_.now(); }
  const std::vector<Command>& commands() const { return commands_; }
  // The stream of Note, for what needs more than a line.
  std::ostream& err() { return world_.err; }

 private:
  World& world_;
  const std::vector<Command>& commands_;
  Arguments arguments_;
  std::unique_ptr<client::TemporaryFolder> temporary_;
  std::unique_ptr<client::State> state_;
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_CONTEXT_H_
