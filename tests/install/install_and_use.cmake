# Run by CTest: cmake -D BUILD_DIR=… -D SOURCE_DIR=… -D WORK_DIR=… -P install_and_use.cmake
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed: ${ARGN}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${WORK_DIR}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE_DIR}/client -B ${WORK_DIR}/client -G ${GENERATOR} -D CMAKE_CXX_COMPILER=${CXX} -D
    "CMAKE_CXX_FLAGS=${CXX_FLAGS}" -D CMAKE_PREFIX_PATH=${WORK_DIR}/prefix)
run(${CMAKE_COMMAND} --build ${WORK_DIR}/client)
run(${WORK_DIR}/client/client ${WORK_DIR}/prefix/share/syncdx/rules)
if(NOT output MATCHES "^rate_limited\n")
  message(FATAL_ERROR "the client printed: ${output}")
endif()
# The installed program finds its rules beside itself.
run(${CMAKE_COMMAND} -E env --unset=SYNCDX_RULES ${WORK_DIR}/prefix/bin/syncdx explain 429 --platform shopify --no-cache)
if(NOT output MATCHES "429")
  message(FATAL_ERROR "the installed program printed: ${output}")
endif()
