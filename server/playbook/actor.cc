#include "server/playbook/actor.h"

#include <algorithm>
#include <string>
#include <utility>

#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/base/remembered.h"
#include "server/playbook/change.h"

namespace klad::playbook {
namespace {

using store::v1::PlaybookRecord;
using v1::Playbook;

Method MethodOf(Act act) {
  switch (act) {
    case Act::kSubmit:
      return {"klad.v1.PlaybookService/Submit", "playbook.write"};
    case Act::kAdopt:
      return {"klad.v1.PlaybookService/Adopt", "playbook.adopt"};
    case Act::kRetire:
      return {"klad.v1.PlaybookService/Retire", "playbook.write"};
    case Act::kVerify:
      return {"klad.v1.PlaybookService/Verify", "playbook.write"};
    case Act::kSign:
      break;
  }
  return {"klad.v1.PlaybookService/Sign", "playbook.read"};
}

absl::Status WrongState(absl::string_view rule) {
  return access::Refuse(v1::REASON_PLAYBOOK_STATE,
                        {{"rule", std::string(rule)}});
}

bool Reviews(const Playbook& playbook, const std::string& member) {
  const auto& reviewers = playbook.reviewers();
  return std::find(reviewers.begin(), reviewers.end(), member) !=
         reviewers.end();
}

absl::Status Submit(Playbook* playbook) {
  if (playbook->state() == v1::PLAYBOOK_STATE_IN_REVIEW) {
    return WrongState("submitted");
  }
  if (playbook->state() == v1::PLAYBOOK_STATE_ADOPTED) {
    return WrongState("adopted");
  }
  playbook->set_state(v1::PLAYBOOK_STATE_IN_REVIEW);
  return absl::OkStatus();
}

absl::Status Adopt(const Change& change, int64_t now_ms,
                   PlaybookRecord* record) {
  Playbook* playbook = record->mutable_playbook();
  if (playbook->state() == v1::PLAYBOOK_STATE_ADOPTED) {
    return WrongState("adopted");
  }
  if (playbook->state() != v1::PLAYBOOK_STATE_IN_REVIEW) {
    return WrongState("not-submitted");
  }
  playbook->set_state(v1::PLAYBOOK_STATE_ADOPTED);
  playbook->set_adopted_revision(playbook->text_revision());
  playbook->set_adopted_ms(now_ms);
  playbook->set_adopted_by(change.caller().id);
  if (playbook->signed_from() == 0 || record->material()) {
    playbook->set_signed_from(playbook->text_revision());
  }
  record->clear_material();
  return absl::OkStatus();
}

absl::Status Retire(const Change& change, Playbook* playbook) {
  if (playbook->state() == v1::PLAYBOOK_STATE_RETIRED) {
    return WrongState("retired");
  }
  if (playbook->owner() != change.caller().id && !change.MayAdopt()) {
    return WrongState("not-owner");
  }
  playbook->set_state(v1::PLAYBOOK_STATE_RETIRED);
  playbook->clear_adopted_revision();
  playbook->clear_adopted_ms();
  playbook->clear_adopted_by();
  return absl::OkStatus();
}

absl::Status Verify(const Change& change, int64_t now_ms, Playbook* playbook) {
  if (playbook->state() != v1::PLAYBOOK_STATE_ADOPTED) {
    return WrongState("not-adopted");
  }
  const std::string& caller = change.caller().id;
  if (playbook->owner() != caller && !Reviews(*playbook, caller) &&
      !change.MayAdopt()) {
    return WrongState("not-reviewer");
  }
  playbook->set_verified_ms(now_ms);
  playbook->set_verified_by(caller);
  return absl::OkStatus();
}

absl::Status Apply(Act act, const Change& change, int64_t now_ms,
                   PlaybookRecord* record) {
  switch (act) {
    case Act::kSubmit:
      return Submit(record->mutable_playbook());
    case Act::kAdopt:
      return Adopt(change, now_ms, record);
    case Act::kRetire:
      return Retire(change, record->mutable_playbook());
    case Act::kVerify:
      return Verify(change, now_ms, record->mutable_playbook());
    case Act::kSign:
      break;
  }
  return absl::OkStatus();
}

// A signature leaves the playbook as it is.
absl::StatusOr<Change> DecideSignature(const Parts& parts, Change change,
                                       const Stored& stored) {
  const Playbook& playbook = stored.record.playbook();
  const std::string key = SignatureKey(playbook.id(), change.caller().id,
                                       playbook.adopted_revision());
  ASSIGN_OR_RETURN(const store::Revision signed_before,
                   parts.store->RevisionOf(key));
  if (signed_before != 0) {
    change.Leave(playbook);
    return change;
  }
  change.PutSignature(playbook, parts.clock->NowMs());
  RETURN_IF_ERROR(change.Put(stored.record, stored));
  return change;
}

absl::StatusOr<Change> Decide(const Parts& parts, Act act,
                              const access::Caller& caller,
                              const v1::ActOnPlaybookRequest& request) {
  ASSIGN_OR_RETURN(Change change, Change::Begin(parts, caller, MethodOf(act)));
  ASSIGN_OR_RETURN(const Stored stored, change.Find(request.id()));
  const Playbook& before = stored.record.playbook();
  if (Remembers(stored.record.requests(), request.request_id())) {
    change.Leave(before);
    return change;
  }
  const bool signs = act == Act::kSign;
  if (signs && before.adopted_revision() == 0) {
    return WrongState("not-in-force");
  }
  if (request.text_revision() !=
      (signs ? before.adopted_revision() : before.text_revision())) {
    return access::Refuse(v1::REASON_PLAYBOOK_MOVED);
  }
  if (signs) return DecideSignature(parts, std::move(change), stored);
  PlaybookRecord record = stored.record;
  RETURN_IF_ERROR(Apply(act, change, parts.clock->NowMs(), &record));
  Remember(request.request_id(), record.mutable_requests());
  RETURN_IF_ERROR(change.Put(std::move(record), stored));
  return change;
}

}  // namespace

absl::Status Actor::Do(Act act, const access::Caller& caller,
                       const v1::ActOnPlaybookRequest& request,
                       v1::ActOnPlaybookResponse* response) const {
  if (!IsId(request.request_id())) {
    return access::BadField("request_id", kIdSize);
  }
  ASSIGN_OR_RETURN(*response->mutable_playbook(), Write(catalogue_, [&] {
    return Decide(parts_, act, caller, request);
  }));
  return absl::OkStatus();
}

}  // namespace klad::playbook
