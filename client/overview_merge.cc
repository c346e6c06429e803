#include "client/overview_merge.h"

#include <algorithm>

#include "absl/strings/string_view.h"

namespace klad::client {
namespace {

using google::protobuf::RepeatedPtrField;
using trust::v1::Overview;

struct TextField {
  const char* name;
  const std::string& (Overview::*get)() const;
  std::string* (Overview::*mutable_get)();
};
constexpr TextField kTexts[] = {
    {"title", &Overview::title, &Overview::mutable_title},
    {"user_name", &Overview::user_name, &Overview::mutable_user_name},
    {"email", &Overview::email, &Overview::mutable_email},
    {"phone", &Overview::phone, &Overview::mutable_phone},
    {"owner", &Overview::owner, &Overview::mutable_owner},
};

using Texts = RepeatedPtrField<std::string>;

bool Contains(const Texts& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

Texts MergeLists(const Texts& base, const Texts& mine, const Texts& theirs) {
  Texts merged;
  for (const std::string& text : theirs) {
    if (Contains(mine, text) || !Contains(base, text)) *merged.Add() = text;
  }
  for (const std::string& text : mine) {
    if (!Contains(base, text) && !Contains(merged, text)) *merged.Add() = text;
  }
  return merged;
}

std::string ValueOf(const Overview& overview, const std::string& name) {
  for (const trust::v1::Field& field : overview.fields()) {
    if (field.name() == name) return field.value();
  }
  return "";
}

void SetValue(const std::string& name, const std::string& value,
              Overview* overview) {
  auto* fields = overview->mutable_fields();
  const auto it =
      std::find_if(fields->begin(), fields->end(),
                   [&](const auto& field) { return field.name() == name; });
  if (value.empty()) {
    if (it != fields->end()) fields->erase(it);
  } else if (it != fields->end()) {
    it->set_value(value);
  } else {
    trust::v1::Field* field = overview->add_fields();
    field->set_name(name);
    field->set_value(value);
  }
}

// Whether mine is to be written; a conflict is noted.
bool TakesMine(absl::string_view name, const std::string& base,
               const std::string& mine, const std::string& theirs,
               MergedOverview* merged) {
  if (mine == base || mine == theirs) return false;
  if (theirs != base) {
    merged->conflicts.push_back({std::string(name), mine, theirs});
  }
  return true;
}

void MergeFields(const Overview& base, const Overview& mine,
                 const Overview& theirs, MergedOverview* merged) {
  std::vector<std::string> names;
  for (const Overview* overview : {&base, &mine}) {
    for (const trust::v1::Field& field : overview->fields()) {
      if (std::find(names.begin(), names.end(), field.name()) == names.end()) {
        names.push_back(field.name());
      }
    }
  }
  for (const std::string& name : names) {
    const std::string value = ValueOf(mine, name);
    if (TakesMine(name, ValueOf(base, name), value, ValueOf(theirs, name),
                  merged)) {
      SetValue(name, value, &merged->overview);
    }
  }
}

}  // namespace

MergedOverview MergeOverviews(const Overview& base, const Overview& mine,
                              const Overview& theirs) {
  MergedOverview merged;
  merged.overview = theirs;
  for (const TextField& field : kTexts) {
    const std::string& text = (mine.*field.get)();
    if (TakesMine(field.name, (base.*field.get)(), text, (theirs.*field.get)(),
                  &merged)) {
      *(merged.overview.*field.mutable_get)() = text;
    }
  }
  *merged.overview.mutable_addresses() =
      MergeLists(base.addresses(), mine.addresses(), theirs.addresses());
  *merged.overview.mutable_tags() =
      MergeLists(base.tags(), mine.tags(), theirs.tags());
  MergeFields(base, mine, theirs, &merged);
  if (mine.archived() != base.archived()) {
    merged.overview.set_archived(mine.archived());
  }
  return merged;
}

}  // namespace klad::client
