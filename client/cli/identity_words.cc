#include "client/cli/identity_words.h"

#include "client/people.h"
#include "crypto/words.h"

namespace klad::cli {

std::string IdentityWords(const crypto::roster::State& roster,
                          const crypto::roster::Member& member) {
  const crypto::roster::IdentityTerm* identity = member.identity();
  if (identity == nullptr) return "";
  return crypto::Words(roster.At(identity->term.from)->link);
}

Result ShowIdentity(const client::Account& account) {
  const crypto::roster::State& roster = account.roster();
  const crypto::roster::Member& me = *roster.FindMember(account.member());
  Result result;
  result.Add("organisation", roster.facts().name);
  result.Add("login", me.login);
  result.Add("roles", client::RolesOf(roster, me, account.NowMs()));
  result.Add("words", IdentityWords(roster, me));
  return result;
}

}  // namespace klad::cli
