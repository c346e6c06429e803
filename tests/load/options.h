// klad_load's command line.
#ifndef KLAD_TESTS_LOAD_OPTIONS_H_
#define KLAD_TESTS_LOAD_OPTIONS_H_

#include <string>

#include "absl/status/statusor.h"

namespace klad::load {

inline constexpr char kUsage[] =
    "usage: klad_load [get|client|leave|knowledge] [OPTION ...]\n"
    "\n"
    "Starts servers of its own on loopback, measures them, prints a table.\n"
    "get: only how long `klad get` takes, as a process.\n"
    "client: only klad over 10,000 credentials, and imports with memory.\n"
    "leave: only how long it takes to let somebody go.\n"
    "knowledge: only a map of 100,000 links, searched and opened.\n"
    "\n"
    "  --quick           about two minutes: fewer credentials, shorter runs\n"
    "  --safes N         50\n"
    "  --credentials N   100000, in all safes together\n"
    "  --runs N          5; medians are printed\n"
    "  --seconds N       3; of each run\n"
    "  --kladd PATH      beside klad_load\n"
    "  --klad PATH       beside klad_load\n"
    "  --etcd PATH       /usr/bin/etcd; left out when it is not there\n";

struct Options {
  bool get = true;  // which parts are measured
  bool client = true;
  bool leave = true;
  bool knowledge = true;
  bool server = true;
  bool help = false;
  int safes = 50;
  int credentials = 100'000;
  int runs = 5;
  double seconds = 3;
  std::string kladd;
  std::string klad;
  std::string etcd = "/usr/bin/etcd";
};

// kInvalidArgument with a sentence.
absl::StatusOr<Options> ParseOptions(int argc, char** argv);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_OPTIONS_H_
