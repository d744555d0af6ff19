// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/change.h"
#include "server/commands/exporter.h"
#include "server/commands/importer.h"
#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/position_table.h"
#include "server/store/room_table.h"
#include "server/store/session_table.h"
#include "server/store/storing.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"

#include <QBuffer>
#include <QTest>

using namespace samsa;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using protocol::Code;
using store::Database;
using store::MessageTable;
using store::Transaction;
using test::entryIn;

/// What is exported, and what an import makes of it.
class TestExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseKinds(); }
    void init();

    void writesTheSameAgainFromWhatItImported();
    void writesEverythingAsOfOneMoment();
    void tellsHowMuchThereIs();
    void keepsWhatARoomsListShowedThoughMessagesAreGone();
    void readsTheBytesItWrites();
    void importsOnlyIntoAnEmptyDatabase_data();
    void importsOnlyIntoAnEmptyDatabase();
    void importsNothingOfWhatIsWrong_data();
    void importsNothingOfWhatIsWrong();
    void ignoresFieldsItDoesNotKnow();
    void carriesWhatBecameOfMessages();
    void writesNothingNewWhereNothingBecameOfAny();
    void saysSoWhenTheDiskTakesNoMore();

private:
    /// The database of this name; of the kind that the test runs with, unless told otherwise.
    std::unique_ptr<Database> open(const QString &name,
                                   std::optional<test::TestDatabase::Kind> kind = std::nullopt);
    static QByteArray exported(Database &database);
    static protocol::Result<commands::ExportCounts> import(Database &database,
                                                           const QByteArray &lines);
    /// Two rooms, texts of several scripts, sessions, and positions with gaps.
    static void fill(Database &database, int messages);
    static qint64 count(Database &database, const QString &table);

    std::map<QString, std::unique_ptr<test::TestDatabase>> m_places;
};

namespace {

constexpr auto nothing = [](qint64) {};

/// A device without room.
class FullDevice : public QIODevice
{
public:
    FullDevice() { open(WriteOnly); }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *, qint64) override
    {
        setErrorString(u"no space left"_s);
        return -1;
    }
};

} // namespace

void TestExport::init()
{
    m_places.clear();
}

std::unique_ptr<Database> TestExport::open(const QString &name,
                                           std::optional<test::TestDatabase::Kind> kind)
{
    auto &place = m_places[name];
    if (!place)
        place =
            std::make_unique<test::TestDatabase>(kind.value_or(test::TestDatabase::currentKind()));
    auto opened = Database::open(place->parsed(), 100ms);
    if (!opened || !store::migrate(**opened))
        qFatal("No database.");
    return std::move(opened).value();
}

QByteArray TestExport::exported(Database &database)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const auto counts = commands::Exporter(database, buffer, nothing).run();
    return counts ? buffer.data() : QByteArray();
}

protocol::Result<commands::ExportCounts> TestExport::import(Database &database,
                                                            const QByteArray &lines)
{
    QBuffer buffer;
    buffer.setData(lines);
    buffer.open(QIODevice::ReadOnly);
    return commands::Importer(database, buffer, nothing).run();
}

void TestExport::fill(Database &database, int messages)
{
    const QStringList texts {u"hello"_s, u"안녕하세요, 점심 먹었어요?"_s, u"東京で会いましょう"_s,
                             u"\"quotes\", \\ and\nlines\tand 👩‍👩‍👧"_s,
                             u"<b>%1 ? :x</b>"_s};
    QList<RoomRef> rooms;
    for (const QString &name : {u"점심"_s, u"Aardvark"_s}) {
        store::RoomRow row;
        row.ref = {QUuid::createUuid(), 0, int(rooms.size())};
        row.name = name;
        row.creator = u"Ann"_s;
        row.created = test::now();
        rooms.append(*store::RoomTable(database).insert(row));
    }
    for (int i = 0; i < 3; ++i) {
        const QByteArray hash(32, char(250 - i));
        QVERIFY(store::SessionTable(database)
                    .claim({u"Person %1"_s.arg(i), hash, test::now(), test::now() + 24h})
                    .ok());
    }
    std::vector<EntryPtr> entries;
    for (int i = 0; i < messages; ++i)
        entries.push_back(entryIn(rooms[i % 2], 10 + 3 * i, texts[i % texts.size()]));
    Transaction transaction(database);
    QVERIFY(transaction.begin().ok());
    QCOMPARE(*MessageTable(database).insert(entries), messages);
    QVERIFY(transaction.commit().ok());
    QVERIFY(store::PositionTable(database).settle(1, {5, 40}).ok());
}

