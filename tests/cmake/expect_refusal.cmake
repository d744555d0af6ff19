# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Configures tests/cmake/arrows with the arrow that `case` names and holds the outcome against what is expected.
cmake_minimum_required(VERSION 3.21)
file(REMOVE_RECURSE "${work}")
set(panel_include "")
if(case STREQUAL "include")
  set(panel_include "#include \"server/server.h\"")
endif()
execute_process(
  COMMAND "${CMAKE_COMMAND}" -G "${generator}" -S "${source}" -B "${work}" "-DMODULE=${module}" "-DBREAK=${case}"
    "-DPANEL_INCLUDE=${panel_include}"
  RESULT_VARIABLE status ERROR_VARIABLE errors OUTPUT_QUIET)
string(REGEX REPLACE "[ \n]+" " " errors "${errors}")
if(case STREQUAL "none")
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "A tree with no wrong arrow was refused: ${errors}")
  endif()
elseif(status EQUAL 0)
  message(FATAL_ERROR "A wrong arrow (${case}) was accepted")
elseif(NOT errors MATCHES "'ui' may use only")
  message(FATAL_ERROR "The refusal does not name the arrow: ${errors}")
endif()
