// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace samsa::app {

/// Writes small files of the person's (the session) by writeKeptFile() in a thread of its own, so
/// that a slow disk never holds up a window. Of several writes to one file that wait, only the
/// newest is made. The destructor writes what still waits, so an ordinary end of the program loses
/// nothing.
///
/// Thread: any. A write that fails is logged and tried
/// again with the next one; a disk that is full must not stop a conversation.
class FileWriter
{
public:
    FileWriter();
    ~FileWriter();
    FileWriter(const FileWriter &) = delete;
    FileWriter &operator=(const FileWriter &) = delete;

    void write(const QString &path, QByteArray bytes);
    /// Waits until everything asked for so far is on disk. For tests and the end of the program.
    void flush();

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_idle;
    std::map<QString, QByteArray> m_waiting; // guarded by m_mutex
    bool m_busy = false; // guarded by m_mutex
    bool m_stop = false; // guarded by m_mutex
    std::thread m_thread; // last: it uses all of the above
};

} // namespace samsa::app
