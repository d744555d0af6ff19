// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/conversation/history_reader.h"

namespace samsa::test {

/// One room's history that answers at once, with everything.
class ToldHistory : public app::HistoryReader
{
public:
    QUuid room;
    QList<protocol::Message> said;

    void reset()
    {
        room = QUuid::createUuid();
        said.clear();
    }
    protocol::Message say(const QString &nickname, const QString &text,
                          const QUuid &id = QUuid::createUuid())
    {
        protocol::Message message;
        message.id = id;
        message.room = room;
        message.position = said.size() + 1;
        message.nickname = nickname;
        message.text = text;
        message.time = QDateTime::currentDateTimeUtc();
        said.append(message);
        return message;
    }
    protocol::Room told() const
    {
        protocol::Room its;
        its.id = room;
        its.messageCount = said.size();
        its.lastPosition = said.size();
        return its;
    }
    /// How the server has these.
    void tell(const QList<protocol::Message> &messages) const
    {
        tellRefreshed(app::MessageRun {messages});
    }

    void newestKept(const QUuid &, QObject *, Take take) override { take(app::MessageRun {}); }
    void newest(const QUuid &, QObject *, Take take) override { take(app::MessageRun {said}); }
    void before(const QUuid &, qint64, QObject *, Take take) override { take(app::MessageRun {}); }
    void after(const QUuid &, qint64, QObject *, Take take) override { take(app::MessageRun {}); }
    void around(const QUuid &, qint64, QObject *, Take take) override
    {
        take(app::MessageRun {said});
    }
    void beginVisit(const QUuid &) override {}
    void refresh(const QUuid &, const app::Span &, QObject *) override {}
    void setOnline(bool) override {}
    void keepArrived(const QUuid &, const QList<protocol::Message> &, qint64) override {}
    void keepChange(const protocol::MessageEvent &) override {}
};

} // namespace samsa::test
