// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/archive.h"

#include "app/archive/archive_thread.h"
#include "app/base/logging.h"
#include "app/storage/person_files.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPointer>

namespace samsa::app {

using protocol::Message;
using protocol::Result;

namespace {

constexpr std::chrono::milliseconds draftInterval {300};
/// Messages that wait to be written; beyond it they are not kept, since the server has them.
constexpr qsizetype waitingMost = 50'000;

QByteArray about(const char *what, const QUuid &id)
{
    return what + id.toRfc4122();
}

/// Calls \a then, if there is one, as long as its context is there.
template <typename T>
std::function<void(const Result<T> &)> within(QObject *context,
                                              std::function<void(const Result<T> &)> then)
{
    return [context = QPointer<QObject>(context), then = std::move(then)](const Result<T> &result) {
        if (context && then)
            then(result);
    };
}

template <typename T>
ArchiveThread::Question question(std::function<Result<T>(MessageTable &)> read,
                                 std::function<void(const Result<T> &)> take)
{
    return [read = std::move(read), take = std::move(take)](
               const Result<ArchiveTables *> &tables) -> ArchiveThread::Answer {
        return [take, result = tables ? read((*tables)->messages) : Result<T>(tables.error())] {
            take(result);
        };
    };
}

} // namespace

Archive::Archive(const PersonFiles &files, QObject *parent)
    : Archive(files, Bounds(), parent)
{
}

Archive::Archive(const PersonFiles &files, const Bounds &bounds, QObject *parent)
    : QObject(parent)
{
    ArchiveThread::Told told;
    told.started = [this](const Kept &kept) {
        m_kept = kept;
        m_isStarted = true;
        Q_EMIT started();
    };
    told.trouble = [this](const Trouble &why) { Q_EMIT trouble(why); };
    told.troubleOver = [this](Trouble::Code code) { Q_EMIT troubleOver(code); };
    m_thread = std::make_shared<ArchiveThread>(
        ArchiveFile(files.archive(), FormerFiles(files.outbox(), files.readMarks())), bounds,
        std::move(told), [this] { QCoreApplication::postEvent(this, new QEvent(QEvent::User)); });
    m_turnTimer.setSingleShot(true);
    m_turnTimer.setInterval(0);
    connect(&m_turnTimer, &QTimer::timeout, this, &Archive::sendTurn);
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(draftInterval);
    connect(&m_draftTimer, &QTimer::timeout, this, &Archive::writeDrafts);
}

Archive::~Archive()
{
    close();
}

void Archive::start()
{
    ArchiveThread::start(m_thread);
}

void Archive::close(std::chrono::milliseconds patience)
{
    if (m_isClosed)
        return;
    writeDrafts();
    sendTurn();
    m_isClosed = true;
    m_thread->stop(patience);
}

/// The thread has something to say.
void Archive::customEvent(QEvent *)
{
    const QPointer<Archive> self(this);
    const auto thread = m_thread;
    // An answer may close the archive, or take it away.
    while (self && !m_isClosed) {
        const ArchiveThread::Answer answer = thread->takeAnswer();
        if (!answer)
            return;
        answer();
    }
}

void Archive::write(ArchiveWrite write)
{
    if (m_isClosed)
        return;
    m_turn.push_back(std::move(write));
    if (!m_turnTimer.isActive())
        m_turnTimer.start();
}

void Archive::sendTurn()
{
    m_turnTimer.stop();
    if (!m_turn.empty())
        m_thread->write(std::exchange(m_turn, {}));
}

void Archive::ask(std::function<Result<MessageSlice>(MessageTable &)> read, QObject *context,
                  TakeSlice take)
{
    sendTurn();
    m_thread->ask(question<MessageSlice>(std::move(read), within(context, std::move(take))));
}

void Archive::newest(const QUuid &room, int limit, QObject *context, TakeSlice take)
{
    ask([=](MessageTable &messages) { return messages.newest(room, limit); }, context,
        std::move(take));
}

void Archive::before(const QUuid &room, qint64 position, int limit, QObject *context,
                     TakeSlice take)
{
    ask([=](MessageTable &messages) { return messages.before(room, position, limit); }, context,
        std::move(take));
}

void Archive::after(const QUuid &room, qint64 position, int limit, QObject *context, TakeSlice take)
{
    ask([=](MessageTable &messages) { return messages.after(room, position, limit); }, context,
        std::move(take));
}

void Archive::around(const QUuid &room, qint64 position, int limit, QObject *context,
                     TakeSlice take)
{
    ask([=](MessageTable &messages) { return messages.around(room, position, limit); }, context,
        std::move(take));
}

void Archive::atTime(const QUuid &room, const QDateTime &time, QObject *context, TakePlace take)
{
    sendTurn();
    m_thread->ask(question<TimePlace>(
        [room, time](MessageTable &messages) { return messages.atTime(room, time); },
        within(context, std::move(take))));
}

void Archive::keep(const QUuid &room, const QList<Message> &messages, const Span &covers)
{
    if (m_thread->waitingMessages() > waitingMost) {
        qCDebug(lcApp, "The disk is slower than the server: messages are not kept.");
        return;
    }
    ArchiveWrite it;
    it.onFailure = ArchiveWrite::OnFailure::LetGo;
    it.messages = messages.size();
    it.run = [room, messages, covers](ArchiveTables &tables) {
        return tables.messages.keep(room, messages, covers);
    };
    write(std::move(it));
}

void Archive::change(const QUuid &room, const QUuid &id, std::function<bool(Message &)> change)
{
    ArchiveWrite it;
    it.onFailure = ArchiveWrite::OnFailure::LetGo;
    it.messages = 1;
    it.run = [room, id, change = std::move(change)](ArchiveTables &tables) {
        return tables.messages.change(room, id, change);
    };
    write(std::move(it));
}

void Archive::forget(const QUuid &room)
{
    ArchiveWrite it;
    it.run = [room](ArchiveTables &tables) { return tables.messages.forget(room); };
    write(std::move(it));
}

void Archive::setEpoch(const QUuid &room, const QByteArray &epoch)
{
    if (epoch.isEmpty() || m_kept.epochs.value(room) == epoch)
        return;
    m_kept.epochs.insert(room, epoch);
    ArchiveWrite it;
    it.about = about("epoch", room);
    it.run = [room, epoch](ArchiveTables &tables) { return tables.person.setEpoch(room, epoch); };
    write(std::move(it));
}

void Archive::keepRooms(const QList<protocol::Room> &rooms)
{
    ArchiveWrite it;
    it.onFailure = ArchiveWrite::OnFailure::LetGo;
    it.run = [rooms](ArchiveTables &tables) { return tables.person.keepRooms(rooms); };
    write(std::move(it));
}

void Archive::addOutbox(const OutboxEntry &entry, QObject *context, Done done)
{
    ArchiveWrite it;
    it.onFailure = ArchiveWrite::OnFailure::TellCaller;
    it.about = about("outbox", entry.id);
    it.run = [entry](ArchiveTables &tables) { return tables.person.addOutbox(entry); };
    it.done = within(context, std::move(done));
    write(std::move(it));
}

void Archive::moveOutboxToEnd(const OutboxEntry &entry)
{
    ArchiveWrite it;
    it.about = about("outbox", entry.id);
    it.run = [entry](ArchiveTables &tables) { return tables.person.addOutbox(entry); };
    write(std::move(it));
}

void Archive::changeOutbox(const OutboxEntry &entry)
{
    ArchiveWrite it;
    it.about = about("outbox", entry.id);
    it.run = [entry](ArchiveTables &tables) { return tables.person.changeOutbox(entry); };
    write(std::move(it));
}

void Archive::changeOutbox(const OutboxEntry &entry, QObject *context, Done done)
{
    ArchiveWrite it;
    it.onFailure = ArchiveWrite::OnFailure::TellCaller;
    it.about = about("outbox", entry.id);
    it.run = [entry](ArchiveTables &tables) { return tables.person.changeOutbox(entry); };
    it.done = within(context, std::move(done));
    write(std::move(it));
}

void Archive::noteTried(const QUuid &id)
{
    ArchiveWrite it;
    it.onFailure = ArchiveWrite::OnFailure::LetGo;
    it.run = [id](ArchiveTables &tables) { return tables.person.noteTried(id); };
    write(std::move(it));
}

void Archive::removeOutbox(const QUuid &id)
{
    ArchiveWrite it;
    it.about = about("outbox", id);
    it.run = [id](ArchiveTables &tables) { return tables.person.removeOutbox(id); };
    write(std::move(it));
}

void Archive::removeOutbox(const QList<QUuid> &ids, QObject *context, Done done)
{
    // One write for each, so that it takes the place of an earlier one of the same entry.
    for (const QUuid &id : ids)
        removeOutbox(id);
    ArchiveWrite it;
    it.run = [](ArchiveTables &) -> Result<void> { return {}; };
    it.done = within(context, std::move(done));
    write(std::move(it));
}

void Archive::setDraft(const QUuid &room, const QString &text)
{
    Q_ASSERT(m_isStarted);
    if (m_kept.drafts.value(room) == text)
        return;
    if (text.isEmpty())
        m_kept.drafts.remove(room);
    else
        m_kept.drafts.insert(room, text);
    m_unwrittenDrafts.insert(room);
    if (!m_draftTimer.isActive())
        m_draftTimer.start();
}

void Archive::writeDrafts()
{
    m_draftTimer.stop();
    const auto rooms = std::exchange(m_unwrittenDrafts, {});
    for (const QUuid &room : rooms) {
        ArchiveWrite it;
        it.about = about("draft", room);
        it.run = [room, text = draft(room)](ArchiveTables &tables) {
            return tables.person.setDraft(room, text);
        };
        write(std::move(it));
    }
}

void Archive::setMark(const QUuid &room, const ReadMark &mark)
{
    Q_ASSERT(m_isStarted);
    m_kept.hasMarks = true;
    m_kept.marks.insert(room, mark);
    ArchiveWrite it;
    it.about = about("mark", room);
    it.run = [room, mark](ArchiveTables &tables) { return tables.person.setMark(room, mark); };
    write(std::move(it));
}

void Archive::beginMarks()
{
    Q_ASSERT(m_isStarted);
    if (std::exchange(m_kept.hasMarks, true))
        return;
    ArchiveWrite it;
    it.run = [](ArchiveTables &tables) { return tables.person.beginMarks(); };
    write(std::move(it));
}

} // namespace samsa::app
