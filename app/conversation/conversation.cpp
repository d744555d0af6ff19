// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/conversation.h"

#include "app/base/error_text.h"
#include "app/outbox/outbox.h"

#include <algorithm>

namespace samsa::app {

using protocol::Message;
using protocol::Result;

namespace {

// Further behind than this, the newest page is nearer than everything that was missed.
constexpr qint64 resumeAtMost = 1000;
// So many rows above what one looks at stay when the window is full.
constexpr qsizetype keptAbove = 200;

ui::Edge edgeOf(bool isEnd, bool isUnderWay, const std::optional<protocol::Error> &error)
{
    if (isEnd)
        return {ui::Edge::End};
    if (isUnderWay)
        return {ui::Edge::Loading};
    if (error)
        return {ui::Edge::Failed, errorText(*error)};
    return {ui::Edge::More};
}

} // namespace

Conversation::Conversation(HistoryReader &reader, Outbox &outbox, QString nickname, qsizetype limit,
                           QObject *parent)
    : QObject(parent)
    , m_reader(reader)
    , m_outbox(outbox)
    , m_nickname(std::move(nickname))
    , m_model(m_nickname, limit)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Conversation::load);
    m_reader.setRefreshed([this](const QList<Message> &messages) { m_model.refresh(messages); });
    connect(&outbox, &Outbox::added, this, [this](const OutboxEntry &entry) {
        if (entry.room == m_room)
            m_model.addPending(entry);
    });
    connect(&outbox, &Outbox::changed, this, [this](const OutboxEntry &entry) {
        if (entry.room == m_room)
            m_model.updatePending(entry);
    });
    connect(&outbox, &Outbox::accepted, this, [this](const OutboxEntry &entry, qint64 position) {
        if (entry.room == m_room)
            m_model.settlePending(entry, position);
    });
    connect(&outbox, &Outbox::confirmed, this, [this](const OutboxEntry &entry) {
        if (entry.room == m_room)
            m_model.removePending(entry.id); // unless it has become a message already
    });
    connect(&outbox, &Outbox::discarded, this, [this](const QUuid &room, const QUuid &id) {
        if (room == m_room)
            m_model.removePending(id);
    });
}

Conversation::~Conversation()
{
    m_reader.setRefreshed({});
}

void Conversation::setTransport(Transport *transport)
{
    m_transport = transport;
    follow();
}

void Conversation::setOnline(bool online)
{
    m_reader.setOnline(online);
    if (!online)
        return;
    refreshShown();
    if (m_retry.isActive()) {
        m_backoff.reset();
        load();
    }
    if (m_older.error || m_newer.error)
        retry();
}

void Conversation::open(const protocol::Room &room, qint64 at)
{
    if (m_room == room.id)
        return;
    close();
    m_room = room.id;
    m_reader.beginVisit(m_room);
    m_at = at;
    m_count = room.messageCount;
    const auto waiting = m_outbox.entries(m_room);
    for (const OutboxEntry &entry : waiting)
        m_model.addPending(entry);
    m_backoff.reset();
    // What is shown first may be overtaken by a wish to stand elsewhere; that the room is to be
    // read may not.
    const TakeRun showKept =
        ifStillInRoom([this, at, stand = m_stand](const Result<MessageRun> &run) {
            if (run && !run->messages.isEmpty() && stand == m_stand)
                show(*run, at == 0);
            load();
        });
    if (at > 0)
        m_reader.around(m_room, at, this, showKept);
    else
        m_reader.newestKept(m_room, this, showKept);
    Q_EMIT edgesChanged();
}

void Conversation::close()
{
    ++m_visit;
    standElsewhere();
    m_retry.stop();
    if (m_transport != nullptr && !m_room.isNull())
        m_transport->closeRoom();
    m_room = {};
    m_isLoaded = false;
    m_isFollowed = false;
    m_isOnItsWay = false;
    m_reached = 0;
    m_told = 0;
    m_epoch.clear();
    m_error.reset();
    m_model.clear();
}

void Conversation::standElsewhere()
{
    ++m_stand;
    m_older = {};
    m_newer = {};
}

Conversation::TakeRun Conversation::ifStillInRoom(TakeRun take)
{
    return [this, visit = m_visit, take = std::move(take)](const Result<MessageRun> &run) {
        if (visit == m_visit)
            takeUnlessAnother(run, take);
    };
}

