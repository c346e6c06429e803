// A folder for one test, removed after it.
#ifndef KLAD_TESTS_SUPPORT_TEMP_FOLDER_H_
#define KLAD_TESTS_SUPPORT_TEMP_FOLDER_H_

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "crypto/base/check.h"

namespace klad::testing {

class TempFolder {
 public:
  TempFolder() {
    path_ = std::filesystem::temp_directory_path() / "klad-test-XXXXXX";
    CHECK_THAT(mkdtemp(path_.data()) != nullptr);
  }
  ~TempFolder() {
    std::error_code ignored;  // leftovers in /tmp harm nobody
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const {
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_TEMP_FOLDER_H_
