// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/message_model.h"

#include "app/conversation/message_fold.h"
#include "app/conversation/message_row.h"
#include "app/server_connection/server_event.h"

#include <algorithm>

namespace samsa::app {

using protocol::Message;

MessageModel::MessageModel(QString ownNickname, qsizetype limit, QObject *parent)
    : QAbstractListModel(parent)
    , m_ownNickname(std::move(ownNickname))
    , m_limit(limit)
    , m_changes(m_ownNickname)
{
}

int MessageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_confirmed.size() + shownPending());
}

QVariant MessageModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.row() >= m_confirmed.size())
        return pendingData(m_pending[index.row() - m_confirmed.size()], role);
    const Message &message = m_confirmed[index.row()];
    return m_changes.concern(message.id) ? confirmedData(m_changes.over(message), role)
                                         : confirmedData(message, role);
}

QVariant MessageModel::confirmedData(const Message &message, int role) const
{
    switch (role) {
    case ui::OwnRole:
        return message.nickname == m_ownNickname;
    case ui::StateRole:
        return static_cast<int>(stateOf(message.id));
    case ui::FailureRole: {
        const OutboxEntry *const refused = m_changes.refused(message.id);
        return refused != nullptr ? failureText(*refused) : QString();
    }
    default:
        return messageValue(message, role);
    }
}

/// A row of a message that is as it will be, but for what is not known before the log holds it.
QVariant MessageModel::pendingData(const OutboxEntry &entry, int role) const
{
    switch (role) {
    case ui::StateRole:
        return static_cast<int>(entry.hasFailed() ? ui::MessageState::Failed
                                                  : ui::MessageState::Pending);
    case ui::FailureRole:
        return failureText(entry);
    default:
        break;
    }
    Message message;
    message.id = entry.id;
    message.nickname = m_ownNickname;
    message.text = textOf(entry.what);
    message.time = entry.written;
    return confirmedData(m_changes.over(message), role);
}

std::optional<Message> MessageModel::shown(const QUuid &id) const
{
    const auto place = indexOf(id);
    return place ? std::optional(m_changes.over(m_confirmed[*place])) : std::nullopt;
}

ui::MessageState MessageModel::stateOf(const QUuid &message) const
{
    if (m_changes.refused(message) != nullptr)
        return ui::MessageState::Failed;
    return m_changes.isWaiting(message) ? ui::MessageState::Pending : ui::MessageState::Sent;
}

QHash<int, QByteArray> MessageModel::roleNames() const
{
    return messageRoleNames();
}

void MessageModel::reset(const QList<Message> &messages)
{
    beginResetModel();
    m_confirmed.clear();
    m_ids.clear();
    for (const Message &message : messages) {
        if (message.position <= lastPosition() || m_ids.contains(message.id))
            continue;
        m_ids.insert(message.id, message.position);
        m_confirmed.append(message);
        m_changes.dropKnown(message);
    }
    m_pending.removeIf([this](const OutboxEntry &entry) {
        const bool isThere = m_ids.contains(entry.id);
        const auto settled = m_settled.constFind(entry.id);
        const bool isPast = settled != m_settled.cend() && *settled <= lastPosition();
        if (isThere || isPast)
            m_settled.remove(entry.id);
        return isThere || isPast;
    });
    endResetModel();
    Q_ASSERT(isInOrder(0, m_confirmed.size() - 1));
}

