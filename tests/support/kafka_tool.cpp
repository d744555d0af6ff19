// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/kafka_tool.h"

#include "server/kafka/handle.h"

#include <QDeadlineTimer>

#include <algorithm>
#include <array>
#include <functional>

namespace samsa::test {

namespace {

constexpr int toolPatienceMs = 20'000;

kafka::Handle makeClient(const QString &brokers, rd_kafka_type_t type,
                         const QList<std::pair<QByteArray, QByteArray>> &more)
{
    char text[256];
    rd_kafka_conf_t *configuration = rd_kafka_conf_new();
    rd_kafka_conf_set(configuration, "bootstrap.servers", brokers.toUtf8().constData(), text,
                      sizeof text);
    // A broker that is away is no news to a test that has killed it.
    rd_kafka_conf_set(configuration, "log_level", "0", text, sizeof text);
    for (const auto &[name, value] : more)
        if (rd_kafka_conf_set(configuration, name.constData(), value.constData(), text, sizeof text)
            != RD_KAFKA_CONF_OK)
            qFatal("%s", text);
    kafka::Handle handle(rd_kafka_new(type, configuration, text, sizeof text));
    if (!handle)
        qFatal("%s", text);
    return handle;
}

QByteArray bytesOf(const void *data, std::size_t size)
{
    return {static_cast<const char *>(data), static_cast<qsizetype>(size)};
}

KafkaTool::Record recordOf(const rd_kafka_message_t &message)
{
    KafkaTool::Record record;
    record.partition = message.partition;
    record.offset = message.offset;
    record.key = bytesOf(message.key, message.key_len);
    record.value = bytesOf(message.payload, message.len);
    rd_kafka_timestamp_type_t type;
    record.timestamp = rd_kafka_message_timestamp(&message, &type);
    rd_kafka_headers_t *headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        const char *name = nullptr;
        const void *value = nullptr;
        std::size_t size = 0;
        for (std::size_t i = 0; !rd_kafka_header_get_all(headers, i, &name, &value, &size); ++i)
            record.headers.append({name, bytesOf(value, size)});
    }
    return record;
}

struct Report
{
    bool done = false;
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
    qint64 offset = 0;
};

} // namespace

QByteArray KafkaTool::Record::header(const QByteArray &name) const
{
    for (const auto &[headerName, headerValue] : headers)
        if (headerName == name)
            return headerValue;
    return {};
}

QList<std::pair<QByteArray, QByteArray>> KafkaTool::messageHeaders()
{
    return {{"schema", "samsa.event.v1"}, {"type", "message"}};
}

KafkaTool::KafkaTool(QString brokers)
    : m_brokers(std::move(brokers))
{
}

