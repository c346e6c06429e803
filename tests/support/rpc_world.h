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
#include "klad/v1/credential.pb.h"
#include "klad/v1/event.pb.h"
#include "klad/v1/local.pb.h"
#include "klad/v1/roster.pb.h"
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

  // Of the services that tests call: naming a message of theirs links them.
  rpc::MethodTable Table() {
    v1::AppendRequest::descriptor();
    v1::ChangeRequest::descriptor();
    v1::DoorRequest::descriptor();
    v1::FollowEventsRequest::descriptor();
    rpc::MethodTable table;
    table.Bind<v1::PingRequest, v1::PingResponse>(
        "klad.v1.SystemService/Ping",
        [this](const rpc::Call& call, const v1::PingRequest&,
               v1::PingResponse*) { return Hooked(call); });
    table.BindRest(
        [this](const rpc::Call& call, std::string*) { return Hooked(call); });
    table.Reserve("klad.v1.RosterService/Append");
    return table;
  }

 private:
  absl::Status Hooked(const rpc::Call& call) {
    const auto hook = hooks.find(std::string(call.method));
    return hook == hooks.end() ? absl::OkStatus() : hook->second(call);
  }
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_RPC_WORLD_H_
