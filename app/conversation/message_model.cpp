// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/message_model.h"

#include "app/server_connection/server_event.h"
#include "ui/timeline/message_roles.h"

#include <algorithm>

namespace samsa::app {

using protocol::Message;

MessageModel::MessageModel(QString ownNickname, QObject *parent)
    : QAbstractListModel(parent)
    , m_ownNickname(std::move(ownNickname))
{
}

int MessageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_confirmed.size() + m_pending.size());
}

QVariant MessageModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    return index.row() < m_confirmed.size()
        ? confirmedData(m_confirmed[index.row()], role)
        : pendingData(m_pending[index.row() - m_confirmed.size()], role);
}

QVariant MessageModel::confirmedData(const Message &message, int role) const
{
    switch (role) {
    case ui::MessageIdRole:
        return message.id.toString(QUuid::WithoutBraces);
    case ui::NicknameRole:
        return message.nickname;
    case Qt::DisplayRole:
    case ui::TextRole:
        return message.text;
    case ui::TimeRole:
        return message.time;
    case ui::OwnRole:
        return message.nickname == m_ownNickname;
    case ui::StateRole:
        return static_cast<int>(ui::MessageState::Sent);
    case ui::PositionRole:
        return message.position;
    case ui::FailureRole:
        return QString();
    default:
        return {};
    }
}

QVariant MessageModel::pendingData(const OutboxEntry &entry, int role) const
{
    switch (role) {
    case ui::MessageIdRole:
        return entry.id.toString(QUuid::WithoutBraces);
    case ui::NicknameRole:
        return m_ownNickname;
    case Qt::DisplayRole:
    case ui::TextRole:
        return entry.text;
    case ui::TimeRole:
        return entry.written;
    case ui::OwnRole:
        return true;
    case ui::StateRole:
        return static_cast<int>(entry.hasFailed() ? ui::MessageState::Failed
                                                  : ui::MessageState::Pending);
    case ui::PositionRole:
        return qint64(0);
    case ui::FailureRole:
        return failureText(entry);
    default:
        return {};
    }
}

QHash<int, QByteArray> MessageModel::roleNames() const
{
    return {{Qt::DisplayRole, "display"},   {ui::MessageIdRole, "messageId"},
            {ui::NicknameRole, "nickname"}, {ui::TextRole, "text"},
            {ui::TimeRole, "time"},         {ui::OwnRole, "own"},
            {ui::StateRole, "state"},       {ui::PositionRole, "position"},
            {ui::FailureRole, "failure"}};
}

QList<Message> MessageModel::append(const QList<Message> &messages)
{
    QList<Message> fresh;
    QList<Message> run; // messages that go in together, as one insertion
    const qsizetype before = m_confirmed.size();
    qint64 last = lastPosition();
    for (const Message &message : messages) {
        if (message.position <= last || m_ids.contains(message.id))
            continue;
        last = message.position;
        m_ids.insert(message.id);
        fresh.append(message);
        if (m_pending.isEmpty() || pendingIndexOf(message.id) < 0) {
            run.append(message);
            continue;
        }
        appendRun(run);
        appendOne(message);
    }
    appendRun(run);
    removeSettled();
    Q_ASSERT(m_confirmed.size() == before + fresh.size());
    Q_ASSERT(isInOrder(before, m_confirmed.size() - 1));
    return fresh;
}

bool MessageModel::isInOrder(qsizetype first, qsizetype last) const
{
    const qsizetype from = std::max<qsizetype>(first - 1, 0);
    const qsizetype to = std::min(last + 2, m_confirmed.size());
    const bool onceEach = m_ids.size() == m_confirmed.size();
    const bool pendingOnly =
        std::none_of(m_pending.cbegin(), m_pending.cend(),
                     [this](const OutboxEntry &entry) { return m_ids.contains(entry.id); });
    return onceEach && pendingOnly
        && areInOrder(m_confirmed.cbegin() + from, m_confirmed.cbegin() + to);
}

void MessageModel::appendRun(QList<Message> &run)
{
    if (run.isEmpty())
        return;
    const int first = static_cast<int>(m_confirmed.size());
    beginInsertRows({}, first, first + static_cast<int>(run.size()) - 1);
    m_confirmed.append(std::exchange(run, {}));
    endInsertRows();
}

