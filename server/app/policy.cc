#include <algorithm>
#include <cstdio>
#include <string>

#include "absl/strings/ascii.h"
#include "klad/v1/policy.pb.h"
#include "server/app/commands.h"
#include "server/rpc/method_table.h"

namespace klad::app {
namespace {

// "CALLER_MEMBER" as "member".
std::string Word(const std::string& name) {
  return absl::AsciiStrToLower(name.substr(name.find('_') + 1));
}

}  // namespace

absl::Status ShowPolicy(const Options&) {
  printf("%-40s %-8s %-20s %-8s %s\n", "METHOD", "CALLER", "PERMISSION",
         "AUDIT", "COST");
  for (const auto* file : rpc::ServedFiles()) {
    for (int s = 0; s < file->service_count(); ++s) {
      const auto* service = file->service(s);
      for (int m = 0; m < service->method_count(); ++m) {
        const auto* method = service->method(m);
        const v1::Policy& policy = method->options().GetExtension(v1::policy);
        printf("%-40s %-8s %-20s %-8s %s\n",
               (service->name() + "/" + method->name()).c_str(),
               Word(v1::Caller_Name(policy.caller())).c_str(),
               policy.permission().empty() ? "-" : policy.permission().c_str(),
               Word(v1::Audit_Name(policy.audit())).c_str(),
               Word(v1::Cost_Name(policy.cost())).c_str());
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace klad::app
