// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/person.h"
#include "tests/gui/server_process.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;

namespace {

/// What one hears of a room from the server, a line for each thing, in the order it comes.
class Ear : public QObject
{
public:
    explicit Ear(Person &person)
    {
        connect(&person.program().account()->transports(), &TransportSwitch::heard, this,
                [this](const ServerEvent &event) {
                    if (const auto *arrived = std::get_if<MessagesArrived>(&event))
                        for (const protocol::Message &message : arrived->messages)
                            heard.append(message.replyTo ? u"reply: "_s + message.text
                                                         : message.text);
                    else if (const auto *change = std::get_if<protocol::MessageEvent>(&event))
                        heard.append(lineOf(*change));
                });
    }

    QStringList heard;

private:
    static QString lineOf(const protocol::MessageEvent &event)
    {
        switch (event.type) {
        case protocol::EventType::Edit:
            return u"edit: "_s + event.text;
        case protocol::EventType::Delete:
            return u"delete"_s;
        case protocol::EventType::Reaction:
            break;
        }
        return (event.remove ? u"not "_s : QString()) + event.reaction;
    }
};

Conversation &conversationOf(Person &person)
{
    return person.program().account()->conversation();
}

/// The message with this text, as it is shown; an empty one when there is none.
protocol::Message shown(Person &person, const QString &text)
{
    const MessageModel &model = *conversationOf(person).model();
    for (const protocol::Message &message : model.confirmed())
        if (const auto its = model.shown(message.id); its->text == text)
            return *its;
    return {};
}

qsizetype unsent(Person &person)
{
    return person.program().account()->outbox().unsent().size();
}

} // namespace

/// Two people with two windows and one server: what the one does to messages, the other sees.
class TestMessageChanges : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatOneDoesTheOtherSeesInOrder_data() { eachTransport(); }
    void whatOneDoesTheOtherSeesInOrder();
    void whatWasDoneWhileTheServerWasAwayGoesOutInOrder_data() { eachTransport(); }
    void whatWasDoneWhileTheServerWasAwayGoesOutInOrder();
    void whatTheServerRefusesIsUndone_data() { eachTransport(); }
    void whatTheServerRefusesIsUndone();

private:
    /// Both in the lobby, where Ann has said "first" and Ben "second".
    void meet(Person &ann, Person &ben, ui::TransportKind transport);

    std::unique_ptr<ServerProcess> m_server;
};

void TestMessageChanges::meet(Person &ann, Person &ben, ui::TransportKind transport)
{
    m_server = std::make_unique<ServerProcess>();
    QVERIFY(m_server->start());
    ann.options.room = u"Lobby"_s;
    ben.options.room = u"Lobby"_s;
    QVERIFY(ann.join(m_server->port(), transport));
    QVERIFY(ben.join(m_server->port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
    ann.say(u"first"_s);
    QTRY_COMPARE(ben.texts(), QStringList {u"first"_s});
    ben.say(u"second"_s);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 2);
    QTRY_COMPARE(ben.countInState(ui::MessageState::Sent), 2);
}

void TestMessageChanges::whatOneDoesTheOtherSeesInOrder()
{
    QFETCH(const ui::TransportKind, transport);
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    meet(ann, ben, transport);
    const Ear bens(ben);
    const Ear anns(ann);
    Conversation &room = conversationOf(ann);
    const QUuid first = shown(ann, u"first"_s).id;
    const QUuid second = shown(ann, u"second"_s).id;
    ben.window()->activateWindow();
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 1); // Ben's, which a window behind his has shown
    room.edit(first, u"the first"_s);
    room.react(second, u"👍"_s);
    room.react(second, u"🎉"_s);
    room.unreact(second, u"👍"_s);
    const QUuid reply = room.say(u"yes"_s, second).id;
    room.edit(reply, u"yes!"_s);
    room.say(u"a slip"_s);
    QTRY_COMPARE(ben.texts().size(), 4);
    QTRY_COMPARE(unsent(ann), 0);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 4);
    room.remove(shown(ann, u"a slip"_s).id);
    QTRY_COMPARE(bens.heard.value(bens.heard.size() - 1), u"delete"_s);
    const QList<protocol::Reaction> reactions {{u"🎉"_s, {u"Ann"_s}}};
    const QStringList all {u"edit: the first"_s, u"👍"_s,         u"🎉"_s,     u"not 👍"_s,
                           u"reply: yes"_s,      u"edit: yes!"_s, u"a slip"_s, u"delete"_s};
    QCOMPARE(bens.heard, all);
    QTRY_COMPARE(anns.heard.size(), all.size());
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 4);
    QCOMPARE(unsent(ann), 0);
    for (Person *const person : {&ann, &ben}) {
        QCOMPARE(person->texts(),
                 (QStringList {u"the first"_s, u"second"_s, u"yes!"_s, QString()}));
        QCOMPARE(shown(*person, u"second"_s).reactions, reactions);
        QCOMPARE(shown(*person, u"yes!"_s).replyTo, second);
    }
    QCOMPARE(ann.unreadIn(u"Lobby"_s), 1); // what is done to messages counts as none
}

