// Everything the server serves, put together: the one list of services.
#ifndef KLAD_SERVER_APP_SERVICES_H_
#define KLAD_SERVER_APP_SERVICES_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "server/access/roster_membership.h"
#include "server/app/data.h"
#include "server/app/denials.h"
#include "server/app/found_links.h"
#include "server/app/found_playbooks.h"
#include "server/app/local_service.h"
#include "server/app/stored_safe_heads.h"
#include "server/audit/ledger.h"
#include "server/credential/attachments.h"
#include "server/credential/changer.h"
#include "server/credential/reader.h"
#include "server/credential/revealer.h"
#include "server/credential/safe_books.h"
#include "server/credential/sharer.h"
#include "server/event/events.h"
#include "server/exposure/auditor.h"
#include "server/link/links.h"
#include "server/playbook/playbooks.h"
#include "server/request/requests.h"
#include "server/roster/moves.h"
#include "server/roster/names.h"
#include "server/roster/roster.h"
#include "server/rotation/departures.h"
#include "server/rotation/reader.h"
#include "server/rpc/method_table.h"
#include "server/search/finder.h"
#include "server/words/index.h"

namespace klad::app {

// What events ask of credentials.
class ChangesOfSafes : public event::ChangedCredentials {
 public:
  explicit ChangesOfSafes(const credential::Reader* reader) : reader_(reader) {}

  absl::StatusOr<std::vector<std::string>> In(
      absl::string_view safe, uint64_t sequence) const override {
    return reader_->CredentialsIn(safe, sequence);
  }

 private:
  const credential::Reader* const reader_;
};

// What playbooks ask of links.
class LinksOfPlaybooks : public playbook::KnownLinks {
 public:
  explicit LinksOfPlaybooks(const link::Links* links) : links_(links) {}

  std::string NameOf(const access::Caller& caller,
                     absl::string_view link) const override {
    return links_->reader().NameOf(caller, link);
  }

 private:
  const link::Links* const links_;
};

// What events ask of links and playbooks.
class RecordsOfEvents : public event::SeenRecords {
 public:
  RecordsOfEvents(const link::Links* links,
                  const playbook::Playbooks* playbooks)
      : links_(links), playbooks_(playbooks) {}

  bool SeesLink(const access::Caller& caller,
                absl::string_view link) const override {
    return !links_->reader().NameOf(caller, link).empty();
  }
  bool SeesPlaybook(const access::Caller& caller,
                    absl::string_view playbook) const override {
    return playbooks_->reader().Sees(caller, playbook);
  }

 private:
  const link::Links* const links_;
  const playbook::Playbooks* const playbooks_;
};

class Services {
 public:
  // `data` and `clock` outlive the services. Replays the roster.
  static absl::StatusOr<std::unique_ptr<Services>> Open(Data* data,
                                                        Clock* clock);

  // What ends the connections of a member whose access an entry ends; set
  // before anything is served.
  void OnEnded(roster::Roster::Ended ended) {
    roster_->OnEnded(std::move(ended));
  }

  // Binds all methods. `connections`: of the server that will serve them.
  void Bind(std::function<int()> connections, rpc::MethodTable* methods);

  // When nothing is served any more: returns when all that waited in memory is
  // durable. The last call.
  absl::Status Drain();

  const access::Membership& membership() const { return membership_; }
  const roster::Roster& roster() const { return *roster_; }
  rpc::DenialSink& denials() { return denials_; }
  audit::Ledger& ledger() { return *ledger_; }

 private:
  Services(Data* data, Clock* clock, std::unique_ptr<audit::Ledger> ledger,
           std::unique_ptr<StoredSafeHeads> heads,
           std::unique_ptr<roster::Roster> roster,
           std::unique_ptr<words::Index> words,
           std::unique_ptr<link::Links> links,
           std::unique_ptr<LinksOfPlaybooks> known_links,
           std::unique_ptr<playbook::Playbooks> playbooks);

  Data* const data_;
  Clock* const clock_;
  const std::unique_ptr<audit::Ledger> ledger_;
  const std::unique_ptr<StoredSafeHeads> heads_;
  const std::unique_ptr<roster::Roster> roster_;
  access::RosterMembership membership_;
  roster::Moves moves_;
  roster::Names names_;
  Denials denials_;
  credential::SafeBooks books_;
  credential::Reader reader_;
  credential::Revealer revealer_;
  credential::Changer changer_;
  credential::Sharer sharer_;
  credential::SharedRevealer shared_revealer_;
  credential::Attachments attachments_;
  request::Requests requests_;
  const std::unique_ptr<words::Index> words_;
  const std::unique_ptr<link::Links> links_;
  const std::unique_ptr<LinksOfPlaybooks> known_links_;
  const std::unique_ptr<playbook::Playbooks> playbooks_;
  const FoundLinks found_links_;
  const FoundPlaybooks found_playbooks_;
  const search::Finder finder_;
  exposure::Auditor auditor_;
  ChangesOfSafes changes_;
  RecordsOfEvents seen_;
  event::Events events_;
  const rotation::Parts rotations_;
  const rotation::Departures departures_;
  const rotation::Reader departure_reader_;
};

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_SERVICES_H_
