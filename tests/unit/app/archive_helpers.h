// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/archive.h"
#include "app/storage/person_files.h"
#include "protocol/message_id.h"

#include <QEventLoop>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTimer>

#include <memory>
#include <optional>

namespace samsa::test {

/// An archive that was opened, of Ann on this computer.
inline std::unique_ptr<app::Archive> openArchive(const app::PersonFiles &files,
                                                 const app::Archive::Bounds &bounds = {})
{
    auto archive = std::make_unique<app::Archive>(files, bounds);
    QEventLoop loop;
    QObject::connect(archive.get(), &app::Archive::started, &loop, &QEventLoop::quit);
    QTimer::singleShot(std::chrono::seconds(20), &loop, &QEventLoop::quit);
    archive->start();
    loop.exec();
    if (!archive->isStarted())
        qFatal("The archive does not open.");
    return archive;
}

/// Asks the archive and waits for the answer.
template <typename T, typename Ask>
protocol::Result<T> answerOf(const Ask &ask)
{
    QEventLoop loop; // which wakes at once, where QTest looks each 10 ms
    std::optional<protocol::Result<T>> answer;
    ask(&loop, [&](const protocol::Result<T> &it) {
        answer.emplace(it);
        loop.quit();
    });
    QTimer::singleShot(std::chrono::seconds(20), &loop, &QEventLoop::quit);
    loop.exec();
    if (!answer)
        qFatal("The archive does not answer.");
    return *answer;
}

inline protocol::Result<app::MessageSlice> newestOf(app::Archive &archive, const QUuid &room,
                                                    int limit)
{
    return answerOf<app::MessageSlice>(
        [&](QObject *context, const auto &take) { archive.newest(room, limit, context, take); });
}

inline protocol::Result<void> addToOutbox(app::Archive &archive, const app::OutboxEntry &entry)
{
    return answerOf<void>(
        [&](QObject *context, const auto &done) { archive.addOutbox(entry, context, done); });
}

/// An entry that was written now.
inline app::OutboxEntry waitingEntry(const QUuid &room, const QString &text)
{
    app::OutboxEntry entry;
    entry.id = protocol::makeMessageId();
    entry.room = room;
    entry.what = app::TextMessage {text};
    entry.written = QDateTime::fromMSecsSinceEpoch(QDateTime::currentMSecsSinceEpoch(), Qt::UTC);
    return entry;
}

/// A second connection to the archive's file, as another program has it.
class SqliteFile
{
public:
    explicit SqliteFile(const QString &path)
        : m_name(QUuid::createUuid().toString())
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        connection.setDatabaseName(path);
        if (!connection.open())
            qFatal("The file cannot be opened.");
    }
    ~SqliteFile() { QSqlDatabase::removeDatabase(m_name); }
    SqliteFile(const SqliteFile &) = delete;
    SqliteFile &operator=(const SqliteFile &) = delete;

    bool run(const QString &sql) const
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        return query.exec(sql);
    }
    /// The first column of the first row.
    QVariant value(const QString &sql) const
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        return query.exec(sql) && query.next() ? query.value(0) : QVariant();
    }

private:
    QString m_name;
};

} // namespace samsa::test
