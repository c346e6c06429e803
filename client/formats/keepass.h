// KeePass 2's XML export (KeePass, KeePassXC and their kin), and the sentence
// for a .kdbx file, which no Debian library for C++ opens.
#ifndef KLAD_CLIENT_FORMATS_KEEPASS_H_
#define KLAD_CLIENT_FORMATS_KEEPASS_H_

#include "client/formats/format.h"

namespace klad::client {

Format KeePassXml();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_KEEPASS_H_
