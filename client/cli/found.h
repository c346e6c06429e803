// The credential that a person names.
#ifndef KLAD_CLIENT_CLI_FOUND_H_
#define KLAD_CLIENT_CLI_FOUND_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/context.h"
#include "client/vault.h"

namespace klad::cli {

// "SAFE/TITLE": the title is everything behind the first slash.
struct Reference {
  std::string safe;
  std::string title;
};
absl::StatusOr<Reference> ParseReference(absl::string_view text);

// A credential in its safe as it is now. The item stays, and shows what is
// learnt of it later.
struct Found {
  client::SafeInfo safe;
  client::Mirror* mirror = nullptr;
  const client::Mirror::Item* item = nullptr;
};

// kFollow asks the server what is newest; kAsKnown only when it is not found.
enum class Freshness { kFollow, kAsKnown };
enum class Which { kLive, kDeleted };

// By SAFE/TITLE, or by klad:ID in whatever safe it is (client/credential_id.h).
// Of several with one title, the person is asked which; where nobody can be
// asked, a usage error lists their ids. Exit kNotFound with near misses.
absl::StatusOr<Found> FindReference(Context& context, client::Vault& vault,
                                    absl::string_view text, Freshness freshness,
                                    Which which = Which::kLive);

// "safe/title".
std::string NameOf(const Found& found);

// A line for people, when it is archived.
void SayArchived(Context& context, const Found& found);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_FOUND_H_
