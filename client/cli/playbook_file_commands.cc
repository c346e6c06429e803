// playbook import, export.
#include <deque>
#include <set>
#include <utility>
#include <vector>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/playbook_wording.h"
#include "client/cli/progress.h"
#include "client/cli/text_lists.h"
#include "client/error.h"
#include "client/people.h"
#include "client/playbooks.h"
#include "client/playbooks/playbook_folder.h"
#include "client/refusal.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/text/playbook_text.h"

namespace klad::cli {
namespace {

using client::PlaybookFile;
using client::PlaybookRow;
using client::PlaybookRows;
using client::Vault;
using klad::v1::GetPlaybookResponse;
using klad::v1::Playbook;

std::vector<std::string> LoginList(const crypto::roster::State& roster,
                                   const TextList& members) {
  std::vector<std::string> logins;
  for (const std::string& id : members) {
    logins.push_back(client::LoginOf(roster, id));
  }
  return logins;
}

// As the file of a playbook would be.
absl::StatusOr<PlaybookFile> FileOf(const crypto::roster::State& roster,
                                    PlaybookWording& wording,
                                    const GetPlaybookResponse& answer) {
  const Playbook& playbook = answer.playbook();
  PlaybookFile file;
  file.name = playbook.name();
  file.title = playbook.title();
  file.category = playbook.category();
  file.tags = TextsOf(playbook.tags());
  file.owner = client::LoginOf(roster, playbook.owner());
  file.reviewers = LoginList(roster, playbook.reviewers());
  file.roles = TextsOf(playbook.roles());
  file.review_days = playbook.review_days();
  ASSIGN_OR_RETURN(file.text,
                   wording.ToNames(answer, PlaybookWording::Missing::kKeep));
  return file;
}

// Brings files in, those first that others refer to.
class PlaybookImporter {
 public:
  PlaybookImporter(Context& context, Vault& vault, bool dry)
      : vault_(vault), wording_(context, vault), dry_(dry) {}

  absl::Status Run(PlaybookRows rows, Progress* progress) {
    doubts_ = std::move(rows.doubts);
    const size_t all = rows.playbooks.size();
    std::deque<PlaybookRow> waiting(
        std::make_move_iterator(rows.playbooks.begin()),
        std::make_move_iterator(rows.playbooks.end()));
    // Each round takes those whose references are there by now.
    for (bool moved = true; moved && !waiting.empty();) {
      moved = false;
      std::deque<PlaybookRow> again;
      for (PlaybookRow& row : waiting) {
        const absl::Status taken = Take(row);
        if (IsLater(taken)) {
          again.push_back(std::move(row));
          continue;
        }
        RETURN_IF_ERROR(taken);
        moved = true;
        progress->Show(all - again.size(), all);
      }
      waiting = std::move(again);
    }
    DoubtAll(waiting);
    return absl::OkStatus();
  }

  Result Report() const {
    Result result;
    result.Add("created", created_);
    result.Add("known", known_);
    result.Add("in_doubt", doubts_.size());
    result.rows_name = "doubts";
    result.columns = {"file", "why"};
    for (const client::PlaybookDoubt& doubt : doubts_) {
      result.AddRow(doubt.file, doubt.why);
    }
    return result;
  }

 private:
  // What the row refers to may come with another one.
  static bool IsLater(const absl::Status& status) {
    return client::ExitCodeOf(status) == client::ExitCode::kNotFound;
  }

  // OK also when the row is left in doubt.
  absl::Status Take(const PlaybookRow& row) {
    auto request = Converted(row);
    if (IsLater(request.status())) return request.status();
    if (!request.ok()) return Doubt(row, request.status());
    const auto there =
        client::FindPlaybook(&vault_.account(), row.playbook.name);
    if (there.ok()) return Compare(row, *request, *there);
    if (!IsLater(there.status())) return there.status();
    if (!dry_) {
      const auto made =
          client::CreatePlaybook(&vault_.account(), *std::move(request));
      if (!made.ok() && !IsRefused(made.status())) return made.status();
      if (!made.ok()) return Doubt(row, made.status());
    } else {
      wording_.Suppose(row.playbook.name);
    }
    ++created_;
    return absl::OkStatus();
  }

  // By what the file says, and not by what the server or the network is.
  static bool IsRefused(const absl::Status& status) {
    switch (client::ReasonOf(status)) {
      case klad::v1::REASON_PLAYBOOK_NAME_TAKEN:
      case klad::v1::REASON_PLAYBOOK_REFUSED:
      case klad::v1::REASON_PLAYBOOK_CYCLE:
        return true;
      default:
        return client::ExitCodeOf(status) == client::ExitCode::kConflict;
    }
  }

  absl::StatusOr<klad::v1::CreatePlaybookRequest> Converted(
      const PlaybookRow& row) {
    const auto& roster = vault_.account().roster();
    const PlaybookFile& file = row.playbook;
    klad::v1::CreatePlaybookRequest request;
    Playbook* playbook = request.mutable_playbook();
    playbook->set_name(file.name);
    playbook->set_title(file.title);
    playbook->set_category(file.category);
    *playbook->mutable_tags() = {file.tags.begin(), file.tags.end()};
    playbook->set_review_days(file.review_days);
    if (!file.owner.empty()) {
      ASSIGN_OR_RETURN(const auto* owner,
                       client::FindMember(roster, file.owner));
      playbook->set_owner(owner->id);
    }
    for (const std::string& login : file.reviewers) {
      ASSIGN_OR_RETURN(const auto* member, client::FindMember(roster, login));
      playbook->add_reviewers(member->id);
    }
    for (const std::string& name : file.roles) {
      ASSIGN_OR_RETURN(const auto* role, client::FindRole(roster, name));
      playbook->add_roles(role->name);
    }
    ASSIGN_OR_RETURN(*request.mutable_text(), wording_.ToIds(file.text));
    return request;
  }

