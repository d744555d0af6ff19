// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "stomp_stream.h"

#include <QTest>

using namespace samsa::protocol;

class TestStompParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAFrameWithoutBody();
    void readsABodyUpToItsNul();
    void readsABodyWithNulsByItsLength();
    void readsABodyOfLengthZero();
    void takesTheSameLengthTwice();
    void readsSeveralFramesAtOnce();
    void readsAFrameFedByteByByte();
    void keepsOrderAndRepeatsOfHeaders();
    void tellsAnEmptyValueFromAMissingHeader();
    void countsHeartBeats();
    void takesCarriageReturnsInVersion12Only();
    void keepsACarriageReturnOfOlderVersions();
    void unescapesAsTheVersionAsks_data();
    void unescapesAsTheVersionAsks();
    void neverUnescapesTheHandshake();
    void changesTheVersionBetweenFramesFedTogether();
    void takesAValueWithABareColon();
    void readsUpToTheLimits();
    void staysLinearFedByteByByte();
    void holdsNothingAfterManyFrames();
    void boundsWhatItHolds();
};

void TestStompParser::readsAFrameWithoutBody()
{
    const Parsed parsed = parsedInSteps(raw("DISCONNECT\nreceipt:77\n\n\0"), 0);
    QVERIFY(!parsed.failed);
    QCOMPARE(parsed.frames.size(), 1);
    QCOMPARE(parsed.frames[0].command, "DISCONNECT");
    QCOMPARE(parsed.frames[0].header("receipt"), QByteArrayView("77"));
    QVERIFY(parsed.frames[0].body.isEmpty());
}

void TestStompParser::readsABodyUpToItsNul()
{
    const Parsed parsed = parsedInSteps(raw("SEND\ndestination:/a\n\nhello\n\n\0"), 0);
    QCOMPARE(parsed.frames.size(), 1);
    QCOMPARE(parsed.frames[0].body, "hello\n\n");
}

void TestStompParser::readsABodyWithNulsByItsLength()
{
    const Parsed parsed =
        parsedInSteps(raw("SEND\ndestination:/a\ncontent-length:5\n\na\0\0\nb\0\n"), 0);
    QCOMPARE(parsed.frames.size(), 1);
    QCOMPARE(parsed.frames[0].body, raw("a\0\0\nb"));
    QCOMPARE(parsed.heartBeats, 1);
}

void TestStompParser::readsABodyOfLengthZero()
{
    const Parsed parsed = parsedInSteps(raw("SEND\ncontent-length:0\n\n\0SEND\n\n\0"), 0);
    QCOMPARE(parsed.frames.size(), 2);
    QVERIFY(parsed.frames[0].body.isEmpty());
}

/// A client writes its own behind that of the application.
void TestStompParser::takesTheSameLengthTwice()
{
    const Parsed parsed = parsedInSteps(
        raw("SEND\ncontent-length:3\nx:y\ncontent-length:3\ncontent-length:03\n\na\0b\0"), 0);
    QVERIFY(!parsed.failed);
    QCOMPARE(parsed.frames.size(), 1);
    QCOMPARE(parsed.frames[0].body, raw("a\0b"));
    QCOMPARE(parsed.frames[0].headers.size(), 2);
    QCOMPARE(parsed.frames[0].header("content-length"), QByteArrayView("3"));
}

void TestStompParser::readsSeveralFramesAtOnce()
{
    StompParser parser;
    parser.feed(raw("A\n\n1\0\nB\n\n2\0C\n\n"));
    QCOMPARE(parser.next(), StompParser::Status::Frame);
    QCOMPARE(parser.takeFrame().command, "A");
    QCOMPARE(parser.next(), StompParser::Status::Frame);
    QCOMPARE(parser.takeFrame().command, "B");
    QCOMPARE(parser.next(), StompParser::Status::NeedMore);
    QCOMPARE(parser.bufferedBytes(), 3);
    parser.feed(raw("\0"));
    QCOMPARE(parser.next(), StompParser::Status::Frame);
    QCOMPARE(parser.takeFrame().command, "C");
    QCOMPARE(parser.next(), StompParser::Status::NeedMore);
    QCOMPARE(parser.bufferedBytes(), 0);
}

void TestStompParser::readsAFrameFedByteByByte()
{
    const QByteArray stream =
        raw("\n\r\nSEND\r\ndestination:/a\\cb\r\ncontent-length:3\r\n\r\nx\0y\0\r\n");
    const Parsed whole = parsedInSteps(stream, 0);
    QVERIFY(!whole.failed);
    QCOMPARE(whole.frames.size(), 1);
    QCOMPARE(whole.frames[0].header("destination"), QByteArrayView("/a:b"));
    QCOMPARE(whole.heartBeats, 3);
    for (int step = 1; step < stream.size(); ++step)
        QVERIFY(parsedInSteps(stream, step) == whole);
}

