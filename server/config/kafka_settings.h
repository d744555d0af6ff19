// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/config/options.h"

#include <QList>
#include <QString>

#include <chrono>
#include <utility>

namespace samsa {

/// What the server's options say about Kafka.
struct KafkaSettings
{
    QString brokers; ///< host:port[,…], librdkafka's bootstrap.servers.
    QString topic = QStringLiteral("Chatting");
    /// librdkafka's properties by name, over our own defaults; this is how SASL and TLS are set.
    QList<std::pair<QString, QString>> options;

    int partitions = 12; ///< Of a topic that is made at start.
    int replication = 0; ///< 0: three, or as many as there are brokers.
    std::chrono::milliseconds retention =
        std::chrono::days(7); ///< Of a topic that is made at start.
    int appendLimit = 10'000; ///< Appends under way at once; more are refused.
    /// That the topic takes of a batch of records, be it of one; 0: not known.
    qint64 batchBytes = 0;
    /// After this an append that Kafka did not confirm is answered with LogUnavailable.
    std::chrono::milliseconds deliveryTimeout {10'000};
    /// How long a consumer that is in no hurry lets the broker gather records before it is given
    /// any; 0 is one that is.
    std::chrono::milliseconds gather {0};
    /// Whether a consumer is given records of transactions that are open, or were aborted, as well.
    bool uncommitted = false;
    /// How soon new partitions are noticed.
    std::chrono::milliseconds metadataRefresh {30'000};

    /// A member of a consumer group that keeps this name over restarts gets the same partitions
    /// back, without the others having to share them out anew. Empty: nobody in particular.
    QString memberName;

    QString group; ///< Of the persisters; empty: named after the topic.

    QString persisterGroup() const
    {
        return group.isEmpty() ? topic + QStringLiteral(".persister") : group;
    }
    /// Where the nodes tell each other who is present.
    QString presenceTopic() const { return topic + QStringLiteral(".presence"); }
    /// Where records go that cannot be read.
    QString deadTopic() const { return topic + QStringLiteral(".dead"); }
};

/// What the server's options say about Kafka.
KafkaSettings kafkaSettings(const Options &options);

/// "name=value", the argument of --kafka-option, in its two parts. OptionInvalid.
protocol::Result<std::pair<QString, QString>> parseKafkaOption(const QString &argument);

} // namespace samsa
