// Whether links still lead somewhere: what came of opening an address
// (client/web), in the words of the link map.
#ifndef KLAD_CLIENT_LINKS_LINK_CHECK_H_
#define KLAD_CLIENT_LINKS_LINK_CHECK_H_

#include <optional>
#include <string>

#include "client/web/probe.h"
#include "klad/v1/link.pb.h"

namespace klad::client {

// Whether its address can be opened: one of http or https, without arguments.
bool CanBeChecked(const klad::v1::Link& link);

// Nothing of an address that was not opened because it is private. A page that
// wants somebody to sign in, or does not talk to programs, is alive.
std::optional<klad::v1::LinkCheck> CheckOf(const klad::v1::Link& link,
                                           const web::Probed& probed);

// "no-host": as scripts read it.
std::string VerdictWord(klad::v1::LinkVerdict verdict);

// Whether somebody has to look after the link: neither alive nor moved.
bool IsDead(klad::v1::LinkVerdict verdict);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINKS_LINK_CHECK_H_
