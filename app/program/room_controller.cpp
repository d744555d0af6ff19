// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/room_controller.h"

#include "app/base/error_text.h"
#include "protocol/message_id.h"
#include "protocol/rules.h"
#include "ui/composer/composer.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/arrival_announcer.h"
#include "ui/window/chat_panel.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace samsa::app {

using protocol::Error;
using protocol::Message;

namespace {

QString idText(const QUuid &id)
{
    return QString::fromLatin1(protocol::writeId(id));
}

/// Two drafts of one room.
QString together(const QString &text, const QString &since)
{
    return since.isEmpty() ? text : text + QChar::LineFeed + since;
}

} // namespace

RoomController::RoomController(Account &account, ui::ChatPanel &panel, QObject *parent)
    : QObject(parent)
    , m_account(account)
    , m_conversation(account.conversation())
    , m_panel(panel)
{
    m_panel.clearRoom();
    m_panel.setModel(m_conversation.model());
    connectTimeline();
    connectComposer();
    connectConversation();
    connect(&account.typists(), &Typists::changed, &m_panel,
            [this] { m_panel.setTyping(m_account.typists().nicknames()); });
    connect(&account.rooms(), &RoomModel::roomUpdated, this, [this](const QUuid &room) {
        if (room == m_conversation.room()) {
            showPeople();
            noteShown(); // the count that it waited for may be there
        }
    });
}

RoomController::~RoomController()
{
    keepDraft();
    m_conversation.setLookedAt({});
    m_panel.clearRoom();
    m_panel.setModel(nullptr);
}

void RoomController::connectTimeline()
{
    ui::TimelineView *const timeline = m_panel.timeline();
    m_conversation.setLookedAt([this, timeline]() -> qint64 {
        const ui::Anchor anchor = timeline->anchor();
        return anchor.atEnd
            ? 0
            : m_conversation.model()->positionOf(QUuid::fromString(anchor.messageId));
    });
    connect(timeline, &ui::TimelineView::olderNeeded, &m_conversation, &Conversation::fetchOlder);
    connect(timeline, &ui::TimelineView::newerNeeded, &m_conversation, &Conversation::fetchNewer);
    connect(timeline, &ui::TimelineView::edgeRetryRequested, &m_conversation, &Conversation::retry);
    connect(&m_panel, &ui::ChatPanel::historyRetryRequested, this, [this] {
        m_loadError.reset();
        showHistory();
        m_conversation.retry();
    });
    connect(timeline, &ui::TimelineView::newestRequested, &m_conversation,
            &Conversation::goToNewest);
    connect(timeline, &ui::TimelineView::shown, this, [this](qint64 position) {
        (m_isSeen ? m_shown : m_shownUnseen) = position;
        noteShown();
    });
    connect(timeline, &ui::TimelineView::retryRequested, this,
            [this](const QString &id) { m_account.outbox().retry(QUuid::fromString(id)); });
    connect(timeline, &ui::TimelineView::discardRequested, this,
            [this](const QString &id) { m_account.outbox().discard(QUuid::fromString(id)); });
}

void RoomController::connectComposer()
{
    ui::Composer *const composer = m_panel.composer();
    connect(composer, &ui::Composer::sendRequested, this, &RoomController::send);
    connect(composer, &ui::Composer::typed, &m_account, &Account::sayTyping);
    connect(composer, &ui::Composer::draftChanged, this, &RoomController::keepDraft);
    connect(composer, &ui::Composer::draftSettled, this, [this](const QString &textBefore) {
        if (!m_draftRoom.isNull() && m_draftRoom != m_nextDraftRoom)
            m_account.archive().setDraft(m_draftRoom, textBefore);
        m_draftRoom = m_nextDraftRoom;
    });
}

void RoomController::connectConversation()
{
    connect(&m_conversation, &Conversation::settled, this, &RoomController::settle);
    connect(&m_conversation, &Conversation::arrived, this, &RoomController::noteArrived);
    connect(&m_conversation, &Conversation::edgesChanged, this, &RoomController::showEdges);
    connect(&m_conversation, &Conversation::begunAnew, this, [this] {
        // Positions of before say nothing any more.
        m_shown = 0;
        m_shownUnseen = 0;
        setLine(0);
        m_panel.showNotice(
            tr("The server does not have all that it had any more, perhaps because a "
               "backup was put back. The room was read anew; what you have not sent "
               "yet is kept."));
    });
    // The row says so as well, but it may be out of sight.
    connect(&m_account.outbox(), &Outbox::changed, this, [this](const OutboxEntry &entry) {
        if (entry.room == m_conversation.room() && entry.hasFailed() && !isMessage(entry.what))
            m_panel.showNotice(failureText(entry));
    });
    connect(&m_conversation, &Conversation::failed, this, [this](const Error &why) {
        m_loadError = why;
        showHistory();
        if (why.code == protocol::Code::RoomNotFound)
            m_panel.showNotice(errorText(why));
    });
}