rd_kafka_error_t *KafkaTool::hand(rd_kafka_t *producer, const QString &topic, const Record &record,
                                  void *opaque)
{
    rd_kafka_headers_t *headers = rd_kafka_headers_new(4);
    for (const auto &[name, value] : record.headers)
        rd_kafka_header_add(headers, name.constData(), name.size(), value.constData(),
                            value.size());
    const QByteArray name = topic.toUtf8();
    std::array<rd_kafka_vu_t, 8> fields {};
    fields[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    fields[0].u.cstr = name.constData();
    fields[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    fields[1].u.i32 = record.partition;
    fields[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    fields[2].u.i = RD_KAFKA_MSG_F_COPY;
    fields[3].vtype = RD_KAFKA_VTYPE_KEY;
    fields[3].u.mem = {const_cast<char *>(record.key.constData()),
                       static_cast<std::size_t>(record.key.size())};
    fields[4].vtype = RD_KAFKA_VTYPE_VALUE;
    fields[4].u.mem = {const_cast<char *>(record.value.constData()),
                       static_cast<std::size_t>(record.value.size())};
    fields[5].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
    fields[5].u.i64 = record.timestamp;
    fields[6].vtype = RD_KAFKA_VTYPE_HEADERS;
    fields[6].u.headers = headers;
    fields[7].vtype = RD_KAFKA_VTYPE_OPAQUE;
    fields[7].u.ptr = opaque;
    return rd_kafka_produceva(producer, fields.data(), fields.size());
}

qint64 KafkaTool::produce(const QString &topic, const Record &record)
{
    char text[256];
    rd_kafka_conf_t *configuration = rd_kafka_conf_new();
    rd_kafka_conf_set(configuration, "bootstrap.servers", m_brokers.toUtf8().constData(), text,
                      sizeof text);
    rd_kafka_conf_set_dr_msg_cb(
        configuration, [](rd_kafka_t *, const rd_kafka_message_t *message, void *) {
            *static_cast<Report *>(message->_private) = {true, message->err, message->offset};
        });
    const kafka::Handle handle(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, text, sizeof text));
    Report report;
    const kafka::ErrorPtr error(hand(handle.get(), topic, record, &report));
    if (error)
        qFatal("%s", rd_kafka_error_string(error.get()));
    const QDeadlineTimer deadline(toolPatienceMs);
    while (!report.done && !deadline.hasExpired())
        rd_kafka_poll(handle.get(), 100);
    if (!report.done || report.error != RD_KAFKA_RESP_ERR_NO_ERROR)
        qFatal("A test's record was not stored: %s", rd_kafka_err2str(report.error));
    return report.offset;
}

QList<KafkaTool::Record> KafkaTool::readAll(const QString &topic)
{
    const int partitions = partitionCount(topic);
    const kafka::Handle handle = makeClient(
        m_brokers, RD_KAFKA_CONSUMER,
        {{"group.id", "test"}, {"enable.partition.eof", "true"}, {"enable.auto.commit", "false"}});
    const kafka::Partitions list(rd_kafka_topic_partition_list_new(partitions));
    for (int partition = 0; partition < partitions; ++partition)
        rd_kafka_topic_partition_list_add(list.get(), topic.toUtf8().constData(), partition)
            ->offset = RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_assign(handle.get(), list.get());
    QList<Record> records;
    int ended = 0;
    const QDeadlineTimer deadline(toolPatienceMs);
    while (ended < partitions) {
        if (deadline.hasExpired())
            qFatal("The topic could not be read.");
        const kafka::Message message(rd_kafka_consumer_poll(handle.get(), 100));
        if (!message)
            continue;
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
            ++ended;
        else if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR)
            records.append(recordOf(*message));
    }
    return records;
}

namespace {

kafka::Metadata metadataOf(const QString &brokers, const QString &topic)
{
    const kafka::Handle handle = makeClient(brokers, RD_KAFKA_CONSUMER, {});
    const kafka::TopicHandle topicHandle(
        rd_kafka_topic_new(handle.get(), topic.toUtf8().constData(), nullptr));
    const rd_kafka_metadata_t *raw = nullptr;
    if (rd_kafka_metadata(handle.get(), 0, topicHandle.get(), &raw, toolPatienceMs)
        != RD_KAFKA_RESP_ERR_NO_ERROR)
        qFatal("No answer from Kafka.");
    return kafka::Metadata(raw);
}

} // namespace

int KafkaTool::partitionCount(const QString &topic)
{
    const kafka::Metadata metadata = metadataOf(m_brokers, topic);
    return metadata->topic_cnt == 1 ? metadata->topics[0].partition_cnt : 0;
}

KafkaTool::Partition KafkaTool::partition(const QString &topic, int partition)
{
    const kafka::Metadata metadata = metadataOf(m_brokers, topic);
    for (int i = 0; metadata->topic_cnt == 1 && i < metadata->topics[0].partition_cnt; ++i) {
        const auto &found = metadata->topics[0].partitions[i];
        if (found.id == partition)
            return {found.leader, QList<int>(found.replicas, found.replicas + found.replica_cnt),
                    QList<int>(found.isrs, found.isrs + found.isr_cnt)};
    }
    return {};
}

namespace {

kafka::Partitions onePartition(const QString &topic, int partition, qint64 offset)
{
    kafka::Partitions list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), topic.toUtf8().constData(), partition)->offset =
        offset;
    return list;
}

/// Asks an administrative question and waits for its answer.
kafka::Event administer(rd_kafka_t *handle, const std::function<void(rd_kafka_queue_t *)> &ask)
{
    const kafka::Queue queue(rd_kafka_queue_new(handle));
    ask(queue.get());
    kafka::Event event(rd_kafka_queue_poll(queue.get(), toolPatienceMs));
    if (!event)
        qFatal("No answer from Kafka.");
    if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
        qFatal("%s", rd_kafka_event_error_string(event.get()));
    return event;
}

void check(const rd_kafka_topic_result_t **results, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        if (rd_kafka_topic_result_error(results[i]) != RD_KAFKA_RESP_ERR_NO_ERROR)
            qFatal("%s", rd_kafka_topic_result_error_string(results[i]));
}

} // namespace

