// Inputs for readers of files: a folder of them, and what becomes of each by
// small changes, always the same ones.
#ifndef KLAD_TESTS_SUPPORT_CORPUS_H_
#define KLAD_TESTS_SUPPORT_CORPUS_H_

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "crypto/base/check.h"

namespace klad::testing {

inline std::string ReadBytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// In the order of their names.
inline std::vector<std::string> ReadCorpus(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  inputs.reserve(paths.size());
  for (const auto& path : paths) inputs.push_back(ReadBytes(path));
  CHECK_THAT(!inputs.empty());
  return inputs;
}

inline std::vector<std::string> MutantsOf(const std::string& input,
                                          int count = 40) {
  std::mt19937 random(1);
  std::vector<std::string> mutants;
  for (int i = 0; i < count && !input.empty(); ++i) {
    std::string mutant = input;
    const size_t at = random() % mutant.size();
    const size_t length = 1 + random() % std::min<size_t>(mutant.size(), 60);
    const std::string piece = mutant.substr(at, length);
    switch (i % 4) {
      case 0:
        mutant.erase(at, length);
        break;
      case 1:
        mutant.insert(random() % mutant.size(), piece);
        break;
      case 2:
        mutant[at] = static_cast<char>(random());
        break;
      default:
        mutant.resize(at);
    }
    mutants.push_back(std::move(mutant));
  }
  return mutants;
}

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_CORPUS_H_