Conversation::TakeRun Conversation::ifStillHere(TakeRun take)
{
    return [this, stand = m_stand, take = std::move(take)](const Result<MessageRun> &run) {
        if (stand == m_stand)
            takeUnlessAnother(run, take);
    };
}

void Conversation::takeUnlessAnother(const Result<MessageRun> &run, const TakeRun &take)
{
    if (run || !isAnotherLog(run.error()))
        take(run);
    else
        readAnew();
}

void Conversation::readAnew()
{
    if (m_room.isNull())
        return;
    m_reader.forget(m_room);
    beginAnew();
    load();
    Q_EMIT edgesChanged();
}

/// As if it were just opened, and this computer had nothing of it.
void Conversation::beginAnew()
{
    standElsewhere();
    m_at = 0;
    m_isLoaded = false;
    m_isFollowed = false;
    m_isOnItsWay = false;
    m_reached = 0;
    m_told = 0;
    m_epoch.clear();
    if (m_transport != nullptr)
        m_transport->closeRoom();
    m_model.reset({});
    Q_EMIT begunAnew();
}

void Conversation::load()
{
    m_retry.stop();
    m_reader.newest(m_room, this, ifStillInRoom([this](const Result<MessageRun> &run) {
                        if (run) {
                            m_error.reset();
                            m_backoff.reset();
                            takeNewest(*run);
                            return;
                        }
                        m_error = run.error();
                        if (run.error().code != protocol::Code::RoomNotFound)
                            m_retry.start(m_backoff.next());
                        if (m_isOnItsWay && m_at == 0)
                            m_newer = {false, run.error()};
                        m_isOnItsWay = false;
                        Q_EMIT edgesChanged();
                        Q_EMIT failed(run.error());
                    }));
}

/// The newest page of the server: it meets the window, or the window goes there, or, when one looks
/// at something else, stays where it is.
void Conversation::takeNewest(const MessageRun &run)
{
    if (run.isAnew)
        beginAnew();
    if (!run.epoch.isEmpty())
        m_epoch = run.epoch;
    const qint64 newest = run.messages.isEmpty() ? 0 : run.messages.constLast().position;
    // Something may have come by the transport while the page was on its way.
    const bool isNewest = newest >= m_reached;
    m_reached = std::max(m_reached, newest);
    m_isFollowed = true;
    m_model.refresh(run.messages);
    const bool meets = !run.hasOlder
        || (!run.messages.isEmpty() && m_model.confirmedCount() > 0
            && run.messages.constFirst().position <= m_model.lastPosition());
    const bool looksAtEnd = !m_lookedAt || m_lookedAt() == 0;
    if (m_isLoaded && meets && m_model.isAtNewest()) {
        appendNewest(run.messages, false);
    } else if ((m_at == 0 && (!m_isLoaded || m_isOnItsWay))
               || (m_isLoaded && m_model.isAtNewest() && looksAtEnd)) {
        m_at = 0;
        show(run, isNewest);
    } else if (m_isLoaded && meets) {
        m_model.append(run.messages);
        m_model.setAtNewest(isNewest);
        giveBack();
        tell(run.messages, false);
    } else if (!m_isLoaded && !run.messages.isEmpty()
               && (m_at >= run.messages.constFirst().position || !run.hasOlder)) {
        show(run, isNewest);
    } else if (m_isLoaded) {
        m_model.setAtNewest(false);
    } else {
        readAround(m_at);
    }
    if (m_model.isAtNewest())
        m_model.setReached(m_reached);
    confirmOwn(run.messages);
    follow();
    refreshShown();
    Q_EMIT edgesChanged();
}

void Conversation::refreshShown()
{
    // Before the newest page is there nobody knows what of it would be asked for twice.
    if (m_isFollowed && m_isLoaded && m_model.confirmedCount() > 0)
        m_reader.refresh(m_room, {m_model.firstPosition(), m_model.lastPosition()}, this);
}

void Conversation::readAround(qint64 position)
{
    m_reader.around(m_room, position, this, ifStillHere([this](const Result<MessageRun> &run) {
                        if (run) {
                            m_error.reset();
                            const qint64 last =
                                run->messages.isEmpty() ? 0 : run->messages.constLast().position;
                            // Before the newest page is there, nobody knows.
                            show(*run, m_isFollowed && last >= m_reached);
                            return;
                        }
                        m_error = run.error();
                        m_isOnItsWay = false;
                        if (!m_isLoaded)
                            m_retry.start(m_backoff.next());
                        Q_EMIT edgesChanged();
                        Q_EMIT failed(run.error());
                    }));
}

