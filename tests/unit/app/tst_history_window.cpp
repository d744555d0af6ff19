// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/conversation.h"
#include "app/outbox/outbox.h"
#include "tests/unit/app/archive_helpers.h"
#include "ui/timeline/timeline_view.h"

#include <QCoreApplication>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <deque>
#include <random>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using protocol::Code;
using protocol::Error;
using protocol::Message;
using protocol::Result;

namespace {

constexpr qsizetype pageSize = 8;
constexpr qsizetype windowSize = 24;
constexpr int sequences = 10'000;
constexpr int steps = 14;

/// The simple model: everything that was ever said in a room, in order.
struct Room
{
    QUuid id = QUuid::createUuid();
    QList<Message> said;

    qint64 last() const { return said.isEmpty() ? 0 : said.constLast().position; }
    qsizetype behind(qint64 position) const
    {
        return std::distance(said.cbegin(),
                             std::upper_bound(said.cbegin(), said.cend(), position,
                                              [](qint64 value, const Message &message) {
                                                  return value < message.position;
                                              }));
    }
    protocol::Room told() const
    {
        protocol::Room room;
        room.id = id;
        room.messageCount = said.size();
        room.lastPosition = last();
        return room;
    }
};

/// Answers when the test says so, in any order, from the room as it is then; or not at all. What it
/// has told counts as kept, as in an archive.
class SlowHistory : public HistoryReader
{
public:
    explicit SlowHistory(const QList<Room *> &rooms)
        : m_rooms(rooms)
    {
    }

    void newestKept(const QUuid &room, QObject *, Take take) override
    {
        add(room, true, std::move(take), [this](const Room &its) {
            const Span kept = m_kept.value(its.id).isEmpty() ? Span {} : m_kept[its.id].constLast();
            const qsizetype end = its.behind(kept.last);
            const qsizetype begin = std::max(its.behind(kept.first - 1), end - pageSize);
            return kept.isEmpty()
                ? MessageRun {}
                : MessageRun {its.said.mid(begin, end - begin), begin > 0, true, true};
        });
    }
    void newest(const QUuid &room, QObject *, Take take) override
    {
        add(room, false, std::move(take), [this](const Room &its) {
            return slice(its, its.said.size() - pageSize, its.said.size());
        });
    }
    void before(const QUuid &room, qint64 position, QObject *, Take take) override
    {
        add(room, false, std::move(take), [this, position](const Room &its) {
            const qsizetype end = its.behind(position - 1);
            return slice(its, end - pageSize, end);
        });
    }
    void after(const QUuid &room, qint64 position, QObject *, Take take) override
    {
        add(room, false, std::move(take), [this, position](const Room &its) {
            const qsizetype begin = its.behind(position);
            return slice(its, begin, begin + pageSize);
        });
    }
    void around(const QUuid &room, qint64 position, QObject *, Take take) override
    {
        add(room, false, std::move(take), [this, position](const Room &its) {
            const qsizetype middle = its.behind(position);
            return slice(its, middle - pageSize, middle + pageSize);
        });
    }
    void keepChange(const protocol::MessageEvent &) override {} // it answers from the room itself
    void beginVisit(const QUuid &) override {}
    void refresh(const QUuid &, const Span &, QObject *) override {} // its answers are fresh
    void setOnline(bool) override {}
    void keepArrived(const QUuid &room, const QList<Message> &messages, qint64 after) override
    {
        keep(room, {after + 1, messages.constLast().position});
        note(messages);
    }

    /// As when it has refreshed what is shown.
    void tell(const QList<Message> &messages) const { tellRefreshed(MessageRun {messages}); }

    QSet<QUuid> told; ///< The ids of all messages that it has told of.

    bool isIdle() const { return m_questions.empty(); }
    void answer(std::size_t which, bool online)
    {
        const Question question = m_questions[which];
        m_questions.erase(m_questions.begin() + std::ptrdiff_t(which));
        if (online || question.isOfThisComputer)
            question.take(question.ask());
        else
            question.take(Error {Code::NotConnected, {}, {}});
    }
    std::size_t questions() const { return m_questions.size(); }

private:
    struct Question
    {
        bool isOfThisComputer;
        Take take;
        std::function<MessageRun()> ask;
    };

