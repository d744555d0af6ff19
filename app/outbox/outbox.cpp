// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/outbox/outbox.h"

#include "app/base/may_pass.h"
#include "protocol/message_id.h"
#include "protocol/times.h"

#include <algorithm>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;

namespace {

/// So often a message is tried that the server refuses with an internal error, or with a code from
/// the future: whatever it is, it may be this very message that causes it.
constexpr int unexplainedMost = 5;
/// What waited for longer than this when the program starts does not go out by itself.
constexpr std::chrono::hours freshFor {24};

QDateTime now()
{
    return protocol::utcTime(protocol::fromMilliseconds(QDateTime::currentMSecsSinceEpoch()));
}

} // namespace

Outbox::Outbox(Archive &archive, QObject *parent)
    : QObject(parent)
    , m_archive(archive)
{
    m_rateLimit.setSingleShot(true);
    connect(&m_rateLimit, &QTimer::timeout, this, qOverload<>(&Outbox::pump));
    if (archive.isStarted())
        takeKept();
    else
        connect(&archive, &Archive::started, this, &Outbox::takeKept);
}

void Outbox::takeKept()
{
    const qint64 oldest = now().toMSecsSinceEpoch()
        - std::chrono::duration_cast<std::chrono::milliseconds>(freshFor).count();
    QList<OutboxEntry> kept = m_archive.kept().outbox;
    for (OutboxEntry &entry : kept) {
        if (entry.hasFailed() || entry.written.toMSecsSinceEpoch() >= oldest)
            continue;
        entry.failure = OutboxFailure {OutboxFailure::Kind::TooOld, {}};
        m_archive.changeOutbox(entry);
    }
    // Before what was written while the archive was being opened.
    m_entries = kept + m_entries;
    Q_ASSERT(isInOrder());
    for (const OutboxEntry &entry : std::as_const(kept))
        Q_EMIT added(entry); // to those who were there before the archive was open
    pump();
}

void Outbox::setSender(Sender sender)
{
    m_sender = std::move(sender);
    for (auto &[room, line] : m_lines) {
        line.underWay = {};
        line.attempt = ++m_lastAttempt; // an answer to the earlier attempt is nobody's any more
    }
    pump();
}

void Outbox::setOnline(bool online)
{
    m_online = online;
    if (online) {
        for (auto &[room, line] : m_lines)
            line.pause.reset();
        pump();
    }
}

OutboxEntry Outbox::add(const QUuid &room, const QString &text, Archive::Done done)
{
    OutboxEntry entry;
    entry.id = protocol::makeMessageId();
    entry.room = room;
    entry.text = text;
    entry.written = now();
    m_beingKept.append(entry);
    m_archive.addOutbox(
        entry, this, [this, entry, done = std::move(done)](const protocol::Result<void> &result) {
            kept(entry, result);
            if (done)
                done(result);
        });
    return entry;
}

void Outbox::kept(const OutboxEntry &entry, const protocol::Result<void> &result)
{
    if (!m_beingKept.removeOne(entry) || !result)
        return; // discarded meanwhile, or never kept
    m_entries.append(entry);
    Q_ASSERT(isInOrder());
    Q_EMIT added(entry);
    pump(entry.room);
}

void Outbox::retry(const QUuid &id)
{
    const qsizetype index = indexOf(id);
    if (index >= 0 && m_entries[index].hasFailed())
        tryAgain(index);
}

void Outbox::retryAll()
{
    QList<QUuid> failed;
    for (const OutboxEntry &entry : std::as_const(m_entries))
        if (entry.hasFailed())
            failed.append(entry.id);
    for (const QUuid &id : std::as_const(failed))
        retry(id);
}

void Outbox::tryAgain(qsizetype index)
{
    OutboxEntry entry = m_entries.takeAt(index);
    entry.failure.reset();
    m_entries.append(entry);
    m_archive.moveOutboxToEnd(entry);
    Q_ASSERT(isInOrder());
    Q_EMIT changed(entry);
    pump(entry.room);
}

void Outbox::discard(const QUuid &id)
{
    const qsizetype index = indexOf(id);
    // What is under way cannot be called back: it may be in the log already.
    if (index < 0 || !m_entries[index].hasFailed())
        return;
    const OutboxEntry entry = m_entries.takeAt(index);
    m_archive.removeOutbox(entry.id);
    Q_EMIT discarded(entry.room, entry.id);
}

void Outbox::discardAll(Archive::Done done)
{
    const QList<OutboxEntry> gone = unsent();
    m_entries.clear();
    m_beingKept.clear();
    for (auto &[room, line] : m_lines) {
        line.underWay = {};
        line.attempt = ++m_lastAttempt;
        line.pause.reset();
    }
    QList<QUuid> ids;
    for (const OutboxEntry &entry : gone)
        ids.append(entry.id);
    m_archive.removeOutbox(ids, this, std::move(done));
    for (const OutboxEntry &entry : gone)
        Q_EMIT discarded(entry.room, entry.id);
}

