// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/config/kafka_settings.h"

#include <QDeadlineTimer>
#include <QLoggingCategory>

#include <librdkafka/rdkafka.h>

#include <memory>

namespace samsa::kafka {

Q_DECLARE_LOGGING_CATEGORY(lcKafka) ///< "samsa.kafka", librdkafka's own lines included.

/// Gives a C object of librdkafka's back when its owner goes.
template <auto destroy>
struct Deleter
{
    template <typename T>
    void operator()(T *object) const
    {
        destroy(object);
    }
};

using Configuration = std::unique_ptr<rd_kafka_conf_t, Deleter<rd_kafka_conf_destroy>>;
using Message = std::unique_ptr<rd_kafka_message_t, Deleter<rd_kafka_message_destroy>>;
using Queue = std::unique_ptr<rd_kafka_queue_t, Deleter<rd_kafka_queue_destroy>>;
using Partitions = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                   Deleter<rd_kafka_topic_partition_list_destroy>>;
using Event = std::unique_ptr<rd_kafka_event_t, Deleter<rd_kafka_event_destroy>>;
using TopicHandle = std::unique_ptr<rd_kafka_topic_t, Deleter<rd_kafka_topic_destroy>>;
using NewTopic = std::unique_ptr<rd_kafka_NewTopic_t, Deleter<rd_kafka_NewTopic_destroy>>;
using Metadata = std::unique_ptr<const rd_kafka_metadata_t, Deleter<rd_kafka_metadata_destroy>>;
using Headers = std::unique_ptr<rd_kafka_headers_t, Deleter<rd_kafka_headers_destroy>>;
using ErrorPtr = std::unique_ptr<rd_kafka_error_t, Deleter<rd_kafka_error_destroy>>;

/// A consumer is given back without a farewell to a group that it never joined, which could take
/// long.
void destroyHandle(rd_kafka_t *handle);
/// Its threads end with it, hence destroying one can take until a request under way is answered.
using Handle = std::unique_ptr<rd_kafka_t, Deleter<destroyHandle>>;

/// Destroys a client in a thread of its own and waits for that for a second at most: after a topic
/// was deleted and made anew, librdkafka 2.0 may never come back from it.
void abandonHandle(Handle handle);

/// librdkafka's configuration for our producer or consumer: our own values, then the settings'
/// options. OptionInvalid, with librdkafka's sentence, or when an option is one that Samsa's
/// promises rest on.
protocol::Result<Configuration> configurationFor(const KafkaSettings &settings,
                                                 rd_kafka_type_t type);

/// One more property. OptionInvalid, with librdkafka's sentence.
protocol::Result<void> setProperty(rd_kafka_conf_t *configuration, const QByteArray &name,
                                   const QByteArray &value);

/// A client with that configuration. OptionInvalid.
protocol::Result<Handle> makeHandle(rd_kafka_type_t type, Configuration configuration);

/// Whether librdkafka takes the options; without a connection. OptionInvalid, with librdkafka's own
/// sentence.
protocol::Result<void> checkSettings(const KafkaSettings &settings);

/// How long librdkafka may wait for something, in ms; never for ever.
int remainingMs(const QDeadlineTimer &deadline);

/// LogUnavailable: why a topic cannot be read now.
protocol::Error unreadable(const QString &why);
protocol::Error unreadable(const ErrorPtr &error);

/// librdkafka's words for an error.
QString sentenceOf(rd_kafka_resp_err_t error);

} // namespace samsa::kafka
