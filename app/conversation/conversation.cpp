// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/conversation.h"

#include "app/outbox/outbox.h"
#include "app/server_connection/api_paths.h"
#include "app/server_connection/http_client.h"
#include "protocol/limits.h"

#include <algorithm>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Message;
using protocol::Result;

namespace {

constexpr std::size_t keptVisits = 8;
// Further behind than this, the newest page is nearer than everything that was missed.
constexpr qint64 resumeAtMost = 1000;

} // namespace

Conversation::Conversation(HttpClient &http, Outbox &outbox, QString nickname, QObject *parent)
    : QObject(parent)
    , m_http(http)
    , m_outbox(outbox)
    , m_nickname(std::move(nickname))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Conversation::load);
    connect(&outbox, &Outbox::added, this, [this](const OutboxEntry &entry) {
        forEachModelOf(entry.room, [&entry](MessageModel &model) { model.addPending(entry); });
    });
    connect(&outbox, &Outbox::changed, this, [this](const OutboxEntry &entry) {
        forEachModelOf(entry.room, [&entry](MessageModel &model) { model.updatePending(entry); });
    });
    connect(&outbox, &Outbox::accepted, this, [this](const OutboxEntry &entry, qint64 position) {
        forEachModelOf(entry.room,
                       [&](MessageModel &model) { model.settlePending(entry.id, position); });
    });
    connect(&outbox, &Outbox::discarded, this, [this](const QUuid &room, const QUuid &id) {
        forEachModelOf(room, [&id](MessageModel &model) { model.removePending(id); });
    });
}

Conversation::~Conversation() = default;

void Conversation::setTransport(Transport *transport)
{
    m_transport = transport;
    follow();
}

void Conversation::open(const QUuid &room, qint64 messageCount)
{
    if (m_open != nullptr && m_open->id == room)
        return;
    close();
    const auto known = std::find_if(m_visits.begin(), m_visits.end(),
                                    [&room](const Visit &visit) { return visit.id == room; });
    if (known != m_visits.end() && messageCount - known->messageCount <= resumeAtMost) {
        m_visits.splice(m_visits.begin(), m_visits, known);
    } else {
        if (known != m_visits.end())
            m_visits.erase(known);
        Visit visit;
        visit.id = room;
        visit.model = std::make_unique<MessageModel>(m_nickname);
        const auto waiting = m_outbox.entries(room);
        for (const OutboxEntry &entry : waiting)
            visit.model->addPending(entry);
        m_visits.push_front(std::move(visit));
        if (m_visits.size() > keptVisits)
            m_visits.pop_back();
    }
    m_open = &m_visits.front();
    m_open->messageCount = std::max(m_open->messageCount, messageCount);
    if (m_open->loaded) {
        follow();
        Q_EMIT loaded();
    } else {
        m_backoff.reset();
        load();
    }
}

void Conversation::close()
{
    ++m_visitNumber;
    m_retry.stop();
    if (m_open == nullptr)
        return;
    m_open->fetching = false;
    m_open = nullptr;
    if (m_transport != nullptr)
        m_transport->closeRoom();
}

void Conversation::load()
{
    readPage({}, [this](const Result<protocol::MessagePage> &page) {
        if (!page) {
            if (page.error().code != protocol::Code::RoomNotFound)
                m_retry.start(m_backoff.next());
            Q_EMIT failed(page.error());
            return;
        }
        add(page->messages);
        m_open->loaded = true;
        follow();
        Q_EMIT loaded();
    });
}

void Conversation::readPage(QUrlQuery query, const TakePage &take)
{
    m_open->fetching = true;
    query.addQueryItem(u"limit"_s, QString::number(protocol::limits::pageMessages));
    m_http.get(paths::messages(m_open->id), query, this,
               [this, visit = m_visitNumber, take](const Result<HttpAnswer> &answer) {
                   if (visit != m_visitNumber)
                       return;
                   m_open->fetching = false;
                   const auto page = parseAnswer(answer, &protocol::parsePage);
                   if (page)
                       m_open->hasOlder = page->more;
                   take(page);
               });
}

void Conversation::follow()
{
    if (m_transport == nullptr || m_open == nullptr || !m_open->loaded)
        return;
    m_transport->openRoom(m_open->id, m_open->model->lastPosition());
}

void Conversation::fetchOlder()
{
    if (m_open == nullptr || !m_open->loaded || !m_open->hasOlder || m_open->fetching)
        return;
    QUrlQuery query;
    query.addQueryItem(u"before"_s, QString::number(m_open->model->firstPosition()));
    readPage(query, [this](const Result<protocol::MessagePage> &page) {
        if (page) // else scrolling up again asks again
            m_open->model->prepend(page->messages);
    });
}

void Conversation::take(const QUuid &room, const QList<Message> &messages)
{
    if (m_open != nullptr && m_open->id == room)
        add(messages);
}

void Conversation::add(const QList<Message> &messages)
{
    const QList<Message> fresh = m_open->model->append(messages);
    for (const Message &message : messages)
        if (message.nickname == m_nickname)
            m_outbox.confirm(message.id);
    if (!fresh.isEmpty()) {
        if (m_open->loaded)
            m_open->messageCount += fresh.size();
        Q_EMIT arrived(fresh);
    }
}

void Conversation::forEachModelOf(const QUuid &room,
                                  const std::function<void(MessageModel &)> &change)
{
    for (Visit &visit : m_visits)
        if (visit.id == room)
            change(*visit.model);
}

} // namespace samsa::app
