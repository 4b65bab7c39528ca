# cmake --install: the program, the rooms' libraries and headers, and a CMake package: find_package(beatsync).
include(CMakePackageConfigHelpers)

get_property(rooms GLOBAL PROPERTY BEATSYNC_ROOMS)
install(TARGETS ${rooms} EXPORT beatsync
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/beatsync)
install(EXPORT beatsync NAMESPACE beatsync:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/beatsync
        FILE beatsync-targets.cmake)

write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/beatsync-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
configure_file(scripts/cmake/beatsync-config.cmake.in beatsync-config.cmake @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/beatsync-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/beatsync-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/beatsync)
install(FILES scripts/cmake/dependencies.cmake RENAME beatsync-dependencies.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/beatsync)
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES assets/draft.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/beatsync)

# The program; its manual page and completions are made from the same definitions as its --help.
install(TARGETS beatsync)
set(made ${PROJECT_BINARY_DIR}/made)
file(MAKE_DIRECTORY ${made})
add_custom_command(OUTPUT ${made}/beatsync.1 ${made}/beatsync.bash ${made}/_beatsync ${made}/beatsync.fish
  COMMAND beatsync --man > ${made}/beatsync.1
  COMMAND beatsync --completion bash > ${made}/beatsync.bash
  COMMAND beatsync --completion zsh > ${made}/_beatsync
  COMMAND beatsync --completion fish > ${made}/beatsync.fish
  DEPENDS beatsync COMMENT "Manual page and completions" VERBATIM)
add_custom_target(beatsync_manual ALL DEPENDS ${made}/beatsync.1)
install(FILES ${made}/beatsync.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/beatsync.bash RENAME beatsync DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${made}/_beatsync DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${made}/beatsync.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
