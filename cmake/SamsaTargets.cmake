# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How the folders become targets, and which of them may use which. A target is called
# samsa_<folder>; an arrow that is not listed here is refused when CMake configures.

set(SAMSA_ARROWS_protocol "")
set(SAMSA_ARROWS_server protocol)
set(SAMSA_ARROWS_ui "")
set(SAMSA_ARROWS_resources "")
set(SAMSA_ARROWS_app protocol server ui resources)
set(SAMSA_FOLDERS protocol server ui resources app)

# Warnings, Qt's strict defines and the sanitizers, for everything of ours.
add_library(samsa_options INTERFACE)
target_include_directories(samsa_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(samsa_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_KEYWORDS
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_FROM_BYTEARRAY
  QT_DISABLE_DEPRECATED_BEFORE=0x060400
  SAMSA_VERSION="${PROJECT_VERSION}")
if(MSVC)
  target_compile_options(samsa_options INTERFACE /W4 /WX /permissive- /utf-8)
else()
  target_compile_options(samsa_options INTERFACE
    -Wall -Wextra -Werror -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    -Wold-style-cast -Wcast-qual)
endif()
if(SAMSA_SANITIZE)
  target_compile_options(samsa_options INTERFACE
    -fsanitize=${SAMSA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(samsa_options INTERFACE -fsanitize=${SAMSA_SANITIZE})
endif()
set(SAMSA_PROGRAM_PARTS "")
if(SAMSA_SANITIZE MATCHES "thread")
  add_library(samsa_known_to_tsan OBJECT "${PROJECT_SOURCE_DIR}/tests/support/sanitizers/known_to_tsan.cpp")
  target_link_libraries(samsa_known_to_tsan PRIVATE samsa_options)
  set(SAMSA_PROGRAM_PARTS samsa_known_to_tsan)
endif()
if(SAMSA_COVERAGE)
  target_compile_options(samsa_options INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(samsa_options INTERFACE --coverage)
endif()

# samsa_library(<folder> SOURCES … LINK …): the folder as a static library samsa_<folder>.
function(samsa_library folder)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_library(samsa_${folder} STATIC ${arg_SOURCES})
  target_link_libraries(samsa_${folder} PUBLIC samsa_options ${arg_LINK})
endfunction()

# samsa_program(<target> FOLDER <folder> SOURCES … LINK …): a program whose sources live in that folder.
function(samsa_program target)
  cmake_parse_arguments(arg "" "FOLDER" "SOURCES;LINK" ${ARGN})
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE samsa_options ${SAMSA_PROGRAM_PARTS} ${arg_LINK})
  set_target_properties(${target} PROPERTIES SAMSA_FOLDER "${arg_FOLDER}")
endfunction()

# Builds the tests labelled `threads`, all that a ThreadSanitizer run needs.
add_custom_target(thread_tests)

# samsa_test(<name> [LABELS …] SOURCES … LINK …): one Qt Test program, registered with CTest.
function(samsa_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE samsa_options ${SAMSA_PROGRAM_PARTS} Qt6::Test ${arg_LINK})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  if("threads" IN_LIST arg_LABELS)
    add_dependencies(thread_tests ${name})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()

# samsa_check_arrows([root]): holds every link between the folders' targets, and every #include below the
# root (the checkout), against the arrows above.
function(samsa_check_arrows)
  set(root "${PROJECT_SOURCE_DIR}")
  if(ARGC GREATER 0)
    set(root "${ARGV0}")
  endif()
  foreach(folder IN LISTS SAMSA_FOLDERS)
    set(allowed ${folder} ${SAMSA_ARROWS_${folder}})
    set(rule "'${folder}' may use only '${SAMSA_ARROWS_${folder}}' (cmake/SamsaTargets.cmake)")
    if(TARGET samsa_${folder})
      get_target_property(links samsa_${folder} LINK_LIBRARIES)
      foreach(link IN LISTS links)
        if(link MATCHES "^samsa_(.+)$")
          set(used "${CMAKE_MATCH_1}")
          if(used IN_LIST SAMSA_FOLDERS AND NOT used IN_LIST allowed)
            message(FATAL_ERROR "samsa_${folder} links ${link}: ${rule}")
          endif()
        endif()
      endforeach()
    endif()
    file(GLOB_RECURSE files "${root}/${folder}/*.h" "${root}/${folder}/*.cpp")
    foreach(file IN LISTS files)
      file(STRINGS "${file}" includes REGEX "^#include \"")
      foreach(include IN LISTS includes)
        if(include MATCHES "\"([a-z]+)/")
          set(used "${CMAKE_MATCH_1}")
          if(used IN_LIST SAMSA_FOLDERS AND NOT used IN_LIST allowed)
            message(FATAL_ERROR "${file} includes from '${used}': ${rule}")
          endif()
        endif()
      endforeach()
    endforeach()
  endforeach()
endfunction()