void MessageModel::appendOne(const Message &message)
{
    const qsizetype pendingIndex = pendingIndexOf(message.id);
    m_settled.remove(message.id);
    const int target = static_cast<int>(m_confirmed.size());
    if (pendingIndex == 0) {
        // The oldest pending one came back first, as nearly always: its row stays and only its
        // state changes.
        m_pending.removeFirst();
        m_confirmed.append(message);
        Q_EMIT dataChanged(index(target), index(target));
        return;
    }
    const int source = target + static_cast<int>(pendingIndex);
    beginMoveRows({}, source, source, {}, target);
    m_pending.removeAt(pendingIndex);
    m_confirmed.append(message);
    endMoveRows();
    Q_EMIT dataChanged(index(target), index(target));
}

void MessageModel::prepend(const QList<Message> &messages)
{
    QList<Message> older;
    older.reserve(messages.size() + m_confirmed.size());
    for (const Message &message : messages) {
        const bool before = m_confirmed.isEmpty() || message.position < firstPosition();
        const bool behind = older.isEmpty() || message.position > older.constLast().position;
        if (!before || !behind || m_ids.contains(message.id))
            continue;
        removePending(message.id); // accepted long ago, when the answer was lost
        m_ids.insert(message.id);
        older.append(message);
    }
    if (older.isEmpty())
        return;
    const qsizetype added = older.size();
    beginInsertRows({}, 0, static_cast<int>(added) - 1);
    older.append(m_confirmed);
    m_confirmed = std::move(older);
    endInsertRows();
    Q_ASSERT(isInOrder(0, added - 1));
}

void MessageModel::addPending(const OutboxEntry &entry)
{
    if (m_ids.contains(entry.id) || pendingIndexOf(entry.id) >= 0)
        return;
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_pending.append(entry);
    endInsertRows();
}

void MessageModel::updatePending(const OutboxEntry &entry)
{
    const qsizetype place = pendingIndexOf(entry.id);
    if (place < 0)
        return;
    const int row = static_cast<int>(m_confirmed.size() + place);
    const bool toTheEnd =
        m_pending[place].hasFailed() && !entry.hasFailed() && place + 1 < m_pending.size();
    m_pending[place] = entry;
    if (toTheEnd) {
        // A message that is tried again goes behind what was written since; so does its row.
        beginMoveRows({}, row, row, {}, rowCount());
        m_pending.append(m_pending.takeAt(place));
        endMoveRows();
        Q_EMIT dataChanged(index(rowCount() - 1), index(rowCount() - 1));
        return;
    }
    Q_EMIT dataChanged(index(row), index(row));
}

void MessageModel::removePending(const QUuid &id)
{
    const qsizetype place = pendingIndexOf(id);
    if (place < 0)
        return;
    const int row = static_cast<int>(m_confirmed.size() + place);
    beginRemoveRows({}, row, row);
    m_pending.removeAt(place);
    m_settled.remove(id);
    endRemoveRows();
}

void MessageModel::settlePending(const QUuid &id, qint64 position)
{
    if (position <= 0 || pendingIndexOf(id) < 0)
        return;
    m_settled.insert(id, position);
    removeSettled();
}

void MessageModel::removeSettled()
{
    const auto settled = m_settled; // what goes is taken out of it
    for (auto it = settled.cbegin(); it != settled.cend(); ++it)
        if (it.value() <= lastPosition())
            removePending(it.key());
}

qint64 MessageModel::firstPosition() const
{
    return m_confirmed.isEmpty() ? 0 : m_confirmed.first().position;
}

qint64 MessageModel::lastPosition() const
{
    return m_confirmed.isEmpty() ? 0 : m_confirmed.last().position;
}

qint64 MessageModel::firstPositionAfter(qint64 position) const
{
    const auto first = std::upper_bound(
        m_confirmed.cbegin(), m_confirmed.cend(), position,
        [](qint64 value, const Message &message) { return value < message.position; });
    return first == m_confirmed.cend() ? -1 : first->position;
}

qsizetype MessageModel::pendingIndexOf(const QUuid &id) const
{
    const auto place = std::find_if(m_pending.cbegin(), m_pending.cend(),
                                    [&id](const OutboxEntry &entry) { return entry.id == id; });
    return place == m_pending.cend() ? -1 : std::distance(m_pending.cbegin(), place);
}

} // namespace samsa::app
