#include "tests/load/measure.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/base/status_macros.h"
#include "klad/v1/system.pb.h"
#include "tests/load/driver.h"
#include "tests/load/etcd.h"
#include "tests/load/klad_work.h"
#include "tests/load/organisation.h"
#include "tests/load/report.h"
#include "tests/support/klad_server.h"

namespace klad::load {
namespace {

// More than any server here answers in a second.
constexpr double kMostFirsts = 12'000;
constexpr double kMostPuts = 12'000;
constexpr size_t kShown = 10'000;

struct Measure {
  Row row;
  const Lanes* lanes;
  Work* work;
  std::function<absl::Status()> prepare;
};

absl::Status RunOne(Measure* measure, double seconds) {
  RETURN_IF_ERROR(measure->prepare());
  ASSIGN_OR_RETURN(const Figures figures,
                   Drive(*measure->lanes, measure->work, {.seconds = seconds}));
  measure->row.runs.push_back(figures);
  absl::FPrintF(stderr, "%-28s %8.0f /s\n", measure->row.name,
                figures.per_second);
  return absl::OkStatus();
}

absl::Status RunAtHalf(Measure* measure, double seconds) {
  RETURN_IF_ERROR(measure->prepare());
  ASSIGN_OR_RETURN(
      measure->row.half,
      Drive(*measure->lanes, measure->work,
            {.seconds = seconds, .per_second = measure->row.MedianRate() / 2}));
  return absl::OkStatus();
}

absl::Status Nothing() { return absl::OkStatus(); }

// What is called at both servers, ready to be measured.
class Bench {
 public:
  Bench(const Options& options, Organisation* organisation, SafeChain* spare,
        Lanes lanes, const Etcd* etcd)
      : options_(options),
        organisation_(organisation),
        lanes_(std::move(lanes)),
        reveals_(organisation),
        puts_(organisation),
        contended_(spare) {
    AddKlad();
    if (etcd != nullptr) AddEtcd(*etcd);
  }

  // Every shown secret once, so that from now on it is a repeat.
  absl::Status ShowAll() {
    Prepared all("klad.v1.CredentialService/Reveal", Prepared::Order::kOnce);
    ASSIGN_OR_RETURN(auto requests, reveals_.Same(kShown));
    all.Load(std::move(requests));
    constexpr double kPatience = 300;
    return Drive(lanes_, &all, {.seconds = kPatience}).status();
  }

  absl::Status RunAll() {
    for (int run = 1; run <= options_.runs; ++run) {
      absl::FPrintF(stderr, "run %d of %d\n", run, options_.runs);
      for (Measure& measure : measures_) {
        RETURN_IF_ERROR(RunOne(&measure, options_.seconds));
      }
    }
    for (Measure& measure : measures_) {
      RETURN_IF_ERROR(RunAtHalf(&measure, options_.seconds));
    }
    return absl::OkStatus();
  }

  std::vector<Row> Rows() const {
    std::vector<Row> rows;
    for (const Measure& measure : measures_) rows.push_back(measure.row);
    return rows;
  }

 private:
  void Add(absl::string_view name, const Lanes& lanes, Work* work,
           std::function<absl::Status()> prepare) {
    measures_.push_back(
        {{std::string(name), {}, {}}, &lanes, work, std::move(prepare)});
  }

  void AddKlad() {
    ping_.Load({ToBuffer(klad::v1::PingRequest())});
    list_.Load(ListRequests(organisation_));
    Add(kEmptyCall, lanes_, &ping_, Nothing);
    Add(kRepeatedReveal, lanes_, &repeated_, [this]() -> absl::Status {
      ASSIGN_OR_RETURN(auto requests, reveals_.Same(kShown));
      repeated_.Load(std::move(requests));
      return absl::OkStatus();
    });
    Add(kFirstReveal, lanes_, &first_, [this]() -> absl::Status {
      ASSIGN_OR_RETURN(auto requests, reveals_.TakeNew(static_cast<size_t>(
                                          kMostFirsts * options_.seconds)));
      first_.Load(std::move(requests));
      return absl::OkStatus();
    });
    Add(kPut, lanes_, &puts_, [this] {
      return puts_.Prepare(
          static_cast<size_t>(kMostPuts * options_.seconds / puts_.slots()));
    });
    Add(kContendedPut, lanes_, &contended_, Nothing);
    Add(kListPage, lanes_, &list_, Nothing);
  }

