// The interface of kladd for other programs: .proto files, a guide, an example.
#ifndef KLAD_CLIENT_API_API_FILES_H_
#define KLAD_CLIENT_API_API_FILES_H_

#include <string>
#include <vector>

namespace klad::client {

struct ApiFile {
  std::string name;  // with its folders
  std::string text;
};

const std::vector<ApiFile>& ApiFiles();

}  // namespace klad::client

#endif  // KLAD_CLIENT_API_API_FILES_H_
