// restore accept, recover, backup open.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/passphrase.h"
#include "client/crypto_words.h"
#include "client/door_session.h"
#include "client/error.h"
#include "client/new_file.h"
#include "client/recovery.h"
#include "client/renewal.h"
#include "client/restoration.h"
#include "crypto/backup_key.h"
#include "crypto/base/status_macros.h"
#include "crypto/kit.h"
#include "crypto/strict.h"
#include "crypto/words.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;

// From a file, or typed unseen: whoever reads it is an owner.
absl::StatusOr<crypto::Kit> AskKit(Context& context) {
  absl::StatusOr<Secret> code =
      context.Has("kit-from")
          ? ReadSecretFile(context.Get("kit-from"))
          : context.terminal().AskSecret(Tr("code of the recovery kit: "));
  RETURN_IF_ERROR(code.status());
  auto kit = crypto::Kit::Parse(code->Expose());
  if (!kit.ok())
    return Error(ExitCode::kUsage, client::Translated(kit.status().message()));
  return kit;
}

absl::StatusOr<Result> RecoverOwner(Context& context) {
  client::RecoveryPlan plan;
  ASSIGN_OR_RETURN(plan.door, client::ReadDoor(context.Get("CODE")));
  ASSIGN_OR_RETURN(plan.parts, PartsOf(context));
  plan.login = context.Get("name");
  plan.confirm_restored = [&context] {
    return context.Confirm(
        Tr("the server was restored from a backup, and whoever knows more can "
           "hand it back now with klad restore accept; shall it go on from "
           "there?"));
  };
  if (client::ReadAccount(*plan.parts.state).ok()) {
    return Error(
        ExitCode::kConflict,
        Say("there is an identity in $0 already", plan.parts.state->folder()),
        Tr("name an empty folder in KLAD_HOME"));
  }
  ASSIGN_OR_RETURN(const crypto::Kit kit, AskKit(context));
  ASSIGN_OR_RETURN(const Secret passphrase, ReadNewPassphrase(context));
  ASSIGN_OR_RETURN(const auto account, client::Recover(plan, kit, passphrase));
  KeepUnlocked(context, account->identity());
  client::Vault vault(account.get());
  ASSIGN_OR_RETURN(const int renewed, client::RenewDue(&vault));
  RETURN_IF_ERROR(vault.Save());
  Result result;
  result.Add("login", plan.login);
  result.Add("words", crypto::Words(account->roster().head().link));
  result.Add("renewed_keys", renewed);
  result.messages.emplace_back(
      Tr("the old identity is void; what it saw is for you to change at the "
         "services themselves"));
  return result;
}

