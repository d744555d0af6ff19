// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/person.h"
#include "tests/gui/server_here.h"
#include "tests/support/kafka_broker.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;

namespace {

/// The public tool, as docs/protocol.md tells to use it. What it printed; nothing when it failed.
QByteArray kcat(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(u"kcat"_s, QStringList {u"-b"_s, KafkaBroker::shared().address()} + arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(30'000);
    return process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
}

Options onKafka(const QString &topic)
{
    Options options;
    options.kafka = KafkaBroker::shared().address();
    options.topic = topic;
    return options;
}

} // namespace

/// The desktop program, with a server that keeps its messages in a real Kafka.
class TestDesktopOnKafka : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void kcatReadsWhatWasTypedAndIsReadInTheWindow();
    void messagesWaitForAKilledKafkaAndGoOutInOrder();
};

void TestDesktopOnKafka::initTestCase()
{
    QVERIFY2(KafkaBroker::shared().running(), qPrintable(KafkaBroker::shared().error()));
}

void TestDesktopOnKafka::kcatReadsWhatWasTypedAndIsReadInTheWindow()
{
    const QString topic = KafkaBroker::newTopicName();
    const ServerHere server(onKafka(topic));
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom());
    ann.say(u"typed in the window, 안녕"_s);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 1);

    const QByteArray records =
        kcat({u"-t"_s, topic, u"-C"_s, u"-e"_s, u"-q"_s, u"-o"_s, u"beginning"_s});
    QJsonObject typed;
    const auto lines = records.split('\n');
    for (const QByteArray &line : lines) {
        const QJsonObject record = QJsonDocument::fromJson(line).object();
        if (record.contains("text"_L1))
            typed = record;
    }
    QCOMPARE(typed.value("text"_L1).toString(), u"typed in the window, 안녕"_s);
    QCOMPARE(typed.value("nickname"_L1).toString(), u"Ann"_s);

    const QString room = typed.value("room"_L1).toString();
    const QJsonObject record {
        {u"room"_s, room}, {u"nickname"_s, u"kcat"_s}, {u"text"_s, u"Tea?"_s}};
    kcat({u"-t"_s, topic, u"-P"_s, u"-k"_s, room, u"-H"_s, u"schema=samsa.event.v1"_s, u"-H"_s,
          u"type=message"_s, u"-X"_s, u"topic.partitioner=murmur2_random"_s},
         QJsonDocument(record).toJson(QJsonDocument::Compact));
    QTRY_COMPARE(ann.texts().constLast(), u"Tea?"_s);
}

void TestDesktopOnKafka::messagesWaitForAKilledKafkaAndGoOutInOrder()
{
    const ServerHere server(onKafka(KafkaBroker::newTopicName()));
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    ann.options.room = u"Lobby"_s;
    ben.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Polling));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
    QStringList all;
    const auto annSays = [&](int count) {
        for (int i = 0; i < count; ++i) {
            all.append(u"message %1"_s.arg(all.size()));
            ann.say(all.constLast());
        }
    };
    annSays(5);
    QTRY_COMPARE(ben.texts().size(), 5);
    KafkaBroker::shared().kill();
    annSays(5);
    QTRY_VERIFY(ann.countInState(ui::MessageState::Pending) >= 5);
    // Everything that was said stays readable, and the windows stay connected.
    Person late(u"Late"_s);
    late.options.room = u"Lobby"_s;
    QVERIFY(late.join(server.port(), ui::TransportKind::Live));
    QTRY_COMPARE(late.texts().size(), 5);
    QVERIFY2(KafkaBroker::shared().restart(), qPrintable(KafkaBroker::shared().error()));
    QTRY_COMPARE_WITH_TIMEOUT(ann.countInState(ui::MessageState::Sent), 10, 90'000);
    for (Person *const person : {&ann, &ben, &late})
        QTRY_COMPARE_WITH_TIMEOUT(person->texts(), all, 20'000);
}

QTEST_MAIN(TestDesktopOnKafka)
#include "tst_desktop_on_kafka.moc"
