// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/stomp_writer.h"
#include "seeded_random.h"
#include "stomp_stream.h"

#include <QTest>

using namespace samsa::protocol;

namespace {

bool isHandshake(QByteArrayView command)
{
    return command == "CONNECT" || command == "CONNECTED" || command == "STOMP";
}

QByteArray randomHeaderText(SeededRandom &random, int most, bool escapes, bool name)
{
    QByteArray text;
    for (int count = random.below(most); count > 0; --count) {
        QByteArrayView piece = random.oneOf(
            {"a", "B", "7", " ", "/", "-", "\\", ":", "\n", "\r", "\t", "é", "😀", "\\n", "\x01"});
        // What the form without escapes cannot carry.
        if (!escapes && (piece == "\n" || piece == "\r" || (name && piece == ":")))
            piece = "x";
        text.append(piece);
    }
    return text;
}

StompFrame randomFrame(SeededRandom &random, StompVersion version)
{
    StompFrame frame;
    frame.command = random
                        .oneOf({"CONNECT", "CONNECTED", "STOMP", "SEND", "SUBSCRIBE", "MESSAGE",
                                "ERROR", "RECEIPT", "X"})
                        .toByteArray();
    const bool escapes = version != StompVersion::V10 && !isHandshake(frame.command);
    for (int count = random.below(6); count > 0; --count)
        frame.addHeader("n" + randomHeaderText(random, 6, escapes, true),
                        randomHeaderText(random, 12, escapes, false));
    if (random.oneIn(2))
        frame.body = random.bytes(random.below(40));
    if (random.oneIn(4))
        frame.body.append('\0');
    if (random.oneIn(200))
        frame.body = random.bytes(random.below(60'000));
    return frame;
}

/// The frame as it arrives: the writer has added the length.
StompFrame arrived(StompFrame frame)
{
    if (!frame.body.isEmpty())
        frame.addHeader("content-length", QByteArray::number(frame.body.size()));
    return frame;
}

/// The stream fed in pieces of random sizes.
Parsed parsedInPieces(SeededRandom &random, QByteArrayView stream, StompVersion version)
{
    StompParser parser;
    parser.setVersion(version);
    Parsed parsed;
    while (!stream.isEmpty()) {
        const qsizetype size = qMin<qsizetype>(random.below(30) + 1, stream.size());
        parser.feed(stream.first(size));
        stream = stream.sliced(size);
        if (random.oneIn(2))
            drain(parser, parsed);
    }
    drain(parser, parsed);
    return parsed;
}

} // namespace

class TestStompProperties : public QObject
{
    Q_OBJECT

    static void versions();
    SeededRandom m_random;

private Q_SLOTS:
    void anyFrameSurvivesWriteAndParse_data() { versions(); }
    void anyFrameSurvivesWriteAndParse();
    void anyStreamSurvivesAnyCut_data() { versions(); }
    void anyStreamSurvivesAnyCut();
    void noByteStringCrashesTheParser_data() { versions(); }
    void noByteStringCrashesTheParser();
    void aBrokenStreamIsRefusedAlikeHoweverItIsCut_data() { versions(); }
    void aBrokenStreamIsRefusedAlikeHoweverItIsCut();
};

void TestStompProperties::versions()
{
    QTest::addColumn<StompVersion>("version");
    QTest::newRow("1.0") << StompVersion::V10;
    QTest::newRow("1.1") << StompVersion::V11;
    QTest::newRow("1.2") << StompVersion::V12;
}

void TestStompProperties::anyFrameSurvivesWriteAndParse()
{
    QFETCH(const StompVersion, version);
    for (int round = 0; round < 3000; ++round) {
        const StompFrame frame = randomFrame(m_random, version);
        const Parsed parsed = parsedInSteps(writeFrame(frame, version), 0, version);
        QVERIFY2(!parsed.failed, qPrintable(parsed.error.sentence));
        QCOMPARE(parsed.frames.size(), 1);
        QVERIFY(parsed.frames[0] == arrived(frame));
        // And what was parsed is written as the same bytes again.
        QCOMPARE(writeFrame(parsed.frames[0], version), writeFrame(frame, version));
    }
}

void TestStompProperties::anyStreamSurvivesAnyCut()
{
    QFETCH(const StompVersion, version);
    for (int round = 0; round < 500; ++round) {
        Parsed expected;
        QByteArray stream;
        for (int count = m_random.below(4) + 1; count > 0; --count) {
            const int heartBeats = m_random.below(3);
            stream.append(QByteArray(heartBeats, stompHeartBeat));
            expected.heartBeats += heartBeats;
            const StompFrame frame = randomFrame(m_random, version);
            stream.append(writeFrame(frame, version));
            expected.frames.append(arrived(frame));
        }
        QVERIFY(parsedInPieces(m_random, stream, version) == expected);
        if (stream.size() < 500) {
            QVERIFY(parsedInSteps(stream, 1, version) == expected);
            const int cut = m_random.below(static_cast<int>(stream.size()));
            QVERIFY(parsedInSteps(stream, cut + 1, version) == expected);
        }
    }
}

void TestStompProperties::noByteStringCrashesTheParser()
{
    QFETCH(const StompVersion, version);
    int refused = 0;
    for (int round = 0; round < 60'000; ++round) {
        StompParser parser;
        parser.setVersion(version);
        Parsed parsed;
        parser.feed(m_random.bytes(m_random.below(24)));
        drain(parser, parsed);
        refused += parsed.failed ? 1 : 0;
    }
    QVERIFY(refused > 0);

    QList<QByteArray> valid;
    for (int frame = 0; frame < 200; ++frame) {
        const QByteArray written = writeFrame(randomFrame(m_random, version), version);
        valid.append(written.size() < 300 ? written : written.first(300));
    }
    for (int round = 0; round < 60'000; ++round) {
        StompParser parser;
        parser.setVersion(version);
        Parsed parsed;
        parser.feed(m_random.mutated(valid[m_random.below(static_cast<int>(valid.size()))]));
        drain(parser, parsed);
        if (!parsed.failed)
            QVERIFY(parser.bufferedBytes() <= 700);
    }
}

void TestStompProperties::aBrokenStreamIsRefusedAlikeHoweverItIsCut()
{
    QFETCH(const StompVersion, version);
    for (int round = 0; round < 2500; ++round) {
        QByteArray stream = writeFrame(randomFrame(m_random, version), version);
        if (stream.size() > 300)
            continue;
        stream = m_random.mutated(stream + writeFrame(randomFrame(m_random, version), version));
        const Parsed whole = parsedInSteps(stream, 0, version);
        QVERIFY(parsedInPieces(m_random, stream, version) == whole);
    }
}

QTEST_APPLESS_MAIN(TestStompProperties)
#include "tst_stomp_properties.moc"
