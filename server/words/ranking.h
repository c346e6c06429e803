// How well records match the words of a query so far.
#ifndef KLAD_SERVER_WORDS_RANKING_H_
#define KLAD_SERVER_WORDS_RANKING_H_

#include <cstdint>
#include <vector>

namespace klad::words {

// A record and whether the word stands in a light text of it, as lists of
// records have both.
using Posting = uint32_t;
using Postings = std::vector<Posting>;  // sorted; a record once

inline Posting PostingOf(uint32_t record, bool light) {
  return record << 1 | (light ? 1 : 0);
}
inline uint32_t RecordOf(Posting posting) { return posting >> 1; }
inline bool IsLight(Posting posting) { return (posting & 1) != 0; }

// For one query and one thread, word by word, best the rarest word first. Every
// list that a word has is counted; then EndWord leaves out the records that
// none of them had.
class Ranking {
 public:
  // `records`: how many there are.
  explicit Ranking(uint32_t records);
  ~Ranking();
  Ranking(const Ranking&) = delete;
  Ranking& operator=(const Ranking&) = delete;

  // Takes the smaller of `cost` and what the record has for this word; a light
  // posting costs one more, or does not count if only `heavy` ones do.
  void Count(const Postings& postings, uint8_t cost, bool heavy);
  void EndWord();

  // What is left, in no order.
  const std::vector<uint32_t>& records() const { return records_; }
  // The sum over all words.
  uint8_t CostOf(uint32_t record) const;

 private:
  void CountOne(Posting posting, uint8_t cost, bool heavy);

  // By record, kept for the thread's next query.
  struct Board {
    std::vector<uint8_t> total;
    std::vector<uint8_t> word;
  };
  static Board& BoardOfThread();

  Board& board_;
  bool first_ = true;
  std::vector<uint32_t> records_;
};

}  // namespace klad::words

#endif  // KLAD_SERVER_WORDS_RANKING_H_