void RoomController::open(const QUuid &id)
{
    const protocol::Room *const room = m_account.rooms().room(id);
    if (room == nullptr || id == m_conversation.room())
        return;
    rememberPlace();
    m_panel.hideNotice(); // whatever it is about
    m_panel.setRoom(idText(id), room->name);
    m_nextDraftRoom = id;
    m_panel.composer()->showDraft(m_account.archive().draft(id));

    const Reading &reading = m_account.reading();
    setLine(0);
    if (reading.unread(id) > 0)
        m_unreadBehind = reading.readUpTo(id);
    m_shown = 0;
    m_shownUnseen = 0;
    m_loadError.reset();
    qint64 at = m_places.value(id).position;
    // What is new may be further back than the newest page.
    if (at == 0 && m_unreadBehind)
        at = std::max<qint64>(*m_unreadBehind, 1);
    m_account.open(id, at);
    showHistory();
    showPeople();
    Q_EMIT opened(id);
}

void RoomController::rememberPlace()
{
    const QUuid room = m_conversation.room();
    if (room.isNull() || !m_conversation.isLoaded())
        return;
    Place place;
    place.anchor = m_panel.timeline()->anchor();
    if (!place.anchor.atEnd) {
        place.position =
            m_conversation.model()->positionOf(QUuid::fromString(place.anchor.messageId));
    }
    if (place.position > 0)
        m_places.insert(room, place);
    else
        m_places.remove(room);
}

void RoomController::settle(qint64 at)
{
    ui::TimelineView *const timeline = m_panel.timeline();
    showHistory();
    findLine();
    const Place place = m_places.take(m_conversation.room());
    if (place.position > 0 && place.position == at && timeline->restore(place.anchor))
        return;
    if (at > 0 && m_line > 0) {
        const auto &messages = m_conversation.model()->confirmed();
        const auto first =
            std::find_if(messages.cbegin(), messages.cend(),
                         [this](const Message &message) { return message.position >= m_line; });
        // With something of what was read above it.
        const int offset = timeline->viewport()->height() / 3;
        if (first != messages.cend() && timeline->restore({idText(first->id), offset, false}))
            return;
    }
    if (at == 0)
        timeline->scrollToNewest();
}

void RoomController::setSeen(bool seen)
{
    m_isSeen = seen;
    const qint64 shownUnseen = std::exchange(m_shownUnseen, 0);
    if (!seen)
        return;
    // A window that lost the focus meanwhile tells when it has it back.
    if (shownUnseen > 0 && m_panel.isActiveWindow())
        m_shown = shownUnseen;
    noteShown();
}

void RoomController::noteShown()
{
    if (m_shown > 0 && m_isSeen && !m_conversation.room().isNull())
        m_account.reading().shown(m_conversation.room(), m_shown, *m_conversation.model());
}

bool RoomController::isBeingRead() const
{
    return m_isSeen && m_panel.isActiveWindow() && m_panel.timeline()->isAtEnd();
}

void RoomController::noteArrived(const QList<Message> &messages, bool justSaid)
{
    if (!justSaid) {
        findLine();
        noteShown();
        return;
    }
    const auto isOwn = [this](const Message &message) {
        return message.nickname == m_account.nickname();
    };
    if (isOwn(messages.constLast())) {
        setLine(0); // who answers has read
    } else if (m_unreadBehind) {
        findLine();
    } else if (!isBeingRead()) {
        const auto first = std::find_if_not(messages.cbegin(), messages.cend(), isOwn);
        // A line that was read up to and beyond has done its work.
        const qint64 readUpTo = m_account.reading().readUpTo(m_conversation.room());
        if (m_line == 0 || m_line <= readUpTo)
            setLine(first->position);
    }
    for (const Message &message : messages)
        if (!isOwn(message))
            m_panel.arrivals()->announce(message.nickname, message.text);
    noteShown();
}

