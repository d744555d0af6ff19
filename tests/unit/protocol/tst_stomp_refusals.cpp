// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "stomp_stream.h"

#include <QSet>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::protocol;

/// Every violation of the format is an error with a reason of its own.
class TestStompRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void refusesWhatIsOverALimit_data();
    void refusesWhatIsOverALimit();
    void saysTheSameErrorForEver();
    void givesTheFramesBeforeTheError();
    void refusesAFrameThatNeverEnds();
};

void TestStompRefusals::refuses_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const QByteArray &stream, const char *reason,
                        Code code = Code::FrameInvalid) {
        QTest::newRow(name) << stream << QString::fromLatin1(reason) << static_cast<int>(code);
    };
    row("no command", raw("\0"), "no command");
    row("no command after a heart-beat", raw("\n\n\0"), "no command");
    row("lower-case command", raw("send\n\n\0"), "letters A to Z");
    row("HTTP", raw("GET / HTTP/1.1\r\n"), "letters A to Z");
    row("header for a command", raw(":a\n\n\0"), "letters A to Z");
    row("endless command", QByteArray(40, 'A'), "command is longer");
    row("long command", QByteArray(33, 'A') + "\n", "command is longer");
    row("command cut by a NUL", raw("SEND\0"), "before the empty line");
    row("headers cut by a NUL", raw("SEND\nfoo:bar\0"), "before the empty line");
    row("header without colon", raw("SEND\nfoo\n\n\0"), "no colon");
    row("header without name", raw("SEND\n:foo\n\n\0"), "no name");
    row("header not UTF-8", raw("SEND\nfoo:\xff\n\n\0"), "not UTF-8");
    row("unknown escape", raw("SEND\nfoo:a\\tb\n\n\0"), "escape");
    row("unknown escape in a name", raw("SEND\nf\\0:ab\n\n\0"), "escape");
    row("escape cut short", raw("SEND\nfoo:a\\\n\n\0"), "escape");
    row("bare carriage return", raw("SEND\nfoo:a\rb\n\n\0"), "carriage return");
    row("bare carriage return in the command", raw("SE\rND\n\n\0"), "carriage return");
    row("bare carriage return between frames", raw("\rSEND\n\n\0"), "carriage return");
    row("length no number", raw("SEND\ncontent-length:abc\n\n\0"), "not a number");
    row("length empty", raw("SEND\ncontent-length:\n\n\0"), "not a number");
    row("length with a blank", raw("SEND\ncontent-length: 3\n\nabc\0"), "not a number");
    row("length with a tail", raw("SEND\ncontent-length:3x\n\nabc\0"), "not a number");
    row("length with a plus", raw("SEND\ncontent-length:+3\n\nabc\0"), "not a number");
    row("length hexadecimal", raw("SEND\ncontent-length:0x3\n\nabc\0"), "not a number");
    row("length negative", raw("SEND\ncontent-length:-1\n\n\0"), "negative");
    row("two lengths", raw("SEND\ncontent-length:1\ncontent-length:2\n\na\0"),
        "two content-length");
    row("two lengths, the second none", raw("SEND\ncontent-length:1\ncontent-length:x\n\na\0"),
        "not a number");
    row("length beyond 64 bits", raw("SEND\ncontent-length:99999999999999999999\n\n"), "64 bits",
        Code::BodyTooLarge);
    row("length over the limit", raw("SEND\ncontent-length:65537\n\n"), "65536",
        Code::BodyTooLarge);
    row("body longer than its length", raw("SEND\ncontent-length:2\n\nabc\0"), "goes on");
}

void TestStompRefusals::refuses()
{
    QFETCH(const QByteArray, stream);
    QFETCH(const QString, reason);
    QFETCH(const int, code);
    const Parsed whole = parsedInSteps(stream, 0);
    QVERIFY(whole.failed);
    QCOMPARE(static_cast<int>(whole.error.code), code);
    QVERIFY2(whole.error.sentence.contains(reason), qPrintable(whole.error.sentence));
    QVERIFY(parsedInSteps(stream, 1) == whole);
}

void TestStompRefusals::refusesWhatIsOverALimit_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QString>("reason");
    QTest::newRow("headers") << raw("SEND\na:1\nb:2\nc:3\n\n\0") << u"2 headers"_s;
    QTest::newRow("header line") << raw("SEND\nname:678901\n\n\0") << u"10 bytes"_s;
    QTest::newRow("header line with CR") << raw("SEND\nname:678901\r\n\n\0") << u"10 bytes"_s;
    QTest::newRow("header line without end") << raw("SEND\nname:6789012") << u"10 bytes"_s;
    QTest::newRow("header line before a NUL") << raw("SEND\nname:6789012\0") << u"10 bytes"_s;
    QTest::newRow("body") << raw("SEND\n\n12345\0") << u"4 bytes"_s;
    QTest::newRow("body without end") << raw("SEND\n\n12345") << u"4 bytes"_s;
}

void TestStompRefusals::refusesWhatIsOverALimit()
{
    QFETCH(const QByteArray, stream);
    QFETCH(const QString, reason);
    const StompLimits limits {.headers = 2, .headerBytes = 10, .bodyBytes = 4};
    const Parsed whole = parsedInSteps(stream, 0, StompVersion::V12, limits);
    QVERIFY(whole.failed);
    QVERIFY2(whole.error.sentence.contains(reason), qPrintable(whole.error.sentence));
    QVERIFY(parsedInSteps(stream, 1, StompVersion::V12, limits) == whole);
}

void TestStompRefusals::saysTheSameErrorForEver()
{
    StompParser parser;
    parser.feed(raw("send\n\n\0"));
    QCOMPARE(parser.next(), StompParser::Status::Error);
    const Error first = parser.error();
    parser.feed(raw("SEND\n\n\0"));
    QCOMPARE(parser.next(), StompParser::Status::Error);
    QVERIFY(parser.error() == first);
    QCOMPARE(parser.bufferedBytes(), 0);
}

void TestStompRefusals::givesTheFramesBeforeTheError()
{
    const Parsed parsed = parsedInSteps(raw("SEND\n\na\0SEND\n\nb\0bad\n"), 0);
    QCOMPARE(parsed.frames.size(), 2);
    QVERIFY(parsed.failed);
}

void TestStompRefusals::refusesAFrameThatNeverEnds()
{
    StompParser parser;
    Parsed parsed;
    parser.feed("SEND\n\n");
    const QByteArray chunk(1000, 'x');
    qsizetype fed = 0;
    for (; !parsed.failed; fed += chunk.size()) {
        parser.feed(chunk);
        drain(parser, parsed);
        QVERIFY(fed < 100'000);
    }
    QCOMPARE(parsed.error.code, Code::BodyTooLarge);
}

QTEST_APPLESS_MAIN(TestStompRefusals)
#include "tst_stomp_refusals.moc"
