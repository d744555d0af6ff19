// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/conversation/message_model.h"
#include "app/server_connection/backoff.h"
#include "app/server_connection/transport.h"

#include <QTimer>
#include <QUrlQuery>

#include <list>
#include <memory>

namespace samsa::app {

class HttpClient;
class Outbox;

/// The room that is open: its newest page by HTTP, then what is new by the transport, older pages
/// when asked for, and what this person has written and not yet got back. The rooms visited last
/// keep what was loaded, so going back shows it at once and resumes behind it. Thread: the one it
/// lives in. Nothing blocks.
class Conversation : public QObject
{
    Q_OBJECT
public:
    Conversation(HttpClient &http, Outbox &outbox, QString nickname, QObject *parent = nullptr);
    ~Conversation() override;

    /// Whom to follow the room by, from behind what is there. The caller says so again after each
    /// change.
    void setTransport(Transport *transport);

    /// \a messageCount: how many messages the room has now, as far as it is known.
    void open(const QUuid &room, qint64 messageCount);
    void close();

    QUuid room() const { return m_open ? m_open->id : QUuid(); }
    /// Null when no room is open.
    MessageModel *model() const { return m_open ? m_open->model.get() : nullptr; }
    bool isLoaded() const { return m_open && m_open->loaded; }

    /// The page before the first message; nothing happens at the beginning of the room, or while
    /// one is under way.
    void fetchOlder();
    /// From the transport.
    void take(const QUuid &room, const QList<protocol::Message> &messages);

Q_SIGNALS:
    /// The newest page is there.
    void loaded();
    /// These were added at the end.
    void arrived(const QList<samsa::protocol::Message> &messages);
    void failed(const samsa::protocol::Error &why);

private:
    struct Visit
    {
        QUuid id;
        std::unique_ptr<MessageModel> model;
        bool loaded = false;
        bool hasOlder = false;
        bool fetching = false;
        qint64 messageCount = 0; ///< Of the room, when it was last followed.
    };

    using TakePage = std::function<void(const protocol::Result<protocol::MessagePage> &)>;

    void load();
    /// Asks for a page of the open room; \a take is called unless another room is open by then.
    void readPage(QUrlQuery query, const TakePage &take);
    void follow();
    void add(const QList<protocol::Message> &messages);
    void forEachModelOf(const QUuid &room, const std::function<void(MessageModel &)> &change);

    HttpClient &m_http;
    Outbox &m_outbox;
    QString m_nickname;
    Transport *m_transport = nullptr;
    std::list<Visit> m_visits; // the one visited last is first
    Visit *m_open = nullptr; // in m_visits
    quint64 m_visitNumber = 0; // answers to an earlier visit are not for this one
    Backoff m_backoff;
    QTimer m_retry;
};

} // namespace samsa::app
