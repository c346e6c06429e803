# Language, warnings and sanitizers: what holds for all code of ours.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

set(KLAD_SANITIZE "" CACHE STRING "sanitizers for our own code, e.g. address,undefined")
option(KLAD_FUZZ "build the fuzz targets with libFuzzer (clang)" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

find_program(LLD ld.lld)
if(LLD)
  add_link_options(-fuse-ld=lld)
endif()

# Flags of our own code; generated code and system headers are left alone.
add_library(klad_flags INTERFACE)
target_include_directories(klad_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(klad_flags INTERFACE
  -Wall -Wextra -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  -Werror -fno-omit-frame-pointer -fstack-protector-strong
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)
target_link_options(klad_flags INTERFACE -Wl,-z,relro,-z,now)
if(KLAD_SANITIZE)
  target_compile_options(klad_flags INTERFACE
    -fsanitize=${KLAD_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(klad_flags INTERFACE -fsanitize=${KLAD_SANITIZE})
endif()
