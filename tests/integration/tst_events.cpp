// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::protocol;
using samsa::test::HttpAnswer;
using samsa::test::HttpTestClient;
using samsa::test::messagesPath;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// Edits, deletions and reactions through a whole server, over both transports.
class TestEvents : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void showsInAPageWhatBecameOfAMessage();
    void refusesByACodeOfItsOwn();
    void givesThePageOfWhoAsksForEvents();
    void tellsAPollThatNothingIsNewUntilAnEventComes();
    void hasAnotherEtagAfterAnEvent();
    void tellsWhoAsksForEventsLive();
    void tellsWhoResumesTheEventsThatHeMissed();
    void answersAnEventOverStompLikeAMessage();
    void carriesWhatAMessageAnswers();
    void namesOnesOwnMessagesAsTheSessionDoes();
    void showsTheNewestTextInTheRoomList();
    void findsTheNewestText();
    void keepsWhatBecameOfAMessageOverARestart();

private:
    HttpAnswer post(const QByteArray &token, const SendRequest &request)
    {
        return m_server->client(token).post(messagesPath(m_room), writeSendRequest(request));
    }
    QUuid say(const QByteArray &text)
    {
        const QUuid id = makeMessageId();
        return post(m_ann, {.id = id, .text = text}).status == 201 ? id : QUuid();
    }
    qint64 positionOf(const HttpAnswer &answer)
    {
        const auto accepted = parseAccepted(answer.body);
        return accepted ? accepted->position : -1;
    }
    MessagePage page(const QByteArray &query)
    {
        const auto parsed =
            parsePage(m_server->client(m_bob).get(messagesPath(m_room) + query).body);
        return parsed ? *parsed : MessagePage();
    }
    static SendRequest edit(const QUuid &target, const QByteArray &text)
    {
        return {.id = makeMessageId(), .text = text, .event = EventType::Edit, .target = target};
    }
    static SendRequest deletion(const QUuid &target)
    {
        return {.id = makeMessageId(), .event = EventType::Delete, .target = target};
    }
    static SendRequest reaction(const QUuid &target, bool remove = false)
    {
        return {.id = makeMessageId(),
                .event = EventType::Reaction,
                .target = target,
                .reaction = "👍",
                .remove = remove};
    }
    /// The next event of a subscription.
    static std::optional<MessageEvent> waitForEvent(StompTestClient &client)
    {
        const auto frame = client.wait([](const StompTestClient::Frame &candidate) {
            return candidate.command == "MESSAGE" && candidate.hasHeader("type");
        });
        if (!frame)
            return std::nullopt;
        const auto event = parseMessageEvent(frame->body);
        return event && frame->header("type") == QByteArrayView(eventTypeName(event->type))
            ? std::optional(*event)
            : std::nullopt;
    }
    static std::optional<StompTestClient::Frame> follow(StompTestClient &client, const QUuid &room,
                                                        std::optional<qint64> after = {})
    {
        StompTestClient::Headers headers {
            {"id", "s"}, {"destination", roomDestination(room)}, {"events", "true"}};
        if (after)
            headers.append({"after", QByteArray::number(*after)});
        return client.sendAndWait("SUBSCRIBE", headers);
    }

    std::unique_ptr<TestServer> m_server;
    QByteArray m_ann;
    QByteArray m_bob;
    QUuid m_room;
};

void TestEvents::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_ann = m_server->claim("Ann");
    m_bob = m_server->claim("Bob");
    m_room = m_server->makeRoom(m_ann, "Kitchen");
    QVERIFY(!m_room.isNull());
}

void TestEvents::showsInAPageWhatBecameOfAMessage()
{
    const QUuid edited = say("Tee?");
    const QUuid deleted = say("regrettable");
    QCOMPARE(post(m_ann, edit(edited, "Tea?")).status, 201);
    QCOMPARE(post(m_ann, deletion(deleted)).status, 201);
    const HttpAnswer liked = post(m_bob, reaction(edited));
    QCOMPARE(liked.status, 201);

    const MessagePage now = page({});

    QCOMPARE(now.messages.size(), 2);
    QVERIFY(!now.more && !now.last);
    QCOMPARE(now.messages[0].text, u"Tea?"_s);
    QVERIFY(now.messages[0].edited.isValid());
    QCOMPARE(now.messages[0].reactions, (QList<Reaction> {{u"👍"_s, {u"Bob"_s}}}));
    QCOMPARE(now.messages[0].changed, positionOf(liked));
    QVERIFY(now.messages[1].deleted);
    QCOMPARE(now.messages[1].text, QString());

    const QByteArray metrics = m_server->client().get("/metrics").body;
    QVERIFY(metrics.contains("\nsamsa_messages_accepted_total 2\n"));
    QVERIFY(metrics.contains("\nsamsa_events_accepted_total 3\n"));

    QCOMPARE(post(m_bob, reaction(edited, true)).status, 201);
    QVERIFY(page({}).messages[0].reactions.isEmpty());
}