void Conversation::show(const MessageRun &run, bool atNewest)
{
    m_model.setAtNewest(atNewest);
    m_model.setAtOldest(!run.hasOlder);
    m_model.reset(run.messages);
    if (m_isFollowed && atNewest)
        m_model.setReached(m_reached);
    m_isLoaded = true;
    m_isOnItsWay = false;
    standElsewhere(); // what was asked for at the ends is about where it stood
    Q_EMIT edgesChanged();
    Q_EMIT settled(m_at);
    if (atNewest)
        tell(run.messages, false);
    confirmOwn(run.messages);
    refreshShown();
}

void Conversation::goToNewest()
{
    if (m_room.isNull())
        return;
    if (m_isLoaded && m_model.isAtNewest()) {
        m_at = 0;
        Q_EMIT settled(0);
        return;
    }
    standElsewhere();
    m_at = 0;
    m_isOnItsWay = true;
    m_newer.underWay = true;
    Q_EMIT edgesChanged();
    m_reader.newestKept(m_room, this, ifStillHere([this](const Result<MessageRun> &run) {
                            // What came since the room is followed was kept, so what is kept may be
                            // all there is; or all that can be had.
                            const bool isThere = run && !run->messages.isEmpty();
                            const bool isAll =
                                isThere && run->messages.constLast().position >= m_reached;
                            if (isAll)
                                show(*run, true);
                            if (!isAll || !m_isFollowed)
                                load();
                        }));
}

void Conversation::goTo(qint64 position)
{
    if (m_room.isNull())
        return;
    m_at = position;
    if (m_model.confirmedCount() > 0 && position >= m_model.firstPosition()
        && position <= m_model.lastPosition()) {
        Q_EMIT settled(position);
        return;
    }
    standElsewhere();
    m_isOnItsWay = true;
    readAround(position);
}

ui::Edge Conversation::olderEdge() const
{
    return edgeOf(m_model.isAtOldest() || m_room.isNull(), m_older.underWay, m_older.error);
}

ui::Edge Conversation::newerEdge() const
{
    return edgeOf(m_model.isAtNewest() || m_room.isNull(), m_newer.underWay, m_newer.error);
}

void Conversation::fetchOlder()
{
    if (!m_isLoaded || m_model.isAtOldest() || m_older.underWay || m_model.confirmedCount() == 0)
        return;
    m_older = {true, {}};
    m_reader.before(m_room, m_model.firstPosition(), this,
                    ifStillHere([this, first = m_model.firstPosition()](
                                    const Result<MessageRun> &run) { takeOlder(run, first); }));
    Q_EMIT edgesChanged();
}

void Conversation::takeOlder(const Result<MessageRun> &run, qint64 first)
{
    m_older = {};
    if (first != m_model.firstPosition()) {
        // The end was given back meanwhile: between it and this page there would be a hole.
    } else if (run) {
        m_model.prepend(run->messages);
        confirmOwn(run->messages);
        m_model.setAtOldest(!run->hasOlder);
        m_model.dropNewest(m_model.excess());
        refreshShown();
    } else {
        m_older.error = run.error();
    }
    Q_EMIT edgesChanged();
}

void Conversation::fetchNewer()
{
    if (!m_isLoaded || m_model.isAtNewest() || m_newer.underWay || m_model.confirmedCount() == 0)
        return;
    m_newer = {true, {}};
    m_reader.after(
        m_room, m_model.lastPosition(), this,
        ifStillHere([this, last = m_model.lastPosition(), reached = m_reached](
                        const Result<MessageRun> &run) { takeNewer(run, last, reached); }));
    Q_EMIT edgesChanged();
}

void Conversation::takeNewer(const Result<MessageRun> &run, qint64 last, qint64 reached)
{
    m_newer = {};
    if (last != m_model.lastPosition()) {
        // As in takeOlder().
    } else if (run) {
        m_model.append(run->messages);
        tell(run->messages, false);
        confirmOwn(run->messages);
        m_model.dropOldest(m_model.excess());
        // The server has no more, and nothing has come since it was asked.
        const bool isAll = !run->isKept && !run->hasNewer && reached == m_reached;
        if (isAll || (m_isFollowed && m_model.lastPosition() >= m_reached)) {
            m_model.setAtNewest(true);
            m_model.setReached(m_reached);
        }
        refreshShown();
    } else {
        m_newer.error = run.error();
    }
    Q_EMIT edgesChanged();
}

