// The credential that a person names.
#ifndef KLAD_CLIENT_CLI_FOUND_H_
#define KLAD_CLIENT_CLI_FOUND_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/context.h"
#include "client/shares.h"
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
  // Set when it is shared with this member beside its safe: then there is no
  // mirror, and the safe has no name here.
  std::shared_ptr<const client::SharedItem> shared = nullptr;
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

// The same of what is newest, or else of one that is deleted.
absl::StatusOr<Found> FindAny(Context& context, client::Vault& vault,
                              absl::string_view text);

// To read: as FindReference, or by klad:ID or its title one that is shared with
// this member beside its safe.
absl::StatusOr<Found> FindReadable(Context& context, client::Vault& vault,
                                   absl::string_view text, Freshness freshness);

// "safe/title", or the title of one that is shared.
std::string NameOf(const Found& found);

// A line for people, when it is archived.
void SayArchived(Context& context, const Found& found);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_FOUND_H_
