// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/message_id.h"
#include "server/log/message_ids.h"
#include "tests/support/messages.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using log::MessageIds;
using protocol::Code;
using Known = MessageIds::Known;

namespace {

/// Stands where the database stands, and counts how often it is asked.
struct Database
{
    MessageIds::Find find()
    {
        return [this](const RoomRef &room, const QList<QUuid> &ids,
                      MessageIds::Of) -> protocol::Result<QHash<QUuid, store::StoredMessage>> {
            asked.append({room.id, ids});
            if (away)
                return protocol::Error {Code::DatabaseUnavailable, u"away"_s, {}};
            QHash<QUuid, store::StoredMessage> found;
            for (const QUuid &id : ids)
                if (const auto row = rows.constFind({room.id, id}); row != rows.cend())
                    found.insert(id, *row);
            return found;
        };
    }
    void store(const NewMessage &message, qint64 position)
    {
        rows.insert({message.room.id, message.id}, {message.nickname, position, message.time});
    }

    QHash<MessageIds::Key, store::StoredMessage> rows;
    QList<std::pair<QUuid, QList<QUuid>>> asked;
    bool away = false;
};

} // namespace

class TestMessageIds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhoseIdItRemembers();
    void takesAnIdOfAnotherRoomForNew();
    void isSureOfNothingAtFirst();
    void isSureOfIdsMadeSinceItRemembers();
    void isUnsureOfWhatItForgot();
    void remembersAnIdOnce();
    void keepsTheOwnerOfAnOutline();
    void asksTheDatabaseOnlyForWhatMemoryCannotDecide();
    void asksTheDatabaseOnceForEachRoom();
    void asksForEverythingWhenNobodyIsTrusted();
    void staysUnsureWithoutTheDatabase();
    void tellsTheOwnerThePlaceAndOthersThatItIsTaken();
    void recallsWithoutTheDatabase();
    void isAskedWhileItIsWritten();

private:
    NewMessage message(const QUuid &id = protocol::makeMessageId(), const RoomRef &room = {})
    {
        NewMessage made = test::messageTo(room.id.isNull() ? m_room : room, u"hello"_s);
        made.id = id;
        return made;
    }
    static EntryPtr remember(MessageIds &ids, const NewMessage &message, qint64 position)
    {
        const EntryPtr entry = makeEntry(message, position);
        MessageIds::Writer(ids).remember(entry);
        return entry;
    }
    static std::vector<MessageIds::Verdict> judge(const MessageIds &ids, Database &database,
                                                  const std::vector<NewMessage> &messages)
    {
        std::vector<const NewMessage *> asked;
        for (const NewMessage &each : messages)
            asked.push_back(&each);
        return ids.judge(asked, test::now(), database.find());
    }

    const RoomRef m_room {QUuid::createUuid(), 1, 0};
    const RoomRef m_other {QUuid::createUuid(), 2, 1};
};

void TestMessageIds::knowsWhoseIdItRemembers()
{
    MessageIds ids;
    for (const QUuid &id : {protocol::makeMessageId(), QUuid::createUuid()}) {
        const NewMessage said = message(id);
        remember(ids, said, 7);

        const auto verdict = ids.judge(said, test::now());

        QCOMPARE(verdict.known, Known::Held);
        QCOMPARE(verdict.holder.nickname, "ann");
        QCOMPARE(verdict.holder.place.position, 7);
        QCOMPARE(verdict.holder.place.time, said.time);
        QVERIFY(verdict.holder.place.repeat);
    }
}

void TestMessageIds::takesAnIdOfAnotherRoomForNew()
{
    MessageIds ids;
    ids.rememberFrom(test::now() - 1h);
    const NewMessage said = message();
    remember(ids, said, 7);

    QCOMPARE(ids.judge(message(said.id, m_other), test::now()).known, Known::New);
}

void TestMessageIds::isSureOfNothingAtFirst()
{
    const MessageIds ids;
    QCOMPARE(ids.judge(message(), test::now()).known, Known::Unsure);
}

void TestMessageIds::isSureOfIdsMadeSinceItRemembers()
{
    MessageIds ids;
    const auto start = test::now();
    ids.rememberFrom(start);

    QCOMPARE(ids.judge(message(protocol::makeMessageId(start + 5s)), start + 6s).known, Known::New);
    QCOMPARE(ids.judge(message(protocol::makeMessageId(start + 4s)), start + 6s).known,
             Known::Unsure);
    QCOMPARE(ids.judge(message(protocol::makeMessageId(start + 12s)), start + 6s).known,
             Known::Unsure);
    QCOMPARE(ids.judge(message(QUuid::createUuid()), start + 6s).known, Known::Unsure);
}

void TestMessageIds::isUnsureOfWhatItForgot()
{
    MessageIds ids;
    ids.rememberFrom(test::now() - 1h);
    const NewMessage said = message();
    const EntryPtr entry = remember(ids, said, 7);

    MessageIds::Writer(ids).forget(*entry);

    QCOMPARE(ids.judge(said, test::now()).known, Known::Unsure);
    QVERIFY(!ids.find(m_room.id, said.id));
}

void TestMessageIds::remembersAnIdOnce()
{
    MessageIds ids;
    const NewMessage said = message();
    MessageIds::Writer writer(ids);
    QVERIFY(writer.remember(makeEntry(said, 7)));
    QVERIFY(!writer.remember(makeEntry(said, 8)));
    QVERIFY(writer.remember(makeEntry(message(said.id, m_other), 7)));
    QCOMPARE(writer.size(), 2u);
}