void MessageModel::clear()
{
    beginResetModel();
    m_confirmed.clear();
    m_ids.clear();
    m_pending.clear();
    m_changes.clear();
    m_settled.clear();
    m_isAtNewest = true;
    m_isAtOldest = false;
    m_reached = 0;
    endResetModel();
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
        m_ids.insert(message.id, message.position);
        m_changes.dropKnown(message);
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
    if (!m_isAtNewest) {
        m_pending.removeAt(pendingIndex);
        QList<Message> run {message};
        appendRun(run);
        return;
    }
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
        removePendingRow(message.id); // accepted long ago, when the answer was lost
        m_changes.dropKnown(message);
        m_ids.insert(message.id, message.position);
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

std::optional<qsizetype> MessageModel::indexOf(const QUuid &id) const
{
    const auto place = m_ids.constFind(id);
    if (place == m_ids.cend())
        return std::nullopt;
    const auto found = std::lower_bound(
        m_confirmed.cbegin(), m_confirmed.cend(), *place,
        [](const Message &message, qint64 position) { return message.position < position; });
    return std::distance(m_confirmed.cbegin(), found);
}

void MessageModel::apply(const protocol::MessageEvent &event)
{
    const bool wasWaiting = !m_changes.remove(event.id).isNull();
    const auto place = indexOf(event.target);
    const bool isNews = place && fold(m_confirmed[*place], event);
    if (isNews)
        m_changes.dropKnown(m_confirmed[*place]);
    if (isNews || wasWaiting)
        tellChanged(event.target);
}

void MessageModel::refresh(const QList<Message> &messages)
{
    for (const Message &message : messages) {
        const auto place = indexOf(message.id);
        if (!place || message.changed <= m_confirmed[*place].changed)
            continue;
        m_confirmed[*place] = message;
        m_changes.dropKnown(message);
        tellChanged(message.id);
    }
}

void MessageModel::tellChanged(const QUuid &message)
{
    qsizetype row = -1;
    if (const auto place = indexOf(message))
        row = *place;
    else if (const qsizetype waiting = pendingIndexOf(message); waiting >= 0 && m_isAtNewest)
        row = m_confirmed.size() + waiting;
    if (row < 0)
        return;
    const QModelIndex changed = index(static_cast<int>(row));
    Q_EMIT dataChanged(changed, changed);
}

void MessageModel::dropOldest(qsizetype count)
{
    if (count <= 0)
        return;
    Q_ASSERT(count <= m_confirmed.size());
    beginRemoveRows({}, 0, static_cast<int>(count) - 1);
    for (qsizetype i = 0; i < count; ++i)
        m_ids.remove(m_confirmed[i].id);
    m_confirmed.remove(0, count);
    m_isAtOldest = false;
    endRemoveRows();
}

void MessageModel::dropNewest(qsizetype count)
{
    if (count <= 0)
        return;
    Q_ASSERT(count <= m_confirmed.size());
    setAtNewest(false); // what waits stands behind the newest alone
    const qsizetype left = m_confirmed.size() - count;
    beginRemoveRows({}, static_cast<int>(left), static_cast<int>(m_confirmed.size()) - 1);
    for (qsizetype i = left; i < m_confirmed.size(); ++i)
        m_ids.remove(m_confirmed[i].id);
    m_confirmed.resize(left);
    endRemoveRows();
}

void MessageModel::setAtNewest(bool atNewest)
{
    if (m_isAtNewest == atNewest)
        return;
    const int first = static_cast<int>(m_confirmed.size());
    const int last = first + static_cast<int>(m_pending.size()) - 1;
    if (m_pending.isEmpty()) {
        m_isAtNewest = atNewest;
    } else if (atNewest) {
        beginInsertRows({}, first, last);
        m_isAtNewest = true;
        endInsertRows();
    } else {
        beginRemoveRows({}, first, last);
        m_isAtNewest = false;
        endRemoveRows();
    }
}

void MessageModel::addPending(const OutboxEntry &entry)
{
    if (!isMessage(entry.what)) {
        m_changes.put(entry);
        tellChanged(targetOf(entry.what));
        return;
    }
    if (m_ids.contains(entry.id) || pendingIndexOf(entry.id) >= 0)
        return;
    if (!m_isAtNewest) {
        m_pending.append(entry);
        return;
    }
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_pending.append(entry);
    endInsertRows();
}

void MessageModel::updatePending(const OutboxEntry &entry)
{
    if (!isMessage(entry.what)) {
        m_changes.put(entry);
        tellChanged(targetOf(entry.what));
        return;
    }
    const qsizetype place = pendingIndexOf(entry.id);
    if (place < 0)
        return;
    const int row = static_cast<int>(m_confirmed.size() + place);
    const bool toTheEnd =
        m_pending[place].hasFailed() && !entry.hasFailed() && place + 1 < m_pending.size();
    m_pending[place] = entry;
    if (!m_isAtNewest) {
        if (toTheEnd)
            m_pending.append(m_pending.takeAt(place));
        return;
    }
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
    removePendingRow(id);
    if (const QUuid target = m_changes.remove(id); !target.isNull())
        tellChanged(target);
}

void MessageModel::removePendingRow(const QUuid &id)
{
    const qsizetype place = pendingIndexOf(id);
    if (place < 0)
        return;
    m_settled.remove(id);
    if (!m_isAtNewest) {
        m_pending.removeAt(place);
        return;
    }
    const int row = static_cast<int>(m_confirmed.size() + place);
    beginRemoveRows({}, row, row);
    m_pending.removeAt(place);
    endRemoveRows();
}

void MessageModel::settlePending(const OutboxEntry &entry, qint64 position)
{
    if (position <= 0)
        return;
    if (!isMessage(entry.what)) {
        m_changes.settle(entry.id, position);
        if (const auto place = indexOf(targetOf(entry.what)))
            m_changes.dropKnown(m_confirmed[*place]);
        tellChanged(targetOf(entry.what));
    } else if (pendingIndexOf(entry.id) >= 0) {
        m_settled.insert(entry.id, position);
        removeSettled();
    }
}

void MessageModel::removeSettled()
{
    const auto settled = m_settled; // what goes is taken out of it
    for (auto it = settled.cbegin(); it != settled.cend(); ++it)
        if (it.value() <= lastPosition())
            removePendingRow(it.key());
}

qint64 MessageModel::firstPosition() const
{
    return m_confirmed.isEmpty() ? 0 : m_confirmed.first().position;
}

qint64 MessageModel::lastPosition() const
{
    return m_confirmed.isEmpty() ? 0 : m_confirmed.last().position;
}

qint64 MessageModel::firstOfOthersAfter(qint64 position) const
{
    const auto behind = std::upper_bound(
        m_confirmed.cbegin(), m_confirmed.cend(), position,
        [](qint64 value, const Message &message) { return value < message.position; });
    const auto first = std::find_if(behind, m_confirmed.cend(), [this](const Message &message) {
        return message.nickname != m_ownNickname;
    });
    return first == m_confirmed.cend() ? -1 : first->position;
}

std::optional<qint64> MessageModel::countBetween(qint64 after, qint64 upTo) const
{
    const bool isKnown = (m_isAtOldest || after >= firstPosition())
        && upTo <= std::max(lastPosition(), m_isAtNewest ? m_reached : 0) && !m_confirmed.isEmpty();
    if (!isKnown)
        return std::nullopt;
    const auto behind = [](qint64 value, const Message &message) {
        return value < message.position;
    };
    const auto from = std::upper_bound(m_confirmed.cbegin(), m_confirmed.cend(), after, behind);
    const auto to = std::upper_bound(from, m_confirmed.cend(), upTo, behind);
    return std::distance(from, to);
}

QList<qint64> MessageModel::ownBetween(qint64 after, qint64 upTo) const
{
    QList<qint64> own;
    for (const Message &message : m_confirmed)
        if (message.position > after && message.position <= upTo
            && message.nickname == m_ownNickname)
            own.append(message.position);
    return own;
}

qsizetype MessageModel::pendingIndexOf(const QUuid &id) const
{
    const auto place = std::find_if(m_pending.cbegin(), m_pending.cend(),
                                    [&id](const OutboxEntry &entry) { return entry.id == id; });
    return place == m_pending.cend() ? -1 : std::distance(m_pending.cbegin(), place);
}

} // namespace samsa::app
