#include "server/words/ranking.h"

#include <algorithm>

namespace klad::words {
namespace {

constexpr uint8_t kNone = 0xff;
// Beyond so many times as long a list is searched, not walked.
constexpr size_t kMuchLonger = 16;

// By record; kNone everywhere between two queries, so that a query touches
// only what it finds.
struct Board {
  std::vector<uint8_t> total;
  std::vector<uint8_t> word;
};

Board& BoardOfThread() {
  thread_local Board board;
  return board;
}

}  // namespace

Ranking::Ranking(uint32_t records) {
  Board& board = BoardOfThread();
  if (board.total.size() < records) {
    board.total.resize(records, kNone);
    board.word.resize(records, kNone);
  }
}

Ranking::~Ranking() {
  Board& board = BoardOfThread();
  for (const uint32_t record : records_) {
    board.total[record] = kNone;
    board.word[record] = kNone;
  }
}

void Ranking::CountOne(Posting posting, uint8_t cost, bool heavy) {
  if (heavy && IsLight(posting)) return;
  Board& board = BoardOfThread();
  const uint32_t record = RecordOf(posting);
  if (first_) {
    if (board.word[record] == kNone) records_.push_back(record);
  } else if (board.total[record] == kNone) {
    return;
  }
  const auto whole = static_cast<uint8_t>(cost + (IsLight(posting) ? 1 : 0));
  board.word[record] = std::min(board.word[record], whole);
}

void Ranking::Count(const Postings& postings, uint8_t cost, bool heavy) {
  if (first_ || postings.size() / kMuchLonger <= records_.size()) {
    for (const Posting posting : postings) CountOne(posting, cost, heavy);
    return;
  }
  for (const uint32_t record : records_) {
    const auto found = std::lower_bound(postings.begin(), postings.end(),
                                        PostingOf(record, false));
    if (found != postings.end() && RecordOf(*found) == record) {
      CountOne(*found, cost, heavy);
    }
  }
}

void Ranking::EndWord() {
  Board& board = BoardOfThread();
  size_t kept = 0;
  for (const uint32_t record : records_) {
    const uint8_t cost = board.word[record];
    board.word[record] = kNone;
    if (cost == kNone) {
      board.total[record] = kNone;
      continue;
    }
    board.total[record] =
        first_ ? cost : static_cast<uint8_t>(board.total[record] + cost);
    records_[kept++] = record;
  }
  records_.resize(kept);
  first_ = false;
}

uint8_t Ranking::CostOf(uint32_t record) const {
  return BoardOfThread().total[record];
}

}  // namespace klad::words
