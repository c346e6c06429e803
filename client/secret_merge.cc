#include "client/secret_merge.h"

#include <algorithm>
#include <utility>

#include "absl/strings/string_view.h"

namespace klad::client {
namespace {

using crypto::vault::Attachment;
using crypto::vault::HiddenField;
using crypto::vault::SecretPart;

struct Single {
  const char* name;
  Secret SecretPart::*value;
};
constexpr Single kSingles[] = {
    {"password", &SecretPart::password},
    {"seed", &SecretPart::one_time_code},
    {"note", &SecretPart::note},
    {"recovery_codes", &SecretPart::recovery_codes},
    {"key", &SecretPart::key},
};

bool Same(const Secret& a, const Secret& b) { return a.Equals(b); }

bool Same(const HiddenField& a, const HiddenField& b) {
  return a.name == b.name && a.value.Equals(b.value);
}

bool Same(const Attachment& a, const Attachment& b) {
  return a.name == b.name && a.hash == b.hash && a.document == b.document;
}

HiddenField Copy(const HiddenField& field) {
  return {field.name, field.value.Clone()};
}

Attachment Copy(const Attachment& attachment) { return attachment.Clone(); }

template <typename Item>
using Items = std::vector<const Item*>;

template <typename Item>
bool Same(const Items<Item>& a, const Items<Item>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const Item* left, const Item* right) { return Same(*left, *right); });
}

template <typename Item>
Items<Item> Named(const std::vector<Item>& list, absl::string_view name) {
  Items<Item> named;
  for (const Item& item : list) {
    if (item.name == name) named.push_back(&item);
  }
  return named;
}

// Which of the three is to be, and whether both changed it.
template <typename T>
const T& Choose(const T& base, const T& mine, const T& theirs, bool* both) {
  *both = !Same(mine, base) && !Same(theirs, base) && !Same(mine, theirs);
  return Same(mine, base) ? theirs : mine;
}

// In the order of theirs, then what only mine or the base has.
template <typename Item>
std::vector<std::string> NamesOf(const std::vector<Item>& theirs,
                                 const std::vector<Item>& mine) {
  std::vector<std::string> names;
  for (const auto* list : {&theirs, &mine}) {
    for (const Item& item : *list) {
      if (std::find(names.begin(), names.end(), item.name) == names.end()) {
        names.push_back(item.name);
      }
    }
  }
  return names;
}

template <typename Item>
void MergeLists(std::vector<Item> SecretPart::*list, const SecretPart& base,
                const SecretPart& mine, const SecretPart& theirs,
                MergedSecret* merged) {
  for (const std::string& name : NamesOf(theirs.*list, mine.*list)) {
    const auto was = Named(base.*list, name);
    const auto is = Named(mine.*list, name);
    const auto other = Named(theirs.*list, name);
    bool both = false;
    for (const Item* item : Choose(was, is, other, &both)) {
      (merged->secret.*list).push_back(Copy(*item));
    }
    if (both) merged->conflicts.push_back(name);
  }
}

}  // namespace

MergedSecret MergeSecrets(const SecretPart& base, const SecretPart& mine,
                          const SecretPart& theirs) {
  MergedSecret merged;
  for (const Single& single : kSingles) {
    bool both = false;
    merged.secret.*single.value = Choose(base.*single.value, mine.*single.value,
                                         theirs.*single.value, &both)
                                      .Clone();
    if (both) merged.conflicts.emplace_back(single.name);
  }
  MergeLists(&SecretPart::fields, base, mine, theirs, &merged);
  MergeLists(&SecretPart::attachments, base, mine, theirs, &merged);
  return merged;
}

}  // namespace klad::client
