#include "server/app/services.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "server/app/backup.h"
#include "server/credential/attachment_service.h"
#include "server/credential/credential_service.h"
#include "server/credential/share_service.h"
#include "server/event/event_service.h"
#include "server/exposure/audit_service.h"
#include "server/link/link_service.h"
#include "server/playbook/playbook_service.h"
#include "server/request/request_service.h"
#include "server/roster/move_service.h"
#include "server/roster/person_service.h"
#include "server/roster/roster_service.h"
#include "server/rotation/rotation_service.h"
#include "server/search/search_service.h"

namespace klad::app {
namespace {

credential::Parts CredentialParts(const Data& data, const Clock* clock,
                                  audit::Ledger* ledger,
                                  const roster::Roster* roster) {
  return {.organisation = data.keys->organisation(),
          .store = data.store.get(),
          .ledger = ledger,
          .clock = clock,
          .directory = roster,
          .news = roster};
}

}  // namespace

absl::StatusOr<std::unique_ptr<Services>> Services::Open(Data* data,
                                                         Clock* clock) {
  ASSIGN_OR_RETURN(
      std::unique_ptr<audit::Ledger> ledger,
      audit::Ledger::Open(data->store.get(), clock, data->keys.get()));
  auto heads = std::make_unique<StoredSafeHeads>(data->store.get());
  ASSIGN_OR_RETURN(
      std::unique_ptr<roster::Roster> roster,
      roster::Roster::Open(data->keys->organisation(), data->store.get(),
                           ledger.get(), heads.get(), clock));
  auto words = std::make_unique<words::Index>();
  ASSIGN_OR_RETURN(std::unique_ptr<link::Links> links,
                   link::Links::Open({.store = data->store.get(),
                                      .ledger = ledger.get(),
                                      .clock = clock,
                                      .directory = roster.get(),
                                      .words = words.get()},
                                     data->seal));
  auto known_links = std::make_unique<LinksOfPlaybooks>(links.get());
  ASSIGN_OR_RETURN(std::unique_ptr<playbook::Playbooks> playbooks,
                   playbook::Playbooks::Open({.store = data->store.get(),
                                              .ledger = ledger.get(),
                                              .clock = clock,
                                              .directory = roster.get(),
                                              .links = known_links.get(),
                                              .words = words.get()},
                                             data->seal));
  words->Settle();
  std::unique_ptr<Services> services(new Services(
      data, clock, std::move(ledger), std::move(heads), std::move(roster),
      std::move(words), std::move(links), std::move(known_links),
      std::move(playbooks)));
  RETURN_IF_ERROR(services->attachments_.Sweep("").status());
  return services;
}

Services::Services(Data* data, Clock* clock,
                   std::unique_ptr<audit::Ledger> ledger,
                   std::unique_ptr<StoredSafeHeads> heads,
                   std::unique_ptr<roster::Roster> roster,
                   std::unique_ptr<words::Index> words,
                   std::unique_ptr<link::Links> links,
                   std::unique_ptr<LinksOfPlaybooks> known_links,
                   std::unique_ptr<playbook::Playbooks> playbooks)
    : data_(data),
      clock_(clock),
      ledger_(std::move(ledger)),
      heads_(std::move(heads)),
      roster_(std::move(roster)),
      membership_(*roster_, *clock),
      moves_(data->store.get(), ledger_.get(), *data->keys),
      names_(data->store.get(), ledger_.get(), *roster_),
      denials_(ledger_.get()),
      books_(data->keys->organisation(), data->store.get()),
      reader_(CredentialParts(*data, clock, ledger_.get(), roster_.get()),
              &books_),
      revealer_(CredentialParts(*data, clock, ledger_.get(), roster_.get()),
                &books_, &reader_),
      changer_(CredentialParts(*data, clock, ledger_.get(), roster_.get()),
               &books_),
      sharer_(CredentialParts(*data, clock, ledger_.get(), roster_.get()),
              &books_),
      shared_revealer_(
          CredentialParts(*data, clock, ledger_.get(), roster_.get()), &books_,
          &reader_),
      attachments_(CredentialParts(*data, clock, ledger_.get(), roster_.get()),
                   &revealer_, &shared_revealer_),
      requests_({.store = data->store.get(),
                 .ledger = ledger_.get(),
                 .clock = clock,
                 .directory = roster_.get()}),
      words_(std::move(words)),
      links_(std::move(links)),
      known_links_(std::move(known_links)),
      playbooks_(std::move(playbooks)),
      found_links_(links_.get()),
      found_playbooks_(playbooks_.get()),
      finder_({.clock = clock,
               .directory = roster_.get(),
               .words = words_.get(),
               .sources = {&found_links_, &found_playbooks_}}),
      auditor_({.store = data->store.get(),
                .ledger = ledger_.get(),
                .clock = clock,
                .directory = roster_.get(),
                .news = roster_.get()}),
      changes_(&reader_),
      seen_(links_.get(), playbooks_.get()),
      events_({.ledger = ledger_.get(),
               .clock = clock,
               .directory = roster_.get(),
               .changed = &changes_,
               .seen = &seen_}),
      rotations_{.organisation = data->keys->organisation(),
                 .store = data->store.get(),
                 .ledger = ledger_.get(),
                 .clock = clock,
                 .directory = roster_.get(),
                 .news = roster_.get()},
      departures_(rotations_),
      departure_reader_(rotations_) {}

void Services::Bind(std::function<int()> connections,
                    rpc::MethodTable* methods) {
  BindSystemService(methods);
  BindLocalService({.keys = *data_->keys,
                    .directory = *roster_,
                    .ledger = *ledger_,
                    .backup =
                        [this](absl::string_view folder) {
                          return WriteBackup(*data_, *roster_, folder);
                        },
                    .connections = std::move(connections),
                    .started_ms = clock_->NowMs()},
                   methods);
  roster::BindRosterService(*roster_, *data_->keys, *ledger_, methods);
  roster::BindMoveService(moves_, methods);
  roster::BindPersonService(names_, methods);
  credential::BindCredentialService(reader_, revealer_, changer_, *ledger_,
                                    methods);
  credential::BindShareService(sharer_, shared_revealer_, methods);
  request::BindRequestService(requests_, methods);
  link::BindLinkService(*links_, methods);
  playbook::BindPlaybookService(*playbooks_, methods);
  search::BindSearchService(finder_, methods);
  exposure::BindAuditService(auditor_, methods);
  event::BindEventService(events_, methods);
  rotation::BindRotationService(departures_, departure_reader_, methods);
  credential::BindAttachmentService(attachments_, methods);
  // What ends somebody's access is an entry: it passes whatever else waits.
  methods->Reserve("klad.v1.RosterService/Append");
}

absl::Status Services::Drain() {
  const absl::Status flushed = links_->Flush();
  const absl::Status drained = ledger_->Drain();
  return drained.ok() ? flushed : drained;
}

}  // namespace klad::app
