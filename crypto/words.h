// Eight words for two people to compare: 88 bits of a head, 11 a word, from the
// English list of BIP-39 (2,048 words that differ in their first four letters;
// MIT licence, github.com/trezor/python-mnemonic).
#ifndef KLAD_CRYPTO_WORDS_H_
#define KLAD_CRYPTO_WORDS_H_

#include <string>

#include "crypto/digest.h"

namespace klad::crypto {

// The words with a space between: the first 88 bits of H(klad1.words, head).
std::string Words(const Digest& head);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_WORDS_H_
