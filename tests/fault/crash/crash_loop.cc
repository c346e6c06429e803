#include "tests/fault/crash/crash_loop.h"

#include <signal.h>

#include <algorithm>
#include <functional>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "tests/fault/crash/records.h"
#include "tests/support/process.h"

namespace klad::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kWriters = 4;
constexpr milliseconds kLongestWork(600);
constexpr int kMostAcknowledged = 150;
constexpr size_t kTail = 2000;

}  // namespace

CrashLoop::CrashLoop(std::string kladd, std::vector<std::string> faulty,
                     uint64_t seed)
    : kladd_(std::move(kladd)), random_(seed) {
  Note("founding", Found(faulty));
}

absl::Status CrashLoop::Found(const std::vector<std::string>& faulty) {
  ASSIGN_OR_RETURN(server_, KladServer::Found(kladd_, folder_.path()));
  for (int i = 1; i <= kWriters; ++i) {
    ASSIGN_OR_RETURN(
        std::unique_ptr<Writer> writer,
        Writer::Create(server_.get(), absl::StrCat("safe ", i), random_()));
    writers_.push_back(std::move(writer));
  }
  RETURN_IF_ERROR(server_->account().CatchUp());
  clerk_ = std::make_unique<Clerk>(server_.get(), folder_.path());
  if (!faulty.empty()) server_->ServeWith(faulty);
  return server_->process().End(SIGKILL).status();
}

void CrashLoop::Note(const std::string& doing, const absl::Status& status) {
  if (!status.ok()) {
    found_.push_back(absl::StrCat(doing, ": ", status.ToString()));
  }
}

Figures CrashLoop::figures() const {
  Figures all = kills_;
  all.Add(clerk_->figures());
  for (const auto& writer : writers_) all.Add(writer->figures());
  return all;
}

std::string CrashLoop::LogTail() const {
  const auto log = ReadWhole(server_->log());
  if (!log.ok()) return log.status().ToString();
  return log->substr(log->size() - std::min(log->size(), kTail));
}

void CrashLoop::Cycle() {
  if (!Start()) return;
  WorkAndKill();
  KillWhileStarting();
  if (!Start()) return;
  Settle();
  StopAndCompare();
}

bool CrashLoop::Start() {
  const auto begun = steady_clock::now();
  absl::Status status = server_->Launch();
  if (status.ok()) status = server_->AwaitServing();
  Note("kladd does not start", status);
  start_time_ =
      std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun);
  return status.ok();
}

void CrashLoop::WorkAndKill() {
  killed_ = false;
  until_kill_ =
      Below(2) == 0 ? 0 : 1 + static_cast<int>(Below(kMostAcknowledged));
  std::vector<std::function<absl::Status()>> works;
  const auto acknowledged = [this] { return Acknowledged(); };
  for (auto& writer : writers_) {
    works.push_back([&] { return writer->Work(acknowledged); });
  }
  works.push_back([&] { return clerk_->Work(acknowledged); });
  std::vector<absl::Status> results(works.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < works.size(); ++i) {
    threads.emplace_back([this, &work = works[i], &result = results[i]] {
      const absl::Status status = work();
      // Before the kill nothing may fail; damage is damage at any time.
      if (!killed_ || absl::IsDataLoss(status)) result = status;
    });
  }
  const auto end =
      steady_clock::now() + (until_kill_ > 0
                                 ? kLongestWork * 5
                                 : milliseconds(Below(kLongestWork.count())));
  while (!killed_ && steady_clock::now() < end) {
    std::this_thread::sleep_for(milliseconds(1));
  }
  Kill();
  for (std::thread& thread : threads) thread.join();
  Note("waiting for the killed", server_->process().Wait().status());
  for (const absl::Status& result : results) Note("working", result);
}

bool CrashLoop::Acknowledged() {
  if (until_kill_ > 0 && --until_kill_ == 0) Kill();
  return !killed_;
}

void CrashLoop::Kill() {
  if (killed_.exchange(true)) return;
  ++kills_.kills;
  kill(server_->process().pid(), SIGKILL);
}

void CrashLoop::KillWhileStarting() {
  for (size_t times = Below(3); times > 0; --times) {
    Note("starting", server_->Launch());
    std::this_thread::sleep_for(
        milliseconds(Below(static_cast<size_t>(start_time_.count()) + 1)));
    Note("killing", server_->process().End(SIGKILL).status());
    ++kills_.kills_while_starting;
  }
}

void CrashLoop::Settle() {
  for (auto& writer : writers_) Note("lost or torn", writer->Settle());
  Note("lost or torn, of the roster", clerk_->Settle());
}

void CrashLoop::StopAndCompare() {
  const auto ended = server_->process().End(SIGTERM);
  if (!ended.ok() || *ended != 0) found_.push_back("SIGTERM ended it badly");
  const auto checked = RunCommand(
      {.arguments = {kladd_, "check", "--data", server_->data_folder()},
       .environment = {},
       .output = server_->log(),
       .errors = server_->log()});
  if (!checked.ok() || *checked != 0) found_.push_back("kladd check refuses");
  const auto recorded = ReadRecords(server_->data_folder());
  Note("reading the ledger", recorded.status());
  // What is unsettled is not known well enough to be compared.
  if (!recorded.ok() || !found_.empty()) return;
  std::set<std::string> expected = clerk_->expected();
  for (const auto& writer : writers_) {
    expected.insert(writer->expected().begin(), writer->expected().end());
  }
  found_ = CompareRecords(expected, *recorded);
}

}  // namespace klad::testing
