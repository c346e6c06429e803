# One target a folder, with only the links its rules allow.

# Off in the release preset: there the programs are built as they ship and the
# suites that start them as processes run.
option(KLAD_UNIT_TESTS "build the tests that run in one process" ON)

# Several sources of a folder compiled as one, which takes a third of the time;
# so no two files of a folder may give their own things one name. dev compiles
# each file alone, so that every file includes what it uses.
option(KLAD_UNITY "compile the sources of a folder together" OFF)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 8)

# klad_folder(NAME DEPS ...): a library of the folder's sources, and one test
# program of its x_test.cc files. Files are globbed, so a test cannot be
# forgotten. TEST_DEPS adds what only the tests link. ALIKE: its files answer
# the same questions under the same names, and are compiled one by one. ON_ROCKS:
# its tests run a second time on RocksDB (tests/support/test_store.h).
function(klad_folder name)
  cmake_parse_arguments(ARG "ALIKE;ON_ROCKS" "" "DEPS;TEST_DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cc)
  file(GLOB tests CONFIGURE_DEPENDS *_test.cc)
  file(GLOB mains CONFIGURE_DEPENDS main.cc *_main.cc)
  list(REMOVE_ITEM sources ${tests} ${mains} "")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC klad_flags ${ARG_DEPS})
    klad_precompiled(${name} klad_pch)
    if(KLAD_UNITY AND NOT ARG_ALIKE)
      set_target_properties(${name} PROPERTIES UNITY_BUILD ON)
    endif()
    set(link ${name})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE klad_flags ${ARG_DEPS})
    set(link ${name})
  endif()
  if(tests AND KLAD_UNIT_TESTS)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE
      ${ARG_TEST_DEPS} ${link} klad_test_support GTest::gmock GTest::gtest_main)
    klad_precompiled(${name}_test klad_test_pch)
    klad_add_test(${name}_test)
    if(ARG_ON_ROCKS)
      klad_add_test(${name}_test ON rocks)
    endif()
  endif()
endfunction()

# klad_suite(NAME DEPS ...): a whole-system suite of a folder under tests/.
function(klad_suite name)
  cmake_parse_arguments(ARG "" "" "DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cc)
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE
    klad_flags ${ARG_DEPS} klad_test_support GTest::gmock GTest::gtest_main)
  klad_precompiled(${name} klad_test_pch)
  set_target_properties(${name} PROPERTIES UNITY_BUILD ${KLAD_UNITY})
  klad_add_test(${name})
endfunction()

function(klad_add_test target)
  cmake_parse_arguments(ARG "" "ON" "" ${ARGN})
  set(test ${target})
  if(ARG_ON)
    set(test ${target}_on_${ARG_ON})
  endif()
  add_test(NAME ${test} COMMAND ${target})
  set_tests_properties(${test} PROPERTIES
    TIMEOUT 600
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    ENVIRONMENT "UBSAN_OPTIONS=print_stacktrace=1;TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/tsan.supp;KLAD_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};KLAD_TEST_STORE=${ARG_ON}")
endfunction()
