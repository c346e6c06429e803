// make_vectors FOLDER formats|organisation|moves: writes frozen vectors of
// crypto/testdata anew. What stands there is read by every later klad: it is
// written once, and again only with a new major version of the format.
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "crypto/base/secret.h"
#include "tests/interop/make_formats.h"
#include "tests/interop/make_moves.h"
#include "tests/interop/make_organisation.h"

namespace {

bool Write(const std::string& path, const nlohmann::json& document) {
  std::ofstream out(path);
  out << document.dump(1) << "\n";
  out.close();
  if (!out) std::cerr << "cannot write " << path << "\n";
  return !out.fail();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string which = argc == 3 ? argv[2] : "";
  const std::map<std::string, nlohmann::json (*)()> makers = {
      {"formats", klad::interop::MakeFormats},
      {"organisation", klad::interop::MakeOrganisation},
      {"moves", klad::interop::MakeMoves}};
  const auto maker = makers.find(which);
  if (maker == makers.end()) {
    std::cerr << "usage: make_vectors FOLDER formats|organisation|moves\n";
    return 2;
  }
  if (const auto status = klad::Secret::Reserve(); !status.ok()) {
    std::cerr << status.message() << "\n";
    return 1;
  }
  return Write(absl::StrCat(argv[1], "/", which, ".json"), maker->second()) ? 0
                                                                            : 1;
}
