# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Relative to server/. Needs Qt6::Core, Qt6::Sql and PkgConfig::rdkafka.
set(SAMSA_LOG_SOURCES
  log/entry.cpp log/entry.h
  log/local_log.cpp log/local_log.h
  log/local_writer.cpp log/local_writer.h
  log/message_log.h
  log/tail.cpp log/tail.h)
