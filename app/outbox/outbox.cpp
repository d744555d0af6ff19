// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/outbox/outbox.h"

#include "app/base/error_text.h"
#include "app/base/logging.h"
#include "app/base/may_pass.h"
#include "app/storage/kept_file.h"
#include "protocol/message_id.h"

#include <QFile>

#include <algorithm>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;

namespace {

/// So often a message is tried that the server refuses with an internal error, or with a code from
/// the future: whatever it is, it may be this very message that causes it.
constexpr int unexplainedMost = 5;

} // namespace

Outbox::Outbox(QString file, FileWriter &writer, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_writer(writer)
{
    m_rateLimit.setSingleShot(true);
    connect(&m_rateLimit, &QTimer::timeout, this, qOverload<>(&Outbox::pump));
    const KeptFile kept = readKeptFile(m_file);
    if (kept.state == KeptFile::State::Missing)
        return;
    auto entries = parseOutbox(kept.json);
    if (kept.isSpoilt() || !entries) {
        // What a person wrote is in there somewhere: keep it where they can find it.
        const QString aside = m_file + u".unreadable"_s;
        QFile::remove(aside);
        QFile::rename(m_file, aside);
        qCWarning(lcApp, "The outbox was put aside as %ls: %ls", qUtf16Printable(aside),
                  qUtf16Printable(kept.isSpoilt() ? kept.why : entries.error().sentence));
        return;
    }
    m_entries = std::move(entries).value();
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

OutboxEntry Outbox::add(const QUuid &room, const QString &text)
{
    OutboxEntry entry;
    entry.id = protocol::makeMessageId();
    entry.room = room;
    entry.text = text;
    entry.written = QDateTime::currentDateTimeUtc();
    m_entries.append(entry);
    save();
    Q_EMIT added(entry);
    pump(room);
    return entry;
}

void Outbox::retry(const QUuid &id)
{
    const qsizetype index = indexOf(id);
    if (index < 0 || !m_entries[index].failed)
        return;
    OutboxEntry entry = m_entries.takeAt(index);
    entry.failed = false;
    entry.failure.clear();
    m_entries.append(entry);
    save();
    Q_EMIT changed(entry);
    pump(entry.room);
}

void Outbox::discard(const QUuid &id)
{
    const qsizetype index = indexOf(id);
    // What is under way cannot be called back: it may be in the log already.
    if (index < 0 || !m_entries[index].failed)
        return;
    const OutboxEntry entry = m_entries.takeAt(index);
    save();
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
    save();
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
            return entry.room == room && !entry.failed;
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
            save();
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
        entry.failed = true;
        entry.failure = errorText(error);
        save();
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
        if (entry.failed || roomsBegun.contains(entry.room))
            continue;
        roomsBegun.insert(entry.room);
        const auto line = m_lines.find(entry.room);
        const QUuid underWay = line == m_lines.end() ? QUuid() : line->second.underWay;
        if (!underWay.isNull() && underWay != entry.id)
            return false;
    }
    return ids.size() == m_entries.size();
}

void Outbox::save()
{
    Q_ASSERT(isInOrder());
    m_writer.write(m_file, writeOutbox(m_entries));
}

} // namespace samsa::app