QByteArray KafkaTool::topicSetting(const QString &topic, const QByteArray &name)
{
    const kafka::Handle handle = makeClient(m_brokers, RD_KAFKA_CONSUMER, {});
    rd_kafka_ConfigResource_t *asked =
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.toUtf8().constData());
    const kafka::Event event = administer(handle.get(), [&](rd_kafka_queue_t *queue) {
        rd_kafka_DescribeConfigs(handle.get(), &asked, 1, nullptr, queue);
    });
    rd_kafka_ConfigResource_destroy(asked);
    std::size_t count = 0;
    const auto resources = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event.get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t settings = 0;
        const auto entries = rd_kafka_ConfigResource_configs(resources[i], &settings);
        for (std::size_t k = 0; k < settings; ++k)
            if (name == rd_kafka_ConfigEntry_name(entries[k]))
                return rd_kafka_ConfigEntry_value(entries[k]);
    }
    return {};
}

void KafkaTool::setTopicSettings(const QString &topic, const TopicSettings &settings)
{
    const kafka::Handle handle = makeClient(m_brokers, RD_KAFKA_CONSUMER, {});
    rd_kafka_ConfigResource_t *changed =
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.toUtf8().constData());
    for (const auto &[name, value] : settings)
        rd_kafka_ConfigResource_set_config(changed, name.constData(), value.constData());
    const kafka::Event event = administer(handle.get(), [&](rd_kafka_queue_t *queue) {
        rd_kafka_AlterConfigs(handle.get(), &changed, 1, nullptr, queue);
    });
    rd_kafka_ConfigResource_destroy(changed);
    const QDeadlineTimer deadline(toolPatienceMs);
    for (const auto &[name, value] : settings)
        while (topicSetting(topic, name) != value && !deadline.hasExpired()) {}
}

void KafkaTool::makeTopic(const QString &topic, int partitions, int replication, int inSyncAtLeast)
{
    makeTopic(topic, partitions, replication,
              {{"min.insync.replicas", QByteArray::number(inSyncAtLeast)}});
}

void KafkaTool::makeTopic(const QString &topic, int partitions, int replication,
                          const TopicSettings &settings)
{
    const kafka::Handle handle = makeClient(m_brokers, RD_KAFKA_CONSUMER, {});
    const kafka::NewTopic newTopic(
        rd_kafka_NewTopic_new(topic.toUtf8().constData(), partitions, replication, nullptr, 0));
    for (const auto &[name, value] : settings)
        rd_kafka_NewTopic_set_config(newTopic.get(), name.constData(), value.constData());
    rd_kafka_NewTopic_t *topics[] = {newTopic.get()};
    const kafka::Event event = administer(handle.get(), [&](rd_kafka_queue_t *queue) {
        rd_kafka_CreateTopics(handle.get(), topics, 1, nullptr, queue);
    });
    std::size_t count = 0;
    const auto results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event.get()), &count);
    check(results, count);
    const QDeadlineTimer deadline(toolPatienceMs);
    while (partitionCount(topic) != partitions && !deadline.hasExpired()) {}
}

void KafkaTool::deleteTopic(const QString &topic)
{
    const kafka::Handle handle = makeClient(m_brokers, RD_KAFKA_CONSUMER, {});
    rd_kafka_DeleteTopic_t *deleteTopic = rd_kafka_DeleteTopic_new(topic.toUtf8().constData());
    const kafka::Event event = administer(handle.get(), [&](rd_kafka_queue_t *queue) {
        rd_kafka_DeleteTopics(handle.get(), &deleteTopic, 1, nullptr, queue);
    });
    rd_kafka_DeleteTopic_destroy(deleteTopic);
    std::size_t count = 0;
    const auto results = rd_kafka_DeleteTopics_result_topics(
        rd_kafka_event_DeleteTopics_result(event.get()), &count);
    check(results, count);
    const QDeadlineTimer deadline(toolPatienceMs);
    while (partitionCount(topic) != 0 && !deadline.hasExpired()) {}
}

void KafkaTool::raisePartitions(const QString &topic, int partitions)
{
    const kafka::Handle handle = makeClient(m_brokers, RD_KAFKA_CONSUMER, {});
    rd_kafka_NewPartitions_t *newPartitions = rd_kafka_NewPartitions_new(
        topic.toUtf8().constData(), static_cast<std::size_t>(partitions), nullptr, 0);
    const kafka::Event event = administer(handle.get(), [&](rd_kafka_queue_t *queue) {
        rd_kafka_CreatePartitions(handle.get(), &newPartitions, 1, nullptr, queue);
    });
    rd_kafka_NewPartitions_destroy(newPartitions);
    std::size_t count = 0;
    const auto results = rd_kafka_CreatePartitions_result_topics(
        rd_kafka_event_CreatePartitions_result(event.get()), &count);
    check(results, count);
    const QDeadlineTimer deadline(toolPatienceMs);
    while (partitionCount(topic) != partitions && !deadline.hasExpired()) {}
}

