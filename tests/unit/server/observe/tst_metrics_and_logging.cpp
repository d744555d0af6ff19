// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/observe/logging.h"
#include "server/observe/metrics.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTimeZone>

using namespace Qt::Literals::StringLiterals;

/// What operators read: the metrics' text and the lines of the log.
class TestMetricsAndLogging : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesEveryCounter();
    void writesGaugesOfOneNameTogether();
    void writesTextLines();
    void writesJsonLines();
};

void TestMetricsAndLogging::writesEveryCounter()
{
    samsa::Metrics metrics;
    metrics.messagesAccepted.add();
    metrics.messagesAccepted.add(4);
    const QByteArray text = samsa::writeMetrics(metrics, {});
    for (const samsa::CounterSpec &spec : samsa::counterTable()) {
        const QByteArray name(spec.name.data(), spec.name.size());
        QVERIFY2(text.contains("# HELP " + name + ' '), name.constData());
        QVERIFY2(text.contains("# TYPE " + name + " counter\n" + name + ' '), name.constData());
        QVERIFY(name.endsWith("_total"));
    }
    QVERIFY(text.contains("\nsamsa_messages_accepted_total 5\n"));
}

void TestMetricsAndLogging::writesGaugesOfOneNameTogether()
{
    const QByteArray text = samsa::writeMetrics(
        {},
        {{"a", "An a.", 1, "w=\"0\""}, {"a", "An a.", 2.5, "w=\"1\""}, {"b", "A b.", 1e15, {}}});
    QVERIFY(text.endsWith("# HELP a An a.\n# TYPE a gauge\na{w=\"0\"} 1\na{w=\"1\"} 2.5\n"
                          "# HELP b A b.\n# TYPE b gauge\nb 1e+15\n"));
}

void TestMetricsAndLogging::writesTextLines()
{
    const QDateTime time = QDateTime::fromString(u"2026-11-23T01:18:00.123Z"_s, Qt::ISODateWithMs);
    QCOMPARE(
        samsa::logLine(samsa::LogFormat::Text, QtWarningMsg, "samsa.net", u"two\nlines"_s, time),
        "2026-11-23T01:18:00.123Z warning samsa.net: two\n    lines\n");
    for (const QtMsgType type : {QtDebugMsg, QtInfoMsg, QtCriticalMsg, QtFatalMsg})
        QVERIFY(
            samsa::logLine(samsa::LogFormat::Text, type, "c", u"m"_s, time).endsWith(" c: m\n"));
}

void TestMetricsAndLogging::writesJsonLines()
{
    const QByteArray line = samsa::logLine(samsa::LogFormat::Json, QtCriticalMsg, "samsa.net",
                                           u"a \"b\"\nc"_s, QDateTime::currentDateTimeUtc());
    QCOMPARE(line.count('\n'), 1);
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    QCOMPARE(object.value("level"_L1).toString(), u"error"_s);
    QCOMPARE(object.value("category"_L1).toString(), u"samsa.net"_s);
    QCOMPARE(object.value("message"_L1).toString(), u"a \"b\"\nc"_s);
}

QTEST_GUILESS_MAIN(TestMetricsAndLogging)
#include "tst_metrics_and_logging.moc"
