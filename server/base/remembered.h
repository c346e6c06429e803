// The requests that changed a record, so that one that is sent twice has one
// effect.
#ifndef KLAD_SERVER_BASE_REMEMBERED_H_
#define KLAD_SERVER_BASE_REMEMBERED_H_

#include <algorithm>
#include <string>

namespace klad {

inline constexpr int kRememberedRequests = 8;  // of one record

// `requests`: a repeated bytes field, newest last.
template <typename Requests>
bool Remembers(const Requests& requests, const std::string& request) {
  return std::find(requests.begin(), requests.end(), request) != requests.end();
}

template <typename Requests>
void Remember(const std::string& request, Requests* requests) {
  if (requests->size() == kRememberedRequests) {
    requests->erase(requests->begin());
  }
  *requests->Add() = request;
}

}  // namespace klad

#endif  // KLAD_SERVER_BASE_REMEMBERED_H_
