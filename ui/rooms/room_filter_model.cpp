// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/rooms/room_filter_model.h"

#include "ui/rooms/room_roles.h"
#include "ui/theme/bidi_text.h"
#include "ui/theme/time_text.h"

#include <QDateTime>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

RoomFilterModel::RoomFilterModel(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
    setSortLocaleAware(true);
    sort(0);
}

void RoomFilterModel::setFilterText(const QString &text)
{
    m_filterText = text.simplified();
    invalidateFilter();
}

QModelIndex RoomFilterModel::indexOfRoom(const QString &id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex candidate = index(row, 0);
        if (candidate.data(RoomIdRole).toString() == id)
            return candidate;
    }
    return {};
}

QVariant RoomFilterModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole)
        return accessibleText(index);
    if (role == Qt::DisplayRole)
        return QSortFilterProxyModel::data(index, RoomNameRole);
    return QSortFilterProxyModel::data(index, role);
}

QString RoomFilterModel::accessibleText(const QModelIndex &index) const
{
    QStringList parts {isolated(index.data(RoomNameRole).toString())};
    if (const int unread = index.data(UnreadRole).toInt(); unread > 0)
        parts << tr("%n unread", nullptr, unread);
    parts << tr("%n people here now", nullptr, index.data(PeopleRole).toInt());
    if (const QString text = index.data(LastTextRole).toString(); !text.isEmpty())
        parts << tr("last message from %1, %2: %3")
                     .arg(isolated(index.data(LastNicknameRole).toString()),
                          relativeTime(index.data(LastTimeRole).toDateTime(),
                                       QDateTime::currentDateTime()),
                          isolated(text));
    return parts.join(u", "_s);
}

bool RoomFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_filterText.isEmpty())
        return true;
    const QModelIndex candidate = sourceModel()->index(row, 0, parent);
    return candidate.data(RoomNameRole).toString().contains(m_filterText, Qt::CaseInsensitive);
}

bool RoomFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto when = [](const QModelIndex &index) {
        const QDateTime time = index.data(LastTimeRole).toDateTime();
        return time.isValid() ? time.toMSecsSinceEpoch() : 0;
    };
    const qint64 leftTime = when(left);
    const qint64 rightTime = when(right);
    if (leftTime != rightTime)
        return leftTime > rightTime;
    return QString::localeAwareCompare(left.data(RoomNameRole).toString(),
                                       right.data(RoomNameRole).toString())
        < 0;
}

} // namespace samsa::ui
