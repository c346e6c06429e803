#include "server/event/event_service.h"

#include <algorithm>

#include "crypto/base/status_macros.h"
#include "server/rpc/call.h"

namespace klad::event {
namespace {

absl::Status Follow(const Events& events, const rpc::Call& call,
                    const klad::v1::FollowEventsRequest& request,
                    klad::v1::FollowEventsResponse* response) {
  Place place{std::max(request.after(), call.stream->at),
              std::max(request.after(), call.stream->told)};
  const auto found = events.Next(call.caller, &place, response);
  RETURN_IF_ERROR(found.status());
  *call.stream = {place.at, place.told};
  if (*found == Events::Found::kMessage) return absl::OkStatus();
  return request.wait() ? rpc::NothingYet() : rpc::EndOfStream();
}

}  // namespace

void BindEventService(const Events& events, rpc::MethodTable* methods) {
  methods->Bind<klad::v1::FollowEventsRequest, klad::v1::FollowEventsResponse>(
      "klad.v1.EventService/Follow",
      [&](const rpc::Call& call, const klad::v1::FollowEventsRequest& request,
          klad::v1::FollowEventsResponse* response) {
        return Follow(events, call, request, response);
      });
}

}  // namespace klad::event
