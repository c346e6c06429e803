#include "client/web/curl.h"

#include <dlfcn.h>

#include "client/error.h"
#include "client/words/words.h"

namespace klad::web {
namespace {

using client::Error;
using client::ExitCode;
using client::Tr;

// Null when one of them is missing.
const Curl* LoadAll() {
  void* const library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return nullptr;
  static Curl curl;
  bool whole = true;
  const auto load = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::decay_t<decltype(function)>>(
        dlsym(library, name));
    whole = whole && function != nullptr;
  };
  load(curl.global_init, "curl_global_init");
  load(curl.url, "curl_url");
  load(curl.url_cleanup, "curl_url_cleanup");
  load(curl.url_get, "curl_url_get");
  load(curl.url_set, "curl_url_set");
  load(curl.free, "curl_free");
  load(curl.easy_init, "curl_easy_init");
  load(curl.easy_cleanup, "curl_easy_cleanup");
  load(curl.easy_setopt, "curl_easy_setopt");
  load(curl.easy_getinfo, "curl_easy_getinfo");
  load(curl.multi_init, "curl_multi_init");
  load(curl.multi_cleanup, "curl_multi_cleanup");
  load(curl.multi_setopt, "curl_multi_setopt");
  load(curl.multi_add_handle, "curl_multi_add_handle");
  load(curl.multi_remove_handle, "curl_multi_remove_handle");
  load(curl.multi_perform, "curl_multi_perform");
  load(curl.multi_poll, "curl_multi_poll");
  load(curl.multi_info_read, "curl_multi_info_read");
  const bool ready = whole && curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready ? &curl : nullptr;
}

}  // namespace

absl::StatusOr<const Curl*> Curl::Load() {
  static const Curl* const curl = LoadAll();
  if (curl != nullptr) return curl;
  return Error(ExitCode::kUnavailable,
               Tr("addresses cannot be opened: libcurl.so.4 is missing"),
               Tr("install the package libcurl4"));
}

}  // namespace klad::web