void TestStompParser::keepsOrderAndRepeatsOfHeaders()
{
    const Parsed parsed = parsedInSteps(raw("MESSAGE\nfoo:World\nbar:1\nfoo:Hello\n\n\0"), 0);
    const QList<StompHeader> expected {{"foo", "World"}, {"bar", "1"}, {"foo", "Hello"}};
    QCOMPARE(parsed.frames[0].headers, expected);
    QCOMPARE(parsed.frames[0].header("foo"), QByteArrayView("World"));
}

void TestStompParser::tellsAnEmptyValueFromAMissingHeader()
{
    const Parsed parsed = parsedInSteps(raw("SEND\nempty:\n\n\0"), 0);
    StompFrame frame = parsed.frames[0];
    frame.addHeader("null", QByteArray());
    for (const QByteArrayView name : {"empty", "null"}) {
        QVERIFY(frame.hasHeader(name));
        QVERIFY(frame.header(name).isEmpty());
        QVERIFY(!frame.header(name).isNull());
    }
    QVERIFY(!frame.hasHeader("missing"));
    QVERIFY(frame.header("missing").isNull());
}

void TestStompParser::countsHeartBeats()
{
    StompParser parser;
    parser.feed("\n\n\r\n\r");
    QCOMPARE(parser.next(), StompParser::Status::NeedMore);
    QCOMPARE(parser.takeHeartBeats(), 3);
    QCOMPARE(parser.takeHeartBeats(), 0);
    parser.feed("\n");
    QCOMPARE(parser.next(), StompParser::Status::NeedMore);
    QCOMPARE(parser.takeHeartBeats(), 1);
    QCOMPARE(parser.bufferedBytes(), 0);
}

void TestStompParser::takesCarriageReturnsInVersion12Only()
{
    const QByteArray stream = raw("SEND\r\nfoo:bar\r\n\r\nbody\r\n\0");
    const Parsed parsed = parsedInSteps(stream, 0);
    QCOMPARE(parsed.frames.size(), 1);
    QCOMPARE(parsed.frames[0].header("foo"), QByteArrayView("bar"));
    QCOMPARE(parsed.frames[0].body, "body\r\n");
    QVERIFY(parsedInSteps(stream, 0, StompVersion::V11).failed);
    QVERIFY(parsedInSteps(stream, 0, StompVersion::V10).failed);
}

void TestStompParser::keepsACarriageReturnOfOlderVersions()
{
    for (const StompVersion version : {StompVersion::V10, StompVersion::V11}) {
        const Parsed parsed = parsedInSteps(raw("SEND\nfoo:a\rb\r\n\n\0"), 0, version);
        QCOMPARE(parsed.frames.size(), 1);
        QCOMPARE(parsed.frames[0].header("foo"), QByteArrayView("a\rb\r"));
    }
}

void TestStompParser::unescapesAsTheVersionAsks_data()
{
    QTest::addColumn<StompVersion>("version");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<StompHeader>("header");
    QTest::newRow("1.0 knows none")
        << StompVersion::V10 << QByteArray("a\\n:b\\c\\t\\") << StompHeader {"a\\n", "b\\c\\t\\"};
    QTest::newRow("1.1") << StompVersion::V11 << QByteArray("a\\n\\c:\\\\b\\c")
                         << StompHeader {"a\n:", "\\b:"};
    QTest::newRow("1.2") << StompVersion::V12 << QByteArray("a\\n\\c\\r:\\\\n\\c\\r")
                         << StompHeader {"a\n:\r", "\\n:\r"};
}

void TestStompParser::unescapesAsTheVersionAsks()
{
    QFETCH(const StompVersion, version);
    QFETCH(const QByteArray, line);
    QFETCH(const StompHeader, header);
    const Parsed parsed = parsedInSteps("SEND\n" + line + raw("\n\n\0"), 0, version);
    QCOMPARE(parsed.frames.size(), 1);
    QCOMPARE(parsed.frames[0].headers[0].name, header.name);
    QCOMPARE(parsed.frames[0].headers[0].value, header.value);
}