void Conversation::retry()
{
    if (m_room.isNull())
        return;
    if (m_error) {
        m_backoff.reset();
        if (!m_isLoaded && m_isFollowed)
            readAround(m_at);
        else
            load();
    }
    if (m_older.error)
        fetchOlder();
    if (m_newer.error)
        fetchNewer();
}

void Conversation::noteRoom(const protocol::Room &room)
{
    if (room.id != m_room)
        return;
    m_count = std::min(m_count, room.messageCount); // fewer than before: a backup was put back
    if (!m_isFollowed || room.messageCount - m_count <= resumeAtMost)
        return;
    m_count = room.messageCount;
    m_isFollowed = false;
    m_reader.beginVisit(m_room); // nobody tells what was done to messages in between
    if (m_transport != nullptr)
        m_transport->closeRoom();
    load();
}

void Conversation::follow()
{
    if (m_transport == nullptr || !m_isFollowed)
        return;
    m_transport->setEpoch(m_epoch);
    m_transport->openRoom(m_room, m_reached);
}

void Conversation::take(const QUuid &room, const QList<Message> &messages)
{
    if (room != m_room || messages.isEmpty())
        return;
    m_reader.keepArrived(room, messages, m_reached);
    m_reached = std::max(m_reached, messages.constLast().position);
    m_count += messages.size();
    if (m_model.isAtNewest()) {
        appendNewest(messages, true);
    } else {
        Q_EMIT edgesChanged();
        tell(messages, true);
    }
    confirmOwn(messages);
}

void Conversation::take(const protocol::MessageEvent &event)
{
    if (event.room == m_room)
        m_model.apply(event);
    m_reader.keepChange(event);
    if (event.nickname == m_nickname)
        m_outbox.confirm(event.id); // what was laid over the message is in it by now
}

OutboxEntry Conversation::say(const QString &text, const std::optional<QUuid> &replyTo,
                              Archive::Done done)
{
    return m_outbox.add(m_room, TextMessage {text, replyTo}, std::move(done));
}

void Conversation::edit(const QUuid &message, const QString &text, Archive::Done done)
{
    m_outbox.edit(m_room, message, text, std::move(done));
}

void Conversation::remove(const QUuid &message, Archive::Done done)
{
    m_outbox.remove(m_room, message, std::move(done));
}

void Conversation::react(const QUuid &message, const QString &reaction, Archive::Done done)
{
    m_outbox.add(m_room, MessageReaction {message, reaction}, std::move(done));
}

void Conversation::unreact(const QUuid &message, const QString &reaction, Archive::Done done)
{
    m_outbox.add(m_room, MessageReaction {message, reaction, true}, std::move(done));
}

void Conversation::take(const EpochTold &told)
{
    if (told.room != m_room)
        return;
    m_epoch = told.epoch;
    m_reader.keepEpoch(told.room, told.epoch);
}

void Conversation::appendNewest(const QList<Message> &messages, bool justSaid)
{
    const QList<Message> fresh = m_model.append(messages);
    m_model.setReached(m_reached);
    giveBack();
    tell(fresh, justSaid);
}

/// What is too much, at the end that is further from what one looks at.
void Conversation::giveBack()
{
    const qsizetype excess = m_model.excess();
    if (excess == 0)
        return;
    const qint64 lookedAt = m_lookedAt ? m_lookedAt() : 0;
    const qsizetype last = std::min(excess + keptAbove, m_model.confirmedCount()) - 1;
    if (lookedAt == 0 || lookedAt > m_model.positionAt(last))
        m_model.dropOldest(excess);
    else
        m_model.dropNewest(excess);
    Q_EMIT edgesChanged();
}

/// What has not been told of yet.
void Conversation::tell(const QList<Message> &messages, bool justSaid)
{
    QList<Message> news;
    std::copy_if(messages.cbegin(), messages.cend(), std::back_inserter(news),
                 [this](const Message &message) { return message.position > m_told; });
    if (news.isEmpty())
        return;
    m_told = news.constLast().position;
    Q_EMIT arrived(news, justSaid);
}

void Conversation::confirmOwn(const QList<Message> &messages)
{
    for (const Message &message : messages)
        if (message.nickname == m_nickname)
            m_outbox.confirm(message.id);
}

} // namespace samsa::app
