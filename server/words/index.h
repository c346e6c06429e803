// Finds records by words, in memory.
#ifndef KLAD_SERVER_WORDS_INDEX_H_
#define KLAD_SERVER_WORDS_INDEX_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "crypto/base/shared_mutex.h"
#include "klad/store/v1/terms.pb.h"
#include "klad/v1/search.pb.h"
#include "server/words/dictionary.h"
#include "server/words/ranking.h"
#include "server/words/sought.h"

namespace klad::words {

// Of whatever kind; ids of two kinds may be alike.
struct Key {
  v1::SearchKind kind = v1::SEARCH_KIND_UNSPECIFIED;
  std::string id;
};

struct Query {
  std::vector<Sought> words;
  // The whole as a name: as it is, or with a slip, it is as good as all words.
  Sought name;
  std::vector<v1::SearchKind> kinds;  // none: all
  bool heavy = false;                 // only in name and title
  size_t limit = 0;
};

// Of what somebody types, without kinds and limit.
Query QueryFor(absl::string_view text);

// Thread-safe; many may search at once. What a search costs grows with how
// often its words stand in records, not with how many records there are.
class Index {
 public:
  // Whether whoever asks sees the record. It must not call the index.
  using Visible = absl::FunctionRef<bool(const Key&)>;

  // In place of what was there of that key, unless that is newer.
  void Put(const Key& key, uint64_t revision, absl::string_view name,
           const store::v1::Terms& terms);
  void Remove(const Key& key);

  // Puts in order what was put since the last search. The next search does it
  // otherwise, and whoever loads many records will not have it wait.
  void Settle();

  // Those in which every word is found and that are visible: by likeness, one
  // word's added to the other's, each word in a light text half a likeness
  // behind; then by name.
  std::vector<Key> Find(const Query& query, Visible visible) const;

 private:
  using Number = uint32_t;

  struct Record {
    Key key;
    uint64_t revision = 0;
    std::string name;  // folded
    std::vector<Dictionary::Word> words;
  };
  // What is like one word of a query.
  struct Matches {
    std::vector<std::pair<Dictionary::Word, Likeness>> words;
    size_t postings = 0;  // of all of them
  };

  Number NumberFor(const Key& key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddWord(Number number, absl::string_view word, bool light)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void DropWords(Number number) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<Key> FindSettled(const Query& query, Visible visible) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Beside the records of that name.
  Matches MatchesOf(const Sought& sought, const Sought& name) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  std::vector<Key> Best(const Ranking& ranking, const Query& query,
                        Visible visible) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  void TakeByName(const std::vector<Number>& alike, const Query& query,
                  Visible visible, std::vector<Key>* best) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  mutable SharedMutex mutex_;
  mutable Dictionary dictionary_ ABSL_GUARDED_BY(mutex_);
  std::vector<Postings> postings_ ABSL_GUARDED_BY(mutex_);  // by word
  std::vector<Record> records_ ABSL_GUARDED_BY(mutex_);
  std::vector<Number> unused_ ABSL_GUARDED_BY(mutex_);  // of records
  absl::flat_hash_map<std::pair<int, std::string>, Number> numbers_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace klad::words

#endif  // KLAD_SERVER_WORDS_INDEX_H_