void KafkaTool::deleteRecords(const QString &topic, int partition, qint64 before)
{
    const kafka::Handle handle = makeClient(m_brokers, RD_KAFKA_CONSUMER, {});
    const kafka::Partitions list = onePartition(topic, partition, before);
    rd_kafka_DeleteRecords_t *deleteRecords = rd_kafka_DeleteRecords_new(list.get());
    const kafka::Event event = administer(handle.get(), [&](rd_kafka_queue_t *queue) {
        rd_kafka_DeleteRecords(handle.get(), &deleteRecords, 1, nullptr, queue);
    });
    rd_kafka_DeleteRecords_destroy(deleteRecords);
    const auto *result =
        rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event.get()));
    if (result->elems[0].err != RD_KAFKA_RESP_ERR_NO_ERROR)
        qFatal("%s", rd_kafka_err2str(result->elems[0].err));
}

void KafkaTool::commit(const QString &group, const QString &topic, int partition, qint64 offset)
{
    const kafka::Handle handle =
        makeClient(m_brokers, RD_KAFKA_CONSUMER, {{"group.id", group.toUtf8()}});
    const auto error =
        rd_kafka_commit(handle.get(), onePartition(topic, partition, offset).get(), 0);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        qFatal("%s", rd_kafka_err2str(error));
}

qint64 KafkaTool::committed(const QString &group, const QString &topic, int partition)
{
    const kafka::Handle handle =
        makeClient(m_brokers, RD_KAFKA_CONSUMER, {{"group.id", group.toUtf8()}});
    const kafka::Partitions list = onePartition(topic, partition, RD_KAFKA_OFFSET_INVALID);
    const auto error = rd_kafka_committed(handle.get(), list.get(), toolPatienceMs);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        qFatal("%s", rd_kafka_err2str(error));
    return std::max<qint64>(list->elems[0].offset, -1);
}

namespace {

/// For everybody.
void rule(rd_kafka_t *handle, rd_kafka_ResourceType_t resource, const QByteArray &name,
          rd_kafka_ResourcePatternType_t pattern, rd_kafka_AclOperation_t operation,
          rd_kafka_AclPermissionType_t permission)
{
    char text[256];
    rd_kafka_AclBinding_t *binding =
        rd_kafka_AclBinding_new(resource, name.constData(), pattern, "User:*", "*", operation,
                                permission, text, sizeof text);
    if (!binding)
        qFatal("%s", text);
    const kafka::Event event = administer(handle, [&](rd_kafka_queue_t *queue) {
        rd_kafka_CreateAcls(handle, &binding, 1, nullptr, queue);
    });
    rd_kafka_AclBinding_destroy(binding);
}

} // namespace

void KafkaTool::forbidChanges(const QString &prefix)
{
    const kafka::Handle handle = makeClient(m_brokers, RD_KAFKA_CONSUMER, {});
    for (const auto &[operation, permission] :
         {std::pair {RD_KAFKA_ACL_OPERATION_ALL, RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW},
          std::pair {RD_KAFKA_ACL_OPERATION_ALTER, RD_KAFKA_ACL_PERMISSION_TYPE_DENY}})
        rule(handle.get(), RD_KAFKA_RESOURCE_TOPIC, prefix.toUtf8(),
             RD_KAFKA_RESOURCE_PATTERN_PREFIXED, operation, permission);
}

void KafkaTool::forbidTopics(const QString &prefix)
{
    const kafka::Handle handle = makeClient(m_brokers, RD_KAFKA_CONSUMER, {});
    // The cluster's rights allow it as well, so everything but that is allowed there.
    rule(handle.get(), RD_KAFKA_RESOURCE_BROKER, "kafka-cluster", RD_KAFKA_RESOURCE_PATTERN_LITERAL,
         RD_KAFKA_ACL_OPERATION_ALL, RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW);
    rule(handle.get(), RD_KAFKA_RESOURCE_BROKER, "kafka-cluster", RD_KAFKA_RESOURCE_PATTERN_LITERAL,
         RD_KAFKA_ACL_OPERATION_CREATE, RD_KAFKA_ACL_PERMISSION_TYPE_DENY);
    rule(handle.get(), RD_KAFKA_RESOURCE_TOPIC, prefix.toUtf8(), RD_KAFKA_RESOURCE_PATTERN_PREFIXED,
         RD_KAFKA_ACL_OPERATION_ALL, RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW);
    rule(handle.get(), RD_KAFKA_RESOURCE_TOPIC, prefix.toUtf8(), RD_KAFKA_RESOURCE_PATTERN_PREFIXED,
         RD_KAFKA_ACL_OPERATION_CREATE, RD_KAFKA_ACL_PERMISSION_TYPE_DENY);
}

} // namespace samsa::test