void Outbox::confirm(const QUuid &id)
{
    const qsizetype index = indexOf(id);
    if (index < 0)
        return;
    const OutboxEntry entry = m_entries.takeAt(index);
    Line &its = line(entry.room);
    if (its.underWay == id) {
        its.underWay = {};
        its.attempt = ++m_lastAttempt;
        its.backoff.reset();
    }
    m_archive.removeOutbox(id);
    Q_EMIT confirmed(entry);
    pump(entry.room);
}

QList<OutboxEntry> Outbox::entries(const QUuid &room) const
{
    QList<OutboxEntry> ofRoom;
    std::copy_if(m_entries.cbegin(), m_entries.cend(), std::back_inserter(ofRoom),
                 [&room](const OutboxEntry &entry) { return entry.room == room; });
    return ofRoom;
}

void Outbox::pump()
{
    QSet<QUuid> rooms;
    for (const OutboxEntry &entry : std::as_const(m_entries))
        rooms.insert(entry.room);
    for (const QUuid &room : std::as_const(rooms))
        pump(room);
}

void Outbox::pump(const QUuid &room)
{
    if (!m_online || !m_sender || m_rateLimit.isActive())
        return;
    Line &its = line(room);
    if (!its.underWay.isNull() || its.pause)
        return;
    const auto next =
        std::find_if(m_entries.cbegin(), m_entries.cend(), [&room](const OutboxEntry &entry) {
            return entry.room == room && !entry.hasFailed();
        });
    if (next == m_entries.cend())
        return;
    its.underWay = next->id;
    its.attempt = ++m_lastAttempt;
    const Outgoing outgoing {next->id, room, next->text};
    m_sender(outgoing,
             [this, room, id = outgoing.id,
              attempt = its.attempt](const protocol::Result<protocol::Accepted> &answer) {
                 answered(room, id, attempt, answer);
             });
}

void Outbox::answered(const QUuid &room, const QUuid &id, quint64 attempt,
                      const protocol::Result<protocol::Accepted> &answer)
{
    Line &its = line(room);
    if (its.attempt != attempt || its.underWay != id)
        return;
    its.underWay = {};
    const qsizetype index = indexOf(id);
    if (index >= 0) {
        if (answer) {
            its.backoff.reset();
            its.unexplained = 0;
            const OutboxEntry entry = m_entries.takeAt(index);
            m_archive.removeOutbox(entry.id);
            Q_EMIT accepted(entry, answer->position);
        } else {
            refused(room, index, answer.error());
        }
    }
    pump(room);
}

void Outbox::refused(const QUuid &room, qsizetype index, const Error &error)
{
    Line &its = line(room);
    its.unexplained = error.code == Code::Internal ? its.unexplained + 1 : 0;
    if (!mayPass(error.code) || its.unexplained >= unexplainedMost) {
        its.unexplained = 0;
        OutboxEntry &entry = m_entries[index];
        entry.failure = OutboxFailure {OutboxFailure::Kind::Refused, error};
        m_archive.changeOutbox(entry);
        Q_EMIT changed(OutboxEntry(entry));
        return;
    }
    if (error.code == Code::TooManyRequests && error.retryAfter.count() > 0)
        m_rateLimit.start(error.retryAfter);
    else
        wait(room, its.backoff.next());
    if (error.code != Code::NotConnected)
        Q_EMIT waiting(error);
}

void Outbox::wait(const QUuid &room, std::chrono::milliseconds pause)
{
    Line &its = line(room);
    its.pause = std::make_unique<QTimer>();
    its.pause->setSingleShot(true);
    connect(its.pause.get(), &QTimer::timeout, this, [this, room] {
        line(room).pause.release()->deleteLater(); // it is the one calling
        pump(room);
    });
    its.pause->start(pause);
}

Outbox::Line &Outbox::line(const QUuid &room)
{
    const auto [place, isNew] = m_lines.try_emplace(room);
    if (isNew)
        place->second.backoff = m_backoffPrototype;
    return place->second;
}

qsizetype Outbox::indexOf(const QUuid &id) const
{
    const auto place = std::find_if(m_entries.cbegin(), m_entries.cend(),
                                    [&id](const OutboxEntry &entry) { return entry.id == id; });
    return place == m_entries.cend() ? -1 : std::distance(m_entries.cbegin(), place);
}

bool Outbox::isInOrder() const
{
    QSet<QUuid> ids;
    QSet<QUuid> roomsBegun;
    for (const OutboxEntry &entry : m_entries) {
        ids.insert(entry.id);
        if (entry.hasFailed() || roomsBegun.contains(entry.room))
            continue;
        roomsBegun.insert(entry.room);
        const auto line = m_lines.find(entry.room);
        const QUuid underWay = line == m_lines.end() ? QUuid() : line->second.underWay;
        if (!underWay.isNull() && underWay != entry.id)
            return false;
    }
    return ids.size() == m_entries.size();
}

} // namespace samsa::app
