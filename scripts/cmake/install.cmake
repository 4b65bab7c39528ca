# cmake --install: the program, the rooms' libraries and headers, and a CMake package: find_package(beatsync).
include(CMakePackageConfigHelpers)

get_property(rooms GLOBAL PROPERTY BEATSYNC_ROOMS)
install(TARGETS ${rooms} EXPORT beatsync ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY engine/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/beatsync FILES_MATCHING PATTERN "*.h")
install(EXPORT beatsync NAMESPACE beatsync:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/beatsync
        FILE beatsync-targets.cmake)

write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/beatsync-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES scripts/cmake/beatsync-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/beatsync-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/beatsync)
install(FILES scripts/cmake/dependencies.cmake RENAME beatsync-dependencies.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/beatsync)
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES assets/draft.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/beatsync)
