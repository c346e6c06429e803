#include "client/tools.h"

#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/grants.h"
#include "client/new_file.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/identity.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {
namespace {

using RosterState = crypto::roster::State;

absl::StatusOr<crypto::Identity> NewIdentity(const Account& account) {
  trust::v1::Identity about = account.identity().about();
  about.set_member(std::string(Secret::Random(crypto::kIdSize).Expose()));
  return crypto::Identity::Create(std::move(about));
}

trust::v1::Entry Made(const crypto::Identity& identity, const NewTool& tool) {
  trust::v1::Entry entry;
  trust::v1::ToolMade* made = entry.mutable_tool_made();
  made->set_tool(identity.about().member());
  made->set_login(tool.login);
  *made->mutable_keys() = identity.PublicKeys();
  *made->mutable_permissions() = {tool.permissions.begin(),
                                  tool.permissions.end()};
  made->set_until_ms(tool.until_ms);
  return entry;
}

absl::StatusOr<std::string> CertificateOf(Account* account,
                                          const std::string& member) {
  klad::v1::RenewRequest request;
  request.set_member(member);
  klad::v1::RenewResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.RosterService/Renew", request, &response));
  return response.certificate();
}

// The tool stands by then, but nobody has its token.
absl::Status HalfMade(absl::Status status, const std::string& login) {
  return WithHint(std::move(status),
                  Say("the tool $0 was made without its safes: klad tool end "
                      "$0, then make one of another name",
                      login));
}

}  // namespace

absl::StatusOr<crypto::Token> MakeTool(Vault* vault, const NewTool& tool) {
  Account& account = vault->account();
  ASSIGN_OR_RETURN(crypto::Identity identity, NewIdentity(account));
  const std::string member = identity.about().member();
  RETURN_IF_ERROR(vault->roster_writer().Write(
      [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
        return Made(identity, tool);
      },
      {account.member(), &account.identity().signing_key(),
       &identity.signing_key()}));
  for (const auto& [safe, level] : tool.safes) {
    absl::Status granted =
        Grant(vault, safe, {false, member}, level, tool.until_ms);
    if (!granted.ok()) return HalfMade(std::move(granted), tool.login);
  }
  auto certificate = CertificateOf(&account, member);
  if (!certificate.ok()) return HalfMade(certificate.status(), tool.login);
  return crypto::Token{std::move(identity), account.Known().roster(),
                       *std::move(certificate)};
}

absl::Status EndTool(Vault* vault, const std::string& tool) {
  return vault->roster_writer().Write(
      [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
        trust::v1::Entry entry;
        entry.mutable_tool_ended()->set_tool(tool);
        return entry;
      });
}

absl::Status WritePem(Account* account, const crypto::Token& token,
                      const std::string& folder) {
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return Error(ExitCode::kUsage, Say("cannot make $0", folder),
                 Tr("name a folder that can be made"));
  }
  ASSIGN_OR_RETURN(const std::string ca_der, account->ServerCa());
  ASSIGN_OR_RETURN(const std::string ca, crypto::PemFromDer(ca_der));
  ASSIGN_OR_RETURN(const std::string certificate,
                   crypto::PemFromDer(token.certificate));
  ASSIGN_OR_RETURN(const Secret key, token.identity.tls_key().Pem());
  RETURN_IF_ERROR(WriteNewFile(absl::StrCat(folder, "/ca.pem"), ca));
  RETURN_IF_ERROR(WriteNewFile(absl::StrCat(folder, "/cert.pem"), certificate));
  return WriteNewFile(absl::StrCat(folder, "/key.pem"), key.Expose());
}

}  // namespace klad::client