void TestEvents::refusesByACodeOfItsOwn()
{
    const QUuid message = say("Tea?");
    const auto refusal = [this](const QByteArray &token, const SendRequest &request) {
        const HttpAnswer answer = post(token, request);
        return QString::number(answer.status) + u' ' + answer.code();
    };
    QCOMPARE(refusal(m_bob, edit(message, "Coffee?")), u"403 not_the_author"_s);
    QCOMPARE(refusal(m_bob, deletion(message)), u"403 not_the_author"_s);
    QCOMPARE(refusal(m_ann, edit(makeMessageId(), "x")), u"404 target_not_found"_s);
    QCOMPARE(refusal(m_ann, edit(message, " ")), u"422 text_invalid"_s);
    SendRequest word = reaction(message);
    word.reaction = "yes";
    QCOMPARE(refusal(m_bob, word), u"422 reaction_invalid"_s);
    QCOMPARE(post(m_ann, deletion(message)).status, 201);
    QCOMPARE(refusal(m_ann, edit(message, "Tea!")), u"410 target_deleted"_s);

    const HttpAnswer unknown = m_server->client(m_ann).post(
        messagesPath(m_room),
        R"({"type":"praise","target":"01935a2e-7b1c-7def-8123-456789abcdef"})");
    QCOMPARE(unknown.code(), u"body_invalid"_s);
}

void TestEvents::givesThePageOfWhoAsksForEvents()
{
    const QUuid message = say("Tee?");
    const qint64 before = page({}).messages.constLast().position;
    const qint64 edited = positionOf(post(m_ann, edit(message, "Tea?")));
    say("Yes");
    const qint64 reacted = positionOf(post(m_bob, reaction(message)));

    const MessagePage missed = page("?events=true&after=" + QByteArray::number(before));

    QCOMPARE(missed.messages.size(), 1);
    QCOMPARE(missed.messages[0].text, u"Yes"_s);
    QCOMPARE(missed.events.size(), 2);
    QCOMPARE(missed.events[0].position, edited);
    QCOMPARE(missed.events[0].text, u"Tea?"_s);
    QCOMPARE(missed.events[0].target, message);
    QCOMPARE(missed.events[1].position, reacted);
    QCOMPARE(missed.events[1].nickname, u"Bob"_s);
    QCOMPARE(missed.last, std::optional(reacted));

    // By pages: the messages alone count towards the limit, and no event is before its page.
    const MessagePage first = page("?events=true&after=0&limit=1");
    QVERIFY(first.more);
    QCOMPARE(first.last, std::optional(before));
    QVERIFY(first.events.isEmpty());
    QCOMPARE(page("?events=true&after=" + QByteArray::number(before) + "&limit=1").events.size(),
             2);
    // And from the newest page on it goes on with its last.
    QCOMPARE(page("?events=true").last, std::optional(reacted));
    QVERIFY(page("?events=true&after=" + QByteArray::number(reacted)).events.isEmpty());
    QCOMPARE(m_server->client(m_bob).get(messagesPath(m_room) + "?events=maybe").code(),
             u"cursor_invalid"_s);
}

void TestEvents::tellsAPollThatNothingIsNewUntilAnEventComes()
{
    const QUuid message = say("Tee?");
    const QByteArray last = QByteArray::number(page({}).messages.constLast().position);
    HttpTestClient withEvents = m_server->client(m_bob);
    HttpTestClient without = m_server->client(m_bob);
    const auto ask = [&](HttpTestClient &client, const QByteArray &more) {
        client.write("GET " + messagesPath(m_room) + "?wait=30&after=" + last + more
                     + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + m_bob + "\r\n\r\n");
    };
    const auto held = [this] {
        const QByteArray metrics = m_server->client().get("/metrics").body;
        return metrics.contains("\nsamsa_polls_held_total 2\n");
    };
    ask(withEvents, "&events=true");
    ask(without, {});
    QTRY_VERIFY(held());

    QCOMPARE(post(m_ann, edit(message, "Tea?")).status, 201);
    const auto told = parsePage(withEvents.readAnswer().body);
    say("Yes");
    const auto toldOfTheMessage = parsePage(without.readAnswer().body);

    QVERIFY(told.ok());
    QVERIFY(told->messages.isEmpty());
    QCOMPARE(told->events.size(), 1);
    QVERIFY(toldOfTheMessage.ok());
    QCOMPARE(toldOfTheMessage->messages.size(), 1);
    QCOMPARE(toldOfTheMessage->messages[0].text, u"Yes"_s);
}

