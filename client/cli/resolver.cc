#include "client/cli/resolver.h"

#include <map>
#include <string>
#include <utility>

#include "client/cli/field_reader.h"
#include "client/cli/found.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::ExitCode;
using client::Vault;

absl::StatusOr<Found> FindLive(Context& context, Vault& vault,
                               const std::string& credential) {
  auto found = FindReadable(context, vault, credential, Freshness::kAsKnown);
  if (client::ExitCodeOf(found.status()) != ExitCode::kNotFound) return found;
  const auto deleted = FindReference(context, vault, credential,
                                     Freshness::kAsKnown, Which::kDeleted);
  const ExitCode code = client::ExitCodeOf(deleted.status());
  if (code == ExitCode::kNotFound) return found;
  if (!deleted.ok()) return deleted.status();
  return client::Error(ExitCode::kNotFound,
                       Say("$0 is deleted", NameOf(*deleted)),
                       Tr("klad credential restore brings a version back"));
}

// What is asked of one credential: the places of the references to it.
struct Asked {
  Found found;
  std::vector<size_t> places;
};

}  // namespace

absl::StatusOr<std::vector<Secret>> Resolve(
    Context& context, Vault& vault,
    const std::vector<ValueReference>& references) {
  std::map<std::string, Asked> by_id;
  for (size_t i = 0; i < references.size(); ++i) {
    ASSIGN_OR_RETURN(Found found,
                     FindLive(context, vault, references[i].credential));
    Asked& asked = by_id[found.item->credential()];
    asked.found = std::move(found);
    asked.places.push_back(i);
  }
  std::vector<Secret> values(references.size());
  for (const auto& [id, asked] : by_id) {
    FieldReader reader(context, vault, asked.found, trust::v1::PURPOSE_RUN);
    for (const size_t place : asked.places) {
      ASSIGN_OR_RETURN(const Value value, reader.Read(references[place].field));
      values[place] = SecretOf(value);
    }
    SayArchived(context, asked.found);
  }
  return values;
}

}  // namespace klad::cli