qint64 TestExport::count(Database &database, const QString &table)
{
    auto rows = database.run(u"SELECT COUNT(*) FROM "_s + table);
    return rows && rows.value().next() ? rows->integer(0) : -1;
}

void TestExport::writesTheSameAgainFromWhatItImported()
{
    const auto first = open(u"first"_s);
    fill(*first, 2500);
    const QByteArray lines = exported(*first);
    QCOMPARE(lines.count('\n'), 1 + 3 + 2 + 2500 + 1 + 1);

    using Kind = test::TestDatabase::Kind;
    for (const Kind kind : {Kind::Sqlite, Kind::PostgreSql, Kind::MariaDb}) {
        if (!test::TestDatabase::wanted(kind))
            continue;
        const auto second = open(u"second %1"_s.arg(int(kind)), kind);
        // Keys that differ from the first's, as they do when rooms came and went.
        RoomRef gone;
        for (int i = 0; i < 3; ++i) {
            store::RoomRow row;
            row.ref.id = QUuid::createUuid();
            row.name = QString::number(i);
            gone = *store::RoomTable(*second).insert(row);
        }
        QVERIFY(gone.key >= 3);
        QVERIFY(second->execute(u"DELETE FROM rooms"_s).ok());
        const auto counts = import(*second, lines);
        QVERIFY2(counts.ok(), counts.ok() ? "" : qPrintable(counts.error().sentence));
        QCOMPARE(exported(*second), lines);
    }
}

void TestExport::writesEverythingAsOfOneMoment()
{
    const auto database = open(u"d"_s);
    fill(*database, 2500);
    const QByteArray before = exported(*database);
    const auto other = open(u"d"_s);
    const auto room = store::RoomTable(*other).all()->constLast().ref;

    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    bool written = false;
    // A server that stores a message, and lets somebody in, while the export is under way.
    const auto write = [&](qint64) {
        if (std::exchange(written, true))
            return;
        store::PositionTable positions(*other);
        Transaction transaction(*other);
        QVERIFY(transaction.begin().ok());
        QVERIFY(MessageTable(*other).insert({entryIn(room, 1'000'000)}).ok());
        QVERIFY(*positions.advance(**positions.find(1), 9));
        QVERIFY(transaction.commit().ok());
    };
    QVERIFY(commands::Exporter(*database, buffer, write).run().ok());
    QVERIFY(written);
    QCOMPARE(buffer.data(), before);
    QVERIFY(exported(*database) != before);
}

void TestExport::tellsHowMuchThereIs()
{
    const auto database = open(u"d"_s);
    fill(*database, 12);
    const QByteArray lines = exported(*database);
    QVERIFY(lines.startsWith("{\"format\":\"samsa.export\",\"version\":1}\n"));
    QVERIFY(lines.endsWith(
        "{\"end\":{\"sessions\":3,\"rooms\":2,\"messages\":12,\"logPositions\":1}}\n"));
    const auto counts = import(*open(u"e"_s), lines);
    QCOMPARE(*counts, (commands::ExportCounts {3, 2, 12, 1}));
}

void TestExport::keepsWhatARoomsListShowedThoughMessagesAreGone()
{
    const auto first = open(u"first"_s);
    fill(*first, 20);
    QVERIFY(first->execute(u"DELETE FROM messages"_s).ok());
    const auto second = open(u"second"_s);
    QVERIFY(import(*second, exported(*first)).ok());
    const auto rooms = store::RoomTable(*second).all();
    for (const store::RoomRow &room : *rooms) {
        QCOMPARE(room.messageCount, 10);
        QVERIFY(room.lastPosition > 0);
        QVERIFY(!room.lastText.isEmpty());
    }
    QCOMPARE(count(*second, u"messages"_s), 0);
}

