// Who owns which keys of the store. Keys hold only ids, dates, numbers and
// keyed hashes; numbers are 8 bytes, big endian, so that they sort.
//
//   l/SEQUENCE                                ledger record
//   r/e/SEQUENCE                              roster entry
//   r/head                                    roster head
//   r/k/role/NAME/EPOCH, r/k/safe/ID/EPOCH    envelopes of an epoch
//   r/m/MEMBER                                move to another machine
//   r/n/MEMBER                                display name
//   c/h/SAFE                                  head of a safe
//   c/c/SAFE/CREDENTIAL                       newest version
//   c/v/SAFE/CREDENTIAL/VERSION               each version
//   c/p/SAFE/CREDENTIAL/VERSION               secret that it brought
//   c/s/SAFE/SEQUENCE                         signed change
//   c/m/SAFE/CREDENTIAL                       safe that it moved to
//   a/h/ATTACHMENT                            what is known of a file
//   a/c/ATTACHMENT/CHUNK                      each chunk of it
//   a/u/MEMBER/ATTACHMENT                     files that no secret names yet
//   c/e/SAFE/CREDENTIAL                       envelopes of its shares
//   q/MEMBER                                  access it asked for
//   x/MEMBER/SAFE/CREDENTIAL/GENERATION/PURPOSE   exposure
//   y/SAFE/CREDENTIAL/GENERATION/MEMBER/PURPOSE   the same, to be found
//   d/d/MEMBER                                departure
//   d/c/MEMBER/HASH                           part of its list
//   d/n/DEPARTURE/NUMBER/SEQUENCE             note on a rotation; a hash
//   k/r/LINK                                  link
//   k/n/HASH                                  link that is called so
//   k/a/HASH/LINK                             link to this address
//   k/a/HASH                                  guards it while it is created
//   k/u/WEEK/LINK                             how often it was opened
//   k/c/LINK                                  what came of opening its address
//   p/r/PLAYBOOK                              playbook
//   p/v/PLAYBOOK/REVISION                     each revision, with its text
//   p/n/HASH                                  playbook that is called so
//   p/s/PLAYBOOK/MEMBER/REVISION              signature for a text
//   p/graph                                   guards who refers to whom
//   s/server                                  what this server is
//   s/restored                                since a backup was restored,
//                                             until an owner accepts it
#ifndef KLAD_SERVER_STORE_KEYSPACE_H_
#define KLAD_SERVER_STORE_KEYSPACE_H_

namespace klad::store {

inline constexpr char kLedgerPrefix[] = "l/";
inline constexpr char kRosterEntryPrefix[] = "r/e/";
inline constexpr char kRosterHeadKey[] = "r/head";
inline constexpr char kEnvelopePrefix[] = "r/k/";
inline constexpr char kMovePrefix[] = "r/m/";
inline constexpr char kNamePrefix[] = "r/n/";
inline constexpr char kSafeHeadPrefix[] = "c/h/";
inline constexpr char kCredentialPrefix[] = "c/c/";
inline constexpr char kVersionPrefix[] = "c/v/";
inline constexpr char kSecretPrefix[] = "c/p/";
inline constexpr char kChangePrefix[] = "c/s/";
inline constexpr char kMovedPrefix[] = "c/m/";
inline constexpr char kAttachmentPrefix[] = "a/h/";
inline constexpr char kChunkPrefix[] = "a/c/";
inline constexpr char kPendingPrefix[] = "a/u/";
inline constexpr char kSharePrefix[] = "c/e/";
inline constexpr char kRequestPrefix[] = "q/";
inline constexpr char kExposurePrefix[] = "x/";
inline constexpr char kExposureIndexPrefix[] = "y/";
inline constexpr char kDeparturePrefix[] = "d/d/";
inline constexpr char kDepartureChunkPrefix[] = "d/c/";
inline constexpr char kRotationNotePrefix[] = "d/n/";
inline constexpr char kLinkPrefix[] = "k/r/";
inline constexpr char kLinkNamePrefix[] = "k/n/";
inline constexpr char kLinkAddressPrefix[] = "k/a/";
inline constexpr char kLinkUsesPrefix[] = "k/u/";
inline constexpr char kLinkCheckPrefix[] = "k/c/";
inline constexpr char kPlaybookPrefix[] = "p/r/";
inline constexpr char kPlaybookRevisionPrefix[] = "p/v/";
inline constexpr char kPlaybookNamePrefix[] = "p/n/";
inline constexpr char kPlaybookSignaturePrefix[] = "p/s/";
inline constexpr char kPlaybookGraphKey[] = "p/graph";
inline constexpr char kServerKey[] = "s/server";
inline constexpr char kRestoredKey[] = "s/restored";

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_KEYSPACE_H_
