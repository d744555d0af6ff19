# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Relative to server/. Needs Qt6::Core, Qt6::Sql and PkgConfig::rdkafka.
set(SAMSA_LOG_SOURCES
  log/dead_letters.cpp log/dead_letters.h
  log/dead_topic.cpp log/dead_topic.h
  log/client_id.h
  log/entry.cpp log/entry.h
  log/kafka_consumer.cpp log/kafka_consumer.h
  log/kafka_engine.cpp log/kafka_engine.h
  log/kafka_group_consumer.cpp log/kafka_group_consumer.h
  log/kafka_handle.cpp log/kafka_handle.h
  log/kafka_log.cpp log/kafka_log.h
  log/kafka_producer.cpp log/kafka_producer.h
  log/kafka_reader.cpp log/kafka_reader.h
  log/kafka_record.cpp log/kafka_record.h
  log/kafka_sender.cpp log/kafka_sender.h
  log/kafka_settings.h
  log/kafka_topic.cpp log/kafka_topic.h
  log/local_log.cpp log/local_log.h
  log/local_writer.cpp log/local_writer.h
  log/message_log.h
  log/pending_appends.cpp log/pending_appends.h
  log/presence_topic.cpp log/presence_topic.h
  log/tail.cpp log/tail.h)
