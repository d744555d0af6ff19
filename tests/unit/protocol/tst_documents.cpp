// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/shapes.h"

#include <QFile>
#include <QHash>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace samsa::protocol;

namespace {

QString document(const char *name)
{
    QFile file(QStringLiteral(SAMSA_DOCS "/") + QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly))
        qWarning("%s cannot be read", qPrintable(file.fileName()));
    return QString::fromUtf8(file.readAll());
}

QList<Code> allCodes()
{
    QList<Code> codes;
    for (int code = 0; code <= static_cast<int>(Code::Internal); ++code)
        codes.append(static_cast<Code>(code));
    return codes;
}

} // namespace

/// The documents for other people's clients say what the code does.
class DocumentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTableOfCodesIsTrue();
    void theDescriptionsListEveryCode_data();
    void theDescriptionsListEveryCode();
    void everyExampleIsAShape();
};

void DocumentsTest::theTableOfCodesIsTrue()
{
    // | `nickname_taken` | 409 | …
    static const QRegularExpression row(QStringLiteral("^\\| `([a-z_]+)` \\| (\\d{3}) \\| \\S"),
                                        QRegularExpression::MultilineOption);
    const QString text = document("protocol.md");
    QHash<QString, int> table;
    for (const QRegularExpressionMatch &match : row.globalMatch(text)) {
        QVERIFY2(!table.contains(match.captured(1)), qPrintable(match.captured(1)));
        table.insert(match.captured(1), match.captured(2).toInt());
    }
    for (const Code code : allCodes()) {
        const QString name = codeName(code);
        QVERIFY2(table.contains(name), qPrintable(name));
        QCOMPARE(table.take(name), httpStatus(code));
    }
    QVERIFY2(table.isEmpty(), qPrintable(table.keys().join(QLatin1Char(' '))));
}

void DocumentsTest::theDescriptionsListEveryCode_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("openapi.yaml") << document("openapi.yaml");
    QTest::newRow("asyncapi.yaml") << document("asyncapi.yaml");
}

void DocumentsTest::theDescriptionsListEveryCode()
{
    QFETCH(const QString, text);
    static const QRegularExpression item(QStringLiteral("^ +- ([a-z_]+)$"),
                                         QRegularExpression::MultilineOption);
    QStringList items;
    for (const QRegularExpressionMatch &match : item.globalMatch(text))
        items.append(match.captured(1));
    for (const Code code : allCodes())
        QVERIFY2(items.contains(codeName(code)), codeName(code).data());
}

void DocumentsTest::everyExampleIsAShape()
{
    static const QRegularExpression block(QStringLiteral("```json\\n(.*?)```"),
                                          QRegularExpression::DotMatchesEverythingOption);
    const QString text = document("protocol.md");
    int examples = 0;
    for (const QRegularExpressionMatch &match : block.globalMatch(text)) {
        const QByteArray json = match.captured(1).toUtf8();
        QVERIFY2(QJsonDocument::fromJson(json).isObject(), json.constData());
        const bool problem = json.contains("about:blank");
        const bool known = problem ? parseProblem(json, 0).code != Code::Internal
                                   : parseMessage(json) || parseRooms(json) || parseRoom(json)
                || parseRoomEvent(json) || parseSession(json) || parsePage(json)
                || parseAccepted(json) || parseSessionRequest(json) || parseRoomRequest(json)
                || parseSendRequest(json) || parseMessageRecord(json) || parseRoomRecord(json);
        QVERIFY2(known, json.constData());
        ++examples;
    }
    QVERIFY(examples >= 10);
}

QTEST_APPLESS_MAIN(DocumentsTest)
#include "tst_documents.moc"
