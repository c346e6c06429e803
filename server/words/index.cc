#include "server/words/index.h"

#include <algorithm>
#include <tuple>

#include "server/words/folding.h"

namespace klad::words {
namespace {

uint8_t CostOf(Likeness likeness) {
  return static_cast<uint8_t>(2 * static_cast<int>(likeness));
}

std::pair<int, std::string> NumberedBy(const Key& key) {
  return {key.kind, key.id};
}

bool IsWanted(const Query& query, v1::SearchKind kind) {
  return query.kinds.empty() ||
         std::find(query.kinds.begin(), query.kinds.end(), kind) !=
             query.kinds.end();
}

}  // namespace

struct Index::Candidate {
  uint8_t cost = 0;
  const Record* record = nullptr;

  // As a heap has it: the best one is the largest.
  bool operator<(const Candidate& other) const {
    return std::tie(other.cost, other.record->name, other.record->key.kind,
                    other.record->key.id) <
           std::tie(cost, record->name, record->key.kind, record->key.id);
  }
};

Index::Number Index::NumberFor(const Key& key) {
  const auto [found, added] = numbers_.try_emplace(NumberedBy(key));
  if (!added) return found->second;
  if (unused_.empty()) {
    found->second = static_cast<Number>(records_.size());
    records_.emplace_back();
  } else {
    found->second = unused_.back();
    unused_.pop_back();
  }
  records_[found->second].key = key;
  return found->second;
}

void Index::AddWords(
    Number number, const google::protobuf::RepeatedPtrField<std::string>& words,
    bool light) {
  for (const std::string& word : words) {
    const Dictionary::Word known = dictionary_.Add(word);
    if (known == postings_.size()) postings_.emplace_back();
    Postings& postings = postings_[known];
    const Posting posting = PostingOf(number, light);
    const auto at = std::lower_bound(postings.begin(), postings.end(), posting);
    postings.insert(at, posting);
    records_[number].words.push_back(known);
  }
}

void Index::DropWords(Number number) {
  std::vector<Dictionary::Word>& words = records_[number].words;
  for (const Dictionary::Word word : words) {
    Postings& postings = postings_[word];
    postings.erase(std::lower_bound(postings.begin(), postings.end(),
                                    PostingOf(number, false)));
  }
  words.clear();
}

void Index::Put(const Key& key, uint64_t revision, absl::string_view name,
                const store::v1::Terms& terms) {
  std::string folded = FoldText(name);
  WriterLock lock(&mutex_);
  const Number number = NumberFor(key);
  Record& record = records_[number];
  if (record.revision > revision) return;
  DropWords(number);
  record.revision = revision;
  record.name = std::move(folded);
  record.words.reserve(terms.heavy_size() + terms.light_size());
  AddWords(number, terms.heavy(), false);
  AddWords(number, terms.light(), true);
}

void Index::Remove(const Key& key) {
  WriterLock lock(&mutex_);
  const auto found = numbers_.find(NumberedBy(key));
  if (found == numbers_.end()) return;
  DropWords(found->second);
  records_[found->second] = Record();
  unused_.push_back(found->second);
  numbers_.erase(found);
}

void Index::Settle() {
  WriterLock lock(&mutex_);
  dictionary_.Settle();
}

std::vector<Key> Index::Find(const Query& query, Visible visible) const {
  {
    ReaderLock lock(&mutex_);
    if (dictionary_.settled()) return FindSettled(query, visible);
  }
  WriterLock lock(&mutex_);
  dictionary_.Settle();
  return FindSettled(query, visible);
}

Index::Matches Index::MatchesOf(const Sought& sought) const {
  Matches matches;
  const auto add = [&](Likeness likeness) {
    return [&, likeness](Dictionary::Word word) {
      matches.words.emplace_back(word, likeness);
    };
  };
  const auto same = dictionary_.Find(sought.word);
  if (same.has_value()) add(Likeness::kSame)(*same);
  dictionary_.WithStem(sought.stem, add(Likeness::kForm));
  if (sought.begins) {
    dictionary_.BeginningWith(sought.word, add(Likeness::kBegins));
  }
  if (sought.slips) dictionary_.OneSlipFrom(sought.word, add(Likeness::kSlip));
  // Each word once, by its best likeness.
  std::sort(matches.words.begin(), matches.words.end());
  matches.words.erase(std::unique(matches.words.begin(), matches.words.end(),
                                  [](const auto& a, const auto& b) {
                                    return a.first == b.first;
                                  }),
                      matches.words.end());
  for (const auto& [word, likeness] : matches.words) {
    matches.postings += postings_[word].size();
  }
  return matches;
}

std::vector<Key> Index::FindSettled(const Query& query, Visible visible) const {
  if (query.words.empty()) return {};
  std::vector<Matches> words;
  for (const Sought& sought : query.words) {
    words.push_back(MatchesOf(sought));
    if (words.back().postings == 0) return {};
  }
  std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
    return a.postings < b.postings;
  });
  Ranking ranking(static_cast<uint32_t>(records_.size()));
  for (const Matches& matches : words) {
    for (const auto& [word, likeness] : matches.words) {
      ranking.Count(postings_[word], CostOf(likeness), query.heavy);
    }
    ranking.EndWord();
  }
  return Best(ranking, query, visible);
}

std::vector<Key> Index::Best(const Ranking& ranking, const Query& query,
                             Visible visible) const {
  std::vector<Candidate> heap;
  heap.reserve(ranking.records().size());
  for (const Number number : ranking.records()) {
    const Record& record = records_[number];
    if (IsWanted(query, record.key.kind)) {
      heap.push_back({ranking.CostOf(number), &record});
    }
  }
  std::make_heap(heap.begin(), heap.end());
  std::vector<Key> best;
  while (!heap.empty() && best.size() < query.limit) {
    std::pop_heap(heap.begin(), heap.end());
    const Key& key = heap.back().record->key;
    if (visible(key)) best.push_back(key);
    heap.pop_back();
  }
  return best;
}

}  // namespace klad::words
