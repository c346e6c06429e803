// Archives for tests.
#ifndef KLAD_CLIENT_FORMATS_MAKE_ZIP_H_
#define KLAD_CLIENT_FORMATS_MAKE_ZIP_H_

#include <minizip/zip.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace klad::client {

// An archive in memory, through a file that is gone at once.
inline std::string MakeZip(
    const std::vector<std::pair<std::string, std::string>>& files) {
  const std::string path =
      absl::StrCat(::testing::TempDir(), "klad-archive-", getpid(), ".zip");
  zipFile zip = zipOpen64(path.c_str(), APPEND_STATUS_CREATE);
  for (const auto& [name, text] : files) {
    zip_fileinfo info = {};
    zipOpenNewFileInZip64(zip, name.c_str(), &info, nullptr, 0, nullptr, 0,
                          nullptr, Z_DEFLATED, 9, 0);
    zipWriteInFileInZip(zip, text.data(), static_cast<unsigned>(text.size()));
    zipCloseFileInZip(zip);
  }
  zipClose(zip, nullptr);
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  std::remove(path.c_str());
  return bytes.str();
}

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_MAKE_ZIP_H_
