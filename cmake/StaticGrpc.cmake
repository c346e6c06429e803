# klad_static_grpc: gRPC, Protocol Buffers and Abseil as archives, for a
# program that starts for every command: a shared library is a file to find,
# map and relocate each time. Linked before anything else; --as-needed then
# drops the shared libraries of the same names. Only lld takes archives in any
# order; with another linker, and under sanitizers, the program stays shared.
add_library(klad_static_grpc INTERFACE)
if(LLD AND NOT KLAD_SANITIZE)
  find_library(GRPC_ARCHIVE libgrpc++.a REQUIRED)
  get_filename_component(folder ${GRPC_ARCHIVE} DIRECTORY)
  file(GLOB absl ${folder}/libabsl_*.a)
  list(FILTER absl EXCLUDE REGEX "absl_flags")
  set(archives)
  foreach(name grpc++ grpc gpr upb address_sorting cares re2 protobuf)
    list(APPEND archives ${folder}/lib${name}.a)
  endforeach()
  target_link_options(klad_static_grpc INTERFACE -Wl,--as-needed)
  target_link_libraries(klad_static_grpc INTERFACE ${archives} ${absl})
endif()
