// Texts as a marketing department writes them, made up.
#ifndef KLAD_TESTS_LOAD_PROSE_H_
#define KLAD_TESTS_LOAD_PROSE_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "klad/v1/link.pb.h"

namespace klad::load {

// Some ten thousand words of both languages, a few of them in most texts (by
// Zipf's law), in several forms.
class Prose {
 public:
  explicit Prose(uint32_t seed);

  int Pick(int below);
  std::string Word();
  std::string Sentence(int words);
  // Until it has so many bytes.
  std::string Text(size_t bytes);

 private:
  std::string NewWord();

  std::mt19937 random_;
  std::vector<std::string> words_;
  std::discrete_distribution<size_t> usual_;
};

// The link of this number: without id and owner.
klad::v1::Link LinkOf(int number, Prose* prose);
std::string LinkNameOf(int number);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_PROSE_H_
