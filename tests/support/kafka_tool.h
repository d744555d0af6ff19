// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <librdkafka/rdkafka.h>

namespace samsa::test {

/// Somebody else's Kafka client: writes and reads records and looks after topics, with nothing of
/// ours in between but librdkafka. Blocks; a failure ends the test program.
class KafkaTool
{
public:
    struct Record
    {
        int partition = 0;
        QByteArray key;
        QByteArray value;
        QList<std::pair<QByteArray, QByteArray>> headers;
        qint64 timestamp = 0; ///< 0: now.
        qint64 offset = 0; ///< When read.

        QByteArray header(const QByteArray &name) const;
    };
    static QList<std::pair<QByteArray, QByteArray>> messageHeaders();

    explicit KafkaTool(QString brokers);

    /// Hands the record to a producer of the caller's, and returns what librdkafka does: null, or
    /// an error that is the caller's. \a opaque goes with it.
    static rd_kafka_error_t *hand(rd_kafka_t *producer, const QString &topic, const Record &record,
                                  void *opaque = nullptr);
    /// Its offset.
    qint64 produce(const QString &topic, const Record &record);
    /// Everything the topic holds.
    QList<Record> readAll(const QString &topic);
    int partitionCount(const QString &topic);
    /// Where a partition is, by the numbers of the brokers.
    struct Partition
    {
        int leader = -1; ///< -1: none now.
        QList<int> replicas;
        QList<int> inSync; ///< Of the replicas, those that have all that was acknowledged.
    };
    Partition partition(const QString &topic, int partition);
    /// A setting of the topic, as the brokers have it.
    QByteArray topicSetting(const QString &topic, const QByteArray &name);
    using TopicSettings = QList<std::pair<QByteArray, QByteArray>>;
    /// All others are the brokers' own from then on.
    void setTopicSettings(const QString &topic, const TopicSettings &settings);
    /// \a inSyncAtLeast: min.insync.replicas.
    void makeTopic(const QString &topic, int partitions, int replication = 1,
                   int inSyncAtLeast = 1);
    void makeTopic(const QString &topic, int partitions, int replication,
                   const TopicSettings &settings);
    void deleteTopic(const QString &topic);
    void raisePartitions(const QString &topic, int partitions);
    /// As retention does it: what is before the offset is gone.
    void deleteRecords(const QString &topic, int partition, qint64 before);
    /// Where a group that nobody is a member of is said to stand.
    void commit(const QString &group, const QString &topic, int partition, qint64 offset);
    /// -1: nowhere.
    qint64 committed(const QString &group, const QString &topic, int partition);
    /// Needs a broker with an authorizer. Nobody may make topics whose name begins so.
    void forbidTopics(const QString &prefix);
    /// The same of changing them, or how many partitions they have.
    void forbidChanges(const QString &prefix);

private:
    const QString m_brokers;
};

} // namespace samsa::test
