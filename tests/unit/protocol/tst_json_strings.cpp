// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_strings.h"
#include "seeded_random.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using samsa::protocol::JsonStrings;

/// The scanner beside QJsonDocument: what it takes it reads alike, and what it leaves it leaves
/// whole.
class TestJsonStrings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsWhereItLies();
    void unescapes();
    void leavesWhatIsNotPlain_data();
    void leavesWhatIsNotPlain();
    void saysWhatIsNotThere();
    void readsLikeTheDocumentWhateverItTakes();
};

void TestJsonStrings::readsWhereItLies()
{
    const QByteArray json = " { \"id\" : \"1\" ,\n\"text\":\"차 한 잔?\"}\r\n";
    const auto strings = JsonStrings::scan(json);
    QVERIFY(strings);
    QCOMPARE(strings->value("text"), QByteArray("차 한 잔?"));
    const QByteArrayView id = strings->plain("id");
    QCOMPARE(id, QByteArrayView("1"));
    QVERIFY(id.data() > json.data() && id.data() < json.data() + json.size());
}

void TestJsonStrings::unescapes()
{
    const auto strings = JsonStrings::scan(R"({"text":"\"\\\/\b\f\n\r\t."})");
    QVERIFY(strings);
    QCOMPARE(strings->value("text"), QByteArray("\"\\/\b\f\n\r\t."));
    QVERIFY(strings->plain("text").isNull());
}

void TestJsonStrings::leavesWhatIsNotPlain_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no object") << QByteArray("[\"a\"]");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("a number") << QByteArray(R"({"a":1})");
    QTest::newRow("null") << QByteArray(R"({"a":null})");
    QTest::newRow("an object inside") << QByteArray(R"({"a":{"b":"c"}})");
    QTest::newRow("\\u") << QByteArray(R"({"a":"\u0041"})");
    QTest::newRow("no escape") << QByteArray(R"({"a":"\x"})");
    QTest::newRow("escape at the end") << QByteArray("{\"a\":\"\\");
    QTest::newRow("escaped name") << QByteArray(R"({"\n":"b"})");
    QTest::newRow("name twice") << QByteArray(R"({"a":"b","a":"c"})");
    QTest::newRow("control character") << QByteArray("{\"a\":\"b\nc\"}");
    QTest::newRow("NUL") << QByteArray("{\"a\":\"b\0c\"}", 11);
    QTest::newRow("not UTF-8") << QByteArray("{\"a\":\"\xff\"}");
    QTest::newRow("comma at the end") << QByteArray(R"({"a":"b",})");
    QTest::newRow("no comma") << QByteArray(R"({"a":"b" "c":"d"})");
    QTest::newRow("no colon") << QByteArray(R"({"a" "b"})");
    QTest::newRow("cut in a string") << QByteArray(R"({"a":"b)");
    QTest::newRow("cut in the object") << QByteArray(R"({"a":"b")");
    QTest::newRow("something after it") << QByteArray(R"({"a":"b"}x)");
    QTest::newRow("nine members") << QByteArray(
        R"({"a":"","b":"","c":"","d":"","e":"","f":"","g":"","h":"","i":""})");
}

void TestJsonStrings::leavesWhatIsNotPlain()
{
    QFETCH(const QByteArray, json);
    QVERIFY(!JsonStrings::scan(json));
}

void TestJsonStrings::saysWhatIsNotThere()
{
    const QByteArray json = R"({"a":""})";
    const auto strings = JsonStrings::scan(json);
    QVERIFY(strings);
    QVERIFY(strings->has("a"));
    QVERIFY(strings->value("a").isEmpty());
    QVERIFY(!strings->has("b"));
    QVERIFY(strings->value("b").isNull());
    QVERIFY(strings->plain("b").isNull());
}

void TestJsonStrings::readsLikeTheDocumentWhateverItTakes()
{
    const QByteArray plain = R"({"id":"1","text":"a \"b\" \\ 차","nickname":"Ann","room":"\n"})";
    SeededRandom random;
    int taken = 0;
    for (int round = 0; round < 20'000; ++round) {
        const QByteArray json = random.mutated(plain);
        const auto strings = JsonStrings::scan(json);
        if (!strings)
            continue;
        ++taken;
        const QJsonDocument document = QJsonDocument::fromJson(json);
        QVERIFY2(document.isObject(), json.constData());
        const QJsonObject object = document.object();
        for (auto member = object.begin(); member != object.end(); ++member) {
            QVERIFY2(member.value().isString(), json.constData());
            QCOMPARE(strings->value(member.key().toUtf8()), member.value().toString().toUtf8());
        }
    }
    QVERIFY2(taken > 500, "hardly anything was read");
}

QTEST_APPLESS_MAIN(TestJsonStrings)
#include "tst_json_strings.moc"
