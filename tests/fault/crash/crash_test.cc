#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/fault/crash/crash_loop.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A longer history would only slow down each check.
constexpr int kCyclesOfOne = 20;
constexpr int kCyclesToBeCaught = 20;

// deploy/soak sets both.
int Number(const char* name, int otherwise) {
  const char* text = getenv(name);
  return text == nullptr ? otherwise : atoi(text);
}

std::string Program(const std::string& name) {
  const char* folder = getenv("KLAD_BIN");
  return std::string(folder == nullptr ? "build/bin" : folder) + "/" + name;
}

void Print(const Figures& figures) {
  printf(
      "crash loop: %d kills at work, %d while starting; acknowledged %d "
      "changes, %d reveals, %d roster entries; unanswered %d, of which %d "
      "stood; losses 0\n",
      figures.kills, figures.kills_while_starting, figures.changes,
      figures.reveals, figures.entries, figures.unanswered,
      figures.unanswered_standing);
}

TEST(CrashTest, WhatWasAcknowledgedOutlivesEveryKill) {
  const auto end =
      steady_clock::now() + seconds(Number("KLAD_CRASH_SECONDS", 20));
  int seed = Number("KLAD_CRASH_SEED", 1);
  Figures figures;
  while (steady_clock::now() < end) {
    SCOPED_TRACE(seed);
    CrashLoop loop(Program("kladd"), {}, seed++);
    ASSERT_THAT(loop.found(), IsEmpty());
    for (int i = 0; i < kCyclesOfOne && steady_clock::now() < end; ++i) {
      loop.Cycle();
      ASSERT_THAT(loop.found(), IsEmpty()) << loop.LogTail();
    }
    figures.Add(loop.figures());
  }
  Print(figures);
  EXPECT_GT(figures.changes, 0);
  EXPECT_GT(figures.reveals, 0);
  EXPECT_GT(figures.entries, 0);
}

std::vector<std::string> FoundAt(const std::string& fault) {
  CrashLoop loop(Program("kladd"), {Program("klad_faulty_server"), fault}, 1);
  for (int i = 0; i < kCyclesToBeCaught && loop.found().empty(); ++i) {
    loop.Cycle();
  }
  return loop.found();
}

TEST(CrashTest, ServerThatAnswersBeforeItIsDurableIsCaught) {
  EXPECT_THAT(FoundAt("late"), Contains(HasSubstr("were acknowledged")));
}

TEST(CrashTest, ServerThatRecordsInASecondBatchIsCaught) {
  // By the loop, or first by kladd check, which compares the two as well.
  EXPECT_THAT(FoundAt("split"), Contains(AnyOf(HasSubstr("not recorded: "),
                                               "kladd check refuses")));
}

}  // namespace
}  // namespace klad::testing
