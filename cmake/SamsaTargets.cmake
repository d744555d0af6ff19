# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How the folders become targets. A folder a/b is the static library samsa_a_b. It sees the headers of the folders
# that it and they USE and no others, so that an include against the arrows does not compile.

# Warnings, Qt's strict defines and the sanitizers, for everything of ours.
add_library(samsa_options INTERFACE)
target_compile_definitions(samsa_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_KEYWORDS
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_FROM_BYTEARRAY
  QT_DISABLE_DEPRECATED_BEFORE=0x060400
  SAMSA_VERSION="${PROJECT_VERSION}")
if(MSVC)
  target_compile_options(samsa_options INTERFACE /W4 /permissive- /utf-8 $<$<BOOL:${SAMSA_WARNINGS_ARE_ERRORS}>:/WX>)
else()
  target_compile_options(samsa_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Wcast-qual
    $<$<BOOL:${SAMSA_WARNINGS_ARE_ERRORS}>:-Werror>)
endif()
# A folder at once is one unit to GCC, which bounds by how much inlining may let a unit grow: for one file.
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(samsa_options INTERFACE $<$<CONFIG:Release>:--param=inline-unit-growth=200>)
endif()
if(SAMSA_SANITIZE)
  target_compile_options(samsa_options INTERFACE
    -fsanitize=${SAMSA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(samsa_options INTERFACE -fsanitize=${SAMSA_SANITIZE})
  # Instrumented for threads, an empty std::optional that is copied looks uninitialised to GCC 12.
  if(SAMSA_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(samsa_options INTERFACE -Wno-maybe-uninitialized)
  endif()
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
# Linking some hundred test programs takes minutes with GNU ld.
if(SAMSA_LINKER AND NOT MSVC AND NOT APPLE)
  target_link_options(samsa_options INTERFACE -fuse-ld=${SAMSA_LINKER})
endif()

# Qt's headers take longer to read than most of our files. Each of these is read once, for all targets that name it.
add_library(samsa_tests_root INTERFACE)
target_include_directories(samsa_tests_root INTERFACE "${PROJECT_SOURCE_DIR}")
function(samsa_precompile name)
  cmake_parse_arguments(arg "" "" "HEADERS;LINK" ${ARGN})
  set(source "${CMAKE_BINARY_DIR}/precompiled/${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "// Precompiled headers want a source.\n")
  add_library(samsa_precompiled_${name} OBJECT EXCLUDE_FROM_ALL "${source}")
  set_target_properties(samsa_precompiled_${name} PROPERTIES AUTOMOC OFF)
  target_link_libraries(samsa_precompiled_${name} PRIVATE samsa_options ${arg_LINK})
  target_precompile_headers(samsa_precompiled_${name} PRIVATE ${arg_HEADERS})
  # GCC takes them only where the same macros are defined, which these libraries bring.
  set_target_properties(samsa_precompiled_${name} PROPERTIES SAMSA_LINK "${arg_LINK}")
endfunction()
# samsa_use_precompiled(<target> <name>)
function(samsa_use_precompiled target name)
  if(SAMSA_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM samsa_precompiled_${name})
    get_target_property(libraries samsa_precompiled_${name} SAMSA_LINK)
    target_link_libraries(${target} PRIVATE ${libraries})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      target_compile_options(${target} PRIVATE -fpch-preprocess) # For ccache.
    endif()
  endif()
endfunction()

set(SAMSA_STANDARD_HEADERS
  <algorithm> <atomic> <chrono> <condition_variable> <deque> <functional> <future> <map> <memory> <mutex> <optional>
  <shared_mutex> <span> <thread> <unordered_map> <utility> <variant> <vector>)
set(SAMSA_CORE_HEADERS
  <QByteArray> <QCoreApplication> <QDateTime> <QDeadlineTimer> <QFile> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject>
  <QList> <QLoggingCategory> <QMap> <QObject> <QPointer> <QSet> <QSettings> <QString> <QStringList> <QThread> <QTimer>
  <QUrl> <QUuid> <QVariant>)
if(SAMSA_PRECOMPILE)
  samsa_precompile(network
    HEADERS ${SAMSA_STANDARD_HEADERS} ${SAMSA_CORE_HEADERS}
      <QHostAddress> <QNetworkAccessManager> <QNetworkReply> <QNetworkRequest> <QSqlDatabase> <QSqlError> <QSqlQuery>
      <QSslConfiguration> <QSslSocket> <QTcpServer> <QTcpSocket> <QWebSocket> <QWebSocketServer>
    LINK Qt6::Network Qt6::WebSockets Qt6::Sql)
  if(SAMSA_DESKTOP)
    # Not <QtWidgets>, which takes twice as long as what is used of it.
    samsa_precompile(widgets
      HEADERS ${SAMSA_STANDARD_HEADERS} ${SAMSA_CORE_HEADERS}
        <QAbstractItemModel> <QAccessible> <QApplication> <QBoxLayout> <QKeyEvent> <QLabel> <QLineEdit> <QListView> <QLocale>
        <QMenu> <QPainter> <QPlainTextEdit> <QPushButton> <QScrollBar> <QStyledItemDelegate> <QToolButton> <QWidget>
      LINK Qt6::Widgets)
  endif()
endif()

# samsa_folder(<folder> [NO_MOC] [PRECOMPILED <name>] SOURCES … USES <folder>… LINK <target>…): a folder of ours. NO_MOC
# where nothing is a QObject, which spares a program and a compiler's run; scripts/check_folders.py holds it against the sources.
function(samsa_folder folder)
  cmake_parse_arguments(arg "NO_MOC" "PRECOMPILED" "SOURCES;USES;LINK" ${ARGN})
  string(REPLACE "/" "_" name "samsa_${folder}")
  set(uses "")
  foreach(used IN LISTS arg_USES)
    string(REPLACE "/" "_" target "samsa_${used}")
    if(NOT TARGET ${target})
      message(FATAL_ERROR "${folder} uses ${used}, which is no folder on a floor below it")
    endif()
    list(APPEND uses ${target})
  endforeach()
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC samsa_options ${uses} ${arg_LINK})
  samsa_publish_headers(${name} ${folder} "${arg_SOURCES}")
  if(arg_PRECOMPILED)
    samsa_use_precompiled(${name} ${arg_PRECOMPILED})
  endif()
  if(arg_NO_MOC)
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
  endif()
endfunction()

# The folder's headers by their names from the root of the checkout, for the target and for those who use it.
function(samsa_publish_headers target folder sources)
  set(root "${CMAKE_BINARY_DIR}/include/${target}")
  foreach(source IN LISTS sources)
    if(source MATCHES "\\.h$")
      file(RELATIVE_PATH path "${root}/${folder}" "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
      file(CONFIGURE OUTPUT "${root}/${folder}/${source}" CONTENT "#include \"${path}\"\n")
    endif()
  endforeach()
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${root}>")
endfunction()

# samsa_program(<target> PRECOMPILED <name> SOURCES … LINK …)
function(samsa_program target)
  cmake_parse_arguments(arg "" "PRECOMPILED" "SOURCES;LINK" ${ARGN})
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE samsa_options ${SAMSA_PROGRAM_PARTS} ${arg_LINK})
  if(arg_PRECOMPILED)
    samsa_use_precompiled(${target} ${arg_PRECOMPILED})
  endif()
endfunction()

# Builds the tests labelled `threads`, all that a ThreadSanitizer run needs.
add_custom_target(thread_tests)

# samsa_test(<name> [LABELS …] [PRECOMPILED <name>] SOURCES … LINK …): one Qt Test program, registered with CTest.
function(samsa_test name)
  cmake_parse_arguments(arg "" "TIMEOUT;PRECOMPILED" "SOURCES;LINK;LABELS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  if(NOT arg_PRECOMPILED)
    set(arg_PRECOMPILED network)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE samsa_options samsa_tests_root ${SAMSA_PROGRAM_PARTS} Qt6::Test ${arg_LINK})
  samsa_use_precompiled(${name} ${arg_PRECOMPILED})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  if("threads" IN_LIST arg_LABELS)
    add_dependencies(thread_tests ${name})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  # The slow ones first, so that no core is left alone with one at the end.
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} COST ${arg_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()
