// Which addresses of the network lie inside it: those of this machine, of the
// office, and what is no single host. They are not opened unless a person says
// so: whoever writes a link must not choose what a colleague's machine calls.
#ifndef KLAD_CLIENT_WEB_PRIVATE_ADDRESS_H_
#define KLAD_CLIENT_WEB_PRIVATE_ADDRESS_H_

#include <sys/socket.h>

namespace klad::web {

// By the registries of special-purpose addresses (RFC 6890): private, shared,
// link-local, loopback, multicast, reserved; an IPv6 address that stands for an
// IPv4 one, as that one. What is of neither family is private.
bool IsPrivate(const sockaddr& address);

}  // namespace klad::web

#endif  // KLAD_CLIENT_WEB_PRIVATE_ADDRESS_H_
