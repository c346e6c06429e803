#include "tests/load/organisation.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/limits.h"

namespace klad::load {
namespace {

constexpr size_t kFillers = 8;  // they share the syncs of the server

absl::Status FillSafe(client::Session* session, int credentials,
                      SafeChain* chain) {
  for (int left = credentials; left > 0;) {
    const int count = std::min(left, crypto::vault::kMaxHeaders);
    ASSIGN_OR_RETURN(const Draft draft, chain->Create(count));
    klad::v1::ChangeResponse response;
    RETURN_IF_ERROR(session->Call("klad.v1.CredentialService/Change",
                                  draft.request, &response));
    chain->Take(draft);
    chain->acknowledged = response.position();
    left -= count;
  }
  return absl::OkStatus();
}

}  // namespace

std::string SafeNameOf(size_t number) { return absl::StrCat("safe ", number); }

absl::StatusOr<std::unique_ptr<Organisation>> Organisation::Fill(
    KladServer* server, int safes, int credentials) {
  std::unique_ptr<Organisation> made(new Organisation(server));
  for (int i = 1; i <= safes; ++i) {
    RETURN_IF_ERROR(made->MakeSafe(SafeNameOf(i), &made->chains_));
  }
  RETURN_IF_ERROR(made->FillAll(credentials));
  RETURN_IF_ERROR(made->CatchUp());
  return made;
}

absl::StatusOr<SafeChain*> Organisation::AddSpare(int credentials) {
  RETURN_IF_ERROR(MakeSafe("spare", &spare_));
  ASSIGN_OR_RETURN(const auto session, server_->Connect());
  RETURN_IF_ERROR(FillSafe(session.get(), credentials, &spare_.back()));
  RETURN_IF_ERROR(CatchUp());
  return &spare_.back();
}

// Nothing of the roster is news from here on.
absl::Status Organisation::CatchUp() {
  RETURN_IF_ERROR(server_->account().CatchUp());
  known_ = server_->account().Known();
  return absl::OkStatus();
}

absl::Status Organisation::MakeSafe(absl::string_view name,
                                    std::deque<SafeChain>* to) {
  ASSIGN_OR_RETURN(testing::NewSafe safe, server_->CreateSafe(name));
  client::Account& account = server_->account();
  author_ = {.organisation = account.organisation(),
             .member = account.member(),
             .roster = account.Known().roster(),
             .key = &server_->identity().signing_key()};
  to->emplace_back(&author_, std::move(safe.id), std::move(safe.key));
  return absl::OkStatus();
}

absl::Status Organisation::FillAll(int credentials) {
  const int safes = static_cast<int>(chains_.size());
  std::atomic<int> next = 0;
  std::vector<absl::Status> results(kFillers);
  const auto fill = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const auto session, server_->Connect());
    for (int i = next++; i < safes; i = next++) {
      const int count = credentials / safes + (i < credentials % safes ? 1 : 0);
      RETURN_IF_ERROR(FillSafe(session.get(), count, &chains_[i]));
    }
    return absl::OkStatus();
  };
  std::vector<std::thread> threads;
  for (absl::Status& result : results) {
    threads.emplace_back([&fill, &result] { result = fill(); });
  }
  absl::Status first;
  for (size_t i = 0; i < threads.size(); ++i) {
    threads[i].join();
    first.Update(results[i]);
  }
  return first;
}

}  // namespace klad::load
