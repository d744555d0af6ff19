// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/shapes.h"
#include "server/chat/access_key.h"
#include "server/chat/constant_time.h"
#include "server/chat/presence.h"
#include "server/chat/rate_limit.h"
#include "server/chat/rooms.h"
#include "tests/support/messages.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::chat::AccessKey;
using samsa::chat::Presence;
using samsa::chat::RateLimit;
using samsa::chat::Rooms;

/// The rules of the chat that hold in memory: rates, presence, the list of rooms, the access key.
class TestChatRules : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void letsABurstThroughAndThenTheRate();
    void knowsNoLimitWhenItIsZero();
    void limitsEachKeyByItself();
    void forgetsFullBuckets();
    void comparesSecrets();
    void wantsTheAccessKeyOfTheFile();
    void countsAPersonOnce();
    void forgetsWhoStoppedPolling();
    void keepsTheListAndItsTag();
    void appliesWhatTheLogDelivers();
    void tellsChangesInOrder();
    void sharesTheListBetweenThreads();

private:
    static samsa::store::RoomRow row(const QString &name)
    {
        samsa::store::RoomRow row;
        row.ref.id = QUuid::createUuid();
        row.name = name;
        row.creator = u"Ann"_s;
        row.created = samsa::test::now();
        return row;
    }
};

void TestChatRules::letsABurstThroughAndThenTheRate()
{
    RateLimit limit(2, 3);
    const auto start = RateLimit::Clock::now();
    for (int i = 0; i < 3; ++i)
        QVERIFY(!limit.take("a", start));
    const auto wait = limit.take("a", start);
    QVERIFY(wait);
    QCOMPARE(*wait, 1s);
    QVERIFY(limit.take("a", start + 400ms));
    QVERIFY(!limit.take("a", start + 500ms));
    QVERIFY(limit.take("a", start + 500ms));
    // Never more than the burst, however long one waited.
    int taken = 0;
    while (!limit.take("a", start + 1h))
        ++taken;
    QCOMPARE(taken, 3);

    RateLimit slow(1.0 / 60, 1);
    QVERIFY(!slow.take("a", start));
    QCOMPARE(*slow.take("a", start), 60s);
}

void TestChatRules::knowsNoLimitWhenItIsZero()
{
    RateLimit limit(0, 0);
    for (int i = 0; i < 1000; ++i)
        QVERIFY(!limit.take("a"));
    QCOMPARE(limit.buckets(), 0);
}

void TestChatRules::limitsEachKeyByItself()
{
    RateLimit limit(1, 1);
    const auto start = RateLimit::Clock::now();
    QVERIFY(!limit.take("a", start));
    QVERIFY(!limit.take("b", start));
    QVERIFY(limit.take("a", start));
}

void TestChatRules::forgetsFullBuckets()
{
    RateLimit limit(1, 1);
    const auto start = RateLimit::Clock::now();
    for (int i = 0; i < 1024; ++i)
        QVERIFY(!limit.take(QByteArray::number(i), start));
    QCOMPARE(limit.buckets(), 1024);
    QVERIFY(!limit.take("late", start + 2s));
    QCOMPARE(limit.buckets(), 1);
}

void TestChatRules::comparesSecrets()
{
    using samsa::chat::equalInConstantTime;
    QVERIFY(equalInConstantTime("secret", "secret"));
    QVERIFY(!equalInConstantTime("secret", "secreT"));
    QVERIFY(!equalInConstantTime("secret", "secre"));
    QVERIFY(equalInConstantTime("", ""));
}