    void add(const QUuid &id, bool isOfThisComputer, Take take,
             std::function<MessageRun(const Room &)> ask)
    {
        const auto room = std::find_if(m_rooms.cbegin(), m_rooms.cend(),
                                       [&id](const Room *one) { return one->id == id; });
        m_questions.push_back({isOfThisComputer, std::move(take),
                               [its = *room, ask = std::move(ask)] { return ask(*its); }});
    }
    MessageRun slice(const Room &room, qsizetype begin, qsizetype end)
    {
        begin = std::max<qsizetype>(begin, 0);
        end = std::min(end, room.said.size());
        const auto messages = room.said.mid(begin, end - begin);
        note(messages);
        if (!messages.isEmpty()) {
            keep(room.id,
                 {begin > 0 ? messages.constFirst().position : 1, messages.constLast().position});
        }
        return {messages, begin > 0, end < room.said.size(), false};
    }
    void note(const QList<Message> &messages)
    {
        for (const Message &message : messages)
            told.insert(message.id);
    }
    void keep(const QUuid &room, Span span)
    {
        QList<Span> &spans = m_kept[room];
        spans.removeIf([&span](const Span &other) {
            if (other.first > span.last + 1 || other.last < span.first - 1)
                return false;
            span = {std::min(span.first, other.first), std::max(span.last, other.last)};
            return true;
        });
        spans.append(span);
        std::sort(spans.begin(), spans.end(),
                  [](const Span &one, const Span &other) { return one.first < other.first; });
    }

    QList<Room *> m_rooms;
    std::deque<Question> m_questions;
    QHash<QUuid, QList<Span>> m_kept;
};

/// Tells what is behind its position when the test says so.
class SlowTransport : public Transport
{
public:
    ui::TransportKind kind() const override { return ui::TransportKind::Live; }
    void start() override {}
    void stop() override {}
    void openRoom(const QUuid &room, qint64 after) override
    {
        followed = room;
        reached = after;
    }
    void closeRoom() override { followed = {}; }
    void send(const Outgoing &, SendDone) override {}
    void announce(const Announcement &) override {}
    bool isOnline() const override { return true; }
    TransportStatus status() const override { return LiveStatus {}; }
    void retryNow() override {}

    QUuid followed;
    qint64 reached = 0;
};

/// One person in a room of a server that does whatever it likes, and what they see of it.
class Play
{
public:
    Play(unsigned seed, Outbox &outbox)
        : m_random(seed)
        , m_outbox(outbox)
        , m_history({&m_lobby, &m_attic})
        , m_transport(std::make_unique<SlowTransport>())
        , m_conversation(m_history, outbox, u"Ann"_s, windowSize)
    {
        m_view.resize(260, 160);
        m_view.setAttribute(Qt::WA_DontShowOnScreen);
        m_view.setModel(m_conversation.model());
        m_view.show();
        m_conversation.setLookedAt([this]() -> qint64 {
            const ui::Anchor anchor = m_view.anchor();
            return anchor.atEnd
                ? 0
                : m_conversation.model()->positionOf(QUuid::fromString(anchor.messageId));
        });
        QObject::connect(&m_view, &ui::TimelineView::olderNeeded, &m_conversation,
                         &Conversation::fetchOlder);
        QObject::connect(&m_view, &ui::TimelineView::newerNeeded, &m_conversation,
                         &Conversation::fetchNewer);
        QObject::connect(&m_conversation, &Conversation::edgesChanged, &m_view, [this] {
            m_view.setOlderEdge(m_conversation.olderEdge());
            m_view.setNewerEdge(m_conversation.newerEdge());
        });
        QObject::connect(&m_conversation, &Conversation::settled, &m_view, [this](qint64 at) {
            m_jumped = true;
            if (at == 0)
                m_view.scrollToNewest();
        });
        m_conversation.setTransport(m_transport.get());
        say(m_lobby, upTo(60));
        say(m_attic, upTo(5));
        open(m_lobby);
    }

