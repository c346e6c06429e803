// make_vectors FOLDER: writes the frozen vectors of crypto/testdata anew. What
// stands there is read by every later klad: it is written once, and again only
// with a new major version of the format.
#include <fstream>
#include <iostream>
#include <string>

#include "crypto/base/secret.h"
#include "tests/interop/make_formats.h"

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
  if (argc != 2) {
    std::cerr << "usage: make_vectors FOLDER\n";
    return 2;
  }
  if (const auto status = klad::Secret::Reserve(); !status.ok()) {
    std::cerr << status.message() << "\n";
    return 1;
  }
  const std::string folder = argv[1];
  return Write(folder + "/formats.json", klad::interop::MakeFormats()) ? 0 : 1;
}
