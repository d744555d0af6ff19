// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/person.h"
#include "tests/gui/server_here.h"
#include "tests/support/kafka_broker.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace samsa;
using namespace samsa::test;

namespace {

/// The public tool, as docs/protocol.md tells to use it. What it printed; nothing when it failed.
QByteArray kcat(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral("kcat"),
                  QStringList {QStringLiteral("-b"), KafkaBroker::shared().address()} + arguments);
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
    Person ann(QStringLiteral("Ann"));
    ann.options.room = QStringLiteral("Lobby");
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom());
    ann.say(QStringLiteral("typed in the window, 안녕"));
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 1);

    const QByteArray records =
        kcat({QStringLiteral("-t"), topic, QStringLiteral("-C"), QStringLiteral("-e"),
              QStringLiteral("-q"), QStringLiteral("-o"), QStringLiteral("beginning")});
    QJsonObject typed;
    const auto lines = records.split('\n');
    for (const QByteArray &line : lines) {
        const QJsonObject record = QJsonDocument::fromJson(line).object();
        if (record.contains(QLatin1StringView("text"))) {
            typed = record;
        }
    }
    QCOMPARE(typed.value(QLatin1StringView("text")).toString(),
             QStringLiteral("typed in the window, 안녕"));
    QCOMPARE(typed.value(QLatin1StringView("nickname")).toString(), QStringLiteral("Ann"));

    const QString room = typed.value(QLatin1StringView("room")).toString();
    const QJsonObject record {{QStringLiteral("room"), room},
                              {QStringLiteral("nickname"), QStringLiteral("kcat")},
                              {QStringLiteral("text"), QStringLiteral("Tea?")}};
    kcat({QStringLiteral("-t"), topic, QStringLiteral("-P"), QStringLiteral("-k"), room,
          QStringLiteral("-H"), QStringLiteral("schema=samsa.event.v1"), QStringLiteral("-H"),
          QStringLiteral("type=message"), QStringLiteral("-X"),
          QStringLiteral("topic.partitioner=murmur2_random")},
         QJsonDocument(record).toJson(QJsonDocument::Compact));
    QTRY_COMPARE(ann.texts().constLast(), QStringLiteral("Tea?"));
}

void TestDesktopOnKafka::messagesWaitForAKilledKafkaAndGoOutInOrder()
{
    const ServerHere server(onKafka(KafkaBroker::newTopicName()));
    Person ann(QStringLiteral("Ann"));
    Person ben(QStringLiteral("Ben"));
    ann.options.room = QStringLiteral("Lobby");
    ben.options.room = QStringLiteral("Lobby");
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Polling));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
    QStringList all;
    const auto annSays = [&](int count) {
        for (int i = 0; i < count; ++i) {
            all.append(QStringLiteral("message %1").arg(all.size()));
            ann.say(all.constLast());
        }
    };
    annSays(5);
    QTRY_COMPARE(ben.texts().size(), 5);
    KafkaBroker::shared().kill();
    annSays(5);
    QVERIFY(ann.countInState(ui::MessageState::Pending) >= 5);
    // Everything that was said stays readable, and the windows stay connected.
    Person late(QStringLiteral("Late"));
    late.options.room = QStringLiteral("Lobby");
    QVERIFY(late.join(server.port(), ui::TransportKind::Live));
    QTRY_COMPARE(late.texts().size(), 5);
    QVERIFY2(KafkaBroker::shared().restart(), qPrintable(KafkaBroker::shared().error()));
    QTRY_COMPARE_WITH_TIMEOUT(ann.countInState(ui::MessageState::Sent), 10, 90'000);
    for (Person *const person : {&ann, &ben, &late}) {
        QTRY_COMPARE_WITH_TIMEOUT(person->texts(), all, 20'000);
    }
}

QTEST_MAIN(TestDesktopOnKafka)
#include "tst_desktop_on_kafka.moc"
