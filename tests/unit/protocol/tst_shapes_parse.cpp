// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_shapes.h"

#include <QTest>

#include <functional>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::protocol;

namespace {

/// What a parser objects to; an empty string if it takes the body.
using Objection = std::function<QString(QByteArrayView, Code *)>;

template <typename T>
Objection objection(Result<T> (*parse)(QByteArrayView))
{
    return [parse](QByteArrayView json, Code *code) {
        const Result<T> parsed = parse(json);
        if (!parsed)
            *code = parsed.error().code;
        return parsed ? QString() : parsed.error().sentence;
    };
}

struct Shape
{
    QByteArray name;
    Objection parse;
    QByteArray json;
    QList<QByteArray> required;
    QList<QByteArray> optional;
};

QList<Shape> shapes()
{
    using namespace sample;
    return {
        {"Message",
         objection(&parseMessage),
         writeMessage(changedMessage()),
         {"id", "room", "position", "nickname", "text", "time"},
         {"replyTo", "edited", "reactions", "changed"}},
        {"Edit",
         objection(&parseMessageEvent),
         writeMessageEvent(edit()),
         {"id", "room", "position", "type", "target", "nickname", "text", "time"},
         {}},
        {"Reaction",
         objection(&parseMessageEvent),
         writeMessageEvent(reaction()),
         {"id", "room", "position", "type", "target", "nickname", "reaction", "time"},
         {}},
        {"Room",
         objection(&parseRoom),
         writeRoom(room()),
         {"id", "name", "creator", "created", "lastPosition", "messageCount", "lastNickname",
          "lastText", "peopleNow"},
         {"lastTime"}},
        {"Rooms", objection(&parseRooms), writeRooms({room()}), {"rooms"}, {}},
        {"RoomEvent",
         objection(&parseRoomEvent),
         writeRoomEvent({RoomEvent::Kind::Created, room()}),
         {"event", "room"},
         {}},
        {"SessionAnswer",
         objection(&parseSessionAnswer),
         writeSessionAnswer(session()),
         {"nickname", "expiresAt"},
         {"token"}},
        {"Page", objection(&parsePage), writePage({{message()}, true}), {"messages", "more"}, {}},
        {"Accepted",
         objection(&parseAccepted),
         writeAccepted({messageId(), 1, time()}),
         {"id", "position", "time"},
         {}},
        {"SessionRequest",
         objection(&parseSessionRequest),
         writeSessionRequest({u"Ann"_s, u"key"_s}),
         {"nickname"},
         {"key"}},
        {"RoomRequest", objection(&parseRoomRequest), writeRoomRequest({u"Attic"_s}), {"name"}, {}},
        {"SendRequest",
         objection(&parseSendRequest),
         writeSendRequest({messageId(), "hi"}),
         {"text"},
         {"id"}},
        {"Request of a reaction",
         objection(&parseSendRequest),
         writeSendRequest({.id = eventId(),
                           .event = EventType::Reaction,
                           .target = messageId(),
                           .reaction = "👍",
                           .remove = true}),
         {"target", "reaction"},
         {"id", "remove"}},
        {"MessageRecord",
         objection(&parseMessageRecord),
         writeMessageRecord(messageRecord()),
         {"room", "nickname", "text"},
         {"id", "time"}},
        {"RoomRecord",
         objection(&parseRoomRecord),
         writeRoomRecord(roomRecord()),
         {"id", "name", "creator", "created", "partition"},
         {}},
    };
}

/// \a json with the value of one of its own fields (not of one inside another) replaced.
QByteArray withField(const QByteArray &json, const QByteArray &field, const QByteArray &value)
{
    QByteArray renamed = json;
    renamed.replace(renamed.indexOf("\"" + field + "\":"), 1, "\"was ");
    return renamed.chopped(1) + ",\"" + field + "\":" + value + "}";
}

} // namespace

class TestShapesParse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ignoresUnknownFields();
    void namesAMissingField();
    void namesAMistypedField();
    void takesWithoutOptionalFields();
    void refusesWhatIsNoObject();
    void refusesAnInteger_data();
    void refusesAnInteger();
    void takesAnIntegerOfAnyForm();
    void refusesAnId_data();
    void refusesAnId();
    void hasACodeOfItsOwnForAMessageId();
    void takesATime_data();
    void takesATime();
    void refusesATime_data();
    void refusesATime();
    void refusesAnUnknownEvent();
    void refusesHalfACharacter();
    void namesTheFieldInsideAList();
};

void TestShapesParse::ignoresUnknownFields()
{
    const QList<Shape> all = shapes();
    for (const Shape &shape : all) {
        Code code = Code::Internal;
        const QByteArray json = shape.json.chopped(1) + ",\"new\":{\"a\":[1,null]}}";
        QVERIFY2(shape.parse(json, &code).isEmpty(), shape.name.constData());
    }
}