  absl::Status Compare(const PlaybookRow& row,
                       const klad::v1::CreatePlaybookRequest& request,
                       const GetPlaybookResponse& there) {
    const Playbook& known = there.playbook();
    Playbook same = known;
    const Playbook& file = request.playbook();
    same.set_title(file.title());
    same.set_category(file.category());
    *same.mutable_tags() = file.tags();
    if (!file.owner().empty()) same.set_owner(file.owner());
    *same.mutable_reviewers() = file.reviewers();
    *same.mutable_roles() = file.roles();
    same.set_review_days(file.review_days());
    if (request.text() == there.text() &&
        same.SerializeAsString() == known.SerializeAsString()) {
      ++known_;
      return absl::OkStatus();
    }
    return Doubt(
        row, Say("the playbook $0 is there already, and is another one: klad "
                 "playbook edit $0 --text FILE changes it",
                 known.name()));
  }

  // What is left waits for what is not there, or for each other.
  void DoubtAll(const std::deque<PlaybookRow>& waiting) {
    std::set<std::string> names;
    for (const PlaybookRow& row : waiting) {
      names.insert(client::FoldTitle(row.playbook.name));
    }
    for (const PlaybookRow& row : waiting) {
      std::string why(Converted(row).status().message());
      for (const auto& each : text::FindReferences(row.playbook.text)) {
        if (each.kind == text::Refers::kToPlaybook &&
            names.count(client::FoldTitle(each.name)) > 0) {
          why =
              Say("it refers to $0, which is in doubt too: do they refer to "
                  "each other in a circle?",
                  each.name);
          break;
        }
      }
      doubts_.push_back({row.file, std::move(why)});
    }
  }

  absl::Status Doubt(const PlaybookRow& row, std::string why) {
    doubts_.push_back({row.file, std::move(why)});
    return absl::OkStatus();
  }
  absl::Status Doubt(const PlaybookRow& row, const absl::Status& status) {
    return Doubt(row, std::string(status.message()));
  }

  Vault& vault_;
  PlaybookWording wording_;
  const bool dry_;
  int created_ = 0;
  int known_ = 0;
  std::vector<client::PlaybookDoubt> doubts_;
};

absl::StatusOr<Result> PlaybookImport(Context& context) {
  ASSIGN_OR_RETURN(PlaybookRows rows,
                   client::ReadPlaybookFolder(context.Get("FOLDER")));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  Progress progress(context.err(), context.terminal());
  const bool dry = context.Has("dry-run");
  PlaybookImporter importer(context, vault, dry);
  RETURN_IF_ERROR(importer.Run(std::move(rows), &progress));
  progress.Erase();
  RETURN_IF_ERROR(Finish(context, vault));
  Result result = importer.Report();
  if (dry) result.messages.emplace_back(Tr("nothing was imported"));
  return result;
}

absl::StatusOr<Result> PlaybookExport(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  klad::v1::ListPlaybooksRequest request;
  request.set_category(context.Get("category"));
  ASSIGN_OR_RETURN(const auto playbooks,
                   client::ListPlaybooks(account.get(), request));
  PlaybookWording wording(context, vault);
  std::vector<PlaybookFile> files;
  for (const Playbook& playbook : playbooks) {
    ASSIGN_OR_RETURN(const auto answer,
                     client::FindPlaybookById(account.get(), playbook.id()));
    ASSIGN_OR_RETURN(files.emplace_back(),
                     FileOf(account->roster(), wording, answer));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  const std::string& folder = context.Get("FOLDER");
  ASSIGN_OR_RETURN(const size_t written,
                   client::WritePlaybookFolder(folder, files));
  return Result::Message(SayN("wrote $0 playbook into $1",
                              "wrote $0 playbooks into $1", written, written,
                              folder));
}

}  // namespace

std::vector<Command> PlaybookFileCommands() {
  return {
      {.path = "playbook import",
       .summary = Mark("bring a folder of Markdown files in, as drafts"),
       .help = Mark(
           "Front matter may name name, title, category, tags, owner, "
           "reviewers, roles and review; without it the file's name and first "
           "heading do. What others refer to comes first. A playbook that is "
           "there already is not created again, so the same folder twice "
           "changes nothing. Files in doubt are listed.\n\nExample:\n  klad "
           "playbook import ./playbooks --dry-run"),
       .arguments = {{"FOLDER", Mark("the folder, or one file")}},
       .options = {{"dry-run", 0, "", Mark("only say what would happen")}},
       .handler = PlaybookImport},
      {.path = "playbook export",
       .summary = Mark("write the playbooks you see into a folder"),
       .help = Mark(
           "The newest text of each, as Markdown with front matter; klad "
           "playbook import reads it back.\n\nExample:\n  klad playbook export "
           "./playbooks"),
       .arguments = {{"FOLDER", Mark("a folder; it is made if need be")}},
       .options = {{"category", 'c', "CATEGORY",
                    Mark("one category, and what lies below")}},
       .handler = PlaybookExport},
  };
}

}  // namespace klad::cli
