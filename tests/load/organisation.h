// Safes full of credentials, made by real signed changes.
#ifndef KLAD_TESTS_LOAD_ORGANISATION_H_
#define KLAD_TESTS_LOAD_ORGANISATION_H_

#include <deque>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/v1/news.pb.h"
#include "tests/support/klad_server.h"
#include "tests/support/safe_chain.h"

namespace klad::load {

using testing::Author;
using testing::Draft;
using testing::KladServer;
using testing::SafeChain;

class Organisation {
 public:
  // Safes "safe 1", "safe 2", ... with `credentials` in all of them together.
  static absl::StatusOr<std::unique_ptr<Organisation>> Fill(KladServer* server,
                                                            int safes,
                                                            int credentials);

  // One more safe that is none of chains(). Before anything is signed.
  absl::StatusOr<SafeChain*> AddSpare(int credentials);

  const klad::v1::Known& known() const { return known_; }
  std::deque<SafeChain>& chains() { return chains_; }

 private:
  explicit Organisation(KladServer* server) : server_(server) {}

  absl::Status MakeSafe(absl::string_view name, std::deque<SafeChain>* to);
  absl::Status FillAll(int credentials);
  absl::Status CatchUp();

  KladServer* const server_;
  Author author_;
  klad::v1::Known known_;
  std::deque<SafeChain> chains_;
  std::deque<SafeChain> spare_;
};

std::string SafeNameOf(size_t number);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_ORGANISATION_H_