void TestMessageIds::keepsTheOwnerOfAnOutline()
{
    MessageIds ids;
    const NewMessage said = message();
    auto outline = std::make_shared<Entry>(*remember(ids, said, 7));
    outline->text.clear();
    MessageIds::Writer(ids).replaceBy(outline);

    QCOMPARE(ids.judge(said, test::now()).holder.nickname, "ann");
    QCOMPARE(ids.find(m_room.id, said.id), outline);
}

void TestMessageIds::asksTheDatabaseOnlyForWhatMemoryCannotDecide()
{
    MessageIds ids;
    ids.rememberFrom(test::now() - 1h);
    Database database;
    const NewMessage held = message();
    remember(ids, held, 7);
    // What memory has is asked of it alone, also where the database says otherwise.
    database.store(held, 99);
    const NewMessage fresh = message();
    NewMessage stored = message(QUuid::createUuid());
    stored.nickname = "bob";
    database.store(stored, 3);
    const NewMessage unheard = message(QUuid::createUuid());

    const auto verdicts = judge(ids, database, {held, fresh, stored, unheard});

    QCOMPARE(verdicts.size(), 4u);
    QCOMPARE(verdicts[0].known, Known::Held);
    QCOMPARE(verdicts[0].holder.place.position, 7);
    QCOMPARE(verdicts[1].known, Known::New);
    QCOMPARE(verdicts[2].known, Known::Held);
    QCOMPARE(verdicts[2].holder.nickname, "bob");
    QCOMPARE(verdicts[2].holder.place.position, 3);
    QVERIFY(verdicts[2].holder.place.repeat);
    QCOMPARE(verdicts[3].known, Known::New);
    QCOMPARE(database.asked.size(), 1);
    QCOMPARE(database.asked[0].second, (QList<QUuid> {stored.id, unheard.id}));
}

void TestMessageIds::asksTheDatabaseOnceForEachRoom()
{
    const MessageIds ids;
    Database database;
    const NewMessage here = message(QUuid::createUuid());
    const NewMessage there = message(here.id, m_other);
    database.store(there, 4);

    const auto verdicts = judge(ids, database, {here, there, message(), message()});

    QCOMPARE(database.asked.size(), 2);
    QCOMPARE(verdicts[0].known, Known::New);
    QCOMPARE(verdicts[1].known, Known::Held);
    QCOMPARE(verdicts[1].holder.place.position, 4);
}

void TestMessageIds::asksForEverythingWhenNobodyIsTrusted()
{
    MessageIds ids;
    ids.rememberFrom(test::now() - 1h);
    Database database;
    const NewMessage stored = message();
    database.store(stored, 3);
    QCOMPARE(judge(ids, database, {stored})[0].known, Known::New);

    const auto verdicts =
        ids.judge({&stored}, test::now(), database.find(), MessageIds::Trust::Nobody);

    QCOMPARE(verdicts[0].known, Known::Held);
    QCOMPARE(verdicts[0].holder.place.position, 3);
}

void TestMessageIds::staysUnsureWithoutTheDatabase()
{
    MessageIds ids;
    ids.rememberFrom(test::now() - 1h);
    Database database;
    database.away = true;
    const NewMessage held = message(QUuid::createUuid());
    remember(ids, held, 7);

    const auto verdicts = judge(
        ids, database,
        {held, message(), message(QUuid::createUuid()), message(QUuid::createUuid(), m_other)});

    QCOMPARE(verdicts[0].known, Known::Held);
    QCOMPARE(verdicts[1].known, Known::New);
    QCOMPARE(verdicts[2].known, Known::Unsure);
    QCOMPARE(verdicts[3].known, Known::Unsure);
    // It is not waited for twice.
    QCOMPARE(database.asked.size(), 1);
}

void TestMessageIds::tellsTheOwnerThePlaceAndOthersThatItIsTaken()
{
    const MessageIds::Holder holder {"ann", {7, test::now(), true}};

    QCOMPARE(MessageIds::answer(holder, "ann")->position, 7);
    QCOMPARE(MessageIds::answer(holder, "ann")->time, holder.place.time);
    // Nicknames are compared as they were stored.
    for (const QByteArray other : {"bob", "Ann", ""})
        QCOMPARE(MessageIds::answer(holder, other).error().code, Code::MessageIdTaken);
}

void TestMessageIds::recallsWithoutTheDatabase()
{
    MessageIds ids;
    NewMessage said = message();
    QVERIFY(!ids.recall(said));
    remember(ids, said, 7);
    QCOMPARE((*ids.recall(said))->position, 7);
    said.nickname = "bob";
    QCOMPARE(ids.recall(said)->error().code, Code::MessageIdTaken);
}

void TestMessageIds::isAskedWhileItIsWritten()
{
    MessageIds ids;
    ids.rememberFrom(test::now() - 1h);
    std::vector<NewMessage> messages;
    for (int i = 0; i < 500; ++i)
        messages.push_back(message());
    std::atomic<std::size_t> reached = 0;
    std::atomic<int> wrong = 0;
    std::thread reader([&] {
        while (reached < messages.size()) {
            // What has been remembered is held, or was forgotten: never new.
            for (std::size_t i = 0; i < reached; ++i)
                wrong += ids.judge(messages[i], test::now()).known == Known::New;
            std::this_thread::yield();
        }
    });
    std::vector<EntryPtr> entries;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        entries.push_back(remember(ids, messages[i], qint64(i) + 1));
        if (i % 3 == 2)
            MessageIds::Writer(ids).forget(*entries[i - 2]);
        ++reached;
    }
    reader.join();

    QCOMPARE(wrong.load(), 0);
}

QTEST_GUILESS_MAIN(TestMessageIds)
#include "tst_message_ids.moc"
