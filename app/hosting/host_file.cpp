// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hosting/host_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

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
    return m_lock.isLocked()
        || (QDir().mkpath(m_folder) && m_lock.tryLock(std::chrono::milliseconds(0)));
}

void HostFile::release()
{
    m_lock.unlock();
}

bool HostFile::announce(const QUrl &server)
{
    QSaveFile file(pathIn(m_folder, "host.json"_L1));
    if (!m_lock.isLocked() || !file.open(QIODevice::WriteOnly))
        return false;
    file.write(QJsonDocument(QJsonObject {{serverKey, server.toString()},
                                          {pidKey, QCoreApplication::applicationPid()}})
                   .toJson());
    return file.commit();
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
    QFile file(pathIn(m_folder, "host.json"_L1));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    return {QUrl(json.value(serverKey).toString()), json.value(pidKey).toInteger()};
}

} // namespace samsa::app
