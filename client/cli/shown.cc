#include "client/cli/shown.h"

#include <algorithm>

#include "client/cli/kind.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"

namespace klad::cli {

using client::MirrorItem;

namespace {

// Deleted here, and alive in another safe.
bool HasMoved(const MirrorItem& item) {
  const auto header = crypto::vault::ParseHeader(item.header());
  return header.ok() && !header->moved_to().empty();
}

}  // namespace

std::vector<Option> FilterOptions() {
  return {
      {"tag", 0, "TAG", Mark("only with this tag; again: with all of them"),
       true},
      {"kind", 0, "KIND", Mark("only of this kind, such as card or server")},
      {"archived", 0, "", Mark("the archived ones instead")},
      {"deleted", 0, "",
       Mark("the deleted ones instead, which can be restored")},
  };
}

absl::StatusOr<Filter> Filter::Of(Context& context) {
  return Of(context, context.Get("kind"));
}

absl::StatusOr<Filter> Filter::Of(Context& context, absl::string_view kind) {
  Filter filter;
  for (const std::string& tag : context.All("tag")) {
    filter.tags_.push_back(client::FoldTitle(tag));
  }
  if (!kind.empty()) {
    ASSIGN_OR_RETURN(filter.kind_, ParseKind(kind));
  }
  filter.archived_ = context.Has("archived");
  filter.deleted_ = context.Has("deleted");
  filter.narrow_ = context.Has("tag") || !kind.empty() || filter.archived_ ||
                   filter.deleted_;
  return filter;
}

bool Filter::Passes(const MirrorItem& item) const {
  if (item.deleted() != deleted_ || (deleted_ && HasMoved(item))) return false;
  const bool archived = item.overview().archived();
  if (archived != archived_ && !(deleted_ && archived)) return false;
  if (kind_.has_value() && item.kind() != *kind_) return false;
  const auto& tags = item.overview().tags();
  return std::all_of(
      tags_.begin(), tags_.end(), [&](const std::string& wanted) {
        return std::any_of(
            tags.begin(), tags.end(), [&](const std::string& tag) {
              return client::FoldTitle(tag) == wanted ||
                     client::FoldTitle(tag_words_.Of(tag)) == wanted;
            });
      });
}

absl::StatusOr<std::vector<ShownSafe>> FollowSafes(client::Vault& vault,
                                                   absl::string_view name) {
  std::vector<client::SafeInfo> safes;
  if (name.empty()) {
    RETURN_IF_ERROR(vault.account().CatchUp());
    ASSIGN_OR_RETURN(safes, vault.Safes());
  } else {
    ASSIGN_OR_RETURN(safes.emplace_back(), vault.FindSafe(name));
  }
  std::vector<ShownSafe> all;
  for (client::SafeInfo& safe : safes) {
    ASSIGN_OR_RETURN(client::Mirror * mirror, vault.OpenSafe(safe.id));
    RETURN_IF_ERROR(mirror->Follow());
    all.push_back({std::move(safe.name), mirror});
  }
  return all;
}

std::vector<std::string> TagsOf(const trust::v1::Overview& overview) {
  return {overview.tags().begin(), overview.tags().end()};
}

}  // namespace klad::cli
