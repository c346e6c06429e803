#include "server/playbook/writer.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/base/remembered.h"
#include "server/playbook/change.h"
#include "server/playbook/graph.h"
#include "server/playbook/rules.h"
#include "server/playbook/steps.h"
#include "server/playbook/words.h"

namespace klad::playbook {
namespace {

using store::v1::PlaybookRecord;
using store::v1::PlaybookRevisionRecord;
using v1::Playbook;

constexpr Method kCreate = {"klad.v1.PlaybookService/Create", "playbook.write"};
constexpr Method kEdit = {"klad.v1.PlaybookService/Edit", "playbook.write"};

absl::Status Refused(absl::string_view rule) {
  return access::Refuse(v1::REASON_PLAYBOOK_REFUSED,
                        {{"rule", std::string(rule)}});
}

absl::Status Refused(const BrokenText& broken) {
  return access::Refuse(v1::REASON_PLAYBOOK_REFUSED,
                        {{"rule", std::string(broken.rule)},
                         {"line", absl::StrCat(broken.line)}});
}

bool IsIn(const std::string& id, const std::vector<std::string>& ids) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// A text on its way into a playbook.
class NewText {
 public:
  // `before`: the text that stood there.
  NewText(const Parts& parts, const std::string& text,
          const std::string& before)
      : parts_(parts),
        text_(text),
        referred_(ReferredIn(text)),
        referred_before_(ReferredIn(before)) {}

  absl::Status Check(const Change& change) const {
    const BrokenText broken = CheckText(text_, change.roster());
    if (!broken.rule.empty()) return Refused(broken);
    for (const std::string& link : referred_.links) {
      if (!IsIn(link, referred_before_.links) &&
          parts_.links->NameOf(change.caller(), link).empty()) {
        return Refused("link");
      }
    }
    for (const std::string& playbook : referred_.playbooks) {
      if (!IsIn(playbook, referred_before_.playbooks) &&
          !change.Find(playbook).ok()) {
        return Refused("playbook");
      }
    }
    return absl::OkStatus();
  }

