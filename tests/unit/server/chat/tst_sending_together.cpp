// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/message_id.h"
#include "server/chat/messages.h"
#include "server/log/tail.h"
#include "tests/support/messages.h"

#include <QTest>

#include <optional>

using namespace Qt::Literals::StringLiterals;
using samsa::NewMessage;
using samsa::chat::Messages;
using samsa::protocol::Code;
using samsa::protocol::Error;

namespace {

/// Has room for so many appends, and is full then.
class NarrowLog : public samsa::log::MessageLog
{
public:
    explicit NarrowLog(int room)
        : m_room(room)
    {
    }
    samsa::protocol::Result<void> open(Deliver /*deliver*/,
                                       std::chrono::milliseconds /*deadline*/) override
    {
        return {};
    }
    void append(NewMessage message, AppendDone done) override
    {
        if (m_room-- > 0)
            done(Accepted {1, message.time});
        else
            done(Error {Code::TooManyRequests, u"The queue is full."_s, std::chrono::seconds(1)});
    }
    void announce(samsa::RoomCreated /*room*/, RoomDone done) override { done({}); }
    void confirm(const samsa::RoomRef & /*room*/, const samsa::Cursor & /*cursor*/,
                 RoomDone done) override
    {
        done({});
    }
    int partitionCount() const override { return 1; }
    samsa::log::LogHealth health() const override { return {}; }
    void close(std::chrono::milliseconds /*deadline*/) override {}

private:
    int m_room;
};

} // namespace

/// What whoever sends several messages together is told when the log does not take them all.
class TestSendingTogether : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhetherSomeMayBeThere_data();
    void saysWhetherSomeMayBeThere();
};

void TestSendingTogether::saysWhetherSomeMayBeThere_data()
{
    QTest::addColumn<int>("room");
    QTest::addColumn<Code>("code");
    QTest::newRow("none is there") << 0 << Code::TooManyRequests;
    QTest::newRow("one is there") << 1 << Code::LogUnavailable;
    QTest::newRow("all but one are there") << 2 << Code::LogUnavailable;
}

void TestSendingTogether::saysWhetherSomeMayBeThere()
{
    QFETCH(const int, room);
    QFETCH(const Code, code);
    samsa::store::RoomRow row;
    row.ref.id = QUuid::createUuid();
    row.name = u"Kitchen"_s;
    samsa::chat::Rooms rooms;
    rooms.add(row);
    samsa::log::Tail tail(1'000'000);
    NarrowLog log(room);
    samsa::Metrics metrics;
    Messages messages(rooms, tail.ids(), log, {}, metrics);
    const auto ann = std::make_shared<const samsa::chat::Session>(
        samsa::chat::Session {u"Ann"_s, "Ann", "hash"});
    std::vector<Messages::Addressed> together;
    for (const char *text : {"one", "two", "three"})
        together.push_back({row.ref.id, {.id = samsa::protocol::makeMessageId(), .text = text}});
    samsa::TaskQueue queue;
    std::optional<samsa::protocol::Result<void>> answer;

    messages.sendTogether(ann, together, queue, [&answer](const auto &told) { answer = told; });

    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, code);
    QVERIFY(answer->error().retryAfter.count() > 0);
}

QTEST_GUILESS_MAIN(TestSendingTogether)
#include "tst_sending_together.moc"
