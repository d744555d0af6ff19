# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The theme, the first window, the room list and the main window.

foreach(name theme nickname_dialog translations)
  samsa_test(tst_${name} LABELS unit SOURCES tst_${name}.cpp LINK samsa_ui samsa_resources)
endforeach()
foreach(name main_window room_list_panel room_rows)
  samsa_test(tst_${name} LABELS unit SOURCES tst_${name}.cpp fake_rooms.h LINK samsa_ui samsa_resources)
endforeach()

target_compile_definitions(tst_translations PRIVATE
  SAMSA_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SAMSA_LUPDATE="$<TARGET_FILE:Qt6::lupdate>")
