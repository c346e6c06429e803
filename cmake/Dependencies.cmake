# Debian 12 packages and nothing else.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Protobuf REQUIRED)
find_package(absl REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(GTest REQUIRED)
find_package(cereal CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(KEYUTILS REQUIRED IMPORTED_TARGET libkeyutils)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
# Loaded when it is needed: see client/web/curl.h.
pkg_check_modules(CURL REQUIRED libcurl)
# Archives: their shared libraries would be found and mapped whenever klad
# starts, and few commands need them.
find_package(ZLIB REQUIRED)
find_library(STEMMER_ARCHIVE libstemmer.a REQUIRED)
find_library(EXPAT_ARCHIVE libexpat.a REQUIRED)
find_library(MINIZIP_ARCHIVE libminizip.a REQUIRED)
