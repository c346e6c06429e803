// Other programs, started without a shell.
#ifndef KLAD_CLIENT_PROGRAM_H_
#define KLAD_CLIENT_PROGRAM_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/environment.h"

namespace klad::client {

// Where a program is: the name itself when it has a slash, else as PATH says;
// empty when there is no file that may be executed.
std::string FindProgram(const Environment& environment, absl::string_view name);

// argv[0] is a path from FindProgram. Both wait for the program, which gets
// this environment and no other files of ours; its messages go nowhere. A
// program that does not start, or ends with another code than 0: kInternal,
// with its name.

// Gives it `input` to read; never in a file, an argument or a variable.
absl::Status WriteTo(const std::vector<std::string>& argv,
                     const Environment& environment, absl::string_view input);

// Hands its output on, piece by piece; the pieces are wiped.
absl::Status ReadFrom(const std::vector<std::string>& argv,
                      const Environment& environment,
                      const std::function<void(absl::string_view)>& take);

// Pointers for exec and posix_spawn, valid as long as the strings are.
std::vector<char*> Pointers(const std::vector<std::string>& strings);
std::vector<std::string> Assignments(const Environment& environment);

}  // namespace klad::client

#endif  // KLAD_CLIENT_PROGRAM_H_
