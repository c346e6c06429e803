// How klad ends. Scripts rely on these numbers: they are frozen.
#ifndef KLAD_CLIENT_EXIT_CODE_H_
#define KLAD_CLIENT_EXIT_CODE_H_

namespace klad::client {

enum class ExitCode {
  kOk = 0,
  kUnexpected = 1,   // nothing below: a defect, or a machine in trouble
  kUsage = 2,        // the command line or the input is wrong; nothing was done
  kAborted = 3,      // the user said no, or pressed Ctrl-C
  kLocked = 4,       // not unlocked, wrong passphrase, or not a member
  kDenied = 5,       // a member, but not allowed this
  kNotFound = 6,     // no such safe, credential, member, file
  kConflict = 7,     // it exists already, or somebody else was faster
  kUnavailable = 8,  // no answer, not now, no room: trying later may help
  kIntegrity = 9,    // what the server or the disk gave failed verification
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_EXIT_CODE_H_
