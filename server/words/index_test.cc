#include "server/words/index.h"

#include <algorithm>
#include <map>
#include <random>
#include <thread>
#include <tuple>

#include "crypto/text/letters.h"
#include "crypto/text/stem.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/words/terms.h"

namespace klad::words {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr v1::SearchKind kLink = v1::SEARCH_KIND_LINK;
constexpr v1::SearchKind kPlaybook = v1::SEARCH_KIND_PLAYBOOK;

bool All(const Key&) { return true; }

class IndexTest : public ::testing::Test {
 protected:
  // The name is the id.
  void Put(const std::string& name, const std::string& text,
           uint64_t revision = 1, v1::SearchKind kind = kLink) {
    index_.Put({kind, name}, revision, name,
               MakeTerms({{name, Weight::kName}, {text, Weight::kLight}}));
  }

  std::vector<std::string> Find(const std::string& words, size_t limit = 100) {
    Query query = QueryFor(words);
    query.limit = limit;
    return Ids(index_.Find(query, All));
  }

  static std::vector<std::string> Ids(const std::vector<Key>& keys) {
    std::vector<std::string> ids;
    for (const Key& key : keys) ids.push_back(key.id);
    return ids;
  }

  Index index_;
};

TEST_F(IndexTest, FindsWordsFormsBeginningsAndSlips) {
  Put("metrika", "Отчёты по рекламным кампаниям");
  EXPECT_THAT(Find("ОТЧЕТЫ"), ElementsAre("metrika"));
  EXPECT_THAT(Find("отчетами"), ElementsAre("metrika")) << "a form";
  EXPECT_THAT(Find("рекл"), ElementsAre("metrika")) << "a beginning";
  EXPECT_THAT(Find("очеты"), ElementsAre("metrika")) << "a letter less";
  EXPECT_THAT(Find("отчтеы"), ElementsAre("metrika")) << "two swapped";
  EXPECT_THAT(Find("metrica"), ElementsAre("metrika")) << "another letter";
  EXPECT_THAT(Find("mettrika"), ElementsAre("metrika")) << "a letter more";
  EXPECT_THAT(Find("meetrica"), IsEmpty()) << "two slips";
  EXPECT_THAT(Find("etrika x"), IsEmpty());
}

TEST_F(IndexTest, NameIsFoundHoweverItIsPutTogether) {
  Put("Yandex-Direct", "");
  Put("metrika", "");
  for (const char* words : {"yandexdirect", "YANDEX DIRECT", "yan-dex direct",
                            "yandexdirekt", "yandex direkt", "yandexdirec"}) {
    EXPECT_THAT(Find(words), ElementsAre("Yandex-Direct")) << words;
  }
  EXPECT_THAT(Find("me-trika"), ElementsAre("metrika"));
  EXPECT_THAT(Find("yandexdir"), IsEmpty()) << "the beginning of no word";
}

TEST_F(IndexTest, EveryWordMustBeFound) {
  Put("a", "отчёт март");
  Put("b", "отчёт апрель");
  EXPECT_THAT(Find("отчет"), ElementsAre("a", "b"));
  EXPECT_THAT(Find("апрель отчет"), ElementsAre("b"));
  EXPECT_THAT(Find("отчет май"), IsEmpty());
  EXPECT_THAT(Find(""), IsEmpty());
  EXPECT_THAT(Find("?!"), IsEmpty());
}

TEST_F(IndexTest, BetterLikenessesAndHeavyTextsComeFirst) {
  Put("slip", "отчят");
  Put("begins", "отчетность");
  Put("form", "отчетам");
  Put("light", "отчет");
  Put("отчет", "");
  Put("отчетам", "");
  EXPECT_THAT(Find("отчет"), ElementsAre("отчет", "light", "отчетам", "form",
                                         "begins", "slip"));
  EXPECT_THAT(Find("отчет", 2), ElementsAre("отчет", "light"));
}

TEST_F(IndexTest, DigitsHaveNoSlips) {
  Put("a", "план 2023 q3plan");
  EXPECT_THAT(Find("2024"), IsEmpty());
  EXPECT_THAT(Find("20232"), IsEmpty());
  EXPECT_THAT(Find("q4plan"), IsEmpty());
  EXPECT_THAT(Find("q3plam"), ElementsAre("a"));
}

TEST_F(IndexTest, ShortWordsMustStandAsTheyAreButForTheLast) {
  Put("a", "vkontakte ads");
  EXPECT_THAT(Find("vk ads"), IsEmpty());
  EXPECT_THAT(Find("ads vk"), ElementsAre("a"));
  EXPECT_THAT(Find("adz"), IsEmpty()) << "three letters have no slip";
}

TEST_F(IndexTest, EditTakesTheOldWordsAwayAndOlderRevisionsDoNothing) {
  Put("a", "old", 1);
  Put("a", "new", 3);
  EXPECT_THAT(Find("old"), IsEmpty());
  Put("a", "late", 2);
  EXPECT_THAT(Find("late"), IsEmpty());
  EXPECT_THAT(Find("new"), ElementsAre("a"));
}

TEST_F(IndexTest, WhatIsRemovedIsNotFound) {
  Put("a", "word");
  Put("b", "word");
  index_.Remove({kLink, "a"});
  index_.Remove({kLink, "a"});
  index_.Remove({kLink, "never"});
  EXPECT_THAT(Find("word"), ElementsAre("b"));
  Put("c", "word");
  EXPECT_THAT(Find("word"), ElementsAre("b", "c"));
}

TEST_F(IndexTest, OnlyWhatIsVisibleAndOfTheKindAndHeavy) {
  Put("a", "word");
  Put("b", "word");
  Put("a", "word", 1, kPlaybook);
  Put("word", "");
  Query query = QueryFor("word");
  query.limit = 2;
  const auto not_a = [](const Key& key) { return key.id != "a"; };
  EXPECT_THAT(Ids(index_.Find(query, not_a)), ElementsAre("word", "b"));
  query.kinds = {kPlaybook};
  EXPECT_THAT(index_.Find(query, All), SizeIs(1));
  query.kinds = {};
  query.heavy = true;
  EXPECT_THAT(Ids(index_.Find(query, All)), ElementsAre("word"));
}

TEST_F(IndexTest, ManyMaySearchWhileOthersWrite) {
  std::thread writer([this] {
    for (int i = 0; i < 300; ++i) {
      Put("name" + std::to_string(i % 50), "word" + std::to_string(i), i + 1);
    }
  });
  std::thread remover([this] {
    for (int i = 0; i < 300; ++i) {
      index_.Remove({kLink, "name" + std::to_string(i % 50)});
    }
  });
  for (int i = 0; i < 300; ++i) Find("name word");
  writer.join();
  remover.join();
  Put("last", "word");
  EXPECT_THAT(Find("last"), ElementsAre("last"));
}

// What the index is to do, done by walking everything.
class Model {
 public:
  void Put(const std::string& name, const std::vector<std::string>& words) {
    texts_[name] = words;
  }
  void Remove(const std::string& name) { texts_.erase(name); }

