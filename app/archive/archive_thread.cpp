// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/archive_thread.h"

#include "app/base/logging.h"

#include <algorithm>

namespace samsa::app {

using protocol::Result;

namespace {

constexpr std::chrono::milliseconds tryAgainAfter {1000};

} // namespace

ArchiveThread::ArchiveThread(ArchiveFile file, const Archive::Bounds &bounds, Told told,
                             std::function<void()> wake)
    : m_file(std::move(file))
    , m_bounds(bounds)
    , m_told(std::move(told))
    , m_wake(std::move(wake))
{
}

void ArchiveThread::start(const std::shared_ptr<ArchiveThread> &self)
{
    self->m_hasEnded = false;
    self->m_thread = std::thread([self] { self->run(); });
}

void ArchiveThread::stop(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    m_stop = true;
    m_wake = nullptr;
    m_work.notify_one();
    const bool ended = m_ended.wait_for(lock, patience, [this] { return m_hasEnded; });
    lock.unlock();
    if (!m_thread.joinable())
        return;
    if (ended) {
        m_thread.join();
    } else {
        qCWarning(lcApp, "The disk does not answer; what waits may not be kept.");
        m_thread.detach();
    }
}

void ArchiveThread::write(Batch batch)
{
    for (const ArchiveWrite &one : batch)
        m_waitingMessages += one.messages;
    const std::scoped_lock lock(m_mutex);
    m_jobs.emplace_back(std::move(batch));
    m_work.notify_one();
}

void ArchiveThread::ask(Question question)
{
    const std::scoped_lock lock(m_mutex);
    m_jobs.emplace_back(std::move(question));
    m_work.notify_one();
}

ArchiveThread::Answer ArchiveThread::takeAnswer()
{
    const std::scoped_lock lock(m_mutex);
    m_isWoken = false;
    if (m_answers.empty())
        return {};
    Answer answer = std::move(m_answers.front());
    m_answers.pop_front();
    return answer;
}

void ArchiveThread::post(Answer answer)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_wake)
        return;
    m_answers.push_back(std::move(answer));
    if (m_isWoken)
        return;
    m_isWoken = true;
    m_wake(); // under the lock, so that stop() has its word
}

bool ArchiveThread::isAtEnd() const
{
    return m_stop && m_jobs.empty();
}

std::optional<ArchiveThread::Job> ArchiveThread::nextJob()
{
    std::unique_lock lock(m_mutex);
    const auto ready = [this] { return m_stop || !m_jobs.empty(); };
    if (!m_mayTrim) {
        if (m_again.isForever())
            m_work.wait(lock, ready);
        else
            m_work.wait_for(lock, std::chrono::milliseconds(m_again.remainingTime()), ready);
    }
    if (m_jobs.empty())
        return {};
    Job job = std::move(m_jobs.front());
    m_jobs.pop_front();
    return job;
}

void ArchiveThread::run()
{
    begin(m_file.open());
    while (true) {
        if (auto job = nextJob()) {
            std::visit([this](auto &one) { take(one); }, *job);
            continue;
        }
        {
            const std::scoped_lock lock(m_mutex);
            if (isAtEnd())
                break;
        }
        if (m_again.hasExpired())
            writeAgain();
        else if (m_mayTrim)
            trim();
    }
    writeAgain();
    if (m_tables)
        noteWritten(writeNow({})); // which rooms were opened
    m_tables.reset();
    m_database.reset();
    const std::scoped_lock lock(m_mutex);
    m_hasEnded = true;
    m_ended.notify_all();
}

void ArchiveThread::begin(OpenedArchive opened)
{
    m_database = std::move(opened.database);
    m_why = opened.why;
    if (m_database)
        m_tables.emplace(*m_database);
    post([started = m_told.started, kept = std::move(opened.kept)] { started(kept); });
}

