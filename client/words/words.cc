#include "client/words/words.h"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace klad::client {
namespace {

constexpr char kDomain[] = "klad";

}  // namespace

absl::string_view Tr(Literal text) { return dgettext(kDomain, text.english); }

absl::string_view Tr(Text text) {
  // The empty key is the catalogue's own header.
  return text.empty() ? "" : dgettext(kDomain, text.english().data());
}

absl::string_view TrN(Literal one, Literal many, uint64_t n) {
  return dngettext(kDomain, one.english, many.english, n);
}

void Speak(const std::string& languages) {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return;
  const auto folder = program.parent_path().parent_path() / "share/locale";
  // gettext translates nothing in the locale C, and the person's own may not
  // be installed; this one always is.
  if (setlocale(LC_MESSAGES, languages.empty() ? "C" : "C.UTF-8") == nullptr ||
      setenv("LANGUAGE", languages.c_str(), 1) != 0) {
    return;
  }
  bindtextdomain(kDomain, folder.c_str());
  bind_textdomain_codeset(kDomain, "UTF-8");
  // What strerror says; by itself it asks for the codeset of the locale C.
  bind_textdomain_codeset("libc", "UTF-8");
}

}  // namespace klad::client