void TestEvents::hasAnotherEtagAfterAnEvent()
{
    const QUuid message = say("Tee?");
    HttpTestClient bob = m_server->client(m_bob);
    for (const QByteArray query : {"", "?after=0", "?limit=1", "?before=1000"}) {
        const QByteArray path = messagesPath(m_room) + query;
        const QByteArray etag = bob.get(path).header("etag");
        QCOMPARE(bob.get(path, {{"If-None-Match", etag}}).status, 304);

        QCOMPARE(post(m_ann, edit(message, "Tea? " + query)).status, 201);

        const HttpAnswer anew = bob.get(path, {{"If-None-Match", etag}});
        QCOMPARE(anew.status, 200);
        QCOMPARE(parsePage(anew.body)->messages[0].text, u"Tea? "_s + QString::fromLatin1(query));
    }
}

void TestEvents::tellsWhoAsksForEventsLive()
{
    StompTestClient asks(m_server->port());
    StompTestClient doesNot(m_server->port());
    for (StompTestClient *client : {&asks, &doesNot})
        QVERIFY(client->connectWith(m_bob));
    QVERIFY(follow(asks, m_room));
    QVERIFY(doesNot.follow(m_room, "s"));
    const QUuid message = say("Tee?");
    QCOMPARE(post(m_ann, edit(message, "Tea?")).status, 201);
    QCOMPARE(post(m_bob, reaction(message)).status, 201);
    QCOMPARE(post(m_ann, deletion(message)).status, 201);
    say("Sorry");

    for (const auto type : {EventType::Edit, EventType::Reaction, EventType::Delete}) {
        const auto event = waitForEvent(asks);
        QVERIFY(event);
        QCOMPARE(event->type, type);
        QCOMPARE(event->target, message);
        QCOMPARE(event->room, m_room);
    }
    for (StompTestClient *client : {&asks, &doesNot}) {
        QVERIFY(client->waitForMessages("s", 2));
        QCOMPARE(client->messages("s")[0].text, u"Tee?"_s);
        QCOMPARE(client->messages("s")[1].text, u"Sorry"_s);
    }
    QVERIFY(!doesNot.wait([](const auto &frame) { return frame.command == "MESSAGE"; },
                          std::chrono::milliseconds(0)));
}

void TestEvents::tellsWhoResumesTheEventsThatHeMissed()
{
    const QUuid message = say("Tee?");
    const qint64 seen = page({}).messages.constLast().position;
    QCOMPARE(post(m_ann, edit(message, "Tea?")).status, 201);
    say("Yes");
    const qint64 last = positionOf(post(m_bob, reaction(message)));
    StompTestClient client(m_server->port());
    QVERIFY(client.connectWith(m_bob));
    QVERIFY(follow(client, m_room, seen));

    QCOMPARE(client.messageCount("s"), 1);
    QCOMPARE(waitForEvent(client)->text, u"Tea?"_s);
    const auto reacted = waitForEvent(client);
    QVERIFY(reacted);
    QCOMPARE(reacted->position, last);
    // And what comes then is told once.
    QCOMPARE(post(m_ann, edit(message, "Tea!")).status, 201);
    QCOMPARE(waitForEvent(client)->text, u"Tea!"_s);
    QVERIFY(!client.wait([](const auto &frame) { return frame.command == "MESSAGE"; },
                         std::chrono::milliseconds(0)));
}

