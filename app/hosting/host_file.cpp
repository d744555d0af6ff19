// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hosting/host_file.h"

#include "app/storage/kept_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QLatin1StringView serverKey("server");
constexpr QLatin1StringView pidKey("pid");

QString pathIn(const QString &folder, QLatin1StringView name)
{
    return folder + QLatin1Char('/') + name;
}

} // namespace

HostFile::HostFile(const QString &folder)
    : m_folder(folder)
    , m_lock(pathIn(folder, "host.lock"_L1))
{
    m_lock.setStaleLockTime(std::chrono::milliseconds(0)); // only a dead program's lock is stale
}

bool HostFile::take()
{
    if (m_lock.isLocked())
        return true;
    const bool isMade = QDir().mkpath(m_folder);
    const bool isTaken = isMade && m_lock.tryLock(std::chrono::milliseconds(0));
    m_isUnwritable = !isTaken && (!isMade || m_lock.error() != QLockFile::LockFailedError);
    return isTaken;
}

void HostFile::release()
{
    m_lock.unlock();
}

protocol::Result<void> HostFile::announce(const QUrl &server)
{
    if (!m_lock.isLocked())
        return protocol::Error {protocol::Code::Internal, u"Another program hosts."_s};
    const QJsonObject announcement {{serverKey, server.toString()},
                                    {pidKey, QCoreApplication::applicationPid()}};
    return writeKeptFile(pathIn(m_folder, "host.json"_L1), QJsonDocument(announcement).toJson());
}

std::optional<QUrl> HostFile::host() const
{
    const Announcement announcement = read();
    qint64 holder = 0;
    QString computer;
    QString program;
    // An announcement by another than the holder is an old one.
    if (announcement.server.isEmpty() || !m_lock.getLockInfo(&holder, &computer, &program)
        || holder != announcement.pid) {
        return std::nullopt;
    }
    return announcement.server;
}

quint16 HostFile::lastPort() const
{
    return static_cast<quint16>(std::max(0, read().server.port()));
}

HostFile::Announcement HostFile::read() const
{
    // What cannot be read announces nobody: whoever waits for it says so when its patience ends.
    const QJsonObject json = readKeptFile(pathIn(m_folder, "host.json"_L1)).json;
    return {QUrl(json.value(serverKey).toString()), json.value(pidKey).toInteger()};
}

} // namespace samsa::app