    /// A sentence about what is wrong; empty when nothing is.
    QString step()
    {
        const ui::Anchor before = m_view.anchor();
        const QModelIndex row = rowOf(before.messageId);
        const int top = m_view.textRect(row).top();
        m_jumped = false;
        m_changed.clear();
        QString what;
        switch (upTo(18)) {
        case 0:
        case 1:
            what = u"say"_s;
            say(*m_room, 1 + upTo(pageSize * 2));
            break;
        case 2:
        case 3:
        case 4:
            what = u"deliver"_s;
            deliver();
            break;
        case 5:
        case 6:
        case 7:
            what = u"answer"_s;
            answerOne();
            break;
        case 8:
            what = u"scroll"_s;
            m_view.verticalScrollBar()->setValue(upTo(m_view.verticalScrollBar()->maximum() + 1));
            m_jumped = true;
            break;
        case 9:
            what = u"jump"_s;
            if (upTo(2) == 0 || m_room->said.isEmpty())
                m_conversation.goToNewest();
            else
                m_conversation.goTo(m_room->said[upTo(int(m_room->said.size()) - 1)].position);
            break;
        case 10:
            what = u"connection"_s;
            setOnline(!m_online);
            break;
        case 11:
            what = u"toggle"_s;
            toggle();
            break;
        case 12:
            what = u"write or edit"_s;
            if (upTo(2) == 0)
                write();
            else
                change();
            break;
        case 14:
        case 15:
            what = u"both ends"_s;
            m_conversation.fetchOlder();
            m_conversation.fetchNewer();
            break;
        case 16:
            what = u"do something to a message"_s;
            act();
            break;
        case 17:
            what = u"what becomes of what was done"_s;
            settleOne();
            break;
        case 18:
            what = u"absence"_s;
            missEvents();
            break;
        case 13:
            what = u"other room"_s;
            open(m_room == &m_lobby ? m_attic : m_lobby);
            break;
        }
        confirm();
        QCoreApplication::processEvents();
        if (const QString wrong = wrongWithRows(); !wrong.isEmpty())
            return what + u": "_s + wrong;
        const QModelIndex now = rowOf(before.messageId);
        const QScrollBar *const bar = m_view.verticalScrollBar();
        // Where there is too little above or below it cannot stay.
        const bool isAtALimit = bar->value() == bar->minimum() || bar->value() == bar->maximum();
        const bool isStill = !m_jumped && !m_changed.contains(before.messageId);
        if (isStill && !isAtALimit && !before.atEnd && row.isValid() && now.isValid()
            && std::abs(m_view.textRect(now).top() - top) > 1) {
            return u"%1: what one looks at moved from %2 to %3"_s.arg(what).arg(top).arg(
                m_view.textRect(now).top());
        }
        return {};
    }

    /// When everything has come: the newest are all there, and each own message once.
    QString settleDown()
    {
        setOnline(true);
        for (int round = 0; round < 3; ++round) {
            while (!m_history.isIdle())
                m_history.answer(0, true);
            deliver();
            m_conversation.goToNewest();
        }
        while (!m_history.isIdle())
            m_history.answer(0, true);
        for (const OutboxEntry &entry : std::as_const(m_written))
            accept(entry);
        m_written.clear();
        while (!m_acts.isEmpty())
            settleOne();
        tellUntold();
        while (m_transport->followed == m_room->id && m_transport->reached < m_room->last())
            deliver();
        m_conversation.goToNewest();
        while (!m_history.isIdle())
            m_history.answer(0, true);
        confirm();
        // What nobody has told of yet is sent again, and the answer names its old place.
        for (const OutboxEntry &entry : std::as_const(m_unanswered))
            Q_EMIT m_outbox.accepted(entry, positionOf(entry.id));
        m_unanswered.clear();
        QCoreApplication::processEvents();
        if (const QString wrong = wrongWithRows(); !wrong.isEmpty())
            return u"at the end: "_s + wrong;
        const MessageModel &model = *m_conversation.model();
        if (!model.isAtNewest() || model.lastPosition() != m_room->last()) {
            return u"at the end: the newest is %1 and not %2"_s.arg(model.lastPosition())
                .arg(m_room->last());
        }
        if (model.rowCount() != model.confirmedCount())
            return u"at the end: something still waits"_s;
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.index(row).data(ui::StateRole).toInt() != int(ui::MessageState::Sent))
                return u"at the end: what was done to row %1 still waits"_s.arg(row);
        return {};
    }

private:
    int upTo(int bound) { return std::uniform_int_distribution<int>(0, bound)(m_random); }

