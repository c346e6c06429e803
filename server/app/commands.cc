#include "server/app/commands.h"

namespace klad::app {

const std::vector<Command>& Commands() {
  static const auto* const kCommands = new std::vector<Command>{
      {.name = "init",
       .usage = "--data DIR --listen ADDR [--address HOST:PORT]",
       .help = "makes a new data folder and its seal key DIR.seal; prints the "
               "founding code",
       .required = {"data", "listen"},
       .optional = {"address"},
       .switches = {},
       .run = Init},
      {.name = "run",
       .usage = "--data DIR [--listen ADDR] [--verbose]",
       .help = "serves until SIGTERM",
       .required = {"data"},
       .optional = {"listen"},
       .switches = {"verbose"},
       .run = Run},
      {.name = "door",
       .usage = "--data DIR",
       .help = "prints a line that lets one machine reach the server for an "
               "hour: to found, recover or renew",
       .required = {"data"},
       .optional = {},
       .switches = {},
       .run = Door},
      {.name = "status",
       .usage = "--data DIR",
       .help = "asks the running server how it is",
       .required = {"data"},
       .optional = {},
       .switches = {},
       .run = ShowStatus},
      {.name = "check",
       .usage = "--data DIR",
       .help = "walks every record, chain and signature of a stopped server",
       .required = {"data"},
       .optional = {},
       .switches = {},
       .run = Check},
      {.name = "backup",
       .usage = "BACKUP --data DIR",
       .help = "copies the data of the running server into the new folder "
               "BACKUP",
       .required = {"data"},
       .optional = {},
       .switches = {},
       .positional = 1,
       .run = Backup},
      {.name = "restore",
       .usage = "BACKUP --data DIR --seal FILE",
       .help = "makes the new data folder DIR from a backup and the seal key "
               "that klad backup open gave",
       .required = {"data", "seal"},
       .optional = {},
       .switches = {},
       .positional = 1,
       .run = RestoreBackup},
      {.name = "policy",
       .usage = "",
       .help = "prints who may call what",
       .required = {},
       .optional = {},
       .switches = {},
       .run = ShowPolicy},
  };
  return *kCommands;
}

}  // namespace klad::app
