// A server's surroundings for tests: a CA, members, a clock, a place for
// denials, and handlers that a test may replace.
#ifndef KLAD_TESTS_SUPPORT_RPC_WORLD_H_
#define KLAD_TESTS_SUPPORT_RPC_WORLD_H_

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "crypto/base/mutex.h"
#include "crypto/certificate.h"
#include "crypto/tls_key.h"
#include "klad/v1/audit.pb.h"
#include "klad/v1/credential.pb.h"
#include "klad/v1/event.pb.h"
#include "klad/v1/local.pb.h"
#include "klad/v1/move.pb.h"
#include "klad/v1/person.pb.h"
#include "klad/v1/request.pb.h"
#include "klad/v1/roster.pb.h"
#include "klad/v1/share.pb.h"
#include "klad/v1/system.pb.h"
#include "server/access/access.h"
#include "server/rpc/denial_sink.h"
#include "server/rpc/method_table.h"
#include "tests/support/fake_clock.h"

namespace klad::testing {

inline int64_t RealNowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

class TestMembership : public access::Membership {
 public:
  bool Names(absl::string_view id, absl::string_view key) const override {
    MutexLock lock(&mutex_);
    const auto found = keys_.find(std::string(id));
    return found != keys_.end() && found->second == key;
  }
  bool Allows(absl::string_view id, absl::string_view permission,
              int64_t) const override {
    MutexLock lock(&mutex_);
    return permissions_.count({std::string(id), std::string(permission)}) > 0;
  }
  void Add(const std::string& id, const std::string& key) {
    MutexLock lock(&mutex_);
    keys_[id] = key;
  }
  void Remove(const std::string& id) {
    MutexLock lock(&mutex_);
    keys_.erase(id);
  }
  void Permit(const std::string& id, const std::string& permission) {
    MutexLock lock(&mutex_);
    permissions_.insert({id, permission});
  }

 private:
  mutable Mutex mutex_;
  std::map<std::string, std::string> keys_;
  std::set<std::pair<std::string, std::string>> permissions_;
};

class TestDenials : public rpc::DenialSink {
 public:
  absl::Status Denied(const access::Caller& caller, absl::string_view method,
                      v1::Reason reason) override {
    MutexLock lock(&mutex_);
    thread_ = std::this_thread::get_id();
    seen_.push_back(caller.Name() + " " + std::string(method) + " " +
                    v1::Reason_Name(reason));
    return broken ? absl::DataLossError("/secret/ledger is full")
                  : absl::OkStatus();
  }
  std::vector<std::string> seen() const {
    MutexLock lock(&mutex_);
    return seen_;
  }
  // The thread of the last one.
  std::thread::id thread() const {
    MutexLock lock(&mutex_);
    return thread_;
  }
  std::atomic<bool> broken{false};

 private:
  mutable Mutex mutex_;
  std::vector<std::string> seen_;
  std::thread::id thread_;
};

// An identity as a client has it.
struct TestIdentity {
  std::string id;
  crypto::TlsKey key;
  std::string certificate;  // DER
};

struct RpcWorld {
  using Hook = std::function<absl::Status(const rpc::Call&)>;

  // TLS itself judges certificates by the real time.
  FakeClock clock{RealNowMs()};
  TestMembership membership;
  TestDenials denials;
  std::string organisation = std::string(16, 'o');
  crypto::CertificateAuthority ca = NewCa();
  TestIdentity server = Issue(crypto::Subject::Kind::kServer, organisation);

  // Handlers by method; the others answer at once.
  std::map<std::string, Hook> hooks;

  static crypto::CertificateAuthority NewCa() {
    return *crypto::CertificateAuthority::Create(*crypto::TlsKey::Generate(),
                                                 RealNowMs());
  }

  TestIdentity Issue(crypto::Subject::Kind kind, const std::string& id,
                     int64_t now_ms = RealNowMs(),
                     int64_t lifetime_ms = crypto::kDoorCertificateMs) {
    crypto::TlsKey key = *crypto::TlsKey::Generate();
    std::string certificate =
        *ca.Issue({kind, id}, key.public_key(), now_ms, now_ms + lifetime_ms);
    return {id, std::move(key), std::move(certificate)};
  }

