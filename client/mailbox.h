// Which credentials are the mailbox itself, whatever kind they were given.
#ifndef KLAD_CLIENT_MAILBOX_H_
#define KLAD_CLIENT_MAILBOX_H_

#include <string>

#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

// The mailbox that is lost with this access, as ContactOf writes it; empty for
// none. Of the kind mailbox it is the user name, e-mail or title, the first
// that is an address. A login is a mailbox when its user name, or an address or
// its title where it has no user name, is one, and
//
// - what it opens is where that mailbox is read: a host of its provider, such
//   as passport.yandex.ru for ads@ya.ru, or for ads@example.com
//   mail.example.com, or mail.yandex.ru where that domain may be kept; or
// - it opens nothing, and its title is the mailbox.
//
// Another login with the same user name is not the mailbox.
std::string MailboxOf(trust::v1::Kind kind,
                      const trust::v1::Overview& overview);

}  // namespace klad::client

#endif  // KLAD_CLIENT_MAILBOX_H_