void RoomController::findLine()
{
    // Not before the window reaches back to what was read: what it shows first may not be the
    // first.
    const MessageModel &model = *m_conversation.model();
    if (!m_unreadBehind || (!model.isAtOldest() && model.firstPosition() > *m_unreadBehind))
        return;
    const qint64 first = m_conversation.model()->firstOfOthersAfter(*m_unreadBehind);
    if (first > 0)
        setLine(first);
}

void RoomController::setLine(qint64 position)
{
    m_line = position;
    m_unreadBehind.reset();
    m_panel.timeline()->setFirstUnreadPosition(position);
}

void RoomController::showEdges()
{
    m_panel.timeline()->setOlderEdge(m_conversation.olderEdge());
    m_panel.timeline()->setNewerEdge(m_conversation.newerEdge());
    findLine();
    showHistory();
    noteShown();
}

void RoomController::showHistory()
{
    using State = ui::HistoryState;
    if (m_conversation.isLoaded())
        m_panel.setHistoryState({State::Loaded});
    else if (m_loadError)
        m_panel.setHistoryState({State::Failed, errorText(*m_loadError)});
    else
        m_panel.setHistoryState({State::Loading});
}

void RoomController::showPeople()
{
    if (const protocol::Room *room = m_account.rooms().room(m_conversation.room()))
        m_panel.setPeople(room->peopleNow);
}

void RoomController::send(const QString &text)
{
    const QUuid room = m_draftRoom;
    if (room.isNull())
        return;
    if (!isAllowed(protocol::checkText(text.toUtf8())))
        return; // the text stays in the field
    m_panel.composer()->accepted();
    m_account.typingEnded();
    keepDraft();
    say(room, text, {});
}

void RoomController::say(const QUuid &room, const QString &text,
                         const std::optional<QUuid> &replyTo)
{
    // The archive answers for longer than a window stands.
    const auto kept = [self = QPointer(this), archive = &m_account.archive(), room,
                       text](const protocol::Result<void> &result) {
        if (result)
            return;
        if (self) {
            self->takeBack(room, text);
            Q_EMIT self->notKept(result.error());
        } else {
            archive->setDraft(room, together(text, archive->draft(room)));
        }
    };
    m_account.outbox().add(room, TextMessage {text, replyTo}, kept);
    m_conversation.goToNewest();
}

bool RoomController::reply(const QUuid &message, const QString &text)
{
    if (m_conversation.room().isNull() || !isAllowed(protocol::checkText(text.toUtf8())))
        return false;
    say(m_conversation.room(), text, message);
    return true;
}

bool RoomController::edit(const QUuid &message, const QString &text)
{
    if (!isAllowed(protocol::checkText(text.toUtf8())))
        return false;
    m_conversation.edit(message, text, tellNotKept());
    return true;
}

void RoomController::remove(const QUuid &message)
{
    m_conversation.remove(message, tellNotKept());
}

bool RoomController::react(const QUuid &message, const QString &reaction)
{
    if (!isAllowed(protocol::checkReaction(reaction.toUtf8())))
        return false;
    m_conversation.react(message, reaction, tellNotKept());
    return true;
}

void RoomController::unreact(const QUuid &message, const QString &reaction)
{
    m_conversation.unreact(message, reaction, tellNotKept());
}

bool RoomController::isAllowed(const protocol::Result<void> &checked)
{
    if (!checked)
        m_panel.showNotice(errorText(checked.error()));
    return checked.ok();
}

Archive::Done RoomController::tellNotKept()
{
    return [self = QPointer(this)](const protocol::Result<void> &kept) {
        if (self && !kept)
            Q_EMIT self->notKept(kept.error());
    };
}

/// What could not be kept goes back to where it was written, before what was written since.
void RoomController::takeBack(const QUuid &room, const QString &text)
{
    if (m_draftRoom != m_nextDraftRoom) {
        // In the middle of a change of drafts; each knows its place when that is over.
        connect(
            m_panel.composer(), &ui::Composer::draftSettled, this,
            [this, room, text] { takeBack(room, text); }, Qt::SingleShotConnection);
        return;
    }
    const bool isHere = room == m_draftRoom;
    const QString since = isHere ? m_panel.composer()->draft() : m_account.archive().draft(room);
    const QString whole = together(text, since);
    if (isHere)
        m_panel.composer()->showDraft(whole);
    m_account.archive().setDraft(room, whole);
}

void RoomController::keepDraft()
{
    if (!m_draftRoom.isNull() && m_draftRoom == m_nextDraftRoom)
        m_account.archive().setDraft(m_draftRoom, m_panel.composer()->draft());
}

} // namespace samsa::app
