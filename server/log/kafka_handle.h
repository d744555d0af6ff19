// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/log/kafka_settings.h"

#include <QLoggingCategory>

#include <librdkafka/rdkafka.h>

#include <memory>

namespace samsa::log {

Q_DECLARE_LOGGING_CATEGORY(logKafka) ///< "samsa.kafka", librdkafka's own lines included.

/// Gives a C object of librdkafka's back when its owner goes.
template <auto destroy>
struct KafkaDeleter
{
    template <typename T>
    void operator()(T *object) const
    {
        destroy(object);
    }
};

using KafkaConfiguration = std::unique_ptr<rd_kafka_conf_t, KafkaDeleter<rd_kafka_conf_destroy>>;
using KafkaMessage = std::unique_ptr<rd_kafka_message_t, KafkaDeleter<rd_kafka_message_destroy>>;
using KafkaQueue = std::unique_ptr<rd_kafka_queue_t, KafkaDeleter<rd_kafka_queue_destroy>>;
using KafkaPartitions = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                        KafkaDeleter<rd_kafka_topic_partition_list_destroy>>;
using KafkaEvent = std::unique_ptr<rd_kafka_event_t, KafkaDeleter<rd_kafka_event_destroy>>;
using KafkaTopicHandle = std::unique_ptr<rd_kafka_topic_t, KafkaDeleter<rd_kafka_topic_destroy>>;
using KafkaNewTopic = std::unique_ptr<rd_kafka_NewTopic_t, KafkaDeleter<rd_kafka_NewTopic_destroy>>;
using KafkaMetadata =
    std::unique_ptr<const rd_kafka_metadata_t, KafkaDeleter<rd_kafka_metadata_destroy>>;
using KafkaHeaders = std::unique_ptr<rd_kafka_headers_t, KafkaDeleter<rd_kafka_headers_destroy>>;
using KafkaError = std::unique_ptr<rd_kafka_error_t, KafkaDeleter<rd_kafka_error_destroy>>;

/// A consumer is given back without a farewell to a group that it never joined, which could take
/// long.
void destroyKafkaHandle(rd_kafka_t *handle);
/// Its threads end with it, hence destroying one can take until a request under way is answered.
using KafkaHandle = std::unique_ptr<rd_kafka_t, KafkaDeleter<destroyKafkaHandle>>;

/// Destroys a client in a thread of its own and waits for that for a second at most: after a topic
/// was deleted and made anew, librdkafka 2.0 may never come back from it.
void abandonKafkaHandle(KafkaHandle handle);

/// librdkafka's configuration for our producer or consumer: our own values, then the settings'
/// options. OptionInvalid, with librdkafka's sentence, or when an option is one that Samsa's
/// promises rest on.
protocol::Result<KafkaConfiguration> kafkaConfiguration(const KafkaSettings &settings,
                                                        rd_kafka_type_t type);

/// A client with that configuration. OptionInvalid.
protocol::Result<KafkaHandle> makeKafkaHandle(rd_kafka_type_t type,
                                              KafkaConfiguration configuration);

/// librdkafka's words for an error.
QString kafkaSentence(rd_kafka_resp_err_t error);

} // namespace samsa::log
