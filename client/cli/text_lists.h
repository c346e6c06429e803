// Tags, roles and the like, as options add to them and take away.
#ifndef KLAD_CLIENT_CLI_TEXT_LISTS_H_
#define KLAD_CLIENT_CLI_TEXT_LISTS_H_

#include <algorithm>
#include <string>
#include <vector>

#include "client/title.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace klad::cli {

using TextList = google::protobuf::RepeatedPtrField<std::string>;

inline std::vector<std::string> TextsOf(const TextList& texts) {
  return {texts.begin(), texts.end()};
}

// Texts that fold alike (client/title.h) are one.
inline void AddToList(const std::string& text, TextList* list) {
  const bool there = std::any_of(
      list->begin(), list->end(),
      [&](const std::string& each) { return client::SameTitle(each, text); });
  if (!there) *list->Add() = text;
}

inline void DropFromList(const std::string& text, TextList* list) {
  list->erase(std::remove_if(list->begin(), list->end(),
                             [&](const std::string& each) {
                               return client::SameTitle(each, text);
                             }),
              list->end());
}

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_TEXT_LISTS_H_