absl::StatusOr<trust::v1::BackupKey> ReadBackupKey(const std::string& folder) {
  std::ifstream file(folder + "/owner-envelope", std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  if (!file) {
    return Error(ExitCode::kNotFound, Say("there is no backup in $0", folder),
                 Tr("name the folder that kladd backup made"));
  }
  trust::v1::BackupKey backup;
  if (!crypto::ParseStrict(bytes.str(), &backup).ok()) {
    return Error(ExitCode::kIntegrity, Tr("the backup's envelope is damaged"));
  }
  return backup;
}

absl::StatusOr<Secret> OpenWithKit(Context& context,
                                   const trust::v1::BackupKey& backup) {
  ASSIGN_OR_RETURN(const crypto::Kit kit, AskKit(context));
  trust::v1::Identity about;
  about.set_organisation(backup.organisation());
  about.set_member(std::string(crypto::kIdSize, '\0'));
  about.set_ca(crypto::Digest().str());
  about.set_server("-");
  ASSIGN_OR_RETURN(const crypto::Identity identity, kit.ToIdentity(about));
  return crypto::OpenBackupKey(backup, identity.box_key());
}

// The server may be gone: what is newer than this client knows says nothing.
absl::Status CheckPast(const client::Account& account,
                       const trust::v1::Position& named) {
  const auto link = crypto::Digest::From(named.link());
  if (named.sequence() > account.roster().head().sequence ||
      (link.ok() && account.roster().Contains({named.sequence(), *link}))) {
    return absl::OkStatus();
  }
  return client::Unverified(
      Say("this backup has another roster than you know at entry $0",
          named.sequence()));
}

absl::StatusOr<Result> BackupOpen(Context& context) {
  ASSIGN_OR_RETURN(const trust::v1::BackupKey backup,
                   ReadBackupKey(context.Get("BACKUP")));
  absl::StatusOr<Secret> key;
  if (context.Has("kit") || context.Has("kit-from")) {
    key = OpenWithKit(context, backup);
  } else {
    ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
    RETURN_IF_ERROR(CheckPast(*account, backup.roster()));
    key = crypto::OpenBackupKey(backup, account->identity().box_key());
  }
  if (absl::IsNotFound(key.status())) {
    return Error(
        ExitCode::kDenied, Tr("this backup is not sealed to you"),
        Tr("an owner of its time opens it, or the recovery kit: --kit"));
  }
  if (absl::IsDataLoss(key.status())) {
    return Error(ExitCode::kIntegrity,
                 Tr("the backup's envelope does not open"));
  }
  RETURN_IF_ERROR(key.status());
  RETURN_IF_ERROR(client::WriteNewFile(context.Get("to"), key->Expose()));
  return Result::Message(Say(
      "wrote the seal key to $0; next: kladd restore $1 --data DIR --seal $2",
      context.Get("to"), context.Get("BACKUP"), context.Get("to")));
}

std::string HandedBack(uint64_t entries) {
  return SayN("handed back $0 entry of the roster",
              "handed back $0 entries of the roster", entries, entries);
}

enum class Fate { kHandedBack, kUndone };

void Tell(Context& context, const client::Loss& loss, Fate fate) {
  context.Note(Tr("the server has lost, of what you know:"));
  for (const std::string& entry : loss.undone) {
    context.Note(fate == Fate::kUndone ? Say("- $0 is undone", entry)
                                       : absl::StrCat("- ", entry));
  }
  for (const auto& safe : loss.safes) {
    context.Note(SayN("- $0 change in $1", "- $0 changes in $1", safe.changes,
                      safe.changes, safe.name));
  }
  if (loss.ledger_records > 0) {
    context.Note(
        SayN("- $0 record of the ledger: whoever could read meanwhile, did",
             "- $0 records of the ledger: whoever could read meanwhile, did",
             loss.ledger_records, loss.ledger_records));
  }
}

// Whose word it is, and how to make sure that it is theirs.
void TellOwner(Context& context, const client::Loss& loss) {
  const std::string& author = loss.log.entries[loss.restored - 1].author();
  const auto* owner = loss.log.roster.FindMember(author);
  context.Note(Say(
      "$0 says that it goes on from there, in entry $1: $2",
      owner->login.empty() ? Say("the recovery kit") : owner->login,
      loss.restored, crypto::Words(loss.log.roster.At(loss.restored)->link)));
  context.Note(
      Tr("compare these words with an owner, who sees them with klad status "
         "--at and that number"));
}

// Every member may hand back; how it goes on is for an owner to say.
absl::Status HandBackForAnOwner(Context& context, client::Vault& vault) {
  ASSIGN_OR_RETURN(const uint64_t given, client::HandBack(&vault));
  if (given > 0) {
    context.Note(HandedBack(given));
  }
  return Error(
      ExitCode::kDenied,
      Tr("only an owner says that a restored backup goes on"),
      Tr("ask an owner to run klad restore accept, then run it again"));
}

// Nothing is handed back before the person agrees: an epoch that is, without
// the owner's word on the safe's head, would alarm whoever reads the safe.
absl::Status SignWord(Context& context, client::Vault& vault,
                      client::Loss loss) {
  if (!loss.nothing()) Tell(context, loss, Fate::kHandedBack);
  RETURN_IF_ERROR(context.Confirm(
      Tr("was a backup restored, and shall the organisation go on from there, "
         "with what of the roster you can hand back?")));
  ASSIGN_OR_RETURN(const uint64_t given, client::HandBack(&vault));
  context.Verbose(HandedBack(given));
  ASSIGN_OR_RETURN(loss, client::FindLoss(&vault));
  if (!loss.undone.empty()) {
    Tell(context, loss, Fate::kUndone);
    RETURN_IF_ERROR(context.Confirm(Tr(
        "these entries cannot be handed back; shall it go on without them?")));
  }
  return client::AcceptLoss(&vault, std::move(loss));
}

absl::Status AcceptWord(Context& context, client::Vault& vault,
                        client::Loss loss) {
  Tell(context, loss, Fate::kUndone);
  TellOwner(context, loss);
  RETURN_IF_ERROR(
      context.Confirm(Tr("are these the owner's words, and shall it go on "
                         "without what is lost?")));
  return client::AcceptLoss(&vault, std::move(loss));
}

absl::StatusOr<Result> RestoreAccept(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  ASSIGN_OR_RETURN(client::Loss loss, client::FindLoss(&vault));
  const bool waits = loss.restored == 0;
  if (loss.nothing() && !(waits && loss.log.restored)) {
    return Result::Message(Tr("the server has everything that you know"));
  }
  uint64_t sequence = loss.restored;
  if (waits && !loss.log.roster.IsOwner(account->member())) {
    return HandBackForAnOwner(context, vault);
  }
  RETURN_IF_ERROR(waits ? SignWord(context, vault, std::move(loss))
                        : AcceptWord(context, vault, std::move(loss)));
  RETURN_IF_ERROR(account->Save());
  // The vault before may hold keys that are lost.
  client::Vault after(account.get());
  RETURN_IF_ERROR(Finish(context, after));
  if (waits) {
    sequence = account->roster().facts().restorations.back().sequence;
  }
  ASSIGN_OR_RETURN(const auto at, account->roster().At(sequence));
  Result result;
  result.Add("sequence", sequence);
  result.Add("words", crypto::Words(at.link));
  return result;
}

}  // namespace