/// The file has turned out to be damaged while it was used.
void ArchiveThread::recover()
{
    m_tables.reset();
    OpenedArchive opened = m_file.replace(std::move(m_database));
    m_database = std::move(opened.database);
    m_why = opened.why;
    if (m_database)
        m_tables.emplace(*m_database);
    for (const Trouble &trouble : std::as_const(opened.kept.troubles))
        post([tell = m_told.trouble, trouble] { tell(trouble); });
}

void ArchiveThread::take(const Question &question)
{
    post(question(m_tables ? Result<ArchiveTables *>(&*m_tables) : Result<ArchiveTables *>(m_why)));
    if (m_database && m_database->isDamaged())
        recover();
}

void ArchiveThread::take(Batch &batch)
{
    for (const ArchiveWrite &write : batch)
        m_waitingMessages -= write.messages;
    if (!m_unwritten.empty())
        writeAgain(); // first, so that the order stays
    auto written = writeNow(batch);
    if (!written && m_database && m_database->isDamaged()) {
        recover();
        written = writeNow(batch);
    }
    noteWritten(written);
    settle(batch, written);
}

Result<void> ArchiveThread::writeNow(const Batch &batch)
{
    if (!m_database)
        return m_why;
    const bool synced = std::any_of(batch.cbegin(), batch.cend(), [](const ArchiveWrite &write) {
        return write.onFailure != ArchiveWrite::OnFailure::LetGo;
    });
    auto written = m_database->transaction(synced, [&]() -> Result<void> {
        for (const ArchiveWrite &write : batch)
            if (auto done = write.run(*m_tables); !done)
                return done;
        return m_tables->messages.writeOpened();
    });
    if (!written)
        m_tables->messages.forgetUndone();
    m_mayTrim = m_mayTrim
        || std::any_of(batch.cbegin(), batch.cend(),
                       [](const ArchiveWrite &write) { return write.messages > 0; });
    return written;
}

void ArchiveThread::settle(Batch &batch, const Result<void> &written)
{
    for (ArchiveWrite &write : batch) {
        // What is not going to be written stands in no earlier one's place.
        if (!write.about.isEmpty()
            && (written || write.onFailure == ArchiveWrite::OnFailure::TryAgain))
            std::erase_if(m_unwritten, [&write](const ArchiveWrite &earlier) {
                return earlier.about == write.about && !earlier.done;
            });
        if (!written && write.onFailure == ArchiveWrite::OnFailure::TryAgain && m_database)
            m_unwritten.push_back(std::move(write));
        else if (write.done)
            post([done = std::move(write.done), written] { done(written); });
    }
    m_again = m_unwritten.empty() ? QDeadlineTimer(QDeadlineTimer::Forever)
                                  : QDeadlineTimer(tryAgainAfter);
}

void ArchiveThread::writeAgain()
{
    if (m_unwritten.empty())
        return;
    Batch batch = std::exchange(m_unwritten, {});
    const auto written = writeNow(batch);
    noteWritten(written);
    settle(batch, written);
}

void ArchiveThread::noteWritten(const Result<void> &written)
{
    if (!m_database || written.ok() == !m_isFailing)
        return;
    m_isFailing = !written;
    if (written) {
        post([over = m_told.troubleOver] { over(Trouble::Code::WriteFailed); });
        return;
    }
    const Trouble trouble = makeTrouble(Trouble::Code::WriteFailed);
    qCWarning(lcApp, "The archive cannot be written: %ls",
              qUtf16Printable(written.error().sentence));
    post([tell = m_told.trouble, trouble] { tell(trouble); });
}

void ArchiveThread::trim()
{
    m_mayTrim = false;
    if (!m_database)
        return;
    const auto trimmed = m_database->transaction(false, [this]() -> Result<void> {
        const auto more = m_tables->messages.trim(m_bounds);
        m_mayTrim = more && *more;
        return more ? Result<void>() : Result<void>(more.error());
    });
    if (trimmed)
        return;
    m_mayTrim = false; // what is written next looks again
    m_tables->messages.forgetUndone();
    if (m_database->isDamaged())
        recover();
}

} // namespace samsa::app
