// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/kafka_options.h"

namespace samsa {

log::KafkaSettings kafkaSettings(const Options &options)
{
    log::KafkaSettings settings;
    settings.brokers = options.kafka;
    settings.topic = options.topic;
    settings.options = options.kafkaOptions;
    settings.partitions = options.partitions;
    settings.replication = options.replication;
    settings.memberName = options.persisterName;
    return settings;
}

} // namespace samsa