void TestEvents::answersAnEventOverStompLikeAMessage()
{
    const QUuid message = say("Tee?");
    StompTestClient ann(m_server->port());
    QVERIFY(ann.connectWith(m_ann));
    QVERIFY(ann.sendAndWait("SUBSCRIBE",
                            {{"id", "e"}, {"destination", errorsDestination.toByteArray()}}));
    const StompTestClient::Headers headers {{"destination", sendDestination(m_room)}};
    const SendRequest request = edit(message, "Tea?");

    const auto receipt = ann.sendAndWait("SEND", headers, writeSendRequest(request));
    const auto again = ann.sendAndWait("SEND", headers, writeSendRequest(request));

    QVERIFY(receipt && again);
    QCOMPARE(receipt->header("message-id"), writeId(*request.id));
    QVERIFY(receipt->header("position").toByteArray().toLongLong() > 0);
    QCOMPARE(again->header("position"), receipt->header("position"));
    ann.send("SEND", headers, writeSendRequest(edit(makeMessageId(), "x")));
    const auto refused = ann.waitFor("MESSAGE");
    QVERIFY(refused);
    QCOMPARE(parseProblem(refused->body, 0).code, Code::TargetNotFound);
}

void TestEvents::carriesWhatAMessageAnswers()
{
    const QUuid question = say("Tea?");
    StompTestClient client(m_server->port());
    QVERIFY(client.connectWith(m_bob));
    QVERIFY(client.follow(m_room, "s"));

    QCOMPARE(post(m_bob, {.id = makeMessageId(), .text = "Yes", .replyTo = question}).status, 201);

    QVERIFY(client.waitForMessages("s", 1));
    QCOMPARE(client.messages("s")[0].replyTo, std::optional(question));
    QCOMPARE(page({}).messages[1].replyTo, std::optional(question));
}

void TestEvents::namesOnesOwnMessagesAsTheSessionDoes()
{
    const auto session = parseSessionAnswer(
        m_server->client()
            .post("/api/v1/session", "{\"nickname\":\"  Zo\u0065\u0308   Lee \"}")
            .body);
    QVERIFY(session.ok());
    QCOMPARE(post(session->token, {.id = makeMessageId(), .text = "hi"}).status, 201);

    QCOMPARE(page({}).messages[0].nickname, session->nickname);
    StompTestClient client(m_server->port());
    QVERIFY(client.open());
    const auto connected = client.connectFrame(
        {{"accept-version", "1.2"}, {"Authorization", "Bearer " + session->token}});
    QVERIFY(connected);
    QCOMPARE(QString::fromUtf8(connected->header("user-name")), session->nickname);
}

void TestEvents::showsTheNewestTextInTheRoomList()
{
    const QUuid message = say("Tee?");
    QCOMPARE(post(m_ann, edit(message, "Tea?")).status, 201);
    const auto room = [this] {
        const auto rooms = parseRooms(m_server->client(m_bob).get("/api/v1/rooms").body);
        return rooms ? rooms->value(0) : Room();
    };
    QTRY_COMPARE(room().lastText, u"Tea?"_s);
    QCOMPARE(room().messageCount, 1);

    QCOMPARE(post(m_ann, deletion(message)).status, 201);
    QTRY_COMPARE(room().lastText, QString());
    QCOMPARE(room().messageCount, 1);
    QCOMPARE(room().lastNickname, u"Ann"_s);
}

void TestEvents::findsTheNewestText()
{
    const auto found = [this](const QByteArray &words) {
        return m_server->client(m_bob)
            .get("/api/v1/search?q=" + words)
            .json()
            .value("results"_L1)
            .toArray()
            .size();
    };
    const QUuid message = say("green tea");
    QTRY_COMPARE(found("tea"), 1);

    QCOMPARE(post(m_ann, edit(message, "black coffee")).status, 201);
    QTRY_COMPARE(found("coffee"), 1);
    QCOMPARE(found("tea"), 0);

    QCOMPARE(post(m_ann, deletion(message)).status, 201);
    QTRY_COMPARE(found("coffee"), 0);
}

void TestEvents::keepsWhatBecameOfAMessageOverARestart()
{
    const QUuid message = say("Tee?");
    QCOMPARE(post(m_ann, edit(message, "Tea?")).status, 201);
    QCOMPARE(post(m_bob, reaction(message)).status, 201);
    const MessagePage before = page("?events=true&after=0");

    QVERIFY(m_server->restart());

    MessagePage after = page("?events=true&after=0");
    after.epoch = before.epoch; // one begins with each start
    QVERIFY(after == before);
    QCOMPARE(post(m_bob, edit(message, "Coffee?")).code(), u"not_the_author"_s);
    QCOMPARE(post(m_ann, edit(message, "Tea!")).status, 201);
    QCOMPARE(page({}).messages[0].text, u"Tea!"_s);
    QCOMPARE(page({}).messages[0].reactions, before.messages[0].reactions);
}

QTEST_GUILESS_MAIN(TestEvents)
#include "tst_events.moc"
