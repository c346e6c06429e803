#include "client/display_names.h"

#include <algorithm>

#include "client/error.h"
#include "client/people.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/names.h"
#include "crypto/roster/display_name.h"
#include "klad/v1/person.pb.h"

namespace klad::client {
namespace {

constexpr size_t kPage = 500;

absl::Status NotVouched(const Account& account, absl::string_view member) {
  return Error(ExitCode::kIntegrity,
               Say("the server shows a name for $0 that nobody vouches for",
                   LoginOf(account.roster(), member)),
               Tr("do not trust this server; tell an owner"));
}

}  // namespace

absl::Status CheckDisplayName(absl::string_view name) {
  const bool plain = std::none_of(name.begin(), name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < ' ' || byte == 0x7f;
  });
  if (!name.empty() && name.size() <= crypto::roster::kMaxDisplayName &&
      IsUtf8(name) && plain) {
    return absl::OkStatus();
  }
  return Error(ExitCode::kUsage, Tr("this cannot be a person's name"),
               Say("a name is one line of up to $0 bytes",
                   crypto::roster::kMaxDisplayName));
}

absl::StatusOr<std::map<std::string, std::string>> FetchNames(
    Account* account, const std::vector<std::string>& members) {
  std::map<std::string, std::string> names;
  for (size_t from = 0; from < members.size(); from += kPage) {
    const size_t to = std::min(members.size(), from + kPage);
    klad::v1::NamesRequest request;
    for (size_t i = from; i < to; ++i) request.add_members(members[i]);
    klad::v1::NamesResponse response;
    RETURN_IF_ERROR(
        account->Call("klad.v1.PersonService/Names", request, &response));
    for (const auto& named : response.names()) {
      if (!crypto::roster::VerifyDisplayName(account->roster(), named.member(),
                                             named.name())
               .ok()) {
        return NotVouched(*account, named.member());
      }
      names[named.member()] = named.name().name();
    }
  }
  return names;
}

trust::v1::DisplayName SaltedName(absl::string_view name) {
  trust::v1::DisplayName salted;
  salted.set_name(std::string(name));
  salted.set_salt(
      std::string(Secret::Random(crypto::kNameSaltSize).Expose()));
  return salted;
}

absl::Status SetName(Account* account, absl::string_view member,
                     const trust::v1::DisplayName& name) {
  klad::v1::SetNameRequest request;
  request.set_member(std::string(member));
  *request.mutable_name() = name;
  klad::v1::SetNameResponse response;
  return account->Call("klad.v1.PersonService/SetName", request, &response);
}

}  // namespace klad::client
