#include "crypto/text/stem.h"

#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace klad::text {
namespace {

TEST(Stem, FormsOfAWordHaveOne) {
  const std::string report = StemOf("отчет");
  for (const char* form : {"отчета", "отчеты", "отчетами", "отчетах"}) {
    EXPECT_EQ(StemOf(form), report) << form;
  }
  EXPECT_EQ(StemOf("campaigns"), StemOf("campaign"));
  EXPECT_EQ(StemOf("companies"), StemOf("company"));
  EXPECT_NE(StemOf("реклама"), StemOf("рекорд"));
}

TEST(Stem, WhatIsNoWordOfEitherLanguageStaysAsItIs) {
  for (const char* word : {"", "q3s", "2024", "директs", "日本", "straße"}) {
    EXPECT_EQ(StemOf(word), word);
  }
}

TEST(Root, IsWhatAllFormsBeginWith) {
  EXPECT_EQ(RootOf("companies", StemOf("companies")), "compan");
  EXPECT_EQ(RootOf("company", StemOf("company")), "compan");
  EXPECT_EQ(RootOf("отчетами", StemOf("отчетами")), "отчет");
  EXPECT_EQ(RootOf("2024", StemOf("2024")), "2024");
}

TEST(Stem, ThreadsDoNotDisturbOneAnother) {
  std::vector<std::thread> threads;
  for (const char* word : {"campaigns", "отчетами"}) {
    threads.emplace_back([word] {
      const std::string stem = StemOf(word);
      for (int i = 0; i < 1000; ++i) EXPECT_EQ(StemOf(word), stem);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace klad::text