  // What it refers to, into the record.
  absl::Status Link(Change* change, PlaybookRecord* record) const {
    *record->mutable_playbooks() = {referred_.playbooks.begin(),
                                    referred_.playbooks.end()};
    if (referred_.playbooks.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(change->GuardGraph());
    ASSIGN_OR_RETURN(
        const auto cycle,
        FindCycle(parts_.store, record->playbook().id(), referred_.playbooks));
    if (cycle.empty()) return absl::OkStatus();
    const auto hex = [](std::string* out, const std::string& id) {
      absl::StrAppend(out, Hex(id));
    };
    return access::Refuse(v1::REASON_PLAYBOOK_CYCLE,
                          {{"playbooks", absl::StrJoin(cycle, ",", hex)}});
  }

 private:
  const Parts& parts_;
  const std::string& text_;
  const Referred referred_;
  const Referred referred_before_;
};

PlaybookRevisionRecord RevisionOf(const Playbook& playbook,
                                  const std::string& reason, bool material) {
  PlaybookRevisionRecord record;
  *record.mutable_playbook() = playbook;
  v1::PlaybookRevision* revision = record.mutable_revision();
  revision->set_revision(playbook.revision());
  revision->set_text_revision(playbook.text_revision());
  revision->set_time_ms(playbook.changed_ms());
  revision->set_author(playbook.changed_by());
  revision->set_reason(reason);
  revision->set_material(material);
  return record;
}

void Stamp(const access::Caller& caller, int64_t now_ms, Playbook* playbook) {
  playbook->set_changed_ms(now_ms);
  playbook->set_changed_by(caller.id);
}

// What a person may write of a playbook; all else stays as it was.
void TakeWritten(const Playbook& from, Playbook* to) {
  to->set_name(from.name());
  to->set_title(from.title());
  to->set_category(from.category());
  *to->mutable_tags() = from.tags();
  to->set_owner(from.owner());
  *to->mutable_reviewers() = from.reviewers();
  *to->mutable_roles() = from.roles();
  to->set_review_days(from.review_days());
  Tidy(to);
}

void BringText(Playbook* playbook) {
  playbook->set_text_revision(playbook->revision());
  playbook->set_state(v1::PLAYBOOK_STATE_DRAFT);
  playbook->clear_verified_ms();
  playbook->clear_verified_by();
}

// One creation, decided on one state of things.
absl::StatusOr<Change> DecideCreation(
    const Parts& parts, const access::Caller& caller,
    const v1::CreatePlaybookRequest& request) {
  ASSIGN_OR_RETURN(Change change, Change::Begin(parts, caller, kCreate));
  Playbook playbook;
  playbook.set_id(request.playbook().id());
  TakeWritten(request.playbook(), &playbook);
  absl::string_view rule = BrokenRule(playbook, Playbook(), change.roster());
  if (rule.empty()) rule = BrokenReason(request.reason());
  if (!rule.empty()) return Refused(rule);
  ASSIGN_OR_RETURN(const Stored stored, Load(parts.store, playbook.id()));
  if (stored.revision != 0) {
    if (stored.record.playbook().created_by() != caller.id) {
      return Refused("id");
    }
    change.Leave(stored.record.playbook());
    return change;
  }
  const NewText text(parts, request.text(), "");
  RETURN_IF_ERROR(text.Check(change));
  playbook.set_revision(1);
  BringText(&playbook);
  Stamp(caller, parts.clock->NowMs(), &playbook);
  playbook.set_created_ms(playbook.changed_ms());
  playbook.set_created_by(playbook.changed_by());
  PlaybookRecord record;
  *record.mutable_playbook() = playbook;
  *record.mutable_terms() = TermsOf(playbook, request.text());
  RETURN_IF_ERROR(text.Link(&change, &record));
  PlaybookRevisionRecord revision =
      RevisionOf(playbook, request.reason(), /*material=*/false);
  revision.set_text(request.text());
  change.PutRevision(revision);
  RETURN_IF_ERROR(change.Put(std::move(record), stored));
  return change;
}

// The next revision of `stored`, whose text is this one, or stays.
absl::Status PutNext(const Parts& parts, const v1::EditPlaybookRequest& request,
                     const NewText* text, PlaybookRecord record,
                     const Stored& stored, Change* change) {
  Playbook* playbook = record.mutable_playbook();
  playbook->set_revision(playbook->revision() + 1);
  Stamp(change->caller(), parts.clock->NowMs(), playbook);
  if (text != nullptr) {
    RETURN_IF_ERROR(text->Check(*change));
    RETURN_IF_ERROR(text->Link(change, &record));
    BringText(playbook);
    record.set_material(record.material() || request.material());
  }
  PlaybookRevisionRecord revision = RevisionOf(
      *playbook, request.reason(), text != nullptr && request.material());
  if (text != nullptr) revision.set_text(request.text());
  change->PutRevision(revision);
  Remember(request.request_id(), record.mutable_requests());
  return change->Put(std::move(record), stored);
}

absl::StatusOr<Change> DecideEdit(const Parts& parts,
                                  const access::Caller& caller,
                                  const v1::EditPlaybookRequest& request) {
  ASSIGN_OR_RETURN(Change change, Change::Begin(parts, caller, kEdit));
  ASSIGN_OR_RETURN(const Stored stored, change.Find(request.playbook().id()));
  const Playbook& before = stored.record.playbook();
  if (Remembers(stored.record.requests(), request.request_id())) {
    change.Leave(before);
    return change;
  }
  if (request.playbook().revision() != before.revision()) {
    return access::Refuse(v1::REASON_PLAYBOOK_MOVED);
  }
  PlaybookRecord record = stored.record;
  TakeWritten(request.playbook(), record.mutable_playbook());
  absl::string_view rule =
      BrokenRule(record.playbook(), before, change.roster());
  if (rule.empty()) rule = BrokenReason(request.reason());
  if (!rule.empty()) return Refused(rule);
  ASSIGN_OR_RETURN(const std::string text_before,
                   LoadText(parts.store, before.id(), before.text_revision()));
  const bool brings = request.has_text() && request.text() != text_before;
  if (!brings &&
      record.playbook().SerializeAsString() == before.SerializeAsString()) {
    change.Leave(before);
    return change;
  }
  *record.mutable_terms() =
      TermsOf(record.playbook(), brings ? request.text() : text_before);
  const NewText text(parts, request.text(), text_before);
  RETURN_IF_ERROR(PutNext(parts, request, brings ? &text : nullptr,
                          std::move(record), stored, &change));
  return change;
}

}  // namespace

absl::Status Writer::Create(const access::Caller& caller,
                            const v1::CreatePlaybookRequest& request,
                            v1::CreatePlaybookResponse* response) const {
  ASSIGN_OR_RETURN(*response->mutable_playbook(), Write(catalogue_, [&] {
    return DecideCreation(parts_, caller, request);
  }));
  return absl::OkStatus();
}

absl::Status Writer::Edit(const access::Caller& caller,
                          const v1::EditPlaybookRequest& request,
                          v1::EditPlaybookResponse* response) const {
  if (!IsId(request.request_id())) {
    return access::BadField("request_id", kIdSize);
  }
  ASSIGN_OR_RETURN(*response->mutable_playbook(), Write(catalogue_, [&] {
    return DecideEdit(parts_, caller, request);
  }));
  return absl::OkStatus();
}

}  // namespace klad::playbook
