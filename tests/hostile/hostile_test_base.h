// A department whose server lies: it has the CA, the audit key and every
// stored byte, and edits what it answers.
#ifndef KLAD_TESTS_HOSTILE_HOSTILE_TEST_BASE_H_
#define KLAD_TESTS_HOSTILE_HOSTILE_TEST_BASE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/hostile/liar.h"
#include "tests/support/credentials.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {

// What a state folder remembers: the envelopes are a cache, and the account
// names nothing that is verified.
std::map<std::string, std::string> Remembered(const std::string& folder);

// The safe `ads` with `bank` in its second version and `shop` in its first.
// `fresh_` is the founder's folder from before the safe, `folder_` knows all.
class HostileTest : public ::testing::Test {
 protected:
  using Step = std::function<absl::Status(TestClient&)>;

  void SetUp() override;

  // Edits every answer to `method`.
  template <typename Resp>
  void Edit(std::string method, std::function<void(Resp&)> edit) {
    Liar(server_.get()).Edit(std::move(method), std::move(edit));
  }

  // A whole command: opens the folder, does the step, saves.
  absl::Status Command(const std::string& folder, const Step& step);

  // Under the tap that is set, the step ends with exit 9 and these words, and
  // the folder remembers what it did before. Without it the same succeeds.
  void ExpectAlarm(const std::string& folder, const Step& step,
                   const std::string& words);

  // What `klad get`, `klad list` and `klad credential history` ask for.
  static Step Get(std::string title);
  static Step List();
  static Step History(std::string title);

  std::string StoredSecret(const std::string& title, uint64_t version);

  std::unique_ptr<OrganisationServer> server_;
  std::string fresh_;
  std::string folder_;
  std::string safe_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_HOSTILE_HOSTILE_TEST_BASE_H_
