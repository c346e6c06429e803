// Puts what an import reads into a safe, twenty credentials a change.
#ifndef KLAD_CLIENT_FORMATS_IMPORTER_H_
#define KLAD_CLIENT_FORMATS_IMPORTER_H_

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/formats/imported.h"
#include "client/formats/safe_index.h"
#include "client/mirror.h"
#include "client/vault.h"
#include "crypto/base/secret.h"
#include "crypto/vault/builder.h"

namespace klad::client {

// What became of one item, in the file's order.
struct ImportOutcome {
  int number = 0;
  std::string title;  // in the safe
  ImportState state = ImportState::kNew;
  bool numbered = false;  // its own title was taken
};

// For one thread, but what is ready is sent on another while the next are
// prepared: between Take() and Sent() or Finish(), vault and mirror are its
// own. A dry run does everything but send.
class Importer {
 public:
  // Vault and mirror outlive it; the mirror is up to date.
  static absl::StatusOr<std::unique_ptr<Importer>> Create(Vault* vault,
                                                          Mirror* mirror,
                                                          bool dry_run);

  // Called after each row, with how many were taken so far.
  void set_progress(std::function<void(int taken)> progress) {
    progress_ = std::move(progress);
  }

  // What is in the safe already is left alone, unless the file is newer. A
  // title that is taken gets a number.
  absl::Status Take(Imported item);
  // Sends what is left.
  absl::Status Finish();

  // Created and changed, durably, when nothing is being sent any more.
  int Sent();
  // Of a dry run all; else those of which there is something to say: in doubt,
  // or with a number.
  const std::vector<ImportOutcome>& outcomes() const { return outcomes_; }
  int Count(ImportState state) const;

 private:
  struct Ready {
    std::string id;
    trust::v1::Kind kind;
    bool is_new;
    crypto::vault::Edit edit;
  };

  Importer(Vault* vault, Mirror* mirror, bool dry_run)
      : vault_(vault), mirror_(mirror), dry_run_(dry_run) {}

  trust::v1::Overview Tagged(const Imported& item) const;
  absl::Status Prepare(const Imported& item, trust::v1::Overview overview,
                       const SafeIndex::Match& match);
  absl::Status Settle();
  absl::Status Send();
  absl::Status SendAll(const std::vector<Ready>& batch);
  absl::StatusOr<size_t> SendSome(const std::vector<Ready>& batch, size_t from);
  absl::Status SendFiles(const Imported& item, const std::string& id,
                         crypto::vault::SecretPart* secret);
  absl::Status AddTo(crypto::vault::ChangeBuilder& builder, Mirror& mirror,
                     const Ready& ready) const;
  absl::Status SendOne();

  Vault* const vault_;
  Mirror* const mirror_;
  const bool dry_run_;
  SafeIndex index_;
  Secret tag_key_;  // of equal passwords
  std::vector<Ready> ready_;
  size_t ready_size_ = 0;  // of their secrets, in locked memory
  std::vector<ImportOutcome> outcomes_;
  std::map<ImportState, int> counts_;
  int taken_ = 0;
  std::future<absl::Status> sending_;
  int sent_ = 0;  // of a batch that was settled
  std::function<void(int)> progress_ = [](int) {};
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_IMPORTER_H_