void TestStompParser::neverUnescapesTheHandshake()
{
    for (const QByteArray command : {"CONNECT", "CONNECTED", "STOMP"}) {
        for (const StompVersion version :
             {StompVersion::V10, StompVersion::V11, StompVersion::V12}) {
            const Parsed parsed =
                parsedInSteps(command + raw("\npasscode:a\\nb:c\\t\n\n\0"), 0, version);
            QCOMPARE(parsed.frames.size(), 1);
            QCOMPARE(parsed.frames[0].header("passcode"), QByteArrayView("a\\nb:c\\t"));
        }
    }
}

void TestStompParser::changesTheVersionBetweenFramesFedTogether()
{
    StompParser parser;
    parser.feed(raw("CONNECT\r\naccept-version:1.0\r\n\r\n\0SEND\nfoo:a\\cb\n\n\0"));
    QCOMPARE(parser.next(), StompParser::Status::Frame);
    QCOMPARE(parser.takeFrame().header("accept-version"), QByteArrayView("1.0"));
    parser.setVersion(StompVersion::V10);
    QCOMPARE(parser.next(), StompParser::Status::Frame);
    QCOMPARE(parser.takeFrame().header("foo"), QByteArrayView("a\\cb"));
}

void TestStompParser::takesAValueWithABareColon()
{
    const Parsed parsed = parsedInSteps(raw("SEND\nfoo:http://x:1\n\n\0"), 0);
    QCOMPARE(parsed.frames[0].header("foo"), QByteArrayView("http://x:1"));
}

void TestStompParser::readsUpToTheLimits()
{
    const StompLimits limits {.headers = 2, .headerBytes = 10, .bodyBytes = 4};
    for (const QByteArray eol : {"\n", "\r\n"}) {
        const QByteArray head = "SEND" + eol + "name:67890" + eol + "b:2" + eol;
        const Parsed uncounted =
            parsedInSteps(head + eol + raw("1234\0"), 1, StompVersion::V12, limits);
        QVERIFY2(!uncounted.failed, qPrintable(uncounted.error.sentence));
        QCOMPARE(uncounted.frames.size(), 1);
    }
    const StompLimits wider {.headers = 1, .headerBytes = 20, .bodyBytes = 4};
    const Parsed counted =
        parsedInSteps(raw("SEND\ncontent-length:4\n\n1234\0"), 1, StompVersion::V12, wider);
    QVERIFY(!counted.failed);
    QCOMPARE(counted.frames.size(), 1);
}

void TestStompParser::staysLinearFedByteByByte()
{
    // With a cost that grew as the square, two million steps would not end within the test's time.
    constexpr qsizetype size = 2'000'000;
    const QByteArray body(size, 'x');
    StompParser parser({.headers = 1, .headerBytes = size, .bodyBytes = size});
    const QByteArray stream = "SEND\nh:" + body.first(size / 2) + "\n\n" + body + raw("\0");
    for (qsizetype at = 0; at < stream.size() - 1; ++at) {
        parser.feed(QByteArrayView(stream).sliced(at, 1));
        if (parser.next() != StompParser::Status::NeedMore)
            QFAIL("the frame is not whole yet");
    }
    parser.feed(QByteArrayView(stream).last(1));
    QCOMPARE(parser.next(), StompParser::Status::Frame);
    QCOMPARE(parser.takeFrame().body.size(), size);
}

void TestStompParser::holdsNothingAfterManyFrames()
{
    const QByteArray frame = raw("SEND\ndestination:/a\n\nhello\0");
    StompParser parser;
    Parsed parsed;
    for (int round = 0; round < 2000; ++round) {
        parser.feed(frame + frame.first(7));
        drain(parser, parsed);
        QCOMPARE(parser.bufferedBytes(), 7);
        parser.feed(QByteArrayView(frame).sliced(7));
        drain(parser, parsed);
        QCOMPARE(parser.bufferedBytes(), 0);
    }
    QVERIFY(!parsed.failed);
    QCOMPARE(parsed.frames.size(), 4000);
}

void TestStompParser::boundsWhatItHolds()
{
    const StompLimits limits {.headers = 4, .headerBytes = 100, .bodyBytes = 1000};
    StompParser parser(limits);
    Parsed parsed;
    parser.feed("SEND\n");
    while (!parsed.failed) {
        parser.feed("header:value\n");
        drain(parser, parsed);
        QVERIFY(parser.bufferedBytes() <= 5 * 101 + 1001);
    }
    QCOMPARE(parser.bufferedBytes(), 0);
    parser.feed("more");
    QCOMPARE(parser.bufferedBytes(), 0);
}

QTEST_APPLESS_MAIN(TestStompParser)
#include "tst_stomp_parser.moc"
