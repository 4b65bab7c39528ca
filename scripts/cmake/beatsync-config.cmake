include(${CMAKE_CURRENT_LIST_DIR}/beatsync-dependencies.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/beatsync-targets.cmake)
