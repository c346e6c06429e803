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

# Headers that nearly every file reads, parsed once. Files include what they
# use all the same: dev and tidy build without it.
option(KLAD_PCH "precompile common headers" OFF)
if(KLAD_PCH)
  if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  endif()
  set(common <algorithm> <chrono> <functional> <map> <memory> <set> <string>
    <utility> <vector> <sodium.h> <absl/status/status.h>
    <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/time/clock.h>
    <absl/time/time.h> <absl/types/optional.h> <absl/types/span.h>
    <google/protobuf/extension_set.h>
    <google/protobuf/generated_enum_reflection.h>
    <google/protobuf/generated_message_reflection.h>
    <google/protobuf/message.h> <google/protobuf/repeated_field.h>
    <google/protobuf/unknown_field_set.h>)
  file(WRITE ${CMAKE_BINARY_DIR}/pch/main.cc "int main() {}\n")
  add_library(klad_pch OBJECT ${CMAKE_BINARY_DIR}/pch/main.cc)
  add_executable(klad_test_pch ${CMAKE_BINARY_DIR}/pch/main.cc)
  set_target_properties(klad_test_pch PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/pch)
  target_precompile_headers(klad_pch PRIVATE ${common})
  target_precompile_headers(klad_test_pch PRIVATE ${common} <gmock/gmock.h>
    <gtest/gtest.h>)
  foreach(target klad_pch klad_test_pch)
    target_compile_options(${target} PRIVATE -fpch-preprocess)
    target_link_libraries(${target} PRIVATE klad_flags)
  endforeach()
  target_link_libraries(klad_test_pch PRIVATE GTest::gmock)
  # The same flags everywhere, or the headers do not fit.
  target_compile_options(klad_flags INTERFACE -pthread)
endif()

# klad_precompiled(TARGET PCH): lets a target use one of the two.
function(klad_precompiled target pch)
  if(KLAD_PCH)
    target_compile_options(${target} PRIVATE -fpch-preprocess)
    target_precompile_headers(${target} REUSE_FROM ${pch})
  endif()
endfunction()
