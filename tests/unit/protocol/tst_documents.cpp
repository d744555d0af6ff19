// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/shapes.h"

#include <QFile>
#include <QHash>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

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

/// Every name and value of a YAML document in its order; for the plain form of openapi.yaml, one
/// value a line.
QStringList yamlWords(const QString &yaml)
{
    static const QRegularExpression pair(u"^([^ ]+):(?: (.*))?$"_s);
    QStringList words;
    const auto add = [&words](QString word) {
        if (word.size() > 1 && word.startsWith(QLatin1Char('\'')))
            word = word.sliced(1, word.size() - 2);
        if (!word.isEmpty() && word != "[]"_L1 && word != "{}"_L1)
            words.append(word);
    };
    for (QString line : yaml.split(QLatin1Char('\n'))) {
        line = line.trimmed();
        if (line.startsWith(QLatin1Char('#')))
            continue;
        if (line.startsWith("- "_L1))
            line.remove(0, 2);
        const QRegularExpressionMatch match = pair.match(line);
        if (!match.hasMatch()) {
            add(line);
            continue;
        }
        add(match.captured(1));
        add(match.captured(2));
    }
    return words;
}

/// Every name and value of a JSON document in its order.
QStringList jsonWords(const QString &json)
{
    static const QRegularExpression word(
        u"\"((?:[^\"\\\\]|\\\\.)*)\"|(true|false|null|-?\\d[\\d.]*)"_s);
    QStringList words;
    for (const QRegularExpressionMatch &match : word.globalMatch(json))
        words.append(match.captured(match.captured(2).isEmpty() ? 1 : 2));
    return words;
}

} // namespace

/// The documents for other people's clients say what the code does.
class TestDocuments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTableOfCodesIsTrue();
    void theDescriptionListsEveryCode();
    void theJsonDescriptionIsTheYamlOne();
    void everyExampleIsAShape();
};

void TestDocuments::theTableOfCodesIsTrue()
{
    // | `nickname_taken` | 409 | …
    static const QRegularExpression row(u"^\\| `([a-z_]+)` \\| (\\d{3}) \\| \\S"_s,
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

void TestDocuments::theDescriptionListsEveryCode()
{
    static const QRegularExpression item(u"^ +- ([a-z_]+)$"_s, QRegularExpression::MultilineOption);
    QStringList items;
    const QString text = document("openapi.yaml");
    for (const QRegularExpressionMatch &match : item.globalMatch(text))
        items.append(match.captured(1));
    for (const Code code : allCodes())
        QVERIFY2(items.contains(codeName(code)), codeName(code).data());
}

void TestDocuments::theJsonDescriptionIsTheYamlOne()
{
    const QString json = document("openapi.json");
    QVERIFY(QJsonDocument::fromJson(json.toUtf8()).isObject());
    const QStringList expected = yamlWords(document("openapi.yaml"));
    const QStringList words = jsonWords(json);
    for (qsizetype at = 0; at < qMin(words.size(), expected.size()); ++at)
        if (words[at] != expected[at])
            QFAIL(qPrintable(u"\"%1\" in openapi.json is \"%2\" in openapi.yaml; "
                             "the head of openapi.yaml says how to make the "
                             "JSON anew"_s.arg(words[at], expected[at])));
    QCOMPARE(words.size(), expected.size());
}

void TestDocuments::everyExampleIsAShape()
{
    static const QRegularExpression block(u"```json\\n(.*?)```"_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    const QString text = document("protocol.md");
    int examples = 0;
    for (const QRegularExpressionMatch &match : block.globalMatch(text)) {
        const QByteArray json = match.captured(1).toUtf8();
        QVERIFY2(QJsonDocument::fromJson(json).isObject(), json.constData());
        const bool problem = json.contains("about:blank");
        const bool known = problem ? parseProblem(json, 0).code != Code::Internal
                                   : parseMessage(json) || parseRooms(json) || parseRoom(json)
                || parseRoomEvent(json) || parseSessionAnswer(json) || parsePage(json)
                || parseAccepted(json) || parseSessionRequest(json) || parseRoomRequest(json)
                || parseSendRequest(json) || parseRoomPeople(json) || parseTypingEvent(json)
                || parseMessageRecord(json) || parseRoomRecord(json);
        QVERIFY2(known, json.constData());
        ++examples;
    }
    QVERIFY(examples >= 10);
}

QTEST_APPLESS_MAIN(TestDocuments)
#include "tst_documents.moc"
