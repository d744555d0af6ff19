// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "message_log_suite.h"

#include "protocol/message_id.h"
#include "tests/support/messages.h"

#include <QTest>

#include <thread>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

using namespace std::chrono_literals;
using protocol::Code;

namespace {

/// What somebody else says under the same id.
NewMessage hisUnderTheIdOf(NewMessage message)
{
    message.nickname = "bob";
    message.text = "his";
    return message;
}

} // namespace

MessageLogSuite::MessageLogSuite(LogTestbed &testbed)
    : m_testbed(testbed)
{
}

void MessageLogSuite::init()
{
    m_testbed.renew();
}

void MessageLogSuite::answersWithThePlaceAfterDelivery()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const NewMessage message = messageTo(room, u"Grüße 😀"_s);

    node->log->append(message, node->probe.answer());
    QVERIFY(node->probe.waitForAnswers(1));

    const auto answer = node->probe.answers().front();
    QVERIFY(answer.ok());
    QVERIFY(answer->position > 0);
    QCOMPARE(answer->time, message.time);
    QCOMPARE(node->probe.answersBeforeDelivery(), 0);
    const auto entries = node->probe.entries();
    QCOMPARE(entries.size(), 1u);
    QCOMPARE(entries[0]->id, message.id);
    QCOMPARE(entries[0]->room, room);
    QCOMPARE(entries[0]->position, answer->position);
    QCOMPARE(entries[0]->text, message.text);
    QCOMPARE(entries[0]->nickname, message.nickname);
    QCOMPARE(entries[0]->time, message.time);
    QCOMPARE(node->tail.ids().find(room.id, message.id), entries[0]);
}

void MessageLogSuite::keepsTheOrderOfOneThread()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    QStringList sent;
    for (int i = 0; i < 1000; ++i) {
        sent.append(QString::number(i));
        NewMessage message = messageTo(room, sent.constLast());
        // Some need a look into the database and some do not, which must not change their order.
        if (i % 3 == 0)
            message.id = QUuid::createUuid();
        node->log->append(message, node->probe.answer());
    }

    QVERIFY(node->probe.waitForAnswers(1000));

    QCOMPARE(textsOf(node->probe.entries()), sent);
    QVERIFY(!node->probe.sawDisorder());
    QCOMPARE(node->probe.answersBeforeDelivery(), 0);
}

void MessageLogSuite::keepsEachThreadsOrder()
{
    constexpr int threads = 4;
    constexpr int each = 200;
    const auto node = m_testbed.open();
    QVERIFY(node);
    const QList<RoomRef> rooms {node->makeRoom(u"Garden"_s), node->makeRoom(u"Kitchen"_s)};
    std::vector<std::thread> senders;
    for (int t = 0; t < threads; ++t) {
        senders.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) {
                node->log->append(messageTo(rooms.at(i % 2), u"%1 %2"_s.arg(t).arg(i, 5)),
                                  node->probe.answer());
            }
        });
    }
    for (auto &sender : senders)
        sender.join();

    QVERIFY(node->probe.waitForAnswers(threads * each));

    QCOMPARE(node->probe.entries().size(), std::size_t(threads * each));
    QVERIFY(!node->probe.sawDisorder());
    for (const RoomRef &room : rooms) {
        for (int t = 0; t < threads; ++t) {
            const QStringList texts =
                textsOf(node->probe.entries(room)).filter(QRegularExpression(u"^%1 "_s.arg(t)));
            QCOMPARE(texts.size(), each / 2);
            QVERIFY(std::is_sorted(texts.begin(), texts.end()));
        }
    }
}

void MessageLogSuite::countsPositionsPerRoomUpwards()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef garden = node->makeRoom(u"Garden"_s);
    const RoomRef kitchen = node->makeRoom(u"Kitchen"_s);
    for (int i = 0; i < 50; ++i)
        node->log->append(messageTo(i % 2 ? garden : kitchen, QString::number(i)),
                          node->probe.answer());

    QVERIFY(node->probe.waitForAnswers(50));

    for (const RoomRef &room : {garden, kitchen}) {
        const QList<qint64> positions = positionsOf(node->probe.entries(room));
        QCOMPARE(positions.size(), 25);
        QVERIFY(positions.constFirst() >= 1);
        QVERIFY(std::is_sorted(positions.begin(), positions.end(), std::less_equal<>()));
    }
}

