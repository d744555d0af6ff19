// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/reading.h"

#include "app/conversation/conversation.h"
#include "app/rooms/read_marks.h"
#include "app/rooms/room_model.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/chat_panel.h"
#include "ui/window/main_window.h"

namespace samsa::app {

using protocol::Message;

Reading::Reading(QString ownNickname, const Conversation &conversation, const ReadMarks &marks,
                 RoomModel &rooms, ui::MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_ownNickname(std::move(ownNickname))
    , m_conversation(conversation)
    , m_marks(marks)
    , m_rooms(rooms)
    , m_window(window)
{
    m_look.setSingleShot(true);
    m_look.setInterval(0);
    connect(&m_look, &QTimer::timeout, this, &Reading::noteRead);
    connect(m_window.chat()->timeline(), &ui::TimelineView::newestShown, this, &Reading::look);
}

void Reading::startRoom()
{
    m_hasUnreadLine = false;
}

void Reading::showLoaded()
{
    const auto mark = m_marks.of(m_conversation.room());
    const qint64 readUpTo = mark ? mark->position : 0;
    const bool hasUnread = m_conversation.model()->firstPositionAfter(readUpTo) > 0;
    setUnreadFrom(hasUnread ? readUpTo + 1 : 0);
    look();
}

void Reading::noteArrived(const QList<Message> &messages)
{
    const bool own = messages.constLast().nickname == m_ownNickname;
    if (own && m_hasUnreadLine)
        setUnreadFrom(0); // who answers has read
    else if (!own && !m_hasUnreadLine && m_conversation.isLoaded() && !isReading())
        setUnreadFrom(messages.constFirst().position);
    look();
}

void Reading::setUnreadFrom(qint64 position)
{
    m_hasUnreadLine = position > 0;
    m_window.chat()->timeline()->setFirstUnreadPosition(position);
}

bool Reading::isReading() const
{
    return m_conversation.isLoaded() && m_window.isVisible() && !m_window.isMinimized()
        && m_window.chat()->timeline()->isAtEnd();
}

void Reading::noteRead()
{
    if (isReading())
        m_rooms.markRead(m_conversation.room(), m_conversation.model()->lastPosition());
}

} // namespace samsa::app
