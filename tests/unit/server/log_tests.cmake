# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Tests of server/log, server/store and the task queue; included by CMakeLists.txt beside it.

set(here "${CMAKE_CURRENT_LIST_DIR}")
samsa_test(tst_task_queue
  LABELS unit threads
  SOURCES "${here}/tst_task_queue.cpp"
  LINK samsa_server)
samsa_test(tst_tail
  LABELS unit threads
  SOURCES "${here}/log/tst_tail.cpp"
  LINK samsa_test_support)
samsa_test(tst_entry
  LABELS unit
  SOURCES "${here}/log/tst_entry.cpp"
  LINK samsa_test_support)
samsa_test(tst_store
  LABELS unit threads
  SOURCES "${here}/store/tst_store.cpp"
  LINK samsa_test_support)
samsa_test(tst_tables
  LABELS unit
  SOURCES "${here}/store/tst_tables.cpp"
  LINK samsa_test_support)
samsa_test(tst_message_table
  LABELS unit
  SOURCES "${here}/store/tst_message_table.cpp"
  LINK samsa_test_support)
samsa_test(tst_dialect
  LABELS unit
  SOURCES "${here}/store/tst_dialect.cpp"
  LINK samsa_test_support)
samsa_test(tst_export
  LABELS unit
  SOURCES "${here}/store/tst_export.cpp"
  LINK samsa_test_support)
samsa_test(tst_old_databases
  LABELS unit
  SOURCES "${here}/store/tst_old_databases.cpp"
  LINK samsa_test_support)
samsa_test(tst_retention
  LABELS unit threads
  SOURCES "${here}/store/tst_retention.cpp"
  LINK samsa_test_support)
samsa_test(tst_search_terms
  LABELS unit
  SOURCES "${here}/store/tst_search_terms.cpp"
  LINK samsa_test_support)
samsa_test(tst_search
  LABELS unit threads
  SOURCES "${here}/store/tst_search.cpp"
  LINK samsa_test_support)
samsa_test(tst_migrations
  LABELS unit
  SOURCES "${here}/store/tst_migrations.cpp"
  LINK samsa_test_support)
samsa_test(tst_history
  LABELS unit threads
  SOURCES "${here}/store/tst_history.cpp"
  LINK samsa_test_support)
samsa_test(tst_local_log
  LABELS unit threads
  SOURCES "${here}/log/tst_local_log.cpp"
  LINK samsa_test_support)
samsa_test(tst_pending_appends
  LABELS unit threads
  SOURCES "${here}/log/tst_pending_appends.cpp"
  LINK samsa_server)
samsa_test(tst_kafka_settings
  LABELS unit
  SOURCES "${here}/log/tst_kafka_settings.cpp"
  LINK samsa_server)
