// Refusals by a rule of departures (server/rotation/departures.h).
#ifndef KLAD_SERVER_ROTATION_REFUSED_H_
#define KLAD_SERVER_ROTATION_REFUSED_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/access/refusal.h"

namespace klad::rotation {

inline absl::Status Refused(absl::string_view rule) {
  return access::Refuse(v1::REASON_DEPARTURE_REFUSED,
                        {{"rule", std::string(rule)}});
}

}  // namespace klad::rotation

#endif  // KLAD_SERVER_ROTATION_REFUSED_H_
