// What a lying server does to its answers: it has the CA, the audit key and
// every stored byte.
#ifndef KLAD_TESTS_HOSTILE_LIAR_H_
#define KLAD_TESTS_HOSTILE_LIAR_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"
#include "klad/trust/v1/roster.pb.h"
#include "klad/v1/credential.pb.h"
#include "tests/support/organisation_server.h"

namespace klad::testing {

inline constexpr char kReveal[] = "klad.v1.CredentialService/Reveal";
inline constexpr char kFollow[] = "klad.v1.CredentialService/Follow";
inline constexpr char kHistory[] = "klad.v1.CredentialService/History";
inline constexpr char kChange[] = "klad.v1.CredentialService/Change";
inline constexpr char kReplay[] = "klad.v1.RosterService/Replay";
inline constexpr char kEnvelopes[] = "klad.v1.RosterService/Envelopes";

class Liar {
 public:
  explicit Liar(OrganisationServer* server) : server_(server) {}

  // Edits every answer to `method`.
  template <typename Resp>
  void Edit(std::string method, std::function<void(Resp&)> edit) {
    server_->SetTap([method = std::move(method), edit = std::move(edit)](
                        const rpc::Call& call,
                        const OrganisationServer::Handler& real,
                        std::string* response) -> absl::Status {
      RETURN_IF_ERROR(real(call, response));
      if (call.method != method) return absl::OkStatus();
      Resp answer;
      CHECK_THAT(answer.ParseFromString(*response));
      edit(answer);
      *response = answer.SerializeAsString();
      return absl::OkStatus();
    });
  }

  // Every call ends with this.
  void Refuse(const absl::Status& status);

  // Shows one more entry of the roster, or change of a safe, than there is.
  void AddEntry(const trust::v1::Signed& entry);
  void AddChange(
      const trust::v1::Signed& change,
      const google::protobuf::RepeatedPtrField<std::string>& parts = {});

  // A change that a member signed in `step` and the server did not take.
  v1::ChangeRequest Withhold(const std::function<absl::Status()>& step);

  trust::v1::Signed StoredChange(absl::string_view safe, uint64_t sequence);
  std::string StoredSecret(absl::string_view safe, absl::string_view credential,
                           uint64_t version);

 private:
  OrganisationServer* const server_;
};

// Entries that a plain member may not make: every row of the authority table
// that would raise or harm somebody.
struct Escalation {
  std::string name;
  trust::v1::Entry entry;
  bool countersigned = false;
};

// By `member`, against `owner` and a safe; `other` has keys of the member's.
std::vector<Escalation> Escalations(const TestClient& member,
                                    const std::string& owner,
                                    const std::string& safe,
                                    const crypto::Identity& other);

// As the member would sign it on the head it knows.
trust::v1::Signed SignBy(const TestClient& member, trust::v1::Entry entry,
                         const crypto::Identity* countersigner = nullptr);

}  // namespace klad::testing

#endif  // KLAD_TESTS_HOSTILE_LIAR_H_