  // An active member with a certificate.
  TestIdentity Member(char letter) {
    TestIdentity member =
        Issue(crypto::Subject::Kind::kMember, std::string(16, letter));
    membership.Add(member.id, member.key.public_key());
    return member;
  }
  TestIdentity Door() {
    return Issue(crypto::Subject::Kind::kDoor, std::string(16, 'd'));
  }

  rpc::MethodTable Table() {
    rpc::MethodTable table;
    Bind<v1::PingRequest, v1::PingResponse>(&table,
                                            "klad.v1.SystemService/Ping");
    const std::string local = "klad.v1.LocalService/";
    Bind<v1::DoorRequest, v1::DoorResponse>(&table, local + "Door");
    Bind<v1::BackupRequest, v1::BackupResponse>(&table, local + "Backup");
    Bind<v1::StatusRequest, v1::StatusResponse>(&table, local + "Status");
    const std::string roster = "klad.v1.RosterService/";
    Bind<v1::FoundRequest, v1::AppendResponse>(&table, roster + "Found");
    Bind<v1::AppendRequest, v1::AppendResponse>(&table, roster + "Join");
    Bind<v1::RenewRequest, v1::RenewResponse>(&table, roster + "Renew");
    Bind<v1::ReplayRequest, v1::ReplayResponse>(&table, roster + "Replay");
    Bind<v1::AppendRequest, v1::AppendResponse>(&table, roster + "Append");
    Bind<v1::EnvelopesRequest, v1::EnvelopesResponse>(&table,
                                                      roster + "Envelopes");
    const std::string move = "klad.v1.MoveService/";
    Bind<v1::BeginMoveRequest, v1::BeginMoveResponse>(&table, move + "Begin");
    Bind<v1::ProposeMoveRequest, v1::ProposeMoveResponse>(&table,
                                                          move + "Propose");
    Bind<v1::LookMoveRequest, v1::LookMoveResponse>(&table, move + "Look");
    Bind<v1::EndMoveRequest, v1::EndMoveResponse>(&table, move + "End");
    const std::string person = "klad.v1.PersonService/";
    Bind<v1::NamesRequest, v1::NamesResponse>(&table, person + "Names");
    Bind<v1::SetNameRequest, v1::SetNameResponse>(&table, person + "SetName");
    const std::string audit = "klad.v1.AuditService/";
    Bind<v1::ExposuresRequest, v1::ExposuresResponse>(&table,
                                                      audit + "Exposures");
    Bind<v1::LogRequest, v1::LogResponse>(&table, audit + "Log");
    Bind<v1::FollowEventsRequest, v1::FollowEventsResponse>(
        &table, "klad.v1.EventService/Follow");
    const std::string credential = "klad.v1.CredentialService/";
    Bind<v1::ListRequest, v1::ListResponse>(&table, credential + "List");
    Bind<v1::FollowRequest, v1::FollowResponse>(&table, credential + "Follow");
    Bind<v1::HistoryRequest, v1::HistoryResponse>(&table,
                                                  credential + "History");
    Bind<v1::RevealRequest, v1::RevealResponse>(&table, credential + "Reveal");
    Bind<v1::ChangeRequest, v1::ChangeResponse>(&table, credential + "Change");
    const std::string share = "klad.v1.ShareService/";
    Bind<v1::ListSharedRequest, v1::ListSharedResponse>(&table,
                                                        share + "ListShared");
    Bind<v1::RevealSharedRequest, v1::RevealSharedResponse>(
        &table, share + "RevealShared");
    const std::string request = "klad.v1.AccessRequestService/";
    Bind<v1::AskRequest, v1::AskResponse>(&table, request + "Ask");
    Bind<v1::ListRequestsRequest, v1::ListRequestsResponse>(
        &table, request + "ListRequests");
    Bind<v1::AnswerRequest, v1::AnswerResponse>(&table, request + "Answer");
    table.Reserve(roster + "Append");
    return table;
  }

 private:
  template <typename Req, typename Resp>
  void Bind(rpc::MethodTable* table, const std::string& name) {
    table->Bind<Req, Resp>(
        name, [this, name](const rpc::Call& call, const Req&, Resp*) {
          const auto hook = hooks.find(name);
          return hook == hooks.end() ? absl::OkStatus() : hook->second(call);
        });
  }
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_RPC_WORLD_H_
