# Helpers for targets: every library, test, fuzzer and benchmark of the project is made with one of these.

# Designated initialisers leave members at their defaults on purpose: no -Wmissing-field-initializers.
add_library(syncdx_warnings INTERFACE)
target_compile_features(syncdx_warnings INTERFACE cxx_std_20)
target_compile_options(syncdx_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
                                                 -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers
                                                 $<$<CXX_COMPILER_ID:GNU>:-Wnull-dereference>)
option(SYNCDX_WERROR "Treat warnings as errors" OFF)
if(SYNCDX_WERROR)
  target_compile_options(syncdx_warnings INTERFACE -Werror)
endif()

# add_engine_library(match SOURCES a.cpp b.cpp PUBLIC syncdx::base PRIVATE RE2): the library syncdx_match, alias syncdx::match.
# Headers are included as "match/program.hpp"; public ones as "syncdx/….hpp".
function(add_engine_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  set(target syncdx_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(syncdx::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON EXPORT_NAME ${name})
  target_include_directories(
    ${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/engine> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/engine/include>
                     $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PUBLIC tl::expected ${arg_PUBLIC} PRIVATE $<BUILD_INTERFACE:syncdx_warnings> ${arg_PRIVATE})
endfunction()

# add_unit_test(match SOURCES x_test.cpp LINK syncdx::match [LABELS unit] [PROPERTIES …]): the program match_test, every case a
# CTest test.
function(add_unit_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK;LABELS;PROPERTIES" ${ARGN})
  if(NOT SYNCDX_BUILD_TESTS)
    return()
  endif()
  if(NOT arg_LABELS)
    set(arg_LABELS unit)
  endif()
  add_executable(${name}_test ${arg_SOURCES})
  set_target_properties(${name}_test PROPERTIES CXX_EXTENSIONS OFF)
  target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${name}_test PRIVATE SYNCDX_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SYNCDX_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_link_libraries(${name}_test PRIVATE ${arg_LINK} syncdx_warnings Catch2::Catch2WithMain)
  catch_discover_tests(${name}_test PROPERTIES LABELS "${arg_LABELS}" ${arg_PROPERTIES} DISCOVERY_MODE PRE_TEST)
endfunction()

# add_fuzzer(rules SOURCE x_fuzz.cpp LINK syncdx::rules): fuzz_rules (libFuzzer, with SYNCDX_BUILD_FUZZERS) and, always, the test
# fuzz_replay_rules that runs the committed corpus tests/fuzz/corpus/<name>/ through the same function.
function(add_fuzzer name)
  cmake_parse_arguments(arg "" "SOURCE" "LINK" ${ARGN})
  if(SYNCDX_BUILD_FUZZERS)
    add_executable(fuzz_${name} ${arg_SOURCE})
    target_link_libraries(fuzz_${name} PRIVATE ${arg_LINK} syncdx_warnings)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  endif()
  if(SYNCDX_BUILD_TESTS)
    add_executable(fuzz_replay_${name} ${arg_SOURCE} ${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp)
    target_link_libraries(fuzz_replay_${name} PRIVATE ${arg_LINK} syncdx_warnings)
    add_test(NAME fuzz_replay_${name} COMMAND fuzz_replay_${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
    set_tests_properties(fuzz_replay_${name} PROPERTIES LABELS fuzz_replay)
  endif()
endfunction()

# add_benchmark(infer SOURCES x_bench.cpp LINK syncdx::infer): the Google Benchmark program bench_infer.
function(add_benchmark name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  if(NOT SYNCDX_BUILD_BENCHMARKS)
    return()
  endif()
  add_executable(bench_${name} ${arg_SOURCES})
  target_compile_definitions(bench_${name} PRIVATE SYNCDX_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(bench_${name} PRIVATE ${arg_LINK} syncdx_warnings benchmark::benchmark benchmark::benchmark_main)
endfunction()