void MessageLogSuite::answersARepeatWithTheFirstPlace()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    NewMessage message = messageTo(room, u"hello"_s);
    const auto first = LogProbe::send(*node->log, message);
    message.time += 1h;
    message.text = "something else under the same id";

    const auto second = LogProbe::send(*node->log, message);

    QVERIFY(first.ok() && second.ok());
    QCOMPARE(second->position, first->position);
    QCOMPARE(second->time, first->time);
    QCOMPARE(textsOf(node->probe.entries()), QStringList({u"hello"_s}));
}

void MessageLogSuite::joinsRepeatsThatAreUnderWay()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    for (const QUuid &id : {protocol::makeMessageId(), QUuid::createUuid()}) {
        NewMessage message = messageTo(room, u"hello"_s);
        message.id = id;
        const std::size_t before = node->probe.answers().size();
        for (int i = 0; i < 20; ++i)
            node->log->append(message, node->probe.answer());

        QVERIFY(node->probe.waitForAnswers(before + 20));

        const auto answers = node->probe.answers();
        for (std::size_t i = before; i < answers.size(); ++i) {
            QVERIFY(answers[i].ok());
            QCOMPARE(answers[i]->position, answers[before]->position);
        }
    }
    QCOMPARE(node->probe.entries().size(), 2u);
}

void MessageLogSuite::answersARepeatAfterARestart()
{
    const QList<QUuid> ids {protocol::makeMessageId(), QUuid::createUuid()};
    QList<qint64> positions;
    RoomRef room;
    NewMessage message;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        room = node->makeRoom(u"Garden"_s);
        for (const QUuid &id : ids) {
            message = messageTo(room, u"hello"_s);
            message.id = id;
            positions.append(LogProbe::send(*node->log, message)->position);
        }
        QVERIFY(node->waitUntilPersisted());
    }
    const auto node = m_testbed.open();
    QVERIFY(node);
    for (int i = 0; i < ids.size(); ++i) {
        message.id = ids.at(i);
        const auto answer = LogProbe::send(*node->log, message);
        QVERIFY(answer.ok());
        QCOMPARE(answer->position, positions.at(i));
    }
    QCOMPARE(node->readUpwards(room).size(), 2u);
}

void MessageLogSuite::saysWhichAnswersAreRepeats()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    for (const QUuid &id : {protocol::makeMessageId(), QUuid::createUuid()}) {
        NewMessage message = messageTo(room, u"hello"_s);
        message.id = id;
        const std::size_t before = node->probe.answers().size();
        for (int i = 0; i < 5; ++i)
            node->log->append(message, node->probe.answer());
        QVERIFY(node->probe.waitForAnswers(before + 5));
        node->log->append(message, node->probe.answer());
        QVERIFY(node->probe.waitForAnswers(before + 6));

        int repeats = 0;
        const auto answers = node->probe.answers();
        for (std::size_t i = before; i < answers.size(); ++i)
            repeats += answers[i].ok() && answers[i]->repeat;
        QCOMPARE(repeats, 5);
    }
}

void MessageLogSuite::refusesAnIdThatSomebodyElsesMessageHas()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    for (const QUuid &id : {protocol::makeMessageId(), QUuid::createUuid()}) {
        NewMessage message = messageTo(room, u"hers"_s);
        message.id = id;
        const auto first = LogProbe::send(*node->log, message);
        QVERIFY(first.ok());

        const auto taken = LogProbe::send(*node->log, hisUnderTheIdOf(message));

        QVERIFY(!taken.ok());
        QCOMPARE(taken.error().code, Code::MessageIdTaken);
        QCOMPARE(LogProbe::send(*node->log, message)->position, first->position);
    }
    QCOMPARE(textsOf(node->probe.entries()), QStringList({u"hers"_s, u"hers"_s}));
}

void MessageLogSuite::refusesAnIdOfSomebodyElsesThatIsUnderWay()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    for (const QUuid &id : {protocol::makeMessageId(), QUuid::createUuid()}) {
        NewMessage message = messageTo(room, u"hers"_s);
        message.id = id;
        const std::size_t before = node->probe.answers().size();
        int taken = 0;
        node->log->append(message, node->probe.answer());
        node->log->append(hisUnderTheIdOf(message),
                          [&, count = node->probe.answer()](const auto &answer) {
                              taken += !answer && answer.error().code == Code::MessageIdTaken;
                              count(answer);
                          });
        node->log->append(message, node->probe.answer());

        QVERIFY(node->probe.waitForAnswers(before + 3));

        QCOMPARE(taken, 1);
        const auto answers = node->probe.answers();
        QCOMPARE(std::count_if(answers.begin() + qint64(before), answers.end(),
                               [](const auto &answer) { return answer.ok(); }),
                 2);
    }
    QCOMPARE(textsOf(node->probe.entries()), QStringList({u"hers"_s, u"hers"_s}));
}

