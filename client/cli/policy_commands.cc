// policy, policy show, policy set.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/policy.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor_database.h"
#include "klad/v1/local.pb.h"
#include "klad/v1/policy.pb.h"
#include "klad/v1/system.pb.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;

// "CALLER_MEMBER" as "member".
std::string Word(const std::string& name) {
  return absl::AsciiStrToLower(name.substr(name.find('_') + 1));
}

// Named once, so that the linker keeps the services this client never calls.
void KeepServices() {
  (void)klad::v1::PingRequest::descriptor();
  (void)klad::v1::DoorRequest::descriptor();
}

void AddMethods(const FileDescriptor& file, Result* result) {
  for (int s = 0; s < file.service_count(); ++s) {
    const auto* service = file.service(s);
    for (int m = 0; m < service->method_count(); ++m) {
      const auto* method = service->method(m);
      const auto& policy = method->options().GetExtension(klad::v1::policy);
      result->AddRow(
          absl::StrCat(service->name(), "/", method->name()),
          Word(klad::v1::Caller_Name(policy.caller())),
          policy.permission().empty() ? Value() : Value(policy.permission()),
          Word(klad::v1::Audit_Name(policy.audit())));
    }
  }
}

absl::StatusOr<Result> Policy(Context&) {
  KeepServices();
  std::vector<std::string> names;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&names);
  std::sort(names.begin(), names.end());
  Result result;
  result.columns = {"method", "caller", "permission", "audit"};
  for (const std::string& name : names) {
    const FileDescriptor* file =
        DescriptorPool::generated_pool()->FindFileByName(name);
    if (file != nullptr && file->package() == "klad.v1") {
      AddMethods(*file, &result);
    }
  }
  return result;
}

absl::StatusOr<Result> PolicyShow(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"word", "value", "usual", "least", "most"};
  for (const auto& word : crypto::roster::PolicyWords()) {
    ASSIGN_OR_RETURN(const int64_t value, account->roster().Policy(word.word));
    result.AddRow(word.word, value, word.standard, word.least, word.most);
  }
  return result;
}

absl::StatusOr<Result> PolicySet(Context& context) {
  const std::string name = client::FoldTitle(context.Get("POLICY"));
  const auto* word = crypto::roster::FindPolicyWord(name);
  if (word == nullptr) {
    return Error(ExitCode::kNotFound, Say("there is no policy $0", name),
                 Tr("klad policy show lists the words"));
  }
  ASSIGN_OR_RETURN(const int64_t value,
                   context.Number("VALUE", word->least, word->most));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  RETURN_IF_ERROR(vault.roster_writer().Write(
      [&](const auto&) -> absl::StatusOr<trust::v1::Entry> {
        trust::v1::Entry entry;
        entry.mutable_policy_set()->set_word(name);
        entry.mutable_policy_set()->set_value(value);
        return entry;
      }));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(Say("$0 is $1 now", name, value));
}

}  // namespace

std::vector<Command> PolicyCommands() {
  return {
      {.path = "policy",
       .summary = Mark("list what each method of the server needs"),
       .help =
           Mark("Who may call it at all, and the permission that a role must "
                "give a member for it.\n\nExample:\n  klad policy"),
       .handler = Policy},
      {.path = "policy show",
       .summary = Mark("show the organisation's own rules"),
       .help = Mark("Days in which a secret must be changed, by its "
                    "sensitivity, and how long an identity stays "
                    "unlocked.\n\nExample:\n  klad policy show"),
       .handler = PolicyShow},
      {.path = "policy set",
       .summary = Mark("change one of the organisation's own rules"),
       .help = Mark("Example:\n  klad policy set rotation.days.high 2"),
       .arguments = {{"POLICY", Mark("its word, as klad policy show lists it")},
                     {"VALUE", Mark("a whole number")}},
       .handler = PolicySet},
  };
}

}  // namespace klad::cli