void TestExport::readsTheBytesItWrites()
{
    QByteArray line;
    const commands::ExportedMessage message {QUuid::createUuid(),
                                             (qint64(1) << 53) + 1,
                                             QUuid::createUuid(),
                                             "Ann \"the\" 앤",
                                             "a\\b\nc\t\u2028 \xf0\x9f\x90\x9e",
                                             Timestamp(1'700'000'000'123ms)};
    commands::writeExported(line, message);
    QCOMPARE(line.count('\n'), 1);
    const auto parsed = commands::parseExportLine(line);
    QVERIFY(parsed.ok());
    const auto &read = std::get<commands::ExportedMessage>(*parsed);
    QCOMPARE(read.room, message.room);
    QCOMPARE(read.position, message.position);
    QCOMPARE(read.id, message.id);
    QCOMPARE(read.nickname, message.nickname);
    QCOMPARE(read.text, message.text);
    QCOMPARE(read.time, message.time);
}

void TestExport::importsOnlyIntoAnEmptyDatabase_data()
{
    QTest::addColumn<QString>("there");
    QTest::newRow("a session")
        << u"INSERT INTO sessions (nickname_fold, nickname, token_hash, created, expires) "
           "VALUES ('a', 'a', ?, 0, 0)"_s;
    QTest::newRow("a room")
        << u"INSERT INTO rooms (id, name, name_fold, creator, created, partition_number, "
           "message_count, last_position, last_time, last_nickname, last_text) "
           "VALUES (?, 'a', 'a', 'a', 0, 0, 0, 0, 0, '', '')"_s;
    QTest::newRow("a log's position")
        << u"INSERT INTO log_positions (partition_number, next_offset, base) VALUES (0, 5, 0)"_s;
}

void TestExport::importsOnlyIntoAnEmptyDatabase()
{
    QFETCH(QString, there);
    const auto first = open(u"first"_s);
    fill(*first, 3);
    const auto second = open(u"second"_s);
    const QVariantList values =
        there.contains(u'?') ? QVariantList {QByteArray(16, 'x')} : QVariantList();
    QVERIFY(second->execute(there, values).ok());
    const QByteArray before = exported(*second);
    const auto counts = import(*second, exported(*first));
    QVERIFY(!counts.ok());
    QCOMPARE(counts.error().code, Code::StartFailed);
    QVERIFY(counts.error().sentence.contains(u"not empty"_s));
    QCOMPARE(exported(*second), before);
}

void TestExport::importsNothingOfWhatIsWrong_data()
{
    using Spoil = std::function<QList<QByteArray>(QList<QByteArray>)>;
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing at all")
        << Spoil([](const auto &) { return QList<QByteArray>(); }) << u"not whole"_s;
    QTest::newRow("no format") << Spoil([](auto lines) {
        lines.removeFirst();
        return lines;
    }) << u"Line 1: an export begins"_s;
    QTest::newRow("another version") << Spoil([](auto lines) {
        lines.first().replace("1", "99");
        return lines;
    }) << u"version 99"_s;
    QTest::newRow("cut off") << Spoil([](auto lines) {
        lines.removeLast();
        return lines;
    }) << u"not whole"_s;
    QTest::newRow("a message is missing") << Spoil([](auto lines) {
        lines.removeAt(lines.size() - 4);
        return lines;
    }) << u"more or less"_s;
    QTest::newRow("a message twice") << Spoil([](auto lines) {
        lines.insert(lines.size() - 3, lines.at(lines.size() - 4));
        lines.last().replace("\"messages\":20", "\"messages\":21");
        return lines;
    }) << u"twice"_s;
    QTest::newRow("no JSON") << Spoil([](auto lines) {
        lines[4] = "{\"room\":";
        return lines;
    }) << u"Line 5: "_s;
    QTest::newRow("a field is missing") << Spoil([](auto lines) {
        lines[8].replace("\"position\"", "\"place\"");
        return lines;
    }) << u"Line 9: \"position\""_s;
    QTest::newRow("no such room") << Spoil([](auto lines) {
        lines.removeAt(4);
        return lines;
    }) << u"room does not come before"_s;
    QTest::newRow("beyond the room's end") << Spoil([](auto lines) {
        lines[8].replace("\"position\":", "\"position\":9");
        return lines;
    }) << u"room's positions"_s;
    QTest::newRow("after the end") << Spoil([](auto lines) {
        lines.append(lines.at(1));
        return lines;
    }) << u"follows the end"_s;
    QTest::newRow("too long a line") << Spoil([](auto lines) {
        lines[2].append(QByteArray(300 * 1024, ' '));
        return lines;
    }) << u"Line 3: it is longer"_s;
}

