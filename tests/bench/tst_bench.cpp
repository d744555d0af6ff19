// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/flags.h"
#include "tests/bench/http_connection.h"
#include "tests/bench/marker.h"
#include "tests/bench/process_cost.h"
#include "tests/bench/samples.h"
#include "tests/bench/target.h"
#include "tests/bench/websocket.h"

#include <QTest>

#include <set>
#include <unistd.h>

using namespace samsa::bench;

/// What could be wrong in the load generator without anybody noticing.
class TestBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void percentileIsTheTimeAtTheNearestRank();
    void percentileOfOneSampleIsThatSample();
    void percentileOfNothingIsZero();
    void markerIsFoundAtItsLastPlaceAndElsewhere();
    void markerThatIsCutOffIsNotFound();
    void markerIsNotMistakenForTildesInATitle();
    void markedTextHasTheBytesThatWereAskedFor();
    void serverFrameOfAnyLengthIsScanned_data();
    void serverFrameOfAnyLengthIsScanned();
    void clientFrameIsUnmaskedAgain();
    void answerIsCompleteOnlyWithItsBody();
    void answer304HasNoBodyWhateverItsHeadSays();
    void everyMessageIdIsNew();
    void unknownFlagIsAComplaint();
    void ownCpuIsTheCpuOfThisProcess();
};

void TestBench::percentileIsTheTimeAtTheNearestRank()
{
    Samples samples;
    for (int i = 100; i >= 1; --i)
        samples.add(i * 1'000'000);
    QCOMPARE(samples.milliseconds(0.5), 50.0);
    QCOMPARE(samples.milliseconds(0.99), 99.0);
    QCOMPARE(samples.milliseconds(1), 100.0);
    QCOMPARE(samples.milliseconds(0.01), 1.0);
    QCOMPARE(samples.milliseconds(0.995), 100.0);
}

void TestBench::percentileOfOneSampleIsThatSample()
{
    Samples samples;
    samples.add(7'000'000);
    QCOMPARE(samples.milliseconds(0), 7.0);
    QCOMPARE(samples.milliseconds(0.99), 7.0);
}

void TestBench::percentileOfNothingIsZero()
{
    Samples samples;
    QCOMPARE(samples.milliseconds(0.99), 0.0);
}

void TestBench::markerIsFoundAtItsLastPlaceAndElsewhere()
{
    MarkerFinder finder;
    std::uint64_t number = 0;
    QVERIFY(finder.find("position:9\n\n{\"text\":\"" + markedText(41, 60) + "\"}", number));
    QCOMPARE(number, 41u);
    QVERIFY(finder.find("position:9\n\n{\"text\":\"" + markedText(42, 60) + "\"}", number));
    QCOMPARE(number, 42u);
    QVERIFY(finder.find("position:10\n\n{\"text\":\"" + markedText(~0ull, 60) + "\"}", number));
    QCOMPARE(number, ~0ull);
}

void TestBench::markerThatIsCutOffIsNotFound()
{
    MarkerFinder finder;
    std::uint64_t number = 0;
    const std::string whole = "text " + marker(5);
    QVERIFY(finder.find(whole, number));
    QVERIFY(!finder.find(std::string_view(whole).substr(0, whole.size() - 1), number));
    QVERIFY(!finder.find("", number));
}

void TestBench::markerIsNotMistakenForTildesInATitle()
{
    MarkerFinder finder;
    std::uint64_t number = 0;
    QVERIFY(!finder.find("~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~", number));
    QVERIFY(finder.find("room ~~welcome, everybody~~ " + marker(7), number));
    QCOMPARE(number, 7u);
}

void TestBench::markedTextHasTheBytesThatWereAskedFor()
{
    for (const std::size_t bytes : {19u, 20u, 64u, 128u, 1000u})
        QCOMPARE(markedText(3, bytes).size(), bytes);
    QCOMPARE(markedText(3, 1).size(), markerSize);
}

