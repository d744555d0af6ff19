// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/epochs.h"

#include "protocol/message_id.h"

#include <mutex>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;

namespace {

/// The local log has one row of positions for all rooms.
constexpr int ofAllRooms = 0;

} // namespace

void Epochs::set(const QList<LogEpoch> &epochs)
{
    const std::unique_lock lock(m_mutex);
    m_ends.clear();
    m_current.clear();
    for (const LogEpoch &epoch : epochs) {
        m_ends.insert(epoch.id, epoch.ended);
        if (!epoch.ended)
            m_current.insert(epoch.partition, {epoch.id, protocol::writeId(epoch.id)});
    }
}

const Epochs::Current *Epochs::currentOf(int partition) const
{
    auto found = m_current.constFind(partition);
    if (found == m_current.cend())
        found = m_current.constFind(ofAllRooms);
    return found == m_current.cend() ? nullptr : &*found;
}

QByteArray Epochs::textOf(int partition) const
{
    const std::shared_lock lock(m_mutex);
    const Current *current = currentOf(partition);
    return current ? current->text : QByteArray();
}

QUuid Epochs::idOf(int partition) const
{
    const std::shared_lock lock(m_mutex);
    const Current *current = currentOf(partition);
    return current ? current->id : QUuid();
}

std::optional<qint64> Epochs::endOf(const QUuid &epoch) const
{
    const std::shared_lock lock(m_mutex);
    return m_ends.value(epoch);
}

Epochs::Verdict Epochs::judge(const Cursor &cursor) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_ends.constFind(cursor.epoch);
    if (found == m_ends.cend())
        return Verdict::Unknown;
    return !*found || cursor.position <= **found ? Verdict::Good : Verdict::Ended;
}

Error epochChanged(qint64 last, const QByteArray &epoch)
{
    Error error {Code::EpochChanged,
                 u"The server does not have what you have any more, and may have given its "
                 "positions to something else. Read the room anew."_s};
    error.end = protocol::RoomEnd {last, epoch};
    return error;
}

Error cursorAhead(qint64 last, const QByteArray &epoch)
{
    Error error {Code::CursorAhead,
                 u"The room ends before this position. What you have behind its end is not "
                 "here any more. Read the room anew."_s};
    error.end = protocol::RoomEnd {last, epoch};
    return error;
}

} // namespace samsa::log