void TestShapesParse::namesAMissingField()
{
    const QList<Shape> all = shapes();
    for (const Shape &shape : all) {
        for (const QByteArray &field : shape.required) {
            QByteArray json = shape.json;
            json.replace(json.indexOf("\"" + field + "\":"), 1, "\"was ");
            Code code = Code::Internal;
            const QString sentence = shape.parse(json, &code);
            QVERIFY2(sentence.contains(u"\"%1\" is missing"_s.arg(QString::fromLatin1(field))),
                     (shape.name + "." + field + ": " + sentence.toUtf8()).constData());
            QCOMPARE(code, Code::BodyInvalid);
        }
    }
}

void TestShapesParse::namesAMistypedField()
{
    const QList<Shape> all = shapes();
    for (const Shape &shape : all) {
        for (const QByteArray &field : shape.required + shape.optional) {
            for (const QByteArray value : {"{\"a\":1.5}", "[7]", "1.5", "\"\\u0000\"", "true"}) {
                if ((value == "true" && field == "more") || (value == "[7]" && field == "more")
                    || (value == "true" && field == "remove"))
                    continue;
                const bool takesAnyString = field.contains("ame") || field.contains("ext")
                    || field == "creator" || field == "token" || field == "key"
                    || field == "reaction";
                if (value.startsWith('"') && takesAnyString)
                    continue;
                Code code = Code::Internal;
                const QString sentence = shape.parse(withField(shape.json, field, value), &code);
                const QByteArray where = shape.name + "." + field + "=" + value + ": ";
                // An object in the place of a room is read as one, and its own first field is
                // named.
                const bool inside =
                    field == "room" && value.startsWith('{') && sentence.contains(u"\"id\""_s);
                QVERIFY2(
                    inside
                        || sentence.contains(u"\"%1\" must be"_s.arg(QString::fromLatin1(field))),
                    (where + sentence.toUtf8()).constData());
            }
        }
    }
}

void TestShapesParse::takesWithoutOptionalFields()
{
    const QList<Shape> all = shapes();
    for (const Shape &shape : all) {
        for (const QByteArray &field : shape.optional) {
            Code code = Code::Internal;
            QVERIFY(shape.parse(withField(shape.json, field, "null"), &code).isEmpty());
            QByteArray json = shape.json;
            json.replace(json.indexOf("\"" + field + "\":"), 1, "\"was ");
            QVERIFY(shape.parse(json, &code).isEmpty());
        }
    }
}

void TestShapesParse::refusesWhatIsNoObject()
{
    const QList<Shape> all = shapes();
    for (const Shape &shape : all) {
        for (const QByteArray json : {"", "[]", "7", "null", "{", "{}x", "\xff", "{\"a\":}"}) {
            Code code = Code::Internal;
            QVERIFY2(shape.parse(json, &code).startsWith(u"The "_s), json.constData());
            QCOMPARE(code, Code::BodyInvalid);
        }
    }
    QVERIFY(!parseRoomRequest(QByteArray("{\"a\":").repeated(100'000)).ok());
}

void TestShapesParse::refusesAnInteger_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::newRow("zero") << QByteArray("0");
    QTest::newRow("negative") << QByteArray("-1");
    QTest::newRow("fraction") << QByteArray("1.25");
    QTest::newRow("too large") << QByteArray("9223372036854775808");
    QTest::newRow("far too large") << QByteArray("1e300");
    QTest::newRow("string") << QByteArray("\"1\"");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("bool") << QByteArray("true");
}

void TestShapesParse::refusesAnInteger()
{
    QFETCH(const QByteArray, number);
    const QByteArray json = withField(writeMessage(sample::message()), "position", number);
    const Result<Message> parsed = parseMessage(json);
    QVERIFY(!parsed.ok());
    QVERIFY(parsed.error().sentence.contains(u"\"position\" must be an integer"_s));
}

void TestShapesParse::takesAnIntegerOfAnyForm()
{
    const QByteArray json = writeMessage(sample::message());
    QCOMPARE(parseMessage(withField(json, "position", "9223372036854775807"))->position,
             Q_INT64_C(9223372036854775807));
    QCOMPARE(parseMessage(withField(json, "position", "9007199254740993"))->position,
             Q_INT64_C(9007199254740993));
    QCOMPARE(parseMessage(withField(json, "position", "12.0"))->position, 12);
    QCOMPARE(parseMessage(withField(json, "position", "1e3"))->position, 1000);
    QVERIFY(!parseRoom(withField(writeRoom(sample::room()), "peopleNow", "2147483648")).ok());
}

void TestShapesParse::refusesAnId_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("nil") << QByteArray("00000000-0000-0000-0000-000000000000");
    QTest::newRow("braces") << QByteArray("{01935a2e-7b1c-7def-8123-456789abcdef}");
    QTest::newRow("no dashes") << QByteArray("01935a2e7b1c7def8123456789abcdef");
    QTest::newRow("dashes elsewhere") << QByteArray("01935a2-e7b1c-7def-8123-456789abcdef");
    QTest::newRow("no hexadecimal") << QByteArray("01935a2g-7b1c-7def-8123-456789abcdef");
    QTest::newRow("too short") << QByteArray("01935a2e-7b1c-7def-8123-456789abcde");
    QTest::newRow("not Latin") << QByteArray("0193éa2e-7b1c-7def-8123-456789abcde");
}

void TestShapesParse::refusesAnId()
{
    QFETCH(const QByteArray, id);
    QVERIFY(!parseId(id));
    const Result<Message> parsed =
        parseMessage(withField(writeMessage(sample::message()), "id", "\"" + id + "\""));
    QVERIFY(!parsed.ok());
    QVERIFY(parsed.error().sentence.contains(u"\"id\" must be a UUID"_s));
}

void TestShapesParse::hasACodeOfItsOwnForAMessageId()
{
    QCOMPARE(parseSendRequest("{\"id\":\"x\",\"text\":\"hi\"}").error().code,
             Code::MessageIdInvalid);
    QCOMPARE(parseSendRequest("{\"id\":7,\"text\":\"hi\"}").error().code, Code::BodyInvalid);
}

void TestShapesParse::takesATime_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("no fraction") << QByteArray("2026-11-23T01:18:00Z") << qint64(0);
    QTest::newRow("tenths") << QByteArray("2026-11-23T01:18:00.1Z") << qint64(100);
    QTest::newRow("microseconds") << QByteArray("2026-11-23T01:18:00.123999Z") << qint64(123);
    QTest::newRow("east") << QByteArray("2026-11-23T06:48:00.123+05:30") << qint64(123);
    QTest::newRow("west") << QByteArray("2026-11-22T17:18:00.123-08:00") << qint64(123);
}