  std::vector<std::string> Find(const std::vector<std::string>& query) const {
    std::vector<std::tuple<int, std::string>> found;
    for (const auto& [name, words] : texts_) {
      int cost = 0;
      for (size_t i = 0; i < query.size() && cost >= 0; ++i) {
        const int best =
            Better(CostOf(query[i], i + 1 == query.size(), name, words),
                   CostOfName(query, name));
        cost = best < 0 ? -1 : cost + best;
      }
      if (cost >= 0) found.emplace_back(cost, name);
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> names;
    for (auto& [cost, name] : found) names.push_back(name);
    return names;
  }

 private:
  static int Better(int a, int b) {
    return a < 0 ? b : b < 0 ? a : std::min(a, b);
  }

  // The query put together, which is the name or nearly.
  static int CostOfName(const std::vector<std::string>& query,
                        const std::string& name) {
    std::string whole;
    for (const std::string& word : query) whole += word;
    if (whole == name) return 0;
    return HasSlip(whole, name) ? 6 : -1;
  }

  static int CostOf(const std::string& sought, bool last,
                    const std::string& name,
                    const std::vector<std::string>& words) {
    int best = Likeness(sought, last, name);
    for (const std::string& word : words) {
      const int likeness = Likeness(sought, last, word);
      if (likeness >= 0 && word != name) best = Better(best, likeness + 1);
    }
    return best;
  }

  static int Likeness(const std::string& sought, bool last,
                      const std::string& word) {
    const std::u32string a = text::Letters(sought);
    if (sought == word) return 0;
    if (text::StemOf(sought) == text::StemOf(word)) return 2;
    if ((last || a.size() >= 3) && word.rfind(sought, 0) == 0) return 4;
    return HasSlip(sought, word) ? 6 : -1;
  }

  static bool HasSlip(const std::string& sought, const std::string& word) {
    const std::u32string letters = text::Letters(sought);
    return letters.size() >= 4 &&
           text::LettersApart(letters, text::Letters(word), 1) == 1;
  }

  std::map<std::string, std::vector<std::string>> texts_;
};

// Words of few letters, so that they are near one another, with endings of
// both languages.
class Speech {
 public:
  explicit Speech(uint32_t seed) : random_(seed) {}

  int Pick(int below) {
    return std::uniform_int_distribution<int>(0, below - 1)(random_);
  }
  std::string Word() {
    static constexpr const char* kRussian[] = {"а", "к", "о", "т", "р"};
    static constexpr const char* kEnglish[] = {"a", "d", "s", "e", "t"};
    static constexpr const char* kEndings[] = {"",  "ами", "ы",  "ой",
                                               "s", "ing", "ed", ""};
    const bool russian = Pick(2) == 0;
    std::string word;
    for (int letters = 1 + Pick(5); letters > 0; --letters) {
      word += (russian ? kRussian : kEnglish)[Pick(5)];
    }
    return word + kEndings[russian ? Pick(4) : 4 + Pick(4)];
  }
  std::vector<std::string> Words(int least, int most) {
    std::vector<std::string> words(least + Pick(most - least + 1));
    for (std::string& word : words) word = Word();
    return words;
  }

 private:
  std::mt19937 random_;
};

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

TEST_F(IndexTest, AnswersAsAModelDoesThroughAddsEditsAndRemoves) {
  Speech speech(20260301);
  Model model;
  std::vector<std::string> names;
  for (int i = 0; i < 120; ++i) names.push_back(speech.Word());
  for (int step = 1; step <= 600; ++step) {
    const std::string& name = names[speech.Pick(names.size())];
    if (speech.Pick(4) == 0) {
      index_.Remove({kLink, name});
      model.Remove(name);
    } else {
      const std::vector<std::string> words = speech.Words(0, 12);
      Put(name, Joined(words), step);
      model.Put(name, words);
    }
    std::vector<std::string> query = speech.Words(1, 3);
    std::sort(query.begin(), query.end());
    query.erase(std::unique(query.begin(), query.end()), query.end());
    ASSERT_EQ(Find(Joined(query), 1000), model.Find(query))
        << "step " << step << ": " << Joined(query);
  }
}

}  // namespace
}  // namespace klad::words