    void say(Room &room, int count)
    {
        for (int i = 0; i < count; ++i)
            put(room, QUuid::createUuid(), u"Ben"_s, QString(1 + upTo(80), u'x'));
    }
    qint64 put(Room &room, const QUuid &id, const QString &nickname, const QString &text)
    {
        Message message;
        message.id = id;
        message.room = room.id;
        message.position = room.last() + 1 + upTo(2); // positions have gaps
        message.nickname = nickname;
        message.text = text;
        message.time = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + message.position * 1000);
        room.said.append(message);
        return message.position;
    }
    void open(Room &room)
    {
        m_room = &room;
        m_written.clear(); // of the room before; the outbox would tell of them again
        m_unanswered.clear();
        m_acts.clear();
        m_untold.clear();
        m_jumped = true;
        m_conversation.open(room.told(),
                            upTo(1) == 0 || room.said.isEmpty()
                                ? 0
                                : room.said[upTo(int(room.said.size()) - 1)].position);
    }
    void deliver()
    {
        if (!m_online || m_transport->followed != m_room->id)
            return;
        const QList<Message> all = m_room->said.mid(m_room->behind(m_transport->reached));
        const QList<Message> some = all.mid(0, 1 + upTo(int(all.size())));
        if (some.isEmpty())
            return;
        m_transport->reached = some.constLast().position;
        m_conversation.take(m_room->id, some);
        if (some.size() < all.size() && upTo(1) == 0)
            deliver();
    }
    void answerOne()
    {
        if (!m_history.isIdle())
            m_history.answer(std::size_t(upTo(int(m_history.questions()) - 1)), m_online);
    }
    void setOnline(bool online)
    {
        if (online == m_online)
            return;
        m_online = online;
        m_conversation.setOnline(online);
        if (online)
            m_conversation.noteRoom(m_room->told());
    }
    void toggle()
    {
        auto next = std::make_unique<SlowTransport>();
        m_conversation.setTransport(next.get());
        m_transport = std::move(next);
    }
    void write()
    {
        OutboxEntry entry;
        entry.id = QUuid::createUuid();
        entry.room = m_room->id;
        entry.what = TextMessage {u"mine"_s};
        entry.written = QDateTime::currentDateTimeUtc();
        Q_EMIT m_outbox.added(entry);
        m_conversation.goToNewest();
        const int fate = m_online ? upTo(2) : 0;
        if (fate == 0) {
            m_written.append(entry);
        } else if (fate == 1) {
            accept(entry);
        } else { // the server has it, and its answer was lost
            put(*m_room, entry.id, u"Ann"_s, textOf(entry.what));
            m_unanswered.append(entry);
        }
    }
    qint64 positionOf(const QUuid &id) const
    {
        const auto place = std::find_if(m_room->said.cbegin(), m_room->said.cend(),
                                        [&id](const Message &message) { return message.id == id; });
        return place->position;
    }
    /// As the outbox does with what has come back from the server.
    void confirm()
    {
        const auto isTold = [this](const OutboxEntry &entry) {
            return m_history.told.contains(entry.id);
        };
        for (const OutboxEntry &entry : std::as_const(m_unanswered))
            if (isTold(entry))
                Q_EMIT m_outbox.confirmed(entry);
        m_unanswered.removeIf(isTold);
    }
    void accept(const OutboxEntry &entry)
    {
        Q_EMIT m_outbox.accepted(entry, put(*m_room, entry.id, u"Ann"_s, textOf(entry.what)));
    }
    void noteChanged(const QUuid &id) { m_changed.insert(id.toString(QUuid::WithoutBraces)); }
    Message *said(const QUuid &id)
    {
        const auto place = std::find_if(m_room->said.begin(), m_room->said.end(),
                                        [&id](const Message &message) { return message.id == id; });
        return place == m_room->said.end() ? nullptr : &*place;
    }
    /// Ann does something to a message that was said, in the window or not.
    void act()
    {
        if (m_room->said.isEmpty())
            return;
        const Message &message = m_room->said[upTo(int(m_room->said.size()) - 1)];
        OutboxEntry entry;
        entry.id = QUuid::createUuid();
        entry.room = m_room->id;
        entry.written = QDateTime::currentDateTimeUtc();
        const int kind = message.nickname == u"Ann"_s ? upTo(3) : upTo(1);
        if (kind == 2)
            entry.what = MessageEdit {message.id, QString(1 + upTo(120), u'z')};
        else if (kind == 3)
            entry.what = MessageDeletion {message.id};
        else
            entry.what = MessageReaction {message.id, u"👍"_s, kind == 1};
        noteChanged(message.id);
        m_acts.append(entry);
        Q_EMIT m_outbox.added(entry);
    }
    /// The first of what waits is taken, with its event before or after the receipt or much later,
    /// or it is refused.
    void settleOne()
    {
        if (m_acts.isEmpty() || !m_online)
            return;
        OutboxEntry entry = m_acts.takeFirst();
        Message *const message = said(targetOf(entry.what));
        noteChanged(message->id);
        const int fate = message->deleted ? 0 : upTo(3);
        if (fate == 0) {
            entry.failure =
                OutboxFailure {OutboxFailure::Kind::Refused, {Code::TargetDeleted, u"No."_s, {}}};
            Q_EMIT m_outbox.changed(entry);
            Q_EMIT m_outbox.discarded(entry.room, entry.id);
            return;
        }
        protocol::MessageEvent event;
        event.id = entry.id;
        event.room = entry.room;
        event.target = message->id;
        event.position = std::max(m_room->last() * 10 + upTo(1000), m_lastChange) + 1;
        event.nickname = u"Ann"_s;
        event.time = message->time;
        event.text = textOf(entry.what);
        if (const auto *reaction = std::get_if<MessageReaction>(&entry.what)) {
            event.type = protocol::EventType::Reaction;
            event.reaction = reaction->reaction;
            event.remove = reaction->remove;
        } else if (std::holds_alternative<MessageDeletion>(entry.what)) {
            event.type = protocol::EventType::Delete;
        }
        m_lastChange = event.position;
        doTo(*message, entry.what);
        message->changed = event.position;
        m_untold.append(event);
        if (fate == 1)
            tellUntold(); // before the receipt, or without one
        Q_EMIT m_outbox.accepted(entry, event.position);
        if (fate == 2)
            tellUntold();
    }
    /// What was done is told by pages alone, and by then more was done.
    void missEvents()
    {
        m_untold.clear();
        for (Message &message : m_room->said) {
            if (message.deleted || upTo(2) > 0)
                continue;
            message.text = QString(1 + upTo(120), u'w');
            message.edited = message.time;
            message.changed = m_lastChange =
                std::max(m_room->last() * 10 + upTo(1000), m_lastChange) + 1;
        }
        for (const Message &message : std::as_const(m_room->said))
            noteChanged(message.id);
        m_history.tell(m_room->said);
    }
    void tellUntold()
    {
        const auto untold = std::exchange(m_untold, {});
        for (const protocol::MessageEvent &event : untold)
            m_conversation.take(event);
    }
    /// The simple model of what it does.
    static void doTo(Message &message, const Submission &what)
    {
        if (message.deleted)
            return;
        if (const auto *edit = std::get_if<MessageEdit>(&what)) {
            message.text = edit->text;
        } else if (const auto *reaction = std::get_if<MessageReaction>(&what)) {
            message.reactions.clear(); // nobody else reacts here
            if (!reaction->remove)
                message.reactions.append({reaction->reaction, {u"Ann"_s}});
        } else {
            message.text.clear();
            message.reactions.clear();
            message.deleted = true;
        }
    }
    void change()
    {
        if (!m_online || m_room->said.isEmpty())
            return;
        tellUntold(); // a transport tells what was done in the order in which it was done
        Message &message = m_room->said[upTo(int(m_room->said.size()) - 1)];
        if (message.deleted)
            return;
        protocol::MessageEvent event;
        event.room = m_room->id;
        event.target = message.id;
        event.position = std::max(m_room->last() * 10 + upTo(1000), m_lastChange) + 1;
        m_lastChange = event.position;
        event.type = upTo(3) == 0 ? protocol::EventType::Delete : protocol::EventType::Edit;
        if (event.type == protocol::EventType::Edit)
            event.text = QString(1 + upTo(120), u'y');
        event.time = message.time;
        event.nickname = message.nickname;
        message.changed = event.position;
        message.text = event.text;
        message.deleted = event.type == protocol::EventType::Delete;
        message.edited = message.deleted ? message.edited : event.time;
        if (message.deleted)
            message.reactions.clear();
        m_conversation.take(event);
        noteChanged(event.target);
    }

    QModelIndex rowOf(const QString &id) const
    {
        return id.isEmpty() ? QModelIndex() : m_view.rowOf(id);
    }
    QString wrongWithRows() const
    {
        const QList<Message> &rows = m_conversation.model()->confirmed();
        if (rows.size() > windowSize)
            return u"%1 rows"_s.arg(rows.size());
        if (rows.isEmpty())
            return {};
        const qsizetype begin = m_room->behind(rows.constFirst().position - 1);
        const QList<Message> truth = m_room->said.mid(begin, rows.size());
        for (qsizetype i = 0; i < rows.size(); ++i) {
            if (i >= truth.size() || rows[i].position != truth[i].position
                || rows[i].id != truth[i].id)
                return u"row %1 is not what was said there"_s.arg(i);
            const Message shown = *m_conversation.model()->shown(rows[i].id);
            Message expected = truth[i];
            for (const OutboxEntry &entry : m_acts)
                if (targetOf(entry.what) == expected.id)
                    doTo(expected, entry.what);
            if (shown.text != expected.text || shown.deleted != expected.deleted
                || shown.reactions != expected.reactions)
                return u"row %1 does not say what became of it"_s.arg(i);
        }
        return {};
    }

    std::mt19937 m_random;
    Outbox &m_outbox;
    Room m_lobby;
    Room m_attic;
    Room *m_room = nullptr;
    SlowHistory m_history;
    std::unique_ptr<SlowTransport> m_transport;
    Conversation m_conversation;
    ui::TimelineView m_view;
    QList<OutboxEntry> m_written;
    QList<OutboxEntry> m_unanswered;
    QList<OutboxEntry> m_acts; // what Ann did to messages and nobody has answered yet
    QList<protocol::MessageEvent> m_untold; // in the log, and not told by the transport yet
    qint64 m_lastChange = 0;
    bool m_online = true;
    bool m_jumped = false; // in this step
    QSet<QString> m_changed; // the messages that were, in this step
};

} // namespace

/// Whatever happens, and in whatever order: the window over a room's history shows a run of what
/// was said there, and what one looks at stays where it is.
class TestHistoryWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsARunOfWhatWasSaid();
};

void TestHistoryWindow::showsARunOfWhatWasSaid()
{
    const QTemporaryDir folder;
    const PersonFiles files(folder.path(), PersonFiles::thisComputer(), u"Ann"_s);
    const auto archive = openArchive(files);
    Outbox outbox(*archive);
    const unsigned first = qEnvironmentVariableIntValue("SAMSA_FIRST_SEED");
    for (unsigned seed = first; seed < first + sequences; ++seed) {
        Play play(seed, outbox);
        QString wrong;
        for (int step = 0; step < steps && wrong.isEmpty(); ++step)
            wrong = play.step();
        if (wrong.isEmpty())
            wrong = play.settleDown();
        QVERIFY2(wrong.isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(wrong)));
    }
}

QTEST_MAIN(TestHistoryWindow)
#include "tst_history_window.moc"
