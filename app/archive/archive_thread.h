// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/archive.h"
#include "app/archive/archive_file.h"
#include "app/archive/message_table.h"
#include "app/archive/person_tables.h"

#include <QDeadlineTimer>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

namespace samsa::app {

/// What a write writes to.
struct ArchiveTables
{
    explicit ArchiveTables(ArchiveDatabase &database)
        : messages(database)
        , person(database)
    {
    }

    MessageTable messages;
    PersonTables person;
};

/// One thing to be written, and what follows when it cannot be.
struct ArchiveWrite
{
    enum class OnFailure {
        TellCaller, ///< \c done is called with the error, and that is the end of it.
        TryAgain, ///< It is kept in memory; \c done waits with it.
        LetGo, ///< It is forgotten: the server has it.
    };
    OnFailure onFailure = OnFailure::TryAgain;
    /// What it is about: a later write about the same makes an earlier one that waits needless.
    QByteArray about;
    std::function<protocol::Result<void>(ArchiveTables &)> run;
    std::function<void(const protocol::Result<void> &)> done; ///< In the door's thread; or null.
    qsizetype messages = 0; ///< So many it holds, for the bound on what waits.
};

/// The archive's thread with its one connection: opens the file, writes batches, each in one
/// transaction, answers questions in the order they came, and removes what is beyond the bounds
/// when it has nothing else to do.
///
/// What it says goes back as functions that the door runs in its own thread: takeAnswer() after it
/// was woken. Functions of this class may be called from any thread.
class ArchiveThread
{
public:
    using Batch = std::vector<ArchiveWrite>;
    using Answer = std::function<void()>;
    /// Runs in the archive's thread, with the tables or why there are none.
    using Question = std::function<Answer(const protocol::Result<ArchiveTables *> &)>;

    /// What happens to the archive as a whole; called by the answers.
    struct Told
    {
        std::function<void(const Kept &)> started;
        std::function<void(const Trouble &)> trouble;
        std::function<void(Trouble::Code)> troubleOver;
    };

    ArchiveThread(ArchiveFile file, const Archive::Bounds &bounds, Told told,
                  std::function<void()> wake);

    /// Once. The thread keeps \a self for as long as it runs.
    static void start(const std::shared_ptr<ArchiveThread> &self);
    /// Does what waits, and ends the thread; when that takes longer than \a patience it is left
    /// behind. Nothing is woken after.
    void stop(std::chrono::milliseconds patience);

    void write(Batch batch);
    void ask(Question question);
    /// Messages that wait to be written.
    qsizetype waitingMessages() const { return m_waitingMessages; }
    /// The next thing to run in the door's thread; null when there is none.
    Answer takeAnswer();

private:
    using Job = std::variant<Batch, Question>;

    void run();
    /// The next job; nothing: there was none, or it is time for something else.
    std::optional<Job> nextJob();
    bool isAtEnd() const;
    void begin(OpenedArchive opened);
    void take(Batch &batch);
    void take(const Question &question);
    protocol::Result<void> writeNow(const Batch &batch);
    void writeAgain();
    void trim();
    void recover();
    void settle(Batch &batch, const protocol::Result<void> &written);
    void keepForLater(ArchiveWrite write);
    void noteWritten(const protocol::Result<void> &written);
    void post(Answer answer);

    // The thread's own.
    const ArchiveFile m_file;
    const Archive::Bounds m_bounds;
    const Told m_told;
    std::unique_ptr<ArchiveDatabase> m_database; // null: nothing is kept
    std::optional<ArchiveTables> m_tables; // of m_database
    protocol::Error m_why; // why m_database is null
    Batch m_unwritten; // what the disk did not take
    QDeadlineTimer m_again {QDeadlineTimer::Forever}; // when it is tried again
    bool m_isFailing = false;
    bool m_mayTrim = true;

    std::atomic<qsizetype> m_waitingMessages = 0;
    std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_ended;
    std::deque<Job> m_jobs; // guarded by m_mutex
    std::deque<Answer> m_answers; // guarded by m_mutex
    std::function<void()> m_wake; // guarded by m_mutex; null: nobody listens any more
    bool m_isWoken = false; // guarded by m_mutex: it is on its way
    bool m_stop = false; // guarded by m_mutex
    bool m_hasEnded = true; // guarded by m_mutex
    std::thread m_thread; // the door's
};

} // namespace samsa::app
