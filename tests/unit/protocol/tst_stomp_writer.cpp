// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/stomp_writer.h"

#include <QTest>

using namespace samsa::protocol;

class TestStompWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAFrameWithoutBody();
    void addsTheLengthOfABody();
    void keepsALengthThatIsThere();
    void escapesAsTheVersionAsks();
    void leavesTheHandshakeUnescaped();
    void dropsWhatWouldStartAnotherHeader();
};

void TestStompWriter::writesAFrameWithoutBody()
{
    const QByteArray written =
        writeFrame({"RECEIPT", {{"receipt-id", "1"}}, {}}, StompVersion::V12);
    QCOMPARE(written, QByteArray("RECEIPT\nreceipt-id:1\n\n\0", 23));
}

void TestStompWriter::addsTheLengthOfABody()
{
    const QByteArray written = writeFrame({"SEND", {}, QByteArray("a\0b", 3)}, StompVersion::V12);
    QCOMPARE(written, QByteArray("SEND\ncontent-length:3\n\na\0b\0", 27));
}

void TestStompWriter::keepsALengthThatIsThere()
{
    const QByteArray written =
        writeFrame({"SEND", {{"content-length", "1"}}, "a"}, StompVersion::V12);
    QCOMPARE(written, QByteArray("SEND\ncontent-length:1\n\na\0", 25));
}

void TestStompWriter::escapesAsTheVersionAsks()
{
    const StompFrame frame {"SEND", {{"a:b", "c\nd\re\\f:g"}}, {}};
    QCOMPARE(writeFrame(frame, StompVersion::V12).constData(),
             "SEND\na\\cb:c\\nd\\re\\\\f\\cg\n\n");
    QCOMPARE(writeFrame(frame, StompVersion::V11).constData(), "SEND\na\\cb:c\\nd\re\\\\f\\cg\n\n");
    QCOMPARE(writeFrame(frame, StompVersion::V10).constData(), "SEND\nab:cde\\f:g\n\n");
}

void TestStompWriter::leavesTheHandshakeUnescaped()
{
    for (const char *command : {"CONNECT", "CONNECTED", "STOMP"}) {
        const StompFrame frame {command, {{"passcode", "a\\b:c"}}, {}};
        QCOMPARE(writeFrame(frame, StompVersion::V12).constData(),
                 QByteArray(command) + "\npasscode:a\\b:c\n\n");
    }
}

void TestStompWriter::dropsWhatWouldStartAnotherHeader()
{
    const QByteArray value("a\nb:c\r\nd\0e", 10);
    const StompFrame frame {"CONNECT", {{"x", value}}, {}};
    QCOMPARE(writeFrame(frame, StompVersion::V12), QByteArray("CONNECT\nx:ab:cde\n\n\0", 19));
    const StompFrame nul {"SEND", {{"x", QByteArray("a\0b", 3)}}, {}};
    QCOMPARE(writeFrame(nul, StompVersion::V12), QByteArray("SEND\nx:ab\n\n\0", 12));
}

QTEST_APPLESS_MAIN(TestStompWriter)
#include "tst_stomp_writer.moc"
