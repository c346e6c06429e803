// share, unshare, shared.
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_steps.h"
#include "client/cli/found.h"
#include "client/cli/opened.h"
#include "client/cli/sharing_steps.h"
#include "client/credential_id.h"
#include "client/error.h"
#include "client/people.h"
#include "client/shares.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::ShareTerm;
using client::Vault;
using crypto::roster::Member;

std::string IdText(const std::string& credential) {
  return absl::StrCat(client::kCredentialIdPrefix,
                      client::CredentialIdText(credential));
}

const ShareTerm* Standing(const std::vector<ShareTerm>& shares,
                          const Found& found, const std::string& member) {
  for (const ShareTerm& share : shares) {
    if (share.safe == found.safe.id && share.member == member &&
        share.credential == found.item->credential()) {
      return &share;
    }
  }
  return nullptr;
}

// Sharing what is shared seals it anew, to the key of now.
absl::StatusOr<Result> Share(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kFollow));
  ASSIGN_OR_RETURN(const Member* member,
                   client::FindMember(account->roster(), context.Get("LOGIN")));
  const std::string id = member->id;
  const auto shares = client::SharesInForce(*account, id);
  const ShareTerm* standing = Standing(shares, found, id);
  ASSIGN_OR_RETURN(
      const int64_t until_ms,
      UntilOption(context, standing == nullptr ? 0 : standing->until_ms));
  RETURN_IF_ERROR(client::Share(&vault, found.mirror, found.item->credential(),
                                id, until_ms));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.Add("credential", NameOf(found));
  result.Add("id", IdText(found.item->credential()));
  result.Add("login", client::LoginOf(account->roster(), id));
  result.Add("until", UntilValue(until_ms));
  return result;
}

absl::StatusOr<Result> Unshare(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kAsKnown));
  ASSIGN_OR_RETURN(const Member* member,
                   client::FindMember(account->roster(), context.Get("LOGIN")));
  const std::string login = member->login;
  RETURN_IF_ERROR(client::Unshare(&vault, found.safe.id,
                                  found.item->credential(), member->id));
  RETURN_IF_ERROR(Finish(context, vault));
  context.Note(
      Tr("what they have seen they know: change it at the real "
         "service"));
  return Result::Message(
      Say("$0 is not shared with $1 any more", NameOf(found), login));
}

// The name of a credential of a safe that this member opens; its id when it is
// not there any more.
absl::StatusOr<std::string> NameIn(Vault& vault, const ShareTerm& share) {
  ASSIGN_OR_RETURN(client::Mirror * mirror, vault.OpenSafe(share.safe));
  RETURN_IF_ERROR(mirror->Follow());
  ASSIGN_OR_RETURN(const auto* item, mirror->WithId(share.credential));
  if (item == nullptr || item->deleted()) return IdText(share.credential);
  ASSIGN_OR_RETURN(const std::string safe, vault.NameOf(share.safe));
  return absl::StrCat(safe, "/", item->overview().title());
}

void AddRow(const client::Account& account, const ShareTerm& share, Value name,
            Result* result) {
  result->AddRow(std::move(name),
                 client::LoginOf(account.roster(), share.member),
                 client::LoginOf(account.roster(), share.by),
                 UntilValue(share.until_ms), IdText(share.credential));
}

absl::Status AddWithMe(client::Account& account, Result* result) {
  const auto mine = client::SharesInForce(account, account.member());
  if (mine.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto items, client::FetchShared(&account));
  for (const ShareTerm& share : mine) {
    Value name;
    for (const client::SharedItem& item : items) {
      if (item.opens && item.share.safe == share.safe &&
          item.share.credential == share.credential) {
        name = Value(item.item.overview().title());
      }
    }
    AddRow(account, share, std::move(name), result);
  }
  return absl::OkStatus();
}

absl::Status AddOfMySafes(Vault& vault, Result* result) {
  client::Account& account = vault.account();
  for (const ShareTerm& share : client::SharesInForce(account, "")) {
    if (share.member == account.member() ||
        account.roster().Access(account.member(), share.safe,
                                account.NowMs()) ==
            trust::v1::LEVEL_UNSPECIFIED) {
      continue;
    }
    ASSIGN_OR_RETURN(std::string name, NameIn(vault, share));
    AddRow(account, share, std::move(name), result);
  }
  return absl::OkStatus();
}

absl::StatusOr<Result> Shared(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  Result result;
  result.columns = {"credential", "login", "by", "until", "id"};
  RETURN_IF_ERROR(AddWithMe(*account, &result));
  RETURN_IF_ERROR(AddOfMySafes(vault, &result));
  RETURN_IF_ERROR(Finish(context, vault));
  if (result.rows.empty()) {
    result.messages.emplace_back(
        Tr("nothing is shared by itself: klad share SAFE/TITLE LOGIN"));
  }
  return result;
}

const Argument kSharedWith = {"LOGIN", Mark("the member's login")};

}  // namespace

std::vector<Command> ShareCommands() {
  return {
      {.path = "share",
       .summary = Mark("share one credential without its safe"),
       .help = Mark(
           "To read, for a member who does not open the safe: they see this "
           "credential alone, with klad get and its title or id. Every new "
           "version reaches them until the end. Contractors and tools always "
           "need --until. Sharing it again changes the end.\n\nExample:\n"
           "  klad share ads/canva contractor7 --until friday"),
       .arguments = {kReference, kSharedWith},
       .options = {kUntilOption},
       .handler = Share},
      {.path = "unshare",
       .summary = Mark("stop sharing one credential"),
       .help = Mark("It is not given to them any more, at once; new versions "
                    "are not sealed to them.\n\nExample:\n  klad unshare "
                    "ads/canva contractor7"),
       .arguments = {kReference, kSharedWith},
       .handler = Unshare},
      {.path = "shared",
       .summary = Mark("list credentials that are shared one by one"),
       .help = Mark("Those shared with you, and those of your safes that are "
                    "shared with others.\n\nExample:\n  klad shared"),
       .handler = Shared},
  };
}

}  // namespace klad::cli