void TestMessageChanges::whatWasDoneWhileTheServerWasAwayGoesOutInOrder()
{
    QFETCH(const ui::TransportKind, transport);
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    meet(ann, ben, transport);
    Conversation &room = conversationOf(ann);
    const QUuid first = shown(ann, u"first"_s).id;
    const QUuid second = shown(ann, u"second"_s).id;
    m_server->kill();
    QTRY_VERIFY(!ann.isOnline() && !ben.isOnline());
    room.edit(first, u"the first"_s);
    room.say(u"third"_s);
    QTRY_COMPARE(ann.texts(), (QStringList {u"the first"_s, u"second"_s, u"third"_s}));
    const auto withText = [&](const QString &text) {
        for (const OutboxEntry &entry : ann.program().account()->outbox().unsent())
            if (textOf(entry.what) == text)
                return entry.id;
        return QUuid();
    };
    room.edit(withText(u"third"_s), u"the third"_s);
    room.say(u"thrown away"_s);
    QTRY_COMPARE(ann.texts().size(), 4);
    room.remove(withText(u"thrown away"_s));
    room.react(second, u"👍"_s);
    QTRY_COMPARE(shown(ann, u"second"_s).reactions.size(), 1);
    QTRY_COMPARE(ann.texts(), (QStringList {u"the first"_s, u"second"_s, u"the third"_s}));
    QTRY_COMPARE(ann.countInState(ui::MessageState::Pending), 3);
    const Ear bens(ben);
    QVERIFY(m_server->start());
    QTRY_COMPARE_WITH_TIMEOUT(ann.countInState(ui::MessageState::Sent), 3, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(bens.heard.size(), 3, 60'000);
    QCOMPARE(bens.heard, (QStringList {u"edit: the first"_s, u"the third"_s, u"👍"_s}));
    QCOMPARE(ben.texts(), ann.texts());
    QCOMPARE(shown(ben, u"second"_s).reactions, shown(ann, u"second"_s).reactions);
    QCOMPARE(unsent(ann), 0);
}

void TestMessageChanges::whatTheServerRefusesIsUndone()
{
    QFETCH(const ui::TransportKind, transport);
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    meet(ann, ben, transport);
    Conversation &room = conversationOf(ann);
    const QUuid second = shown(ann, u"second"_s).id;
    room.edit(second, u"put into his mouth"_s);
    room.say(u"the room goes on"_s);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Failed), 1);
    QTRY_COMPARE(ben.texts(), (QStringList {u"first"_s, u"second"_s, u"the room goes on"_s}));
    QTRY_COMPARE(ann.texts(), ben.texts());
    const QList<OutboxEntry> failed = ann.program().account()->outbox().unsent();
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failureText(failed[0]), u"Only who wrote a message can change or delete it."_s);
    ann.program().account()->outbox().discard(second);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 3);
}

QTEST_MAIN(TestMessageChanges)
#include "tst_message_changes.moc"