void MessageLogSuite::refusesAnIdOfSomebodyElsesAfterARestart()
{
    const QList<QUuid> ids {protocol::makeMessageId(), QUuid::createUuid()};
    QList<qint64> positions;
    NewMessage message;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        message = messageTo(node->makeRoom(u"Garden"_s), u"hers"_s);
        for (const QUuid &id : ids) {
            message.id = id;
            positions.append(LogProbe::send(*node->log, message)->position);
        }
        QVERIFY(node->waitUntilPersisted());
    }
    const auto node = m_testbed.open();
    QVERIFY(node);
    for (int i = 0; i < ids.size(); ++i) {
        message.id = ids.at(i);

        const auto taken = LogProbe::send(*node->log, hisUnderTheIdOf(message));

        QVERIFY(!taken.ok());
        QCOMPARE(taken.error().code, Code::MessageIdTaken);
        const auto again = LogProbe::send(*node->log, message);
        QCOMPARE(again->position, positions.at(i));
        QVERIFY(again->repeat);
    }
    QCOMPARE(textsOf(node->readUpwards(message.room)), QStringList({u"hers"_s, u"hers"_s}));
}

void MessageLogSuite::takesIdsOfAnyVersion()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const QList<QUuid> ids {QUuid::createUuid(), QUuid::createUuidV5(QUuid(), u"x"_s),
                            protocol::makeMessageId(Timestamp()),
                            protocol::makeMessageId(now() + 48h)};
    for (const QUuid &id : ids) {
        NewMessage message = messageTo(room, u"hello"_s);
        message.id = id;
        const auto first = LogProbe::send(*node->log, message);
        const auto second = LogProbe::send(*node->log, message);
        QVERIFY(first.ok() && second.ok());
        QCOMPARE(second->position, first->position);
    }
    QCOMPARE(node->probe.entries().size(), std::size_t(ids.size()));
}

void MessageLogSuite::tellsTheSameIdInTwoRoomsApart()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    NewMessage message = messageTo(node->makeRoom(u"Garden"_s), u"hello"_s);
    node->log->append(message, node->probe.answer());
    message.room = node->makeRoom(u"Kitchen"_s);
    node->log->append(message, node->probe.answer());

    QVERIFY(node->probe.waitForAnswers(2));

    QCOMPARE(node->probe.entries().size(), 2u);
}

void MessageLogSuite::announcesARoomBeforeItsMessages()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);

    const auto rooms = node->probe.rooms();
    QCOMPARE(rooms.size(), 1u);
    QCOMPARE(rooms[0].room, room);
    QCOMPARE(rooms[0].name, u"Garden"_s);
    QCOMPARE(rooms[0].creator, u"ann"_s);
    QVERIFY(node->tail.knows(room.id));
    QVERIFY(node->tail.page({room, {}, {}, 10}));
}

void MessageLogSuite::deliversNothingOldAfterARestart()
{
    RoomRef room;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        room = node->makeRoom(u"Garden"_s);
        for (int i = 0; i < 30; ++i)
            node->log->append(messageTo(room, QString::number(i)), node->probe.answer());
        QVERIFY(node->probe.waitForAnswers(30));
        QVERIFY(node->waitUntilPersisted());
    }
    const auto node = m_testbed.open();
    QVERIFY(node);
    QVERIFY(node->probe.entries().empty());

    QVERIFY(LogProbe::send(*node->log, messageTo(room, u"new"_s)).ok());

    QCOMPARE(textsOf(node->probe.entries()), QStringList({u"new"_s}));
}

