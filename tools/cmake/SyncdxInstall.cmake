# Installation, the CMake package `syncdx` (find_package(syncdx), target syncdx::syncdx) and the Debian package (cpack).
include(CMakePackageConfigHelpers)

add_library(syncdx_all INTERFACE)
add_library(syncdx::syncdx ALIAS syncdx_all)
set_target_properties(syncdx_all PROPERTIES EXPORT_NAME syncdx)
list(TRANSFORM SYNCDX_ENGINE_PARTS PREPEND syncdx_ OUTPUT_VARIABLE engine_libraries)
target_link_libraries(syncdx_all INTERFACE ${engine_libraries})

install(
  TARGETS syncdx_all ${engine_libraries}
  EXPORT syncdx-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/syncdx COMPONENT development)
install(DIRECTORY engine/include/syncdx DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(
  EXPORT syncdx-targets
  NAMESPACE syncdx::
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/syncdx
  COMPONENT development)
configure_package_config_file(tools/cmake/syncdx-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/syncdx-config.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/syncdx)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/syncdx-config-version.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES ${CMAKE_CURRENT_BINARY_DIR}/syncdx-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/syncdx-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/syncdx
  COMPONENT development)

install(TARGETS syncdx RUNTIME COMPONENT program)
install(
  DIRECTORY rules/
  DESTINATION ${CMAKE_INSTALL_DATADIR}/syncdx/rules
  COMPONENT program
  FILES_MATCHING
  PATTERN "*.yaml")
install(
  DIRECTORY connectors/platforms/
  DESTINATION ${CMAKE_INSTALL_DATADIR}/syncdx/connectors
  COMPONENT program
  FILES_MATCHING
  PATTERN "*.yaml")
install(FILES tools/schema/diagnosis.schema.json tools/schema/batch_session.schema.json tools/schema/batch_summary.schema.json
        DESTINATION ${CMAKE_INSTALL_DATADIR}/syncdx COMPONENT program)
install(FILES tools/schema/rules.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/syncdx/rules COMPONENT program)
install(FILES tools/man/syncdx.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES tools/completion/syncdx.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME syncdx
        COMPONENT program)
install(FILES tools/completion/_syncdx DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
install(FILES tools/completion/syncdx.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
install(FILES README.md LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(FILES engine/doc/rule_language.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/engine/doc COMPONENT program)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME syncdx)
set(CPACK_PACKAGE_CONTACT "the syncdx developers <syncdx@users.noreply.github.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_COMPONENTS_ALL program)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME syncdx)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS graphviz) # syncdx rules graph
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
include(CPack)
