// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/account/account.h"
#include "ui/timeline/reading_place.h"

#include <QHash>
#include <QObject>

namespace samsa::ui {
class ChatPanel;
}

namespace samsa::app {

/// Shows the open room of an account in a panel: its messages where one was reading them, the line
/// above what is new, the draft, who types; and brings back what the person does there. Thread: the
/// windows' one. Nothing blocks.
class RoomController : public QObject
{
    Q_OBJECT
public:
    RoomController(Account &account, ui::ChatPanel &panel, QObject *parent = nullptr);
    ~RoomController() override;

    /// Opens a room that the list has: where one left it, or else at the first message that is new.
    void open(const QUuid &room);
    /// False while the person cannot see the window, whatever it says itself (a locked screen):
    /// then nothing counts as shown. What is still before their eyes afterwards does.
    void setSeen(bool seen);

    /// What the person does in the open room, for the controls that offer it; \a message is one
    /// that the timeline shows, also one that waits. What is against the rules is told above the
    /// composer and not done (false).
    bool reply(const QUuid &message, const QString &text);
    bool edit(const QUuid &message, const QString &text);
    void remove(const QUuid &message);
    bool react(const QUuid &message, const QString &reaction);
    void unreact(const QUuid &message, const QString &reaction);

Q_SIGNALS:
    void opened(const QUuid &room);
    /// Something could not be kept, and so is not going to be sent; a text is where it was written.
    void notKept(const samsa::protocol::Error &why);

private:
    // Where one was in a room when one left it.
    struct Place
    {
        ui::Anchor anchor;
        qint64 position = 0;
    };

    void connectTimeline();
    void connectComposer();
    void connectConversation();
    void rememberPlace();
    void settle(qint64 at);
    void noteShown();
    void noteArrived(const QList<protocol::Message> &messages, bool justSaid);
    void findLine();
    void setLine(qint64 position); // 0: none
    bool isBeingRead() const;
    void showEdges();
    void showHistory();
    void showPeople();
    void send(const QString &text);
    void say(const QUuid &room, const QString &text, const std::optional<QUuid> &replyTo);
    bool isAllowed(const protocol::Result<void> &checked);
    Archive::Done tellNotKept();
    void takeBack(const QUuid &room, const QString &text);
    void keepDraft();

    Account &m_account;
    Conversation &m_conversation;
    ui::ChatPanel &m_panel;
    QHash<QUuid, Place> m_places;
    QUuid m_draftRoom; // whose draft is in the field
    QUuid m_nextDraftRoom; // and whose will be, when an input method lets it
    qint64 m_line = 0; // the position of the first new message, when there is a line above it
    // The room was opened with something unread behind this, for which there is no line yet.
    std::optional<qint64> m_unreadBehind;
    qint64 m_shown = 0;
    qint64 m_shownUnseen = 0; // what the window has shown to nobody since
    bool m_isSeen = true;
    std::optional<protocol::Error> m_loadError;
};

} // namespace samsa::app
