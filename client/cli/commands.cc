#include "client/cli/commands.h"

#include <iterator>

namespace klad::cli {

std::vector<Command> AllCommands() {
  std::vector<Command> all;
  for (const auto table : {IdentityCommands,
                           JoinCommands,
                           MoveCommands,
                           InviteCommands,
                           PersonCommands,
                           SuspendCommands,
                           DepartCommands,
                           DepartureCommands,
                           RotationCommands,
                           RotateCommands,
                           RoleCommands,
                           PolicyCommands,
                           SafeCommands,
                           GrantCommands,
                           ShareCommands,
                           AccessCommands,
                           ToolCommands,
                           GetCommands,
                           ListCommands,
                           FindCommands,
                           ImpactCommands,
                           CredentialCommands,
                           ArchiveCommands,
                           CredentialMoveCommands,
                           AttachmentCommands,
                           CredentialVersionCommands,
                           RunCommands,
                           GenerateCommands,
                           HealthCommands,
                           ImportCommands,
                           ExportCommands,
                           GoCommands,
                           LinkCommands,
                           LinkListCommands,
                           LinkUseCommands,
                           LinkCheckCommands,
                           LinkFileCommands,
                           PlaybookCommands,
                           PlaybookListCommands,
                           PlaybookStateCommands,
                           PlaybookFileCommands,
                           RecoveryCommands,
                           KitCommands,
                           ApiCommands,
                           ExposureCommands,
                           AuditCommands,
                           AuditExportCommands,
                           EventCommands,
                           HelpCommands,
                           CompletionCommands,
                           ManCommands}) {
    std::vector<Command> rows = table();
    std::move(rows.begin(), rows.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace klad::cli
