#include "server/playbook/checker.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/base/id.h"
#include "server/playbook/graph.h"
#include "server/playbook/keys.h"
#include "server/playbook/records.h"
#include "server/playbook/steps.h"
#include "server/playbook/words.h"
#include "server/store/for_each.h"
#include "server/store/keyspace.h"
#include "server/words/folding.h"
#include "server/words/terms.h"

namespace klad::playbook {
namespace {

using store::v1::PlaybookRecord;
using store::v1::PlaybookRevisionRecord;
using v1::Playbook;

absl::Status Wrong(const std::string& playbook, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("playbook ", Hex(playbook), ": ", what));
}

absl::Status Stray(const store::Entry& entry) {
  return absl::DataLossError(
      absl::StrCat("key ", Hex(entry.key), " leads to no playbook"));
}

class Check {
 public:
  Check(store::Store* store, const Secret& seal)
      : store_(store), index_(seal) {}

  absl::StatusOr<uint64_t> Run() {
    RETURN_IF_ERROR(store::ForEach(
        store_, store::Range::Prefix(store::kPlaybookPrefix),
        [this](const store::Entry& entry) { return CheckRecord(entry); }));
    RETURN_IF_ERROR(CheckNames());
    RETURN_IF_ERROR(CheckRevisions());
    RETURN_IF_ERROR(CheckSignatures());
    return revisions_.size();
  }

 private:
  absl::Status CheckRecord(const store::Entry& entry) {
    ASSIGN_OR_RETURN(const PlaybookRecord record, ParseRecord(entry));
    const Playbook& playbook = record.playbook();
    revisions_[playbook.id()] = playbook.revision();
    const std::string name = index_.OfName(words::FoldName(playbook.name()));
    const auto named = store_->Get(name);
    if (absl::IsNotFound(named.status())) {
      return Wrong(playbook.id(), "its name leads nowhere");
    }
    RETURN_IF_ERROR(named.status());
    if (named->value != playbook.id()) {
      return Wrong(playbook.id(), "its name leads to another");
    }
    names_.insert(name);
    return CheckTexts(record);
  }

  absl::Status CheckTexts(const PlaybookRecord& record) {
    const Playbook& playbook = record.playbook();
    ASSIGN_OR_RETURN(const std::string text,
                     LoadText(store_, playbook.id(), playbook.text_revision()));
    if (!words::SameTerms(record.terms(), TermsOf(playbook, text))) {
      return Wrong(playbook.id(), "its words are not those of its texts");
    }
    const std::vector<std::string> playbooks(record.playbooks().begin(),
                                             record.playbooks().end());
    if (ReferredIn(text).playbooks != playbooks) {
      return Wrong(playbook.id(), "it refers to others than its text");
    }
    ASSIGN_OR_RETURN(const auto cycle,
                     FindCycle(store_, playbook.id(), playbooks));
    if (!cycle.empty()) {
      return Wrong(playbook.id(), "it refers to itself by others");
    }
    if (playbook.adopted_revision() == 0) return absl::OkStatus();
    return LoadText(store_, playbook.id(), playbook.adopted_revision())
        .status();
  }

  absl::Status CheckNames() {
    return store::ForEach(
        store_, store::Range::Prefix(store::kPlaybookNamePrefix),
        [this](const store::Entry& entry) {
          return names_.count(entry.key) > 0 ? absl::OkStatus() : Stray(entry);
        });
  }

  // From 1 to the newest of each playbook.
  absl::Status CheckRevisions() {
    std::map<std::string, uint64_t> found;
    RETURN_IF_ERROR(store::ForEach(
        store_, store::Range::Prefix(store::kPlaybookRevisionPrefix),
        [&](const store::Entry& entry) -> absl::Status {
          ASSIGN_OR_RETURN(const PlaybookRevisionRecord record,
                           ParseRevision(entry));
          const std::string& id = record.playbook().id();
          if (revisions_.count(id) == 0) return Stray(entry);
          if (record.revision().revision() != ++found[id]) {
            return Wrong(id,
                         absl::StrCat("revision ", found[id], " is missing"));
          }
          return absl::OkStatus();
        }));
    for (const auto& [id, newest] : revisions_) {
      if (found[id] != newest) {
        return Wrong(id, absl::StrCat("revision ", newest, " is missing"));
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckSignatures() {
    return store::ForEach(
        store_, store::Range::Prefix(store::kPlaybookSignaturePrefix),
        [this](const store::Entry& entry) {
          std::string playbook;
          std::string member;
          uint64_t revision = 0;
          const bool parsed =
              ParseSignatureKey(entry.key, &playbook, &member, &revision);
          const auto found = revisions_.find(playbook);
          const bool known = parsed && found != revisions_.end() &&
                             revision >= 1 && revision <= found->second;
          return known ? absl::OkStatus() : Stray(entry);
        });
  }

  store::Store* const store_;
  const IndexKey index_;
  std::set<std::string> names_;                // keys
  std::map<std::string, uint64_t> revisions_;  // newest, by playbook
};

}  // namespace

absl::StatusOr<uint64_t> CheckAll(store::Store* store, const Secret& seal) {
  return Check(store, seal).Run();
}

}  // namespace klad::playbook
