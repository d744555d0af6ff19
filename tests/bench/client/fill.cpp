// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/client/fill.h"

#include "app/archive/archive_file.h"
#include "app/archive/message_table.h"
#include "app/storage/person_files.h"
#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/room_table.h"
#include "tests/bench/client/mixed_talk.h"

#include <QDateTime>
#include <QDir>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace samsa::bench {

using namespace std::chrono_literals;

using protocol::Message;
using protocol::Result;

namespace {

constexpr int messagesAtOnce = 10'000;
constexpr int mixedEvery = 10;
constexpr int ownEvery = 20;
constexpr qint64 millisecondsApart = 30'000;

// One room, in both databases.
struct FilledRoom
{
    RoomRef ref;
    qint64 last = 0; // position that is written
};

class Filling
{
public:
    Filling(store::Database &server, app::ArchiveDatabase &archive, QString nickname)
        : m_server(server)
        , m_archive(archive)
        , m_kept(archive)
        , m_nickname(std::move(nickname))
    {
    }

    Result<void> run(int messages);

private:
    Result<void> makeRooms();
    Message make(qint64 position, bool mixed);
    Result<void> addSome(qint64 first, qint64 end);
    Result<void> writeToServer(const std::array<QList<Message>, 2> &messages);
    Result<void> writeToArchive(const std::array<QList<Message>, 2> &messages, qint64 last);

    store::Database &m_server;
    app::ArchiveDatabase &m_archive;
    app::MessageTable m_kept;
    QString m_nickname;
    Corpus m_corpus;
    MixedTalk m_talk;
    std::array<FilledRoom, 2> m_rooms;
    qint64 m_begin = 0; // time of position 0
};

Result<void> Filling::makeRooms()
{
    const std::array names {longRoom(), mixedRoom()};
    for (std::size_t i = 0; i < m_rooms.size(); ++i) {
        store::RoomRow row;
        row.ref.id = QUuid::createUuid();
        row.name = names[i];
        row.creator = u"person1"_s;
        row.created = fromMilliseconds(m_begin);
        const auto ref = store::RoomTable(m_server).insert(row);
        if (!ref)
            return ref.error();
        m_rooms[i].ref = *ref;
    }
    return {};
}

Message Filling::make(qint64 position, bool mixed)
{
    Message message;
    message.id = QUuid::createUuid();
    message.room = m_rooms[mixed ? 1 : 0].ref.id;
    message.position = position;
    message.nickname = position % ownEvery == 7 ? m_nickname : m_talk.nickname();
    message.text = mixed ? m_talk.text() : m_corpus.text();
    message.time = QDateTime::fromMSecsSinceEpoch(m_begin + position * millisecondsApart, Qt::UTC);
    return message;
}

Result<void> Filling::run(int messages)
{
    m_begin = QDateTime::currentMSecsSinceEpoch() - (messages + 1) * millisecondsApart;
    if (auto made = makeRooms(); !made)
        return made;
    for (qint64 first = 1; first <= messages; first += messagesAtOnce)
        if (auto added = addSome(first, std::min<qint64>(messages + 1, first + messagesAtOnce));
            !added)
            return added;
    return {};
}

Result<void> Filling::addSome(qint64 first, qint64 end)
{
    std::array<QList<Message>, 2> messages;
    for (qint64 position = first; position < end; ++position) {
        const bool mixed = position % mixedEvery == 0;
        messages[mixed ? 1 : 0].append(make(position, mixed));
    }
    if (auto written = writeToServer(messages); !written)
        return written;
    return writeToArchive(messages, end - 1);
}

Result<void> Filling::writeToServer(const std::array<QList<Message>, 2> &messages)
{
    std::vector<EntryPtr> entries;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        for (const Message &message : messages[i]) {
            Entry entry;
            entry.id = message.id;
            entry.room = m_rooms[i].ref;
            entry.position = message.position;
            entry.nickname = message.nickname.toUtf8();
            entry.text = message.text.toUtf8();
            entry.time = fromMilliseconds(message.time.toMSecsSinceEpoch());
            entries.push_back(std::make_shared<const Entry>(std::move(entry)));
        }
    }
    store::Transaction transaction(m_server);
    if (auto begun = transaction.begin(); !begun)
        return begun.error();
    if (auto stored = store::MessageTable(m_server).insert(std::move(entries)); !stored)
        return stored.error();
    return transaction.commit();
}

Result<void> Filling::writeToArchive(const std::array<QList<Message>, 2> &messages, qint64 last)
{
    return m_archive.transaction(false, [&]() -> Result<void> {
        for (std::size_t i = 0; i < messages.size(); ++i) {
            FilledRoom &room = m_rooms[i];
            if (auto kept = m_kept.keep(room.ref.id, messages[i], {room.last + 1, last}); !kept)
                return kept;
            room.last = last;
        }
        return {};
    });
}

} // namespace

QString longRoom()
{
    return u"long"_s;
}

QString mixedRoom()
{
    return u"mixed"_s;
}

Result<void> fill(const FillPlace &place, int messages)
{
    if (!QDir().mkpath(place.serverFolder) || !QDir().mkpath(place.personFolder))
        return protocol::Error {protocol::Code::StartFailed, u"A folder cannot be made."_s, {}};
    DatabaseUrl url;
    url.kind = DatabaseUrl::Kind::Sqlite;
    url.path = place.serverFolder + u"/samsa.sqlite"_s;
    const auto server = store::Database::open(url, 10s, 600s);
    if (!server)
        return server.error();
    if (auto migrated = store::migrate(**server); !migrated)
        return migrated.error();
    app::PersonFiles files(place.personFolder, place.server.toString(), place.nickname);
    if (auto taken = files.take(); !taken)
        return taken;
    const app::OpenedArchive archive =
        app::ArchiveFile(files.archive(), app::FormerFiles(files.outbox(), files.readMarks()))
            .open();
    if (!archive.database)
        return archive.why;
    return Filling(**server, *archive.database, place.nickname).run(messages);
}

} // namespace samsa::bench