void TestShapesParse::takesATime()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, milliseconds);
    const Result<Message> parsed =
        parseMessage(withField(writeMessage(sample::message()), "time", "\"" + text + "\""));
    QVERIFY2(parsed.ok(), text.constData());
    QCOMPARE(parsed->time, sample::utc(1'795'396'680'000 + milliseconds));
}

void TestShapesParse::refusesATime_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             "2026",
                             "2026-11-23",
                             "2026-11-23T01:18Z",
                             "2026-11-23T01:18:00",
                             "2026-11-23 01:18:00Z",
                             "2026-11-23t01:18:00Z",
                             "2026-11-23T01:18:00.Z",
                             "2026-13-01T00:00:00Z",
                             "2026-02-29T00:00:00Z",
                             "2026-11-00T00:00:00Z",
                             "2026-11-23T24:00:00Z",
                             "2026-11-23T23:60:00Z",
                             "2026-11-23T23:59:60Z",
                             "2026-11-23T01:18:00Zz",
                             "2026-11-23T01:18:00+0530",
                             "2026-11-23T01:18:00+24:00",
                             "2026-11-23T01:18:00+05:60",
                             "2026-11-23T01:18:00+05",
                             "26-11-23T01:18:00Z",
                             "-026-11-23T01:18:00Z",
                             "2026-1-23T01:18:00Z",
                             "2026/11/23T01:18:00Z"})
        QTest::newRow(text) << QByteArray(text);
}

void TestShapesParse::refusesATime()
{
    QFETCH(const QByteArray, text);
    const Result<Message> parsed =
        parseMessage(withField(writeMessage(sample::message()), "time", "\"" + text + "\""));
    QVERIFY(!parsed.ok());
    QVERIFY(parsed.error().sentence.contains(u"\"time\" must be a time"_s));
}

void TestShapesParse::refusesAnUnknownEvent()
{
    const QByteArray json =
        withField(writeRoomEvent({RoomEvent::Kind::Created, sample::room()}), "event", "\"gone\"");
    QVERIFY(parseRoomEvent(json).error().sentence.contains(u"\"event\" must be"_s));
}

void TestShapesParse::refusesHalfACharacter()
{
    for (const char *text : {"\\ud83d", "\\ude00", "a\\ud83db"}) {
        const Result<SendRequest> parsed =
            parseSendRequest(QByteArray("{\"text\":\"") + text + "\"}");
        QVERIFY2(!parsed.ok(), text);
        QVERIFY(parsed.error().sentence.contains(u"surrogate"_s));
    }
    QCOMPARE(parseSendRequest("{\"text\":\"\\ud83d\\ude00\"}")->text, "\xf0\x9f\x98\x80");
}

void TestShapesParse::namesTheFieldInsideAList()
{
    const QByteArray bad = withField(writeMessage(sample::message()), "text", "7");
    QVERIFY(parsePage(writePageOf({writeMessage(sample::message()), bad}, false))
                .error()
                .sentence.contains(u"\"text\" must be a string"_s));
    QVERIFY(parsePage("{\"messages\":[7],\"more\":false}")
                .error()
                .sentence.contains(u"\"messages\" must be an array of objects"_s));
    const QByteArray room = withField(writeRoom(sample::room()), "name", "7");
    QVERIFY(parseRooms("{\"rooms\":[" + room + "]}")
                .error()
                .sentence.contains(u"\"name\" must be a string"_s));
    QVERIFY(parseRoomEvent("{\"event\":\"created\",\"room\":" + room + "}")
                .error()
                .sentence.contains(u"\"name\" must be a string"_s));
}

QTEST_APPLESS_MAIN(TestShapesParse)
#include "tst_shapes_parse.moc"
