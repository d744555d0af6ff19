// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/cursor_doubts.h"

#include "server/kafka/topic.h"

#include <iterator>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr auto askPatience = 500ms;
/// A broker that has just become the leader may say for a moment that the topic ends earlier than
/// it does; so it is asked twice.
constexpr auto betweenQuestions = 1s;
constexpr std::size_t doubtsMost = 10'000;

} // namespace

CursorDoubts::CursorDoubts(const KafkaSettings &settings, Tail &tail,
                           store::LogQuestions &questions)
    : m_settings(settings)
    , m_tail(tail)
    , m_questions(questions)
{
}

std::optional<Error> CursorDoubts::add(const RoomRef &room, const Cursor &cursor,
                                       MessageLog::RoomDone done)
{
    const std::scoped_lock lock(m_mutex);
    if (m_refusal)
        return m_refusal;
    if (m_doubts.size() >= doubtsMost)
        return Error {Code::TooManyRequests, u"Too many ask this at once; try again."_s, 1s};
    m_doubts.push_back({room, cursor, std::move(done)});
    return std::nullopt;
}

std::deque<CursorDoubts::Doubt> CursorDoubts::takeAll()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_doubts, {});
}

void CursorDoubts::refuseAll(const Error &error)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_refusal = error;
    }
    for (const Doubt &doubt : takeAll())
        doubt.done(error);
}

void CursorDoubts::settle(const KafkaReader &reader)
{
    std::deque<Doubt> doubts = takeAll();
    std::deque<Doubt> later;
    for (Doubt &doubt : doubts) {
        const Answer answer = doubt.ask <= Clock::now() ? settle(doubt, reader) : std::nullopt;
        if (answer)
            doubt.done(*answer);
        else
            later.push_back(std::move(doubt));
    }
    if (later.empty())
        return;
    const std::scoped_lock lock(m_mutex);
    m_doubts.insert(m_doubts.end(), std::make_move_iterator(later.begin()),
                    std::make_move_iterator(later.end()));
}

/// Another node may have begun an epoch, or may be ahead of this one in what it has read.
CursorDoubts::Answer CursorDoubts::settle(Doubt &doubt, const KafkaReader &reader)
{
    Epochs &epochs = m_tail.epochs();
    const auto &[position, epoch] = doubt.cursor;
    if (!epoch.isNull()) {
        if (epochs.judge(doubt.cursor) == Epochs::Verdict::Unknown) {
            const auto all = m_questions.epochs();
            if (!all)
                return Result<void>(all.error());
            epochs.set(*all);
        }
        if (epochs.judge(doubt.cursor) != Epochs::Verdict::Good) {
            return Result<void>(epochChanged(m_tail.lastPosition(doubt.room.id),
                                             epochs.textOf(doubt.room.partition)));
        }
        if (epochs.isCurrent(epoch, doubt.room.partition))
            return Result<void>(); // What it has was there; it only is not here yet.
    }
    return settleEnd(doubt, reader);
}

CursorDoubts::Answer CursorDoubts::settleEnd(Doubt &doubt, const KafkaReader &reader)
{
    const qint64 position = doubt.cursor.position;
    const int partition = doubt.room.partition;
    const auto read = reader.readUpTo(partition);
    const qint64 last = m_tail.lastPosition(doubt.room.id);
    if (position <= last)
        return Result<void>();
    const auto ahead = [&] {
        return Result<void>(cursorAhead(last, m_tail.epochs().textOf(partition)));
    };
    if (read && position <= read->position)
        return ahead(); // What stands there is of no message of this room.
    const auto marks = kafka::watermarksOf(reader.handle(), m_settings.topic, partition,
                                           QDeadlineTimer(askPatience));
    if (!read || !marks || position <= marks->high + read->base)
        return Result<void>(); // As it seems, this node only is behind.
    if (doubt.isBeyond)
        return ahead();
    doubt.isBeyond = true;
    doubt.ask = Clock::now() + betweenQuestions;
    return std::nullopt;
}

} // namespace samsa::log
