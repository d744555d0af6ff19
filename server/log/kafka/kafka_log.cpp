// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/kafka_log.h"

#include "server/log/kafka/kafka_engine.h"

namespace samsa::log {

using protocol::Result;

KafkaLog::KafkaLog(KafkaSettings settings, Tail &tail, store::LogQuestions &questions,
                   RoomResolver resolver)
    : m_engine(
        std::make_unique<KafkaEngine>(std::move(settings), tail, questions, std::move(resolver)))
{
}

KafkaLog::~KafkaLog()
{
    m_engine->close(std::chrono::milliseconds(0));
}

Result<void> KafkaLog::open(Deliver deliver, std::chrono::milliseconds deadline)
{
    return m_engine->open(std::move(deliver), QDeadlineTimer(deadline));
}

void KafkaLog::append(NewMessage message, AppendDone done)
{
    m_engine->append(std::move(message), std::move(done));
}

void KafkaLog::announce(RoomCreated room, RoomDone done)
{
    m_engine->announce(room, std::move(done));
}

void KafkaLog::confirm(const RoomRef &room, const Cursor &cursor, RoomDone done)
{
    m_engine->confirm(room, cursor, std::move(done));
}

int KafkaLog::partitionCount() const
{
    return m_engine->partitionCount();
}

LogHealth KafkaLog::health() const
{
    return m_engine->health();
}

void KafkaLog::close(std::chrono::milliseconds deadline)
{
    m_engine->close(deadline);
}

std::vector<OpenTransaction> KafkaLog::openTransactions() const
{
    return m_engine->openTransactions();
}

KafkaLogCounters KafkaLog::counters() const
{
    return m_engine->counters();
}

} // namespace samsa::log