std::vector<Command> RecoveryCommands() {
  return {
      {.path = "restore accept",
       .summary = Mark("go on with a server that was restored from a backup"),
       .help =
           Mark("Hands back the roster's entries that the server has lost and "
                "you know, and shows what remains lost. An owner then signs "
                "that the organisation goes on from there, and tells the words "
                "to everybody else, who compare them and accept in "
                "turn.\n\nExample:\n  klad restore accept"),
       .handler = RestoreAccept},
      {.path = "recover",
       .summary = Mark("take the last owner's place with the recovery kit"),
       .help =
           Mark("For when the last owner has lost everything. The old identity "
                "is void from then on, a new one is made here, and every key "
                "it knew is renewed.\n\nExample:\n  klad recover CODE --name "
                "head1"),
       .arguments = {{"CODE", Mark("the line from kladd door")}},
       .options = {{"name", 0, "LOGIN", Mark("the owner's login")},
                   {"kit-from", 0, "FILE", Mark("the kit's code from a file")}},
       .handler = RecoverOwner},
      {.path = "backup open",
       .summary = Mark("take the seal key out of a backup"),
       .help =
           Mark("An owner opens it with the own identity, or anybody with the "
                "recovery kit.\n\nExample:\n  klad backup open ./backup --to "
                "./klad.seal --kit"),
       .arguments = {{"BACKUP", Mark("the folder that kladd backup made")}},
       .options = {{"to", 0, "FILE",
                    Mark("where the key goes; must not exist")},
                   {"kit", 0, "", Mark("with the recovery kit")},
                   {"kit-from", 0, "FILE", Mark("the kit's code from a file")}},
       .handler = BackupOpen},
  };
}

}  // namespace klad::cli
