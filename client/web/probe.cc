#include "client/web/probe.h"

#include <deque>
#include <map>
#include <memory>
#include <utility>

#include "client/error.h"
#include "client/web/curl.h"
#include "client/web/request.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::web {
namespace {

constexpr int kMostRedirects = 10;
constexpr int kPollMs = 100;

constexpr int kUnauthorized = 401;
constexpr int kProxyAuthentication = 407;
constexpr int kTooManyRequests = 429;

bool HoldsForGood(int status) { return status == 301 || status == 308; }

// Some servers refuse to show a head alone.
bool IsForHeads(const Answer& answer) {
  if (answer.ending != Ending::kAnswered) return answer.broken;
  return answer.status >= 400 && answer.status != kUnauthorized &&
         answer.status != kProxyAuthentication &&
         answer.status != kTooManyRequests;
}

// The way from one address through its redirects.
struct Visit {
  size_t index = 0;
  Address address{{nullptr, nullptr}, ""};
  std::unique_ptr<Request> request;  // from its first one
  Ask ask = Ask::kHead;
  int redirects = 0;
  bool for_good = true;  // so far
  Probed probed;
};

class Prober {
 public:
  Prober(const Curl* curl, const std::vector<std::string>& addresses,
         const ProbeLimits& limits, const ProbeDone& done)
      : curl_(*curl),
        addresses_(addresses),
        limits_(limits),
        done_(done),
        multi_(curl->multi_init(), curl->multi_cleanup) {}

  ~Prober() {
    for (const auto& [handle, visit] : running_) {
      curl_.multi_remove_handle(multi_.get(), handle);
    }
  }
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;

  absl::Status Run(const std::function<bool()>& stop) {
    for (;;) {
      Start();
      if (running_.empty() || stop()) return absl::OkStatus();
      int left = 0;
      CURLMcode code = curl_.multi_perform(multi_.get(), &left);
      if (code == CURLM_OK && !TakeEnded()) {
        code = curl_.multi_poll(multi_.get(), nullptr, 0, kPollMs, nullptr);
      }
      if (code != CURLM_OK) {
        return client::Error(
            client::ExitCode::kUnexpected,
            client::Say("libcurl ended with error $0", static_cast<int>(code)));
      }
    }
  }

 private:
  struct Host {
    int running = 0;
    std::deque<std::unique_ptr<Visit>> waiting;
    int64_t certificate_until_ms = 0;  // as its last connection showed it
  };

  bool Full() const {
    return static_cast<int>(running_.size()) >= limits_.at_once;
  }

  void Start() {
    while (!Full() && next_ < addresses_.size()) {
      auto visit = std::make_unique<Visit>();
      visit->index = next_;
      Go(std::move(visit), addresses_[next_++]);
    }
  }

  void Go(std::unique_ptr<Visit> visit, const std::string& text) {
    auto address = ParseAddress(curl_, text);
    if (!address.has_value()) {
      visit->probed.ending =
          visit->redirects == 0 ? Ending::kNoHost : Ending::kRedirects;
      return End(*visit);
    }
    visit->address = *std::move(address);
    visit->ask = Ask::kHead;
    Queue(std::move(visit));
  }

  // Now, or when the host has answered others.
  void Queue(std::unique_ptr<Visit> visit) {
    Host& host = hosts_[visit->address.host];
    if (host.running >= limits_.at_once_of_host) {
      host.waiting.push_back(std::move(visit));
      return;
    }
    ++host.running;
    if (visit->request == nullptr) {
      visit->request = std::make_unique<Request>(&curl_, &limits_);
    }
    visit->request->Prepare(visit->address, visit->ask);
    CURL* const handle = visit->request->handle();
    curl_.multi_add_handle(multi_.get(), handle);
    running_[handle] = std::move(visit);
  }

  // Whether any had ended.
  bool TakeEnded() {
    bool any = false;
    int left = 0;
    while (const CURLMsg* message =
               curl_.multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      auto running = running_.extract(message->easy_handle);
      curl_.multi_remove_handle(multi_.get(), running.key());
      Host& host = hosts_[running.mapped()->address.host];
      --host.running;
      Take(std::move(running.mapped()), code, &host);
      if (!host.waiting.empty() && host.running < limits_.at_once_of_host) {
        std::unique_ptr<Visit> next = std::move(host.waiting.front());
        host.waiting.pop_front();
        Queue(std::move(next));
      }
      any = true;
    }
    return any;
  }

  void Take(std::unique_ptr<Visit> visit, CURLcode code, Host* host) {
    const Answer answer = visit->request->Take(code);
    if (visit->ask == Ask::kHead && IsForHeads(answer)) {
      visit->ask = Ask::kBody;
      return Queue(std::move(visit));
    }
    Probed& probed = visit->probed;
    probed.ending = answer.ending;
    probed.status = answer.status;
    NoteCertificate(answer, host, &probed);
    if (answer.ending != Ending::kAnswered || answer.redirect.empty()) {
      return End(*visit);
    }
    if (++visit->redirects > kMostRedirects) {
      probed.ending = Ending::kRedirects;
      return End(*visit);
    }
    visit->for_good = visit->for_good && HoldsForGood(answer.status);
    if (visit->for_good) probed.moved_to = answer.redirect;
    Go(std::move(visit), answer.redirect);
  }

  // A connection that was there already shows none.
  static void NoteCertificate(const Answer& answer, Host* host,
                              Probed* probed) {
    if (answer.certificate_until_ms != 0) {
      host->certificate_until_ms = answer.certificate_until_ms;
    }
    int64_t& earliest = probed->certificate_until_ms;
    if (host->certificate_until_ms != 0 &&
        (earliest == 0 || host->certificate_until_ms < earliest)) {
      earliest = host->certificate_until_ms;
    }
  }

  void End(const Visit& visit) { done_(visit.index, visit.probed); }

  const Curl& curl_;
  const std::vector<std::string>& addresses_;
  const ProbeLimits& limits_;
  const ProbeDone& done_;
  std::unique_ptr<CURLM, decltype(&::curl_multi_cleanup)> multi_;
  std::map<std::string, Host> hosts_;
  std::map<CURL*, std::unique_ptr<Visit>> running_;
  size_t next_ = 0;
};

}  // namespace

absl::Status ProbeAll(const std::vector<std::string>& addresses,
                      const ProbeLimits& limits, const ProbeDone& done,
                      const std::function<bool()>& stop) {
  ASSIGN_OR_RETURN(const Curl* curl, Curl::Load());
  return Prober(curl, addresses, limits, done).Run(stop);
}

}  // namespace klad::web