void TestChatRules::wantsTheAccessKeyOfTheFile()
{
    QVERIFY(AccessKey().admits("anything"));
    QVERIFY(!AccessKey().isWanted());
    QTemporaryDir folder;
    QFile file(folder.filePath(u"key"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QVERIFY(!AccessKey::fromFile(file.fileName()).ok()); // Empty.
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\n sesame \n");
    file.close();
    const auto key = AccessKey::fromFile(file.fileName());
    QVERIFY(key.ok());
    QVERIFY(key->admits("sesame"));
    QVERIFY(!key->admits("Sesame"));
    QVERIFY(!key->admits(""));
    QVERIFY(!AccessKey::fromFile(u"/does/not/exist"_s).ok());
    QVERIFY(!AccessKey::fromFile(QString())->isWanted());
}

void TestChatRules::countsAPersonOnce()
{
    Rooms rooms;
    const auto kitchen = row(u"Kitchen"_s);
    rooms.add(kitchen);
    Presence presence(rooms);
    const QUuid room = kitchen.ref.id;
    presence.subscribed(room, "Ann");
    presence.subscribed(room, "Ann");
    presence.polled(room, "Ann");
    presence.subscribed(room, "Bob");
    QCOMPARE(presence.people(room), 2);
    QCOMPARE(rooms.summary(room)->peopleNow, 2);
    const auto later = Presence::Clock::now() + 11s;
    presence.unsubscribed(room, "Ann", later);
    QCOMPARE(presence.people(room), 2);
    presence.unsubscribed(room, "Ann", later);
    QCOMPARE(presence.people(room), 1);
    QCOMPARE(rooms.summary(room)->peopleNow, 1);
    presence.unsubscribed(room, "nobody");
    presence.unsubscribed(QUuid::createUuid(), "Bob");
    presence.unsubscribed(room, "Bob");
    QCOMPARE(rooms.summary(room)->peopleNow, 0);
}

void TestChatRules::forgetsWhoStoppedPolling()
{
    Rooms rooms;
    const auto kitchen = row(u"Kitchen"_s);
    rooms.add(kitchen);
    Presence presence(rooms);
    const auto start = Presence::Clock::now();
    presence.polled(kitchen.ref.id, "Ann", start);
    presence.polled(kitchen.ref.id, "Bob", start + 5s);
    presence.subscribed(kitchen.ref.id, "Clara");
    presence.expire(start + 9s);
    QCOMPARE(rooms.summary(kitchen.ref.id)->peopleNow, 3);
    presence.expire(start + 11s);
    QCOMPARE(rooms.summary(kitchen.ref.id)->peopleNow, 2);
    presence.expire(start + 60s);
    QCOMPARE(rooms.summary(kitchen.ref.id)->peopleNow, 1);
}

void TestChatRules::keepsTheListAndItsTag()
{
    Rooms rooms;
    const auto empty = rooms.list();
    QCOMPARE(empty->json, "{\"rooms\":[]}");
    QCOMPARE(rooms.list(), empty); // The very same, while nothing changed.
    const auto kitchen = row(u"Kitchen"_s);
    rooms.add(kitchen);
    rooms.add(row(u"Attic"_s));
    rooms.add(kitchen); // Known.
    QCOMPARE(rooms.count(), 2);
    const auto list = rooms.list();
    QVERIFY(list->etag != empty->etag);
    const auto parsed = samsa::protocol::parseRooms(list->json);
    QVERIFY(parsed.ok());
    QCOMPARE(parsed->constFirst().name, u"Kitchen"_s);
    rooms.setPeople(kitchen.ref.id, 0); // As it was.
    QCOMPARE(rooms.list(), list);
    rooms.setPeople(kitchen.ref.id, 1);
    QVERIFY(rooms.list()->etag != list->etag);
    rooms.setPeople(QUuid::createUuid(), 1);
    QVERIFY(Rooms().list()->etag != Rooms().list()->etag); // One run is told from another.
}

void TestChatRules::appliesWhatTheLogDelivers()
{
    Rooms rooms;
    auto kitchen = row(u"Kitchen"_s);
    kitchen.lastPosition = 4;
    kitchen.messageCount = 3;
    rooms.add(kitchen);

    samsa::RoomRef attic {QUuid::createUuid(), 2, 0};
    const samsa::Events events {
        samsa::RoomCreated {attic, u"Attic"_s, u"Bob"_s, samsa::test::now()},
        samsa::Posted {{samsa::test::entryIn(kitchen.ref, 4),
                        samsa::test::entryIn(kitchen.ref, 7, u"line\none"_s),
                        samsa::test::entryIn(attic, 8),
                        samsa::test::entryIn({QUuid::createUuid(), 9, 0}, 9)}}};
    QVERIFY(rooms.apply(events));
    QVERIFY(!rooms.apply(events)); // All of it is known.
    const auto summary = rooms.summary(kitchen.ref.id);
    QCOMPARE(summary->lastPosition, 7);
    QCOMPARE(summary->messageCount, 4); // Position 4 was counted by the database.
    QCOMPARE(summary->lastText, u"line one"_s);
    QCOMPARE(rooms.summary(attic.id)->messageCount, 1);
    QCOMPARE(rooms.find(attic.id)->key, 2);
    QVERIFY(!rooms.find(QUuid::createUuid()));
    QVERIFY(!rooms.summary(QUuid::createUuid()));
}

void TestChatRules::tellsChangesInOrder()
{
    using Kind = samsa::protocol::RoomEvent::Kind;
    Rooms rooms;
    const auto kitchen = row(u"Kitchen"_s);
    rooms.add(kitchen);
    const quint64 before = rooms.version();
    QVERIFY(rooms.changesSince(before).isEmpty());
    const auto attic = row(u"Attic"_s);
    rooms.add(attic);
    rooms.setPeople(attic.ref.id, 1);
    rooms.setPeople(kitchen.ref.id, 2);
    const auto changes = rooms.changesSince(before);
    QCOMPARE(changes.size(), 2);
    QCOMPARE(changes[0].event.kind, Kind::Created);
    QCOMPARE(changes[0].event.room.peopleNow, 1);
    QCOMPARE(changes[1].event.kind, Kind::Updated);
    QCOMPARE(changes[1].version, rooms.version());
    QVERIFY(rooms.changesSince(changes[1].version).isEmpty());
}

void TestChatRules::sharesTheListBetweenThreads()
{
    Rooms rooms;
    const auto kitchen = row(u"Kitchen"_s);
    rooms.add(kitchen);
    Presence presence(rooms);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (int round = 0; round < 200; ++round) {
                const QByteArray name = QByteArray::number(i);
                presence.subscribed(kitchen.ref.id, name);
                if (samsa::protocol::parseRooms(rooms.list()->json)->size() != 1)
                    qFatal("A list that is none.");
                presence.unsubscribed(kitchen.ref.id, name);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(rooms.summary(kitchen.ref.id)->peopleNow, 0);
}

QTEST_GUILESS_MAIN(TestChatRules)
#include "tst_chat_rules.moc"
