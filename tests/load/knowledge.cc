#include "tests/load/knowledge.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/base/status_macros.h"
#include "klad/v1/link.pb.h"
#include "klad/v1/search.pb.h"
#include "server/base/id.h"
#include "server/link/words.h"
#include "server/words/index.h"
#include "server/words/terms.h"
#include "tests/load/driver.h"
#include "tests/load/klad_program.h"
#include "tests/load/klad_work.h"
#include "tests/load/prose.h"
#include "tests/load/report.h"
#include "tests/support/klad_server.h"
#include "tests/support/process.h"

namespace klad::load {
namespace {

using std::chrono::steady_clock;
using testing::KladServer;

constexpr int kLinks = 100'000;
constexpr int kPlaybooks = 2'000;
constexpr size_t kPlaybookBytes = 10'000;
constexpr int kBookmarks = 10'000;
constexpr int kLinksOfCall = 20;
constexpr int kQueries = 2'000;
constexpr double kPatienceSeconds = 300;

double ResidentMib() {
  std::ifstream statm("/proc/self/statm");
  double whole = 0;
  double resident = 0;
  statm >> whole >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

// The words of records are made beforehand, as they lie in a store.
absl::Status MeasureIndex() {
  Prose prose(1);
  std::vector<std::pair<words::Key, store::v1::Terms>> records;
  for (int i = 0; i < kLinks; ++i) {
    records.emplace_back(words::Key{klad::v1::SEARCH_KIND_LINK, NewId()},
                         link::TermsOf(LinkOf(i, &prose)));
  }
  for (int i = 0; i < kPlaybooks; ++i) {
    const std::string text = prose.Text(kPlaybookBytes);
    records.emplace_back(words::Key{klad::v1::SEARCH_KIND_PLAYBOOK, NewId()},
                         words::MakeTerms({{text, words::Weight::kLight}}));
  }
  const double before = ResidentMib();
  const auto start = steady_clock::now();
  words::Index index;
  for (const auto& [key, terms] : records) {
    index.Put(key, 1, key.id, terms);
  }
  index.Settle();
  const double ms = MsSince(start);
  PrintFigure("index of 100,000 links and 2,000 playbooks, built", ms, 3000);
  absl::PrintF("%-52s %8.0f MiB  wanted 200\n", "  its memory",
               ResidentMib() - before);
  return absl::OkStatus();
}

std::vector<grpc::ByteBuffer> CreateRequests(const std::string& owner) {
  Prose prose(1);
  std::vector<grpc::ByteBuffer> requests;
  klad::v1::CreateLinksRequest request;
  for (int i = 0; i < kLinks; ++i) {
    klad::v1::Link link = LinkOf(i, &prose);
    link.set_id(NewId());
    link.set_owner(owner);
    *request.add_links() = std::move(link);
    if (request.links_size() < kLinksOfCall && i + 1 < kLinks) continue;
    requests.push_back(ToBuffer(request));
    request.Clear();
  }
  return requests;
}

// A name; two words; a word that most have; the beginning of one; a slip.
std::string QueryOf(int number, Prose* prose) {
  const std::string word = prose->Word();
  switch (number % 5) {
    case 0:
      return LinkNameOf(prose->Pick(kLinks));
    case 1:
      return prose->Sentence(2);
    case 2:
      return word;
    case 3:
      return word.substr(0, word[0] < 0 ? 8 : 4);
    default:
      return absl::StrCat(word, word[0] < 0 ? "ю" : "w");
  }
}

std::vector<grpc::ByteBuffer> FindRequests() {
  Prose prose(1);
  std::vector<grpc::ByteBuffer> requests;
  for (int i = 0; i < kQueries; ++i) {
    klad::v1::FindRequest request;
    request.set_words(QueryOf(i, &prose));
    request.set_limit(20);
    requests.push_back(ToBuffer(request));
  }
  return requests;
}

std::vector<grpc::ByteBuffer> PageRequests() {
  std::vector<grpc::ByteBuffer> requests;
  for (int i = 0; i < kQueries; ++i) {
    klad::v1::ListLinksRequest request;
    request.set_after(absl::StrCat("report", i));
    request.set_limit(200);
    requests.push_back(ToBuffer(request));
  }
  return requests;
}

void PrintCalls(absl::string_view what, const Figures& figures, int wanted_ms) {
  absl::PrintF("%-52s %8.2f ms median, %.2f p99, %.0f a second   wanted %d\n",
               what, figures.median_ms, figures.p99_ms, figures.per_second,
               wanted_ms);
}

absl::Status MeasureCalls(const Options& options, const Lanes& lanes,
                          absl::string_view what, absl::string_view method,
                          std::vector<grpc::ByteBuffer> requests,
                          int wanted_ms) {
  Prepared work(method, Prepared::Order::kAround);
  work.Load(std::move(requests));
  ASSIGN_OR_RETURN(const Figures full,
                   Drive(lanes, &work, {.seconds = options.seconds}));
  PrintCalls(absl::StrCat(what, ", 64 in flight"), full, wanted_ms);
  ASSIGN_OR_RETURN(
      const Figures half,
      Drive(lanes, &work,
            {.seconds = options.seconds, .per_second = full.per_second / 2}));
  PrintCalls("  at half of that", half, wanted_ms);
  return absl::OkStatus();
}

absl::Status WriteBookmarks(const std::string& path) {
  Prose prose(2);
  std::string text = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n";
  for (int i = 0; i < kBookmarks; ++i) {
    absl::StrAppend(&text, "<DT><A HREF=\"https://new", i, ".example.com/\">",
                    prose.Sentence(3), " ", i, "</A>\n");
  }
  return testing::WriteWhole(path, absl::StrCat(text, "</DL><p>\n"));
}

absl::Status MeasurePrograms(const KladProgram& klad,
                             const std::string& folder) {
  ASSIGN_OR_RETURN(const Cost go, klad.RunOften({"go", LinkNameOf(77), "-p"}));
  PrintFigure("klad go", go.wall_ms, 30);
  ASSIGN_OR_RETURN(const Cost find, klad.RunOften({"find", LinkNameOf(77)}));
  PrintFigure("klad find", find.wall_ms, 80);
  const std::string file = folder + "/bookmarks.html";
  RETURN_IF_ERROR(WriteBookmarks(file));
  ASSIGN_OR_RETURN(const Cost import, klad.Run({"link", "import", file}));
  PrintFigure("import of 10,000 bookmarks", import.wall_ms, 5000);
  return absl::OkStatus();
}

absl::Status MeasureRestart(KladServer* server, absl::string_view when) {
  ASSIGN_OR_RETURN(const double ms, server->Restart());
  ASSIGN_OR_RETURN(const double mib, server->process().ResidentMib());
  PrintFigure(absl::StrCat("kladd serves after kill -9, ", when), ms);
  absl::PrintF("%-52s %8.0f MiB\n", "  resident", mib);
  return absl::OkStatus();
}

}  // namespace

absl::Status MeasureKnowledge(const Options& options,
                              const std::string& folder) {
  RETURN_IF_ERROR(MeasureIndex());
  const std::string home = folder + "/knowledge";
  std::filesystem::create_directory(home);
  ASSIGN_OR_RETURN(const auto server, KladServer::Found(options.kladd, home));
  RETURN_IF_ERROR(MeasureRestart(server.get(), "without links"));
  ASSIGN_OR_RETURN(const auto session, server->Connect());
  Prepared fill("klad.v1.LinkService/Create", Prepared::Order::kOnce);
  fill.Load(CreateRequests(server->account().member()));
  ASSIGN_OR_RETURN(const Figures filled, Drive({session->channel()}, &fill,
                                               {.seconds = kPatienceSeconds}));
  absl::FPrintF(stderr, "created %.0f links a second\n",
                filled.per_second * kLinksOfCall);
  RETURN_IF_ERROR(MeasureRestart(server.get(), "with 100,000 links"));
  std::vector<std::unique_ptr<client::Session>> sessions(kConnections);
  Lanes lanes;
  for (auto& each : sessions) {
    ASSIGN_OR_RETURN(each, server->Connect());
    lanes.push_back(each->channel());
  }
  RETURN_IF_ERROR(MeasureCalls(options, lanes, "search",
                               "klad.v1.SearchService/Find", FindRequests(),
                               20));
  RETURN_IF_ERROR(MeasureCalls(options, lanes, "list page of 200",
                               "klad.v1.LinkService/List", PageRequests(), 10));
  ASSIGN_OR_RETURN(const KladProgram klad,
                   KladProgram::Create(options, *server, home));
  RETURN_IF_ERROR(klad.Run({"unlock"}).status());
  RETURN_IF_ERROR(MeasurePrograms(klad, home));
  return klad.Run({"lock"}).status();
}

}  // namespace klad::load
