// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/file_writer.h"

#include "app/base/logging.h"
#include "app/storage/kept_file.h"

namespace samsa::app {

FileWriter::FileWriter()
    : m_thread([this] { run(); })
{
}

FileWriter::~FileWriter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_work.notify_one();
    m_thread.join();
}

void FileWriter::write(const QString &path, QByteArray bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting[path] = std::move(bytes);
    }
    m_work.notify_one();
}

void FileWriter::flush()
{
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_waiting.empty() && !m_busy; });
}

void FileWriter::run()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_work.wait(lock, [this] { return m_stop || !m_waiting.empty(); });
        if (m_waiting.empty())
            return; // told to stop, and nothing waits
        const auto work = std::exchange(m_waiting, {});
        m_busy = true;
        lock.unlock();
        for (const auto &[path, bytes] : work)
            if (const auto written = writeKeptFile(path, bytes); !written)
                qCWarning(lcApp, "%ls", qUtf16Printable(written.error().sentence));
        lock.lock();
        m_busy = false;
        m_idle.notify_all();
    }
}

} // namespace samsa::app
