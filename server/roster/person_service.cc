#include "server/roster/person_service.h"

#include "crypto/base/status_macros.h"
#include "klad/v1/person.pb.h"
#include "server/access/refusal.h"
#include "server/rpc/call.h"

namespace klad::roster {
namespace {

constexpr int kMaxMembers = 500;

absl::Status GetNames(const Names& names, const v1::NamesRequest& request,
                      v1::NamesResponse* response) {
  if (request.members_size() > kMaxMembers) {
    return access::Refuse(v1::REASON_BAD_FIELD,
                          {{"field", "members"}, {"limit", "500"}});
  }
  for (const std::string& member : request.members()) {
    ASSIGN_OR_RETURN(auto name, names.Get(member));
    if (!name.has_value()) continue;
    auto* named = response->add_names();
    named->set_member(member);
    *named->mutable_name() = *std::move(name);
  }
  return absl::OkStatus();
}

}  // namespace

void BindPersonService(Names& names, rpc::MethodTable* methods) {
  methods->Bind<v1::NamesRequest, v1::NamesResponse>(
      "klad.v1.PersonService/Names",
      [&](const rpc::Call&, const v1::NamesRequest& request,
          v1::NamesResponse* response) {
        return GetNames(names, request, response);
      });
  methods->Bind<v1::SetNameRequest, v1::SetNameResponse>(
      "klad.v1.PersonService/SetName",
      [&](const rpc::Call& call, const v1::SetNameRequest& request,
          v1::SetNameResponse*) {
        return names.Set(call.caller, request.member(), request.name());
      });
}

}  // namespace klad::roster
