// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/kafka_settings.h"
#include "server/log/kafka/open_transactions.h"
#include "server/log/message_log.h"
#include "server/log/tail.h"
#include "server/store/log_questions.h"

#include <functional>
#include <memory>
#include <optional>

namespace samsa::log {

/// The room with this id, or nothing if there is none. Called in a thread of the log's, which may
/// wait: a room that the server does not know yet is looked for in the database once
/// (LogQuestions::findRoom) and, if it is there, added to the server's list and to the tail
/// (Tail::addRoom) before this returns.
using RoomResolver = std::function<std::optional<RoomRef>(const QUuid &)>;

class KafkaEngine;

/// What the Kafka log has seen since open(), for /metrics.
struct KafkaLogCounters
{
    qint64 records = 0; ///< Read, of any kind.
    qint64 wrong =
        0; ///< Not in our form, or for a room that does not exist or lives on another partition.
    qint64 duplicates = 0; ///< Messages whose id was known already.
    qint64 inVain = 0; ///< Changes that the rules refused, and that change nothing.
    qint64 madeAnew = 0; ///< Partitions that were found to be of a topic that was made anew.
    qint64 late = 0; ///< Other people's records that were passed while their transaction was open.
    qint64 stale = 0; ///< Records that librdkafka delivered a second time.
    qint64 producersReplaced = 0; ///< After a fatal error of the idempotent producer.
};

/// The message log on Apache Kafka. append() produces with acks=all and is answered when the record
/// was both acknowledged and read back, so the sender's answer never comes before the message was
/// delivered here. Reading is by assignment of all partitions, from where the database stood when
/// the store was opened; partitions that are added later are found and read from their beginning.
/// Whatever was sent twice under one id, here or at another node, is delivered once.
///
/// A broker that goes away is waited for: reading goes on by itself when it is back, appends are
/// answered with LogUnavailable after KafkaSettings::deliveryTimeout. While the database lags
/// behind by more than the tail may hold, appends are refused and reading pauses: start a Persister
/// before open() if this process has one.
///
/// Thread: three of its own (reader; delivery reports; attendant: what may block, such as metadata
/// and the database), besides librdkafka's.
class KafkaLog : public MessageLog
{
public:
    /// \a tail and \a questions outlive the log; the latter are open.
    KafkaLog(KafkaSettings settings, Tail &tail, store::LogQuestions &questions,
             RoomResolver resolver);
    ~KafkaLog() override;

    /// Also makes the topic if it is missing. StartFailed; OptionInvalid for options that
    /// librdkafka refuses.
    protocol::Result<void> open(Deliver deliver, std::chrono::milliseconds deadline) override;
    void append(NewMessage message, AppendDone done) override;
    void announce(RoomCreated room, RoomDone done) override;
    void confirm(const RoomRef &room, const Cursor &cursor, RoomDone done) override;
    int partitionCount() const override;
    LogHealth health() const override;
    void close(std::chrono::milliseconds deadline) override;

    KafkaLogCounters counters() const;
    /// Transactions of others that hold up a partition for a second or more.
    std::vector<OpenTransaction> openTransactions() const;

private:
    std::unique_ptr<KafkaEngine> m_engine;
};

} // namespace samsa::log
