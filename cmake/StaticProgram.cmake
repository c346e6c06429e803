# klad_static_program: gRPC, Protocol Buffers, Abseil and what else there are
# archives of, for a program that starts for every command: a shared library is
# a file to find, map and relocate each time (those of C++ alone cost 4 ms of
# 30). Linked before anything else; --as-needed then drops the shared libraries
# of the same names. OpenSSL stays shared: it is what is mended most often. Only
# lld takes archives in any order; with another linker, and under sanitizers,
# the program stays shared.
add_library(klad_static_program INTERFACE)
if(LLD AND NOT KLAD_SANITIZE)
  find_library(GRPC_ARCHIVE libgrpc++.a REQUIRED)
  get_filename_component(folder ${GRPC_ARCHIVE} DIRECTORY)
  file(GLOB absl ${folder}/libabsl_*.a)
  list(FILTER absl EXCLUDE REGEX "absl_flags")
  set(archives)
  foreach(name grpc++ grpc gpr upb address_sorting cares re2 protobuf
      icui18n icuuc icudata sodium keyutils z)
    list(APPEND archives ${folder}/lib${name}.a)
  endforeach()
  target_link_options(klad_static_program INTERFACE
    -static-libstdc++ -static-libgcc -Wl,--as-needed)
  target_link_libraries(klad_static_program INTERFACE ${archives} ${absl})
endif()
