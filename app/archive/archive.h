// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/kept.h"
#include "app/archive/message_slice.h"
#include "protocol/result.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace samsa::app {

class ArchiveThread;
class MessageTable;
class PersonFiles;
struct ArchiveWrite;

/// What this computer keeps of one person on one server: messages that were seen, what is not sent
/// yet, drafts, up to where was read, the list of rooms. One SQLite database, with a thread and a
/// connection of its own.
///
/// Thread: the one it lives in, the windows'; contexts live there too. Nothing but close() waits
/// for the disk. Answers come in the order of the questions, from the event loop, and none once its
/// context is gone or the archive is closed. What is read was written by all that was called
/// before.
///
/// Everything that is written in one turn of the event loop is one transaction. A write that the
/// disk does not take is told by trouble() and tried again, except for a new entry of the outbox,
/// which its caller is told of, and for messages, which the server has. What has to do with what a
/// person wrote is synced; messages alone are not.
///
/// A file that is no database or is damaged is put aside under a name that nothing has yet. One of
/// a newer program is left alone, as is one that cannot be opened: then nothing is kept, reads
/// answer with an error and so does addOutbox().
class Archive : public QObject
{
    Q_OBJECT
public:
    /// What the messages may take, over all rooms. Beyond it the oldest messages of the rooms that
    /// were not opened for longest are removed, a few at a time.
    struct Bounds
    {
        qint64 messages = 1'000'000;
        qint64 bytes = qint64(512) * 1024 * 1024; ///< Of texts and nicknames, in UTF-8.
    };
    using Done = std::function<void(const protocol::Result<void> &)>;
    using TakeSlice = std::function<void(const protocol::Result<MessageSlice> &)>;
    using TakePlace = std::function<void(const protocol::Result<TimePlace> &)>;

    /// \a files says where; they are taken by this program as long as the archive is open.
    explicit Archive(const PersonFiles &files, QObject *parent = nullptr);
    Archive(const PersonFiles &files, const Bounds &bounds, QObject *parent = nullptr);
    ~Archive() override;

    /// Opens the file, makes or migrates it, takes over the files of former programs, and reads
    /// what is needed at once; started() follows, whatever was found. Once.
    void start();
    bool isStarted() const { return m_isStarted; }
    /// As it was at the start; empty before.
    const Kept &kept() const { return m_kept; }

    /// Writes what waits, at most for \a patience, and ends the thread. Nothing is called after.
    /// The destructor does the same.
    void close(std::chrono::milliseconds patience = std::chrono::seconds(5));

    /// The newest of the newest span of the room, at most \a limit.
    void newest(const QUuid &room, int limit, QObject *context, TakeSlice take);
    /// The last ones below \a position; nothing when it is not known what is right below it.
    void before(const QUuid &room, qint64 position, int limit, QObject *context, TakeSlice take);
    /// The first ones above \a position; nothing when it is not known what is right above it.
    void after(const QUuid &room, qint64 position, int limit, QObject *context, TakeSlice take);
    /// About as many below \a position as from it on, \a limit in all; nothing when \a position is
    /// in no span.
    void around(const QUuid &room, qint64 position, int limit, QObject *context, TakeSlice take);
    void atTime(const QUuid &room, const QDateTime &time, QObject *context, TakePlace take);

    /// Keeps messages of one room. \a covers: each message that the room has there is among
    /// \a messages, or kept already. What is kept already is replaced only by a state that tells of
    /// a later change (protocol::Message::changed).
    void keep(const QUuid &room, const QList<protocol::Message> &messages, const Span &covers);
    /// Something became of a message: if it is kept, \a change is called with it and says whether
    /// it made another of it, which then has a higher \c changed. It runs in the archive's thread.
    void change(const QUuid &room, const QUuid &id,
                std::function<bool(protocol::Message &)> change);
    /// Nothing of a room's messages is kept any more: the server has others in their places.
    void forget(const QUuid &room);
    /// Of which epoch a room's messages are that are kept, as the server said it; empty if it is
    /// not known.
    QByteArray epoch(const QUuid &room) const { return m_kept.epochs.value(room); }
    void setEpoch(const QUuid &room, const QByteArray &epoch);
    /// The list of rooms, whole.
    void keepRooms(const QList<protocol::Room> &rooms);

    /// Puts the entry at the end; one with the same id is replaced. \a done is called once it is on
    /// disk, or when it cannot be: then it is not kept and not tried again. Errors:
    /// Code::StartFailed with a sentence for a person when there is no archive, else SQLite's own.
    void addOutbox(const OutboxEntry &entry, QObject *context, Done done);
    /// The same for one that was kept before, which is tried until the disk takes it.
    void moveOutboxToEnd(const OutboxEntry &entry);
    /// What is kept under its id; its place stays.
    void changeOutbox(const OutboxEntry &entry);
    /// The same, once, as addOutbox(): when the disk does not take it, it stays as it was.
    void changeOutbox(const OutboxEntry &entry, QObject *context, Done done);
    /// OutboxEntry::tried. Not synced: the end of the computer may undo it, the program's does not.
    void noteTried(const QUuid &id);
    void removeOutbox(const QUuid &id);
    /// The same; \a done is called once they are off the disk.
    void removeOutbox(const QList<QUuid> &ids, QObject *context, Done done);

    QString draft(const QUuid &room) const { return m_kept.drafts.value(room); }
    /// Empty: there is none. Written at most each 300 ms.
    void setDraft(const QUuid &room, const QString &text);

    /// As they are now.
    const QHash<QUuid, ReadMark> &marks() const { return m_kept.marks; }
    bool hasMarks() const { return m_kept.hasMarks; }
    void setMark(const QUuid &room, const ReadMark &mark);
    /// From now on a room without a mark was never read (Kept::hasMarks).
    void beginMarks();

Q_SIGNALS:
    void started();
    /// Something went wrong, said once until it works again. What was found at the start is in
    /// kept().troubles instead.
    void trouble(const samsa::app::Trouble &trouble);
    /// The disk takes what it did not take.
    void troubleOver(samsa::app::Trouble::Code code);

protected:
    void customEvent(QEvent *event) override;

private:
    void ask(std::function<protocol::Result<MessageSlice>(MessageTable &)> read, QObject *context,
             TakeSlice take);
    void write(ArchiveWrite write);
    void writeDrafts();
    void sendTurn();

    std::shared_ptr<ArchiveThread>
        m_thread; // shared with its std::thread, which may be left behind
    std::vector<ArchiveWrite> m_turn; // what was asked for in this turn of the event loop
    Kept m_kept;
    QSet<QUuid> m_unwrittenDrafts;
    QTimer m_draftTimer;
    QTimer m_turnTimer;
    bool m_isStarted = false;
    bool m_isClosed = false;
};

} // namespace samsa::app
