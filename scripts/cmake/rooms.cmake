# One static library a room, one test program a room. Sources are listed, never globbed.

# Strict warnings on our own code; third-party headers are system headers.
add_library(beatsync_options INTERFACE)
target_compile_features(beatsync_options INTERFACE cxx_std_20)
# Nobody here reads errno or floating-point traps; without them loops over sqrt and comparisons are vectorised.
target_compile_options(beatsync_options INTERFACE -fno-math-errno -fno-trapping-math)
target_compile_options(beatsync_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wcast-qual -Wformat=2 -Wnull-dereference
  -Wimplicit-fallthrough -Wextra-semi)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(beatsync_options INTERFACE -Wduplicated-cond -Wlogical-op -Wuseless-cast
                         # GCC 12 reports these inside libstdc++ when it inlines (GCC bugs 105329, 105651).
                         -Wno-restrict -Wno-null-dereference)
endif()
if(BEATSYNC_WERROR)
  target_compile_options(beatsync_options INTERFACE -Werror)
endif()
if(BEATSYNC_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The sanitizers' own code hides assignments from this warning (GCC manual, -fsanitize), inside libstdc++ as well.
  target_compile_options(beatsync_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(BEATSYNC_SANITIZE)
  add_compile_options(-fsanitize=${BEATSYNC_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${BEATSYNC_SANITIZE})
  add_compile_definitions(BEATSYNC_SANITIZED)
endif()

# For folders with much to compile and little to compute: a third of the time went into optimising them, with
# sanitizers half of it.
macro(beatsync_compile_quickly)
  if(CMAKE_BUILD_TYPE STREQUAL "Debug")
    add_compile_options(-O0)
  endif()
endmacro()

# Reading the headers of libraries is most of compiling. A build with BEATSYNC_PRECOMPILED_HEADERS reads them once a
# library, and once for all tests; a build without, such as dev, sees that each file includes what it uses.
set(beatsync_usual_headers
  <algorithm> <array> <cmath> <cstddef> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <optional> <set>
  <span> <string> <string_view> <utility> <vector> <fmt/format.h> <tl/expected.hpp>)
function(beatsync_precompile target)
  if(BEATSYNC_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} PRIVATE ${beatsync_usual_headers} ${ARGN})
  endif()
endfunction()

# beatsync_add_room(NAME HEADERS … SOURCES … [PUBLIC …] [PRIVATE …]): library beatsync_NAME, alias beatsync::NAME.
# HEADERS: what other rooms and programs may include, and what is installed; the room's other headers are its own.
# PUBLIC: rooms and libraries that those headers name; PRIVATE: what only the sources use.
function(beatsync_add_room name)
  cmake_parse_arguments(ROOM "" "" "HEADERS;SOURCES;PUBLIC;PRIVATE" ${ARGN})
  set(target beatsync_${name})
  add_library(${target} STATIC ${ROOM_SOURCES})
  add_library(beatsync::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  # engine/music → engine/, cloud → the top.
  cmake_path(GET CMAKE_CURRENT_SOURCE_DIR PARENT_PATH base)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${base} FILES ${ROOM_HEADERS})
  # With the room's name in an include path ("music/music_map.h"), whatever else is on the path.
  target_include_directories(${target} PUBLIC $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PUBLIC ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE} $<BUILD_INTERFACE:beatsync_options>)
  beatsync_precompile(${target})
  set_property(GLOBAL APPEND PROPERTY BEATSYNC_ROOMS ${target})
endfunction()
