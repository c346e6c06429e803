#include "server/app/run.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/base/version.h"
#include "server/app/commands.h"
#include "server/app/process.h"
#include "server/app/services.h"
#include "server/base/log.h"
#include "server/rpc/server.h"

namespace klad::app {
namespace {

constexpr std::chrono::seconds kPatience(10);

// What ends a server: SIGTERM and SIGINT. Blocked in every thread, read here.
absl::StatusOr<int> SignalDescriptor() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  signal(SIGPIPE, SIG_IGN);
  const int error = pthread_sigmask(SIG_BLOCK, &set, nullptr);
  const int fd = error == 0 ? signalfd(-1, &set, SFD_CLOEXEC) : -1;
  if (fd < 0) return absl::InternalError("cannot wait for signals");
  return fd;
}

absl::Status WaitForSignal(int fd) {
  signalfd_siginfo info;
  while (read(fd, &info, sizeof info) < 0) {
    if (errno != EINTR) return absl::InternalError("cannot wait for signals");
  }
  return absl::OkStatus();
}

// Crash-only: what was acknowledged is safe, and start is recovery.
void EndOnDiskFailure(const absl::Status& status) {
  Log(Severity::kError, "disk_failed", {{"error", status.message()}});
  _exit(kExitDisk);
}

}  // namespace

absl::Status Run(const Options& options) { return RunOver(options, OpenData); }

absl::Status RunOver(const Options& options, const OpenFolder& open) {
  const std::string folder = FolderOf(options.Get("data"));
  ASSIGN_OR_RETURN(const int signals, SignalDescriptor());
  SystemClock clock;
  ASSIGN_OR_RETURN(Data data, open(folder, &clock, EndOnDiskFailure));
  ASSIGN_OR_RETURN(const std::unique_ptr<Services> services,
                   Services::Open(&data, &clock));
  ASSIGN_OR_RETURN(const crypto::TlsKey key, crypto::TlsKey::Generate());
  ASSIGN_OR_RETURN(const std::string certificate, data.keys->IssueServer(key));

  std::unique_ptr<rpc::Server> server;
  std::atomic<rpc::Server*> serving = nullptr;
  services->OnEnded([&serving](absl::string_view member) {
    rpc::Server* now = serving.load();
    if (now != nullptr) now->CloseMember(member);
  });
  rpc::MethodTable methods;
  services->Bind(
      [&serving] {
        const rpc::Server* now = serving.load();
        return now == nullptr ? 0 : now->connections();
      },
      &methods);
  ASSIGN_OR_RETURN(server,
                   rpc::Server::Start(
                       {.listen = options.Has("listen") ? options.Get("listen")
                                                        : data.keys->listen(),
                        .local_socket = SocketPath(folder),
                        .ca_der = data.keys->ca().der(),
                        .certificate_der = certificate,
                        .key = &key,
                        .limits = {},
                        .verbose = options.Has("verbose"),
                        .bell = &services->ledger().bell()},
                       std::move(methods), services->membership(),
                       services->denials(), clock));
  serving = server.get();
  Log(Severity::kInfo, "started",
      {{"version", kVersion},
       {"address", server->address()},
       {"founded", services->roster().Now().state == nullptr ? "no" : "yes"}});
  RETURN_IF_ERROR(WaitForSignal(signals));
  Log(Severity::kInfo, "stopping");
  server->Drain(kPatience);
  serving = nullptr;
  absl::Status drained = services->Drain();
  Log(Severity::kInfo, "stopped");
  return drained;
}

}  // namespace klad::app