void TestExport::importsNothingOfWhatIsWrong()
{
    QFETCH(std::function<QList<QByteArray>(QList<QByteArray>)>, spoil);
    QFETCH(QString, says);
    const auto first = open(u"first"_s);
    fill(*first, 20);
    QList<QByteArray> lines = exported(*first).trimmed().split('\n');
    const auto second = open(u"second"_s);
    const auto counts = import(*second, spoil(lines).join('\n'));
    QVERIFY(!counts.ok());
    QVERIFY2(counts.error().sentence.contains(says), qPrintable(counts.error().sentence));
    for (const QString &table : {u"sessions"_s, u"rooms"_s, u"messages"_s, u"log_positions"_s})
        QCOMPARE(count(*second, table), 0);
    // And the same database takes the export when it is right.
    QVERIFY(import(*second, lines.join('\n')).ok());
}

void TestExport::ignoresFieldsItDoesNotKnow()
{
    const auto first = open(u"first"_s);
    fill(*first, 2);
    QByteArray lines = exported(*first);
    const QByteArray before = lines;
    lines.replace("{\"message\":{", "{\"message\":{\"colour\":\"red\",");
    const auto second = open(u"second"_s);
    QVERIFY(import(*second, lines).ok());
    QCOMPARE(exported(*second), before);
}

void TestExport::carriesWhatBecameOfMessages()
{
    const auto from = open(u"from"_s);
    fill(*from, 20);
    const store::RoomRow row = store::RoomTable(*from).all()->constFirst();
    NewMessage kept = test::messageTo(row.ref, u"Tee?"_s);
    NewMessage answer = test::messageTo(row.ref, u"Yes"_s);
    answer.replyTo = kept.id;
    Transaction transaction(*from);
    QVERIFY(transaction.begin().ok());
    const auto stored =
        store::storeEntries(*from,
                            {makeEntry(kept, 1000), makeEntry(answer, 1001),
                             makeEntry(test::editOf(kept, u"Tea? \"😀\""_s), 1002),
                             makeEntry(test::reactionTo(kept, u"👍"_s, "지우"), 1003),
                             makeEntry(test::reactionTo(kept, u"👍"_s, "bob"), 1004),
                             makeEntry(test::reactionTo(kept, u"👍"_s, "bob", true), 1005),
                             makeEntry(test::deletionOf(answer), 1006)});
    QVERIFY(stored && transaction.commit().ok());
    QCOMPARE(stored->changes, 5);
    const QByteArray lines = exported(*from);
    QVERIFY(lines.contains("\"changes\":5"));
    const auto to = open(u"to"_s, test::TestDatabase::Kind::Sqlite);

    const auto counts = import(*to, lines);

    QVERIFY2(counts.ok(), counts ? "" : qPrintable(counts.error().sentence));
    QCOMPARE(counts->changes, 5);
    QCOMPARE(QString::fromUtf8(exported(*to)), QString::fromUtf8(lines));
    const auto room = store::RoomTable(*to).find(row.ref.id);
    const auto messages = MessageTable(*to).history((*room)->ref, 999, {}, 2000, 10);
    QCOMPARE(messages->size(), 2u);
    QCOMPARE((*messages)[0]->text, "Tea? \"😀\"");
    QCOMPARE((*messages)[0]->fate->reactions.size(), 1);
    QVERIFY((*messages)[1]->fate->deleted);
    QCOMPARE((*room)->lastChange, 1006);
}

void TestExport::writesNothingNewWhereNothingBecameOfAny()
{
    const auto database = open(u"from"_s);
    fill(*database, 20);

    const QByteArray lines = exported(*database);

    for (const char *word : {"change", "Change", "edited", "deleted", "reactions", "replyTo"})
        QVERIFY2(!lines.contains(word), word);
}

void TestExport::saysSoWhenTheDiskTakesNoMore()
{
    const auto database = open(u"d"_s);
    fill(*database, 2);
    FullDevice full;
    const auto counts = commands::Exporter(*database, full, nothing).run();
    QVERIFY(!counts.ok());
    QVERIFY(counts.error().sentence.contains(u"no space left"_s));
}

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
