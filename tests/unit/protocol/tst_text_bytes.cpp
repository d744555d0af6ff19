// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/shapes.h"
#include "protocol/text_bytes.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::protocol;

/// Texts that begin with what Qt takes for a byte order mark.
class TestTextBytes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTheText_data();
    void keepsTheText();
    void readsWhatIsNoText();
};

void TestTextBytes::keepsTheText_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << u"안녕"_s;
    QTest::newRow("U+FEFF") << u"\ufeff안녕"_s;
    QTest::newRow("two") << u"\ufeff\ufeffhello"_s;
    QTest::newRow("alone") << u"\ufeff"_s;
    QTest::newRow("within") << u"a\ufeffb"_s;
    QTest::newRow("after a quotation mark") << u"\"\ufeffb\\"_s;
    QTest::newRow("U+FFFE") << u"\ufffe안녕"_s;
    QTest::newRow("empty") << u""_s;
}

void TestTextBytes::keepsTheText()
{
    QFETCH(const QString, text);
    QCOMPARE(textFromUtf8(text.toUtf8()), text);

    Message message;
    message.id = QUuid::createUuid();
    message.room = QUuid::createUuid();
    message.position = 1;
    message.nickname = text + u'x';
    message.text = text;
    message.time = QDateTime::fromMSecsSinceEpoch(1764000000000, Qt::UTC);
    const auto read = parseMessage(writeMessage(message));
    QVERIFY2(read, read ? "" : qPrintable(read.error().sentence));
    QCOMPARE(read->text, text);
    QCOMPARE(read->nickname, message.nickname);
    const auto record = parseMessageRecord(
        writeMessageRecord({message.id, message.room, message.nickname, text, message.time}));
    QVERIFY(record);
    QCOMPARE(record->text, text);
}

/// A mark before the document is not one in it.
void TestTextBytes::readsWhatIsNoText()
{
    QCOMPARE(jsonFromUtf8("\xef\xbb\xbf[\"\xef\xbb\xbfx\"]").array().at(0).toString(),
             u"\ufeffx"_s);
    QJsonParseError error;
    jsonFromUtf8("[\xef\xbb\xbf\"x\"]", &error);
    QVERIFY(error.error != QJsonParseError::NoError);
}

QTEST_GUILESS_MAIN(TestTextBytes)
#include "tst_text_bytes.moc"
