// All commands of klad: one file a group, one line here.
#ifndef KLAD_CLIENT_CLI_COMMANDS_H_
#define KLAD_CLIENT_CLI_COMMANDS_H_

#include <vector>

#include "client/cli/command.h"

namespace klad::cli {

std::vector<Command> AllCommands();

// In the order of help; each in the file of its name.
std::vector<Command> IdentityCommands();
std::vector<Command> JoinCommands();
std::vector<Command> MoveCommands();
std::vector<Command> InviteCommands();
std::vector<Command> PersonCommands();
std::vector<Command> RoleCommands();
std::vector<Command> PolicyCommands();
std::vector<Command> SafeCommands();
std::vector<Command> GrantCommands();
std::vector<Command> ShareCommands();
std::vector<Command> AccessCommands();
std::vector<Command> ToolCommands();
std::vector<Command> GetCommands();
std::vector<Command> ListCommands();
std::vector<Command> FindCommands();
std::vector<Command> ImpactCommands();
std::vector<Command> CredentialCommands();
std::vector<Command> ArchiveCommands();
std::vector<Command> CredentialMoveCommands();
std::vector<Command> AttachmentCommands();
std::vector<Command> CredentialVersionCommands();
std::vector<Command> RunCommands();
std::vector<Command> GenerateCommands();
std::vector<Command> HealthCommands();
std::vector<Command> ImportCommands();
std::vector<Command> ExportCommands();
std::vector<Command> RecoveryCommands();
std::vector<Command> KitCommands();
std::vector<Command> GoCommands();
std::vector<Command> LinkCommands();
std::vector<Command> LinkListCommands();
std::vector<Command> LinkUseCommands();
std::vector<Command> LinkCheckCommands();
std::vector<Command> LinkFileCommands();
std::vector<Command> PlaybookCommands();
std::vector<Command> PlaybookListCommands();
std::vector<Command> PlaybookStateCommands();
std::vector<Command> PlaybookFileCommands();
std::vector<Command> ExposureCommands();
std::vector<Command> AuditCommands();
std::vector<Command> AuditExportCommands();
std::vector<Command> EventCommands();
std::vector<Command> ApiCommands();
std::vector<Command> SuspendCommands();
std::vector<Command> DepartCommands();
std::vector<Command> DepartureCommands();
std::vector<Command> RotationCommands();
std::vector<Command> RotateCommands();
std::vector<Command> HelpCommands();
std::vector<Command> CompletionCommands();
std::vector<Command> ManCommands();

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_COMMANDS_H_
