#include "server/rpc/method_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor_database.h"

namespace klad::rpc {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::DescriptorPool;
using ::google::protobuf::FileDescriptor;
using ::google::protobuf::MethodDescriptor;
using ::google::protobuf::ServiceDescriptor;

std::string NameOf(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

absl::Status Mistake(absl::string_view method, absl::string_view what) {
  return absl::InternalError(absl::StrCat(method, ": ", what));
}

std::vector<const MethodDescriptor*> MethodsOf(
    const std::vector<const FileDescriptor*>& files) {
  std::vector<const MethodDescriptor*> methods;
  for (const FileDescriptor* file : files) {
    for (int s = 0; s < file->service_count(); ++s) {
      const ServiceDescriptor* service = file->service(s);
      for (int m = 0; m < service->method_count(); ++m) {
        methods.push_back(service->method(m));
      }
    }
  }
  return methods;
}

}  // namespace

std::vector<const FileDescriptor*> ServedFiles() {
  std::vector<std::string> names;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&names);
  std::sort(names.begin(), names.end());
  std::vector<const FileDescriptor*> files;
  for (const std::string& name : names) {
    const FileDescriptor* file =
        DescriptorPool::generated_pool()->FindFileByName(name);
    if (file != nullptr && file->package() == "klad.v1") files.push_back(file);
  }
  return files;
}

void MethodTable::Add(
    absl::string_view name, const Descriptor* request,
    const Descriptor* response,
    std::function<absl::Status(const Call&, std::string*)> run) {
  const bool added =
      bound_
          .emplace(std::string(name), Bound{request, response, std::move(run)})
          .second;
  if (!added && error_.ok()) error_ = Mistake(name, "is bound twice");
}

void MethodTable::BindRest(
    const std::function<absl::Status(const Call&, std::string*)>& serve) {
  for (const MethodDescriptor* method : MethodsOf(ServedFiles())) {
    const std::string name = NameOf(*method);
    if (bound_.contains(name)) continue;
    Add(name, method->input_type(), method->output_type(), serve);
  }
}

void MethodTable::Reserve(absl::string_view name) {
  reserved_.emplace_back(name);
}

absl::Status MethodTable::Build() { return Build(ServedFiles()); }

absl::Status MethodTable::Build(
    const std::vector<const FileDescriptor*>& files) {
  RETURN_IF_ERROR(error_);
  for (const MethodDescriptor* method : MethodsOf(files)) {
    RETURN_IF_ERROR(BuildMethod(*method));
  }
  if (!bound_.empty()) {
    return Mistake(bound_.begin()->first, "is bound, but no such method");
  }
  for (const std::string& name : reserved_) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end() ||
        methods_[found->second].policy.cost() != v1::COST_DURABLE) {
      return Mistake(name, "only durable methods can be reserved");
    }
    methods_[found->second].reserved = true;
  }
  return absl::OkStatus();
}

absl::Status MethodTable::BuildMethod(const MethodDescriptor& method) {
  const std::string name = NameOf(method);
  const auto bound = bound_.find(name);
  if (bound == bound_.end()) return Mistake(name, "is not bound");
  if (method.client_streaming()) {
    return Mistake(name, "streams of a client are not served");
  }
  if (bound->second.request != method.input_type() ||
      bound->second.response != method.output_type()) {
    return Mistake(name, "is bound with other types than its own");
  }
  const v1::Policy& policy = method.options().GetExtension(v1::policy);
  if (const absl::Status status = access::CheckPolicy(policy); !status.ok()) {
    return Mistake(name, status.message());
  }
  if (method.server_streaming() && policy.cost() != v1::COST_INLINE) {
    return Mistake(name, "a stream never waits");
  }
  by_name_[name] = methods_.size();
  methods_.push_back({name, policy, methods_.size(), false,
                      method.server_streaming(), std::move(bound->second.run)});
  bound_.erase(bound);
  return absl::OkStatus();
}

const Method* MethodTable::Find(absl::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &methods_[found->second];
}

}  // namespace klad::rpc
