// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka_handle.h"

#include <QTest>

using namespace samsa;
using log::KafkaSettings;
using protocol::Code;

class KafkaSettingsTest : public QObject
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
        settings.brokers = QStringLiteral("127.0.0.1:1");
        settings.options = {{name, value}};
        return settings;
    }
};

void KafkaSettingsTest::readsOptions_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::newRow("linger.ms=1") << QStringLiteral("linger.ms") << QStringLiteral("1");
    QTest::newRow("sasl.password=a=b c")
        << QStringLiteral("sasl.password") << QStringLiteral("a=b c");
    QTest::newRow("debug=") << QStringLiteral("debug") << QString();
}

void KafkaSettingsTest::readsOptions()
{
    const auto option = log::parseKafkaOption(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(option.ok());
    QTEST(option->first, "name");
    QTEST(option->second, "value");
}

void KafkaSettingsTest::refusesWhatIsNoOption_data()
{
    QTest::addColumn<QString>("argument");
    QTest::newRow("empty") << QString();
    QTest::newRow("no equals sign") << QStringLiteral("linger.ms");
    QTest::newRow("no name") << QStringLiteral("=1");
}

void KafkaSettingsTest::refusesWhatIsNoOption()
{
    QFETCH(const QString, argument);
    const auto option = log::parseKafkaOption(argument);
    QVERIFY(!option.ok());
    QCOMPARE(option.error().code, Code::OptionInvalid);
}

void KafkaSettingsTest::takesWhatLibrdkafkaTakes()
{
    QVERIFY(log::checkKafkaSettings(with(QStringLiteral("linger.ms"), QStringLiteral("1"))).ok());
    QVERIFY(log::checkKafkaSettings(with(QStringLiteral("compression.type"), QStringLiteral("lz4")))
                .ok());
    QVERIFY(log::checkKafkaSettings(with(QStringLiteral("fetch.wait.max.ms"), QStringLiteral("10")))
                .ok());
}

void KafkaSettingsTest::refusesWhatLibrdkafkaRefuses_data()
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

void KafkaSettingsTest::refusesWhatLibrdkafkaRefuses()
{
    QFETCH(const QString, name);
    QFETCH(const QString, value);
    QFETCH(const QString, words);
    KafkaSettings settings = with(name, value);
    if (name == u"ssl.ca.location")
        settings.options.append({QStringLiteral("security.protocol"), QStringLiteral("ssl")});

    const auto checked = log::checkKafkaSettings(settings);

    QVERIFY(!checked.ok());
    QCOMPARE(checked.error().code, Code::OptionInvalid);
    QVERIFY2(checked.error().sentence.contains(words), qPrintable(checked.error().sentence));
}

void KafkaSettingsTest::wantsABroker()
{
    const auto checked = log::checkKafkaSettings({});
    QVERIFY(!checked.ok());
    QCOMPARE(checked.error().code, Code::OptionInvalid);
}

void KafkaSettingsTest::setsWhatWasMeasured_data()
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

void KafkaSettingsTest::setsWhatWasMeasured()
{
    QFETCH(const bool, producer);
    KafkaSettings settings;
    settings.brokers = QStringLiteral("127.0.0.1:1");
    const auto configuration =
        log::kafkaConfiguration(settings, producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER);
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

QTEST_GUILESS_MAIN(KafkaSettingsTest)
#include "tst_kafka_settings.moc"
