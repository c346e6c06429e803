// libcurl, loaded by the commands that need it: with its thirty libraries every
// other would start several milliseconds later.
#ifndef KLAD_CLIENT_WEB_CURL_H_
#define KLAD_CLIENT_WEB_CURL_H_

#include <curl/curl.h>

#include "absl/status/statusor.h"

namespace klad::web {

// The functions that are used, by the names that libcurl gives them.
struct Curl {
  decltype(&::curl_global_init) global_init;
  decltype(&::curl_url) url;
  decltype(&::curl_url_cleanup) url_cleanup;
  decltype(&::curl_url_get) url_get;
  decltype(&::curl_url_set) url_set;
  decltype(&::curl_free) free;
  decltype(&::curl_easy_init) easy_init;
  decltype(&::curl_easy_cleanup) easy_cleanup;
  decltype(&::curl_easy_setopt) easy_setopt;
  decltype(&::curl_easy_getinfo) easy_getinfo;
  decltype(&::curl_multi_init) multi_init;
  decltype(&::curl_multi_cleanup) multi_cleanup;
  decltype(&::curl_multi_setopt) multi_setopt;
  decltype(&::curl_multi_add_handle) multi_add_handle;
  decltype(&::curl_multi_remove_handle) multi_remove_handle;
  decltype(&::curl_multi_perform) multi_perform;
  decltype(&::curl_multi_poll) multi_poll;
  decltype(&::curl_multi_info_read) multi_info_read;

  // Loads it at the first call; not for two threads at once. Exit kUnavailable
  // names the package that is missing.
  static absl::StatusOr<const Curl*> Load();
};

}  // namespace klad::web

#endif  // KLAD_CLIENT_WEB_CURL_H_
