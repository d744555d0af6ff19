// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/outbox/outbox.h"

#include "app/base/may_pass.h"
#include "protocol/message_id.h"
#include "protocol/times.h"

#include <algorithm>
#include <utility>

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
    QSet<QUuid> tooOld;
    for (OutboxEntry &entry : kept) {
        const QUuid target = targetOf(entry.what);
        const bool isLost = !target.isNull() && tooOld.contains(target);
        if (entry.hasFailed() || (entry.written.toMSecsSinceEpoch() >= oldest && !isLost))
            continue;
        tooOld.insert(entry.id);
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

OutboxEntry Outbox::add(const QUuid &room, Submission what, Archive::Done done)
{
    OutboxEntry entry;
    entry.id = protocol::makeMessageId();
    entry.room = room;
    entry.what = std::move(what);
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
    if (!m_beingKept.removeOne(entry))
        return; // discarded meanwhile
    if (!result) {
        Q_EMIT notKept(entry);
        return;
    }
    m_entries.append(entry);
    Q_ASSERT(isInOrder());
    Q_EMIT added(entry);
    const qsizetype target = indexOf(targetOf(entry.what));
    if (target >= 0 && m_entries[target].hasFailed() && !m_entries[target].tried)
        doWhatWaitsBehind(m_entries[target].id);
    pump(entry.room);
}

void Outbox::edit(const QUuid &room, const QUuid &target, const QString &text, Archive::Done done)
{
    const qsizetype index = indexOf(target);
    if (index >= 0 && !m_entries[index].tried) {
        // A failed one goes to the end of the line, and what waits must not come before it. Who
        // edits it wants it, even if it was to be taken back.
        if (m_entries[index].hasFailed())
            foldWhatWaitsBehind(target);
        changeText(m_entries[indexOf(target)], text, std::move(done));
        return;
    }
    if (index >= 0 && m_entries[index].hasFailed())
        retry(target); // its edit is of no use without it
    add(room, MessageEdit {target, text}, std::move(done));
}

void Outbox::changeText(OutboxEntry entry, const QString &text, Archive::Done done)
{
    auto *const message = std::get_if<TextMessage>(&entry.what);
    Q_ASSERT(message != nullptr); // nothing is done to what is no message
    message->text = text;
    const bool wasFailed = std::exchange(entry.failure, std::nullopt).has_value();
    m_beingChanged.append(entry.id);
    const auto taken = [this, entry, done = std::move(done)](const protocol::Result<void> &result) {
        textChanged(entry, result);
        if (done)
            done(result);
    };
    if (wasFailed)
        m_archive.addOutbox(entry, this, taken); // tried again, so at the end of the line
    else
        m_archive.changeOutbox(entry, this, taken);
}

void Outbox::textChanged(const OutboxEntry &entry, const protocol::Result<void> &result)
{
    m_beingChanged.removeOne(entry.id);
    const qsizetype index = indexOf(entry.id);
    if (index >= 0 && result) {
        if (m_entries[index].hasFailed())
            m_entries.move(index, m_entries.size() - 1);
        *std::find_if(m_entries.begin(), m_entries.end(),
                      [&entry](const OutboxEntry &one) { return one.id == entry.id; }) = entry;
        Q_ASSERT(isInOrder());
        Q_EMIT changed(entry);
    }
    pump(entry.room);
}

void Outbox::remove(const QUuid &room, const QUuid &target, Archive::Done done)
{
    const qsizetype index = indexOf(target);
    if (index < 0 || m_entries[index].tried) {
        if (index >= 0 && m_entries[index].hasFailed())
            retry(target);
        add(room, MessageDeletion {target}, std::move(done));
        return;
    }
    const QList<QUuid> ids = withWhatIsDoneTo(target);
    m_archive.removeOutbox(ids, this, std::move(done));
    for (const QUuid &id : ids)
        takeAway(indexOf(id));
    for (const QUuid &id : ids)
        Q_EMIT discarded(room, id);
    pump(room);
}

void Outbox::retry(const QUuid &id)
{
    for (const QUuid &one : withWhatIsDoneTo(id))
        if (const qsizetype index = indexOf(one);
            index >= 0 && m_entries[index].hasFailed() && !m_beingChanged.contains(one))
            tryAgain(index); // what is being changed is tried again by that
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
    const qsizetype place = indexOf(id);
    const bool isWhole = place >= 0 && m_entries[place].hasFailed();
    // What is under way cannot be called back: it may be in the log already.
    for (const QUuid &one : withWhatIsDoneTo(id)) {
        const qsizetype index = indexOf(one);
        if (index < 0)
            continue;
        const OutboxEntry &its = m_entries[index];
        if (!its.hasFailed() && (!isWhole || line(its.room).underWay == one))
            continue;
        const OutboxEntry entry = takeAway(index);
        m_archive.removeOutbox(entry.id);
        Q_EMIT discarded(entry.room, entry.id);
    }
}

/// The log does not hold the message and does not take it: what was to be done to it is done here.
void Outbox::doWhatWaitsBehind(const QUuid &refused)
{
    if (foldWhatWaitsBehind(refused))
        discard(refused);
}

/// True: the message was to be taken back, too.
bool Outbox::foldWhatWaitsBehind(const QUuid &refused)
{
    const QList<QUuid> behind = withWhatIsDoneTo(refused).mid(1);
    bool isTakenBack = false;
    for (const QUuid &id : behind) {
        const OutboxEntry entry = takeAway(indexOf(id));
        OutboxEntry &target = m_entries[indexOf(refused)]; // which may have moved by that
        const auto *const edit = std::get_if<MessageEdit>(&entry.what);
        auto *const message = std::get_if<TextMessage>(&target.what);
        m_archive.removeOutbox(id);
        if (edit != nullptr && message != nullptr) {
            message->text = edit->text;
            m_archive.changeOutbox(target);
            Q_EMIT changed(OutboxEntry(target));
        }
        Q_EMIT discarded(entry.room, id);
        isTakenBack = isTakenBack || std::holds_alternative<MessageDeletion>(entry.what);
    }
    return isTakenBack;
}

OutboxEntry Outbox::takeAway(qsizetype index)
{
    const OutboxEntry entry = m_entries.takeAt(index);
    Line &its = line(entry.room);
    if (its.underWay == entry.id) {
        its.underWay = {};
        its.attempt = ++m_lastAttempt; // nobody waits for the answer any more
    }
    return entry;
}

/// First the entry itself, if it is here, then in their order those of which it is the target.
QList<QUuid> Outbox::withWhatIsDoneTo(const QUuid &id) const
{
    QList<QUuid> ids;
    if (indexOf(id) >= 0)
        ids.append(id);
    for (const OutboxEntry &entry : m_entries)
        if (targetOf(entry.what) == id)
            ids.append(entry.id);
    return ids;
}

void Outbox::discardAll(Archive::Done done)
{
    const QList<OutboxEntry> gone = unsent();
    m_entries.clear();
    m_beingKept.clear();
    m_beingChanged.clear();
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
    if (Line &its = line(m_entries[index].room); its.underWay == id)
        its.backoff.reset();
    const OutboxEntry entry = takeAway(index);
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
        std::find_if(m_entries.begin(), m_entries.end(), [&room](const OutboxEntry &entry) {
            return entry.room == room && !entry.hasFailed();
        });
    if (next == m_entries.end() || m_beingChanged.contains(next->id))
        return;
    if (!std::exchange(next->tried, true))
        m_archive.noteTried(next->id);
    its.underWay = next->id;
    its.attempt = ++m_lastAttempt;
    const Outgoing outgoing {next->id, room, next->what};
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
        entry.tried = error.code == Code::Internal;
        m_archive.changeOutbox(entry);
        const OutboxEntry failed = entry;
        Q_EMIT changed(failed);
        if (!failed.tried && isMessage(failed.what))
            doWhatWaitsBehind(failed.id);
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