void TestBench::serverFrameOfAnyLengthIsScanned_data()
{
    QTest::addColumn<qsizetype>("size");
    for (const qsizetype size : {0, 1, 125, 126, 65'535, 65'536, 100'000})
        QTest::addRow("%lld bytes", static_cast<long long>(size)) << size;
}

void TestBench::serverFrameOfAnyLengthIsScanned()
{
    QFETCH(const qsizetype, size);
    const std::string payload(std::size_t(size), 'm');
    std::string bytes;
    appendServerFrame(bytes, payload);
    WebSocketFrame frame;
    QVERIFY(readFrameHeader(bytes.data(), bytes.size(), frame));
    QCOMPARE(frame.payloadSize, payload.size());
    QCOMPARE(frame.size(), bytes.size());
    QCOMPARE(frame.opcode, Opcode::Text);
    QVERIFY(!frame.masked);
    // However little of the header there is, it is never taken for a whole one.
    for (std::size_t part = 0; part < frame.headerSize; ++part) {
        WebSocketFrame cut;
        QVERIFY(!readFrameHeader(bytes.data(), part, cut));
    }
}

void TestBench::clientFrameIsUnmaskedAgain()
{
    const std::string payload = "SEND\n\nwhatever it is";
    std::string bytes;
    appendClientFrame(bytes, payload);
    WebSocketFrame frame;
    QVERIFY(readFrameHeader(bytes.data(), bytes.size(), frame));
    QVERIFY(frame.masked);
    QCOMPARE(frame.size(), bytes.size());
    std::string read;
    for (std::size_t i = 0; i < frame.payloadSize; ++i)
        read += char(std::uint8_t(bytes[frame.headerSize + i]) ^ frame.mask[i & 3]);
    QCOMPARE(read, payload);
}

void TestBench::answerIsCompleteOnlyWithItsBody()
{
    const std::string bytes = "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-LENGTH: 5\r\n\r\nhello";
    HttpAnswer answer;
    for (std::size_t part = 0; part < bytes.size(); ++part)
        QVERIFY(!readAnswer(std::string_view(bytes).substr(0, part), answer));
    const std::string more = bytes + "HTTP/1.1 404"; // The answer points into it.
    QVERIFY(readAnswer(more, answer));
    QCOMPARE(answer.status, 200);
    QCOMPARE(std::string(answer.body), std::string("hello"));
    QCOMPARE(answer.size(), bytes.size());
}

void TestBench::answer304HasNoBodyWhateverItsHeadSays()
{
    HttpAnswer answer;
    QVERIFY(readAnswer("HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\n\r\n", answer));
    QCOMPARE(answer.status, 304);
    QVERIFY(answer.body.empty());
}

void TestBench::everyMessageIdIsNew()
{
    std::set<std::string> ids;
    for (int i = 0; i < 100'000; ++i)
        ids.insert(newMessageId());
    QCOMPARE(ids.size(), 100'000u);
    QCOMPARE(ids.begin()->size(), 36u);
}

void TestBench::unknownFlagIsAComplaint()
{
    char rate[] = "--rate";
    char number[] = "5";
    char stray[] = "--subscriber";
    char *arguments[] = {rate, number, stray, number};
    const Flags flags(4, arguments);
    QCOMPARE(flags.count("rate", 1), 5);
    QCOMPARE(flags.count("subscribers", 10), 10);
    QCOMPARE(flags.complaint(), std::string("this mode knows no --subscriber"));
}

void TestBench::ownCpuIsTheCpuOfThisProcess()
{
    const Nanoseconds before = ownCpu();
    while (ownCpu() - before < oneSecond / 100) {}
    const double ratio = double(cpuOf(getpid())) / double(ownCpu());
    QVERIFY2(ratio > 0.9 && ratio <= 1, qPrintable(QString::number(ratio)));
    QVERIFY(residentKib(getpid()) > 100);
    QCOMPARE(cpuOf(-1), 0);
}

QTEST_APPLESS_MAIN(TestBench)
#include "tst_bench.moc"
