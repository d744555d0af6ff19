// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/kafka/handle.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using protocol::Code;

class TestKafkaSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsOptions_data();
    void readsOptions();
    void refusesWhatIsNoOption_data();
    void refusesWhatIsNoOption();
    void takesWhatLibrdkafkaTakes();
    void refusesWhatLibrdkafkaRefuses_data();
    void refusesWhatLibrdkafkaRefuses();
    void wantsABroker();
    void setsWhatWasMeasured_data();
    void setsWhatWasMeasured();

private:
    static KafkaSettings with(const QString &name, const QString &value)
    {
        KafkaSettings settings;
        settings.brokers = u"127.0.0.1:1"_s;
        settings.options = {{name, value}};
        return settings;
    }
};

void TestKafkaSettings::readsOptions_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::newRow("linger.ms=1") << u"linger.ms"_s << u"1"_s;
    QTest::newRow("sasl.password=a=b c") << u"sasl.password"_s << u"a=b c"_s;
    QTest::newRow("debug=") << u"debug"_s << QString();
}

void TestKafkaSettings::readsOptions()
{
    const auto option = parseKafkaOption(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(option.ok());
    QTEST(option->first, "name");
    QTEST(option->second, "value");
}

void TestKafkaSettings::refusesWhatIsNoOption_data()
{
    QTest::addColumn<QString>("argument");
    QTest::newRow("empty") << QString();
    QTest::newRow("no equals sign") << u"linger.ms"_s;
    QTest::newRow("no name") << u"=1"_s;
}

void TestKafkaSettings::refusesWhatIsNoOption()
{
    QFETCH(const QString, argument);
    const auto option = parseKafkaOption(argument);
    QVERIFY(!option.ok());
    QCOMPARE(option.error().code, Code::OptionInvalid);
}

void TestKafkaSettings::takesWhatLibrdkafkaTakes()
{
    QVERIFY(kafka::checkSettings(with(u"linger.ms"_s, u"1"_s)).ok());
    QVERIFY(kafka::checkSettings(with(u"compression.type"_s, u"lz4"_s)).ok());
    QVERIFY(kafka::checkSettings(with(u"fetch.wait.max.ms"_s, u"10"_s)).ok());
}

void TestKafkaSettings::refusesWhatLibrdkafkaRefuses_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *value, const char *words) {
        QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(value)
                            << QString::fromUtf8(words);
    };
    row("no.such.thing", "1", "No such configuration property");
    row("linger.ms", "soon", "linger.ms");
    row("ssl.ca.location", "/no/such/file", "");
    row("acks", "0", "promises");
    row("enable.idempotence", "false", "promises");
    row("group.id", "mine", "promises");
    row("statistics.interval.ms", "0", "promises");
    row("bootstrap.servers", "elsewhere:9092", "--kafka");
    row("metadata.broker.list", "elsewhere:9092", "--kafka");
}

void TestKafkaSettings::refusesWhatLibrdkafkaRefuses()
{
    QFETCH(const QString, name);
    QFETCH(const QString, value);
    QFETCH(const QString, words);
    KafkaSettings settings = with(name, value);
    if (name == u"ssl.ca.location")
        settings.options.append({u"security.protocol"_s, u"ssl"_s});

    const auto checked = kafka::checkSettings(settings);

    QVERIFY(!checked.ok());
    QCOMPARE(checked.error().code, Code::OptionInvalid);
    QVERIFY2(checked.error().sentence.contains(words), qPrintable(checked.error().sentence));
}

void TestKafkaSettings::wantsABroker()
{
    const auto checked = kafka::checkSettings({});
    QVERIFY(!checked.ok());
    QCOMPARE(checked.error().code, Code::OptionInvalid);
}

void TestKafkaSettings::setsWhatWasMeasured_data()
{
    QTest::addColumn<bool>("producer");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, bool producer, const char *value) {
        QTest::addRow("%s", name) << producer << QByteArray(value);
    };
    row("acks", true, "-1");
    row("enable.idempotence", true, "true");
    row("linger.ms", true, "0");
    row("socket.nagle.disable", true, "true");
    row("delivery.timeout.ms", true, "10000");
    row("queue.buffering.max.messages", true, "10000");
    row("queue.buffering.max.kbytes", true, "32768");
    row("partitioner", true, "murmur2_random");
    row("fetch.wait.max.ms", false, "50");
    row("fetch.min.bytes", false, "1");
    row("fetch.error.backoff.ms", false, "50");
    row("enable.auto.commit", false, "false");
    row("enable.auto.offset.store", false, "false");
    row("auto.offset.reset", false, "error");
    row("reconnect.backoff.max.ms", false, "1000");
    row("topic.metadata.refresh.interval.ms", false, "30000");
}

void TestKafkaSettings::setsWhatWasMeasured()
{
    QFETCH(const bool, producer);
    KafkaSettings settings;
    settings.brokers = u"127.0.0.1:1"_s;
    const auto configuration =
        kafka::configurationFor(settings, producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER);
    QVERIFY(configuration.ok());
    // Properties of a topic are in the default topic's configuration.
    char text[128];
    std::size_t size = sizeof text;
    if (rd_kafka_conf_get(configuration->get(), QTest::currentDataTag(), text, &size)
        != RD_KAFKA_CONF_OK) {
        size = sizeof text;
        QCOMPARE(rd_kafka_topic_conf_get(rd_kafka_conf_get_default_topic_conf(configuration->get()),
                                         QTest::currentDataTag(), text, &size),
                 RD_KAFKA_CONF_OK);
    }
    QTEST(QByteArray(text), "value");
}

QTEST_GUILESS_MAIN(TestKafkaSettings)
#include "tst_kafka_settings.moc"
