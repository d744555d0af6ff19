# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Relative to server/. Needs Qt6::Sql. The migrations are a resource inside the library.
set(CMAKE_AUTORCC ON)
set(SAMSA_STORE_SOURCES
  store/database.cpp store/database.h
  store/database_url.cpp store/database_url.h
  store/dialect.cpp store/dialect.h
  store/export_format.cpp store/export_format.h
  store/exporter.cpp store/exporter.h
  store/history.cpp store/history.h
  store/importer.cpp store/importer.h
  store/log_position.h
  store/message_removal.cpp store/message_removal.h
  store/message_table.cpp store/message_table.h
  store/migrations.cpp store/migrations.h
  store/migrations/migrations.qrc
  store/persister.cpp store/persister.h
  store/persister_worker.cpp store/persister_worker.h
  store/position_table.cpp store/position_table.h
  store/retention.cpp store/retention.h
  store/room_table.cpp store/room_table.h
  store/search.cpp store/search.h
  store/search_finder.cpp store/search_finder.h
  store/search_index.cpp store/search_index.h
  store/search_indexer.cpp store/search_indexer.h
  store/search_terms.cpp store/search_terms.h
  store/session_table.cpp store/session_table.h
  store/store.cpp store/store.h)
