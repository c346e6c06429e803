#include "server/words/index.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "server/words/folding.h"
#include "server/words/terms.h"

namespace klad::words {
namespace {

// Before a whole name: nothing else begins so, even with a slip. What begins
// with a word is not looked for among names; they have that word anyway.
constexpr absl::string_view kNameMark = "==";

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

Query QueryFor(absl::string_view text) {
  Query query;
  query.words = SeekAll(text);
  query.name = Seek(WholeName(text), /*last=*/false);
  query.name.word = absl::StrCat(kNameMark, query.name.word);
  return query;
}

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

void Index::AddWord(Number number, absl::string_view word, bool light) {
  const Dictionary::Word known = dictionary_.Add(word);
  if (known == postings_.size()) postings_.emplace_back();
  Postings& postings = postings_[known];
  const Posting posting = PostingOf(number, light);
  if (postings.empty() || postings.back() < posting) {
    postings.push_back(posting);
  } else {
    postings.insert(std::lower_bound(postings.begin(), postings.end(), posting),
                    posting);
  }
  records_[number].words.push_back(known);
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
  record.words.reserve(terms.heavy_size() + terms.light_size() +
                       terms.names_size());
  for (const std::string& word : terms.heavy()) AddWord(number, word, false);
  for (const std::string& word : terms.light()) AddWord(number, word, true);
  for (const std::string& name : terms.names()) {
    AddWord(number, absl::StrCat(kNameMark, name), false);
  }
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

Index::Matches Index::MatchesOf(const Sought& sought,
                                const Sought& name) const {
  Matches matches;
  const auto add = [&](Likeness likeness) {
    return [&, likeness](Dictionary::Word word) {
      matches.words.emplace_back(word, likeness);
    };
  };
  for (const Sought* each : {&sought, &name}) {
    const auto same = dictionary_.Find(each->word);
    if (same.has_value()) add(Likeness::kSame)(*same);
    if (each->slips) dictionary_.OneSlipFrom(each->word, add(Likeness::kSlip));
  }
  dictionary_.WithStem(sought.stem, add(Likeness::kForm));
  if (sought.begins) {
    dictionary_.BeginningWith(sought.word, add(Likeness::kBegins));
  }
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
    words.push_back(MatchesOf(sought, query.name));
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
  std::vector<std::vector<Number>> by_cost;
  for (const Number number : ranking.records()) {
    const size_t cost = ranking.CostOf(number);
    if (cost >= by_cost.size()) by_cost.resize(cost + 1);
    by_cost[cost].push_back(number);
  }
  std::vector<Key> best;
  for (const std::vector<Number>& alike : by_cost) {
    if (best.size() >= query.limit) break;
    TakeByName(alike, query, visible, &best);
  }
  return best;
}

void Index::TakeByName(const std::vector<Number>& alike, const Query& query,
                       Visible visible, std::vector<Key>* best) const {
  std::vector<const Record*> heap;
  for (const Number number : alike) {
    const Record& record = records_[number];
    if (IsWanted(query, record.key.kind)) heap.push_back(&record);
  }
  // The first by name at the front: few are taken of many.
  const auto later = [](const Record* a, const Record* b) {
    return std::tie(a->name, a->key.kind, a->key.id) >
           std::tie(b->name, b->key.kind, b->key.id);
  };
  std::make_heap(heap.begin(), heap.end(), later);
  while (!heap.empty() && best->size() < query.limit) {
    std::pop_heap(heap.begin(), heap.end(), later);
    if (visible(heap.back()->key)) best->push_back(heap.back()->key);
    heap.pop_back();
  }
}

}  // namespace klad::words
