// Two people changed one list of texts.
#ifndef KLAD_CLIENT_LIST_MERGE_H_
#define KLAD_CLIENT_LIST_MERGE_H_

#include <algorithm>
#include <string>

#include "google/protobuf/repeated_ptr_field.h"

namespace klad::client {

using TextList = google::protobuf::RepeatedPtrField<std::string>;

inline bool HasText(const TextList& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// What one added or took away is added or taken away whatever the other did.
inline TextList MergeTexts(const TextList& base, const TextList& mine,
                           const TextList& theirs) {
  TextList merged;
  for (const std::string& text : theirs) {
    if (HasText(mine, text) || !HasText(base, text)) *merged.Add() = text;
  }
  for (const std::string& text : mine) {
    if (!HasText(base, text) && !HasText(merged, text)) *merged.Add() = text;
  }
  return merged;
}

}  // namespace klad::client

#endif  // KLAD_CLIENT_LIST_MERGE_H_
