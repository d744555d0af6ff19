// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/local_testbed.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <sched.h>
#include <sys/mount.h>

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr char diskSize[] = "size=600m";

QByteArray because(const char *what)
{
    return QByteArray(what) + ": " + std::strerror(errno);
}

} // namespace

LocalTestbed::~LocalTestbed()
{
    m_server.kill();
    if (m_mounted)
        umount2(m_data.toUtf8().constData(), MNT_DETACH);
}

bool LocalTestbed::start()
{
    m_data = m_folder.filePath(u"data"_s);
    QDir().mkpath(m_data);
    m_port = freePort();
    const QStringList arguments = commonArguments()
        + QStringList {u"--data-dir"_s, m_data, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port)};
    addFaultsOf(
        u"the server"_s, 1, [this](int) -> test::ServerProgram & { return m_server; },
        [this, arguments](int) { return restart(m_server, arguments, false); }, 8);
    mountSmallDisk();
    preloadFaketime();
    return restart(m_server, arguments, false);
}

/// In a mount namespace of this process's own, so that nothing of it outlives the process.
void LocalTestbed::mountSmallDisk()
{
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
        || mount("tmpfs", m_data.toUtf8().constData(), "tmpfs", 0, diskSize) != 0) {
        m_leftOut.append(u"full disk (%1)"_s.arg(QString::fromUtf8(because("a small disk"))));
        return;
    }
    m_mounted = true;
    m_faults.push_back({{u"a full disk"_s, 1, 1, 5},
                        [this](int) { return fillDisk(); },
                        [this](int) { return QFile::remove(m_data + u"/filler"_s); }});
}

bool LocalTestbed::fillDisk()
{
    QFile filler(m_data + u"/filler"_s);
    if (!filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return false;
    for (QByteArray block(1 << 20, 'x'); !block.isEmpty(); block.resize(block.size() / 2)) {
        while (filler.write(block) == block.size()) {}
    }
    return true;
}

void LocalTestbed::preloadFaketime()
{
    const QStringList folders = QDir(u"/usr/lib"_s).entryList({u"*-linux-gnu"_s}, QDir::Dirs);
    for (const QString &folder : folders) {
        const QString library = u"/usr/lib/%1/faketime/libfaketime.so.1"_s.arg(folder);
        if (!QFile::exists(library) || !setClock("+0"))
            continue;
        m_server.environment.insert(u"LD_PRELOAD"_s, library);
        m_server.environment.insert(u"FAKETIME_TIMESTAMP_FILE"_s, m_folder.filePath(u"clock"_s));
        m_server.environment.insert(u"FAKETIME_CACHE_DURATION"_s, u"1"_s);
        m_server.environment.insert(u"FAKETIME_DONT_FAKE_MONOTONIC"_s, u"1"_s);
        m_faults.push_back({{u"a clock that jumps an hour ahead"_s, 1, 2, 5},
                            [this](int) { return setClock("+3600"); },
                            [this](int) { return setClock("+0"); }});
        m_faults.push_back({{u"a clock that jumps an hour back"_s, 1, 2, 5},
                            [this](int) { return setClock("-3600"); },
                            [this](int) { return setClock("+0"); }});
        return;
    }
    m_leftOut.append(u"a clock that jumps (libfaketime is not installed)"_s);
}

bool LocalTestbed::setClock(const QByteArray &offset)
{
    QFile file(m_folder.filePath(u"clock"_s));
    return file.open(QIODevice::WriteOnly) && file.write(offset + '\n') > 0;
}

QString LocalTestbed::databaseUrl() const
{
    return u"sqlite://%1/samsa.sqlite"_s.arg(m_data);
}

void LocalTestbed::keepLogs(const QString &folder)
{
    keepLog(m_server, folder + u"/server.log"_s);
}

} // namespace samsa::chaos