void MessageLogSuite::keepsEverythingOverRestarts()
{
    QList<qint64> positions;
    QStringList sent;
    RoomRef room;
    for (int run = 0; run < 3; ++run) {
        const auto node = m_testbed.open();
        QVERIFY(node);
        if (run == 0)
            room = node->makeRoom(u"Garden"_s);
        for (int i = 0; i < 20; ++i) {
            sent.append(u"%1-%2"_s.arg(run).arg(i));
            const auto answer = LogProbe::send(*node->log, messageTo(room, sent.constLast()));
            QVERIFY(answer.ok());
            positions.append(answer->position);
        }
        // Without waiting for the persister: what it has not stored yet comes back from the log.
        QCOMPARE(textsOf(node->readUpwards(room, 7)), sent);
    }
    const auto node = m_testbed.open();
    QVERIFY(node);
    QCOMPARE(textsOf(node->readUpwards(room, 7)), sent);
    QCOMPARE(positionsOf(node->readDownwards(room, 7)), positions);
    QVERIFY(node->waitUntilPersisted());
    const auto rooms = node->questions.loadRooms();
    QCOMPARE(rooms->constFirst().messageCount, 60);
    QCOMPARE(rooms->constFirst().lastText, u"2-19"_s);
}

void MessageLogSuite::hasAWholeHistoryWithASmallTail()
{
    const auto node = m_testbed.open(20'000);
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    QStringList sent;
    for (int i = 0; i < 300; ++i) {
        sent.append(QString::number(i));
        auto answer = LogProbe::send(*node->log, messageTo(room, sent.constLast()));
        // The persister may need a moment.
        while (!answer && answer.error().code == Code::LogUnavailable)
            answer = LogProbe::send(*node->log, messageTo(room, sent.constLast()));
        QVERIFY(answer.ok());
        if (i % 25 == 0)
            QCOMPARE(textsOf(node->readUpwards(room, 10)), sent);
    }
    QCOMPARE(textsOf(node->readDownwards(room, 10)), sent);
    QTRY_VERIFY_WITH_TIMEOUT(node->tail.bytes() <= 20'000, 20'000);
    QCOMPARE(textsOf(node->readUpwards(room, 10)), sent);
}

void MessageLogSuite::drainsWhenItCloses()
{
    RoomRef room;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        room = node->makeRoom(u"Garden"_s);
        for (int i = 0; i < 500; ++i)
            node->log->append(messageTo(room, QString::number(i)), node->probe.answer());

        node->log->close(10s);

        QCOMPARE(node->probe.answers().size(), 500u);
        for (const auto &answer : node->probe.answers())
            QVERIFY2(answer.ok(), answer ? "" : qPrintable(answer.error().sentence));
        QCOMPARE(node->probe.entries().size(), 500u);
        node->log->close(10s);
    }
    const auto node = m_testbed.open();
    QVERIFY(node);
    QCOMPARE(node->readUpwards(room).size(), 500u);
}

void MessageLogSuite::refusesWhenItIsClosed()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    node->log->close(5s);

    const auto answer = LogProbe::send(*node->log, messageTo(room, u"late"_s));

    QVERIFY(!answer.ok());
    QCOMPARE(answer.error().code, Code::ShuttingDown);
    QVERIFY(!node->log->health().writable);
    QVERIFY(!node->log->health().sentence.isEmpty());
    int refusals = 0;
    node->log->announce({room, u"Garden"_s, u"ann"_s, now()},
                        [&](const protocol::Result<void> &done) { refusals += !done; });
    QCOMPARE(refusals, 1);
}

void MessageLogSuite::refusesWhatItsQueueCannotHold()
{
    const auto node = m_testbed.open(10'000'000, 10);
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const std::size_t count = 2000;
    for (std::size_t i = 0; i < count; ++i)
        node->log->append(messageTo(room, QString::number(i)), node->probe.answer());

    QVERIFY(node->probe.waitForAnswers(count));

    std::size_t accepted = 0;
    for (const auto &answer : node->probe.answers()) {
        if (answer) {
            ++accepted;
            continue;
        }
        QCOMPARE(answer.error().code, Code::TooManyRequests);
        QVERIFY(answer.error().retryAfter > 0s);
    }
    QVERIFY(accepted >= 10);
    QVERIFY(accepted < count);
    QCOMPARE(node->probe.entries().size(), accepted);
}

void MessageLogSuite::saysHowItIs()
{
    const auto node = m_testbed.open();
    QVERIFY(node);

    const log::LogHealth health = node->log->health();

    QVERIFY(health.writable);
    QVERIFY(health.readable);
    QCOMPARE(health.pendingAppends, 0);
    QVERIFY2(health.sentence.isEmpty(), qPrintable(health.sentence));
    QVERIFY(node->log->partitionCount() >= 1);
}

int runMessageLogSuite(LogTestbed &testbed, int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    MessageLogSuite suite(testbed);
    return QTest::qExec(&suite, argc, argv);
}

} // namespace samsa::test
