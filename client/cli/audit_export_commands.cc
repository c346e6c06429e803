// audit export, verify.
#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/ledger_export.h"
#include "client/new_file.h"
#include "crypto/base/status_macros.h"
#include "crypto/words.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::ExportedLedger;
using client::LedgerJudge;

constexpr size_t kKeySize = 32;

absl::StatusOr<std::string> WordsOf(const trust::v1::Position& position) {
  ASSIGN_OR_RETURN(const crypto::Digest link,
                   crypto::Digest::From(position.link()));
  return crypto::Words(link);
}

// What was checked, as fields.
absl::Status Describe(const ExportedLedger& ledger, Result* result) {
  result->Add("records", ledger.head.position().sequence());
  result->Add("exposures", ledger.exposures);
  ASSIGN_OR_RETURN(std::string words, WordsOf(ledger.head.position()));
  result->Add("words", std::move(words));
  result->Add("roster_entries", ledger.roster_entries);
  if (ledger.roster_entries == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(words, WordsOf(ledger.roster));
  result->Add("roster_words", std::move(words));
  return absl::OkStatus();
}

absl::StatusOr<Result> Export(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  ASSIGN_OR_RETURN(client::NewFile file,
                   client::NewFile::Create(context.Get("FILE")));
  ASSIGN_OR_RETURN(
      const ExportedLedger ledger,
      client::ExportLedger(account.get(), [&](absl::string_view bytes) {
        return file.Write(bytes);
      }));
  RETURN_IF_ERROR(file.Keep());
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.Add("file", context.Get("FILE"));
  RETURN_IF_ERROR(Describe(ledger, &result));
  result.Add("key",
             absl::BytesToHexString(account->roster().server_keys().audit_key));
  result.messages.emplace_back(
      Tr("klad audit verify reads it, with that key, on any machine"));
  return result;
}

absl::StatusOr<LedgerJudge> JudgeByKey(const std::string& hex) {
  const bool is_hex =
      hex.size() == 2 * kKeySize &&
      hex.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (!is_hex) {
    return Error(ExitCode::kUsage, Tr("--key takes 64 hexadecimal digits"),
                 Tr("klad audit export prints the key"));
  }
  LedgerJudge judge;
  judge.audit_keys = {absl::HexStringToBytes(hex)};
  return judge;
}

LedgerJudge JudgeByRoster(const client::Account& account) {
  LedgerJudge judge;
  for (const auto& keys : account.roster().facts().server_keys) {
    judge.audit_keys.push_back(keys.audit_key);
  }
  judge.roster = &account.roster();
  judge.known = account.Known().ledger();
  return judge;
}

absl::StatusOr<Result> Verify(Context& context) {
  if (context.Has("key") == context.Has("roster")) {
    return Error(
        ExitCode::kUsage,
        Tr("say by what the head is judged: --key HEX or --roster"),
        Tr("--roster takes the key from the roster you have verified"));
  }
  std::unique_ptr<client::Account> account;
  LedgerJudge judge;
  if (context.Has("key")) {
    ASSIGN_OR_RETURN(judge, JudgeByKey(context.Get("key")));
  } else {
    ASSIGN_OR_RETURN(account, OpenAccount(context));
    judge = JudgeByRoster(*account);
  }
  std::ifstream in(context.Get("FILE"), std::ios::binary);
  if (!in.is_open()) {
    return Error(ExitCode::kNotFound,
                 Say("cannot open $0", context.Get("FILE")));
  }
  ASSIGN_OR_RETURN(const ExportedLedger ledger,
                   client::VerifyLedger(in, judge));
  Result result;
  RETURN_IF_ERROR(Describe(ledger, &result));
  result.messages.emplace_back(
      Tr("every record links to the next and to the signed head; every first "
         "reveal is signed by its member"));
  if (account == nullptr) {
    result.messages.emplace_back(
        Tr("whose keys those are, the roster in the file says: compare its "
           "words with a member's klad status"));
  }
  return result;
}

}  // namespace

std::vector<Command> AuditExportCommands() {
  return {
      {.path = "audit export",
       .summary = Mark("write the ledger to a file"),
       .help = Mark(
           "All records as they were hashed, the head that the server has "
           "signed, and the roster: what klad audit verify needs. No secrets. "
           "Needs the permission audit.read.\n\nExample:\n  klad audit export "
           "ledger-2026-03.klad"),
       .arguments = {{"FILE", Mark("a file that does not exist yet")}},
       .handler = Export},
      {.path = "audit verify",
       .summary = Mark("check a ledger in a file"),
       .help = Mark(
           "Works without a server; with --key without an identity too. "
           "Checks the links from the first record to the head, the head's "
           "signature, and the members' signatures of reveals; with --roster "
           "also the roster in the file, and that the ledger is the one you "
           "remember. What is wrong ends with exit code 9 and the number of "
           "the record. Writes are proven by the changes of their safes, "
           "which the file does not hold.\n\nExample:\n  klad audit verify "
           "ledger-2026-03.klad --roster"),
       .arguments = {{"FILE", Mark("what klad audit export has written")}},
       .options = {{"key", 0, "HEX", Mark("the server's public audit key")},
                   {"roster", 0, "",
                    Mark("the key that the roster you have names")}},
       .handler = Verify},
  };
}

}  // namespace klad::cli