  void AddEtcd(const Etcd& etcd) {
    range_.Load(etcd.Ranges());
    etcd_put_.Load(etcd.Puts());
    Add(kEtcdRange, etcd.lanes(), &range_, Nothing);
    Add(kEtcdPut, etcd.lanes(), &etcd_put_, Nothing);
  }

  const Options& options_;
  Organisation* const organisation_;
  const Lanes lanes_;
  Reveals reveals_;
  Prepared ping_{"klad.v1.SystemService/Ping", Prepared::Order::kAround};
  Prepared repeated_{"klad.v1.CredentialService/Reveal",
                     Prepared::Order::kAround};
  Prepared first_{"klad.v1.CredentialService/Reveal", Prepared::Order::kOnce};
  Prepared list_{"klad.v1.CredentialService/List", Prepared::Order::kAround};
  Puts puts_;
  ContendedPuts contended_;
  Prepared range_{Etcd::kRange, Prepared::Order::kAround};
  Prepared etcd_put_{Etcd::kPut, Prepared::Order::kAround};
  std::vector<Measure> measures_;
};

absl::StatusOr<std::unique_ptr<Etcd>> StartEtcd(const Options& options,
                                                const std::string& folder) {
  if (access(options.etcd.c_str(), X_OK) != 0) return nullptr;
  absl::FPrintF(stderr, "filling etcd\n");
  std::filesystem::create_directory(folder);
  return Etcd::Start(options.etcd, folder, options.credentials);
}

absl::StatusOr<std::vector<std::unique_ptr<client::Session>>> OpenSessions(
    const KladServer& server) {
  std::vector<std::unique_ptr<client::Session>> sessions(kConnections);
  for (auto& session : sessions) {
    ASSIGN_OR_RETURN(session, server.Connect());
  }
  return sessions;
}

}  // namespace

absl::Status MeasureServers(const Options& options, const std::string& folder) {
  std::filesystem::create_directory(folder + "/klad");
  ASSIGN_OR_RETURN(const auto server,
                   KladServer::Found(options.kladd, folder + "/klad"));
  absl::FPrintF(stderr, "filling %d safes with %d credentials\n", options.safes,
                options.credentials);
  const auto begun = std::chrono::steady_clock::now();
  ASSIGN_OR_RETURN(
      const auto organisation,
      Organisation::Fill(server.get(), options.safes, options.credentials));
  ServerFigures figures;
  figures.fill_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun)
          .count();
  ASSIGN_OR_RETURN(SafeChain * spare, organisation->AddSpare(kInFlight));
  ASSIGN_OR_RETURN(figures.restart_filled_ms, server->Restart());
  ASSIGN_OR_RETURN(figures.filled_mib, server->process().ResidentMib());
  ASSIGN_OR_RETURN(const auto etcd, StartEtcd(options, folder + "/etcd"));
  ASSIGN_OR_RETURN(const auto sessions, OpenSessions(*server));
  Lanes lanes;
  for (const auto& session : sessions) lanes.push_back(session->channel());
  Bench bench(options, organisation.get(), spare, std::move(lanes), etcd.get());
  RETURN_IF_ERROR(bench.ShowAll());
  RETURN_IF_ERROR(bench.RunAll());
  ASSIGN_OR_RETURN(figures.loaded_mib, server->process().ResidentMib());
  ASSIGN_OR_RETURN(figures.restart_loaded_ms, server->Restart());
  Print(bench.Rows(), figures);
  return absl::OkStatus();
}

}  // namespace klad::load
