// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/timeline/message_roles.h"

#include <QAbstractListModel>
#include <QDateTime>

#include <functional>

/// A conversation that a test writes by hand.
struct FakeMessage
{
    QString id;
    QString nickname;
    QString text;
    QDateTime time;
    bool own = false;
    samsa::ui::MessageState state = samsa::ui::MessageState::Sent;
    qint64 position = 0;
    QString failure;
    bool edited = false;
    bool deleted = false;
};

class FakeMessages : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void append(const QList<FakeMessage> &messages) { insert(rowCount(), messages); }
    void prepend(const QList<FakeMessage> &messages) { insert(0, messages); }

    void insert(int row, const QList<FakeMessage> &messages)
    {
        if (messages.isEmpty())
            return;
        beginInsertRows({}, row, row + static_cast<int>(messages.size()) - 1);
        QList<FakeMessage> all = m_messages.first(row);
        all.append(messages);
        all.append(m_messages.sliced(row));
        m_messages = all;
        endInsertRows();
    }

    void remove(int row, int count = 1)
    {
        beginRemoveRows({}, row, row + count - 1);
        m_messages.remove(row, count);
        endRemoveRows();
    }

    void change(int row, const std::function<void(FakeMessage &)> &change)
    {
        change(m_messages[row]);
        Q_EMIT dataChanged(index(row), index(row));
    }

    void reset(const QList<FakeMessage> &messages)
    {
        beginResetModel();
        m_messages = messages;
        endResetModel();
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_messages.size());
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const FakeMessage &message = m_messages.at(index.row());
        switch (role) {
        case samsa::ui::MessageIdRole:
            return message.id;
        case samsa::ui::NicknameRole:
            return message.nickname;
        case samsa::ui::TextRole:
            return message.text;
        case samsa::ui::TimeRole:
            return message.time;
        case samsa::ui::OwnRole:
            return message.own;
        case samsa::ui::StateRole:
            return static_cast<int>(message.state);
        case samsa::ui::PositionRole:
            return message.position;
        case samsa::ui::FailureRole:
            return message.failure;
        case samsa::ui::EditedRole:
            return message.edited;
        case samsa::ui::DeletedRole:
            return message.deleted;
        default:
            return {};
        }
    }

private:
    QList<FakeMessage> m_messages;
};

/// Messages with ids "<prefix>1", "<prefix>2", … of two people, one a minute, of very different
/// lengths; positions from \a firstPosition on.
inline QList<FakeMessage> manyMessages(const QString &prefix, int count, qint64 firstPosition,
                                       const QDateTime &from)
{
    static const QString words = QStringLiteral(
        "The quick brown fox jumps over the lazy dog while the log keeps every word in its order ");
    QList<FakeMessage> messages;
    messages.reserve(count);
    for (int i = 0; i < count; ++i) {
        FakeMessage message;
        message.id = prefix + QString::number(i + 1);
        message.own = i % 3 == 2;
        message.nickname = message.own ? QStringLiteral("Me") : QStringLiteral("Ann");
        message.text = words.first(5 + (i * 37) % 80).repeated(i % 10 == 0 ? 4 : 1);
        message.time = from.addSecs(60 * i);
        message.position = firstPosition + i;
        messages.append(message);
    }
    return messages;
}
