// Puts what an import reads into a safe, twenty credentials a change.
#ifndef KLAD_CLIENT_FORMATS_IMPORTER_H_
#define KLAD_CLIENT_FORMATS_IMPORTER_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/formats/imported.h"
#include "client/mirror.h"
#include "client/vault.h"
#include "crypto/vault/builder.h"

namespace klad::client {

// For one thread. A dry run does everything but send.
class Importer {
 public:
  Importer(Vault* vault, Mirror* mirror, bool dry_run);

  void set_progress(std::function<void(int created)> progress) {
    progress_ = std::move(progress);
  }

  // Skips a title that the safe has already, and says so in problems().
  absl::Status Take(Imported item);
  // Sends what is left.
  absl::Status Finish();

  int created() const { return created_; }
  const std::vector<ImportProblem>& problems() const { return problems_; }

 private:
  struct Ready {
    std::string id;
    trust::v1::Kind kind;
    crypto::vault::Edit edit;
  };

  absl::Status ReadTitles();
  absl::StatusOr<Ready> Prepare(Imported item);
  absl::Status SendOne();

  Vault* const vault_;
  Mirror* const mirror_;
  const bool dry_run_;
  bool titles_read_ = false;
  std::set<std::string> titles_;  // folded
  std::vector<Ready> ready_;
  std::vector<ImportProblem> problems_;
  int created_ = 0;
  std::function<void(int)> progress_ = [](int) {};
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_IMPORTER_H_
