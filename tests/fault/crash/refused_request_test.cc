// A request that is refused leaves nothing of what it said: not in the log,
// not in the data folder, not in the answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "crypto/base/secret.h"
#include "klad/v1/credential.pb.h"
#include "klad/v1/roster.pb.h"
#include "tests/support/klad_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RefusedRequestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* programs = getenv("KLAD_BIN");
    ASSERT_NE(programs, nullptr);
    ASSERT_OK_AND_ASSIGN(
        server_,
        KladServer::Found(std::string(programs) + "/kladd", folder_.path()));
    ASSERT_OK_AND_ASSIGN(session_, server_->Connect());
  }

  template <typename Response>
  void Refuse(const std::string& method,
              const google::protobuf::MessageLite& request) {
    Response response;
    const absl::Status status =
        session_->Call("klad.v1." + method, request, &response);
    EXPECT_FALSE(status.ok()) << method;
    EXPECT_THAT(status.ToString(), Not(HasSubstr(mark_))) << method;
  }

  klad::trust::v1::Signed Marked() const {
    klad::trust::v1::Signed entry;
    entry.set_author(mark_);
    entry.set_body(mark_);
    entry.set_signature(mark_);
    return entry;
  }

  const TempFolder folder_;
  const std::string mark_ =
      "kanareika" +
      absl::BytesToHexString(std::string(Secret::Random(9).Expose()));
  std::unique_ptr<KladServer> server_;
  std::unique_ptr<client::Session> session_;
};

TEST_F(RefusedRequestTest, LeavesNoTrace) {
  klad::v1::RevealRequest reveal;
  reveal.set_safe(mark_);
  reveal.set_credential(mark_);
  reveal.set_version(1);
  reveal.set_purpose(trust::v1::PURPOSE_SHOW);
  *reveal.mutable_exposure() = Marked();
  Refuse<klad::v1::RevealResponse>("CredentialService/Reveal", reveal);
  klad::v1::ChangeRequest change;
  change.set_safe(mark_);
  *change.mutable_change() = Marked();
  change.add_parts(mark_);
  Refuse<klad::v1::ChangeResponse>("CredentialService/Change", change);
  klad::v1::ListRequest list;
  list.set_safe(mark_);
  list.set_after(mark_);
  Refuse<klad::v1::ListResponse>("CredentialService/List", list);
  klad::v1::AppendRequest append;
  *append.mutable_previous() = server_->account().Known().roster();
  *append.mutable_entry() = Marked();
  Refuse<klad::v1::AppendResponse>("RosterService/Append", append);
  klad::v1::RenewRequest renew;
  renew.set_member(mark_);
  Refuse<klad::v1::RenewResponse>("RosterService/Renew", renew);

  ASSERT_OK_AND_ASSIGN(const std::string log, ReadWhole(server_->log()));
  EXPECT_THAT(log, HasSubstr("CredentialService/Reveal"));
  const std::string hex = absl::BytesToHexString(mark_);
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(folder_.path())) {
    if (!file.is_regular_file()) continue;
    ASSERT_OK_AND_ASSIGN(const std::string bytes, ReadWhole(file.path()));
    EXPECT_FALSE(absl::StrContains(bytes, mark_)) << file.path();
    EXPECT_FALSE(absl::StrContains(bytes, hex)) << file.path();
  }
}

}  // namespace
}  // namespace klad::testing
