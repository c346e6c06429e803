#include "server/words/ranking.h"

#include <algorithm>

namespace klad::words {
namespace {

constexpr uint8_t kNone = 0xff;
// Beyond so many times as long a list is searched, not walked.
constexpr size_t kMuchLonger = 16;

}  // namespace

// kNone everywhere between two queries, so that a query touches only what it
// finds.
Ranking::Board& Ranking::BoardOfThread() {
  thread_local Board board;
  return board;
}

Ranking::Ranking(uint32_t records) : board_(BoardOfThread()) {
  if (board_.total.size() < records) {
    board_.total.resize(records, kNone);
    board_.word.resize(records, kNone);
  }
}

Ranking::~Ranking() {
  for (const uint32_t record : records_) {
    board_.total[record] = kNone;
    board_.word[record] = kNone;
  }
}

void Ranking::CountOne(Posting posting, uint8_t cost, bool heavy) {
  if (heavy && IsLight(posting)) return;
  const uint32_t record = RecordOf(posting);
  if (first_) {
    if (board_.word[record] == kNone) records_.push_back(record);
  } else if (board_.total[record] == kNone) {
    return;
  }
  const auto whole = static_cast<uint8_t>(cost + (IsLight(posting) ? 1 : 0));
  board_.word[record] = std::min(board_.word[record], whole);
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
  size_t kept = 0;
  for (const uint32_t record : records_) {
    const uint8_t cost = board_.word[record];
    board_.word[record] = kNone;
    if (cost == kNone) {
      board_.total[record] = kNone;
      continue;
    }
    board_.total[record] =
        first_ ? cost : static_cast<uint8_t>(board_.total[record] + cost);
    records_[kept++] = record;
  }
  records_.resize(kept);
  first_ = false;
}

uint8_t Ranking::CostOf(uint32_t record) const { return board_.total[record]; }

}  // namespace klad::words
