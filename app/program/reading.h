// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"

#include <QObject>
#include <QTimer>

namespace samsa::ui {
class MainWindow;
}

namespace samsa::app {

class Conversation;
class ReadMarks;
class RoomModel;

/// What a person has read of the open room: the line above the first unread message, and the mark
/// that moves as long as the end of the room is in sight. Thread: the windows' one.
class Reading : public QObject
{
    Q_OBJECT
public:
    Reading(QString ownNickname, const Conversation &conversation, const ReadMarks &marks,
            RoomModel &rooms, ui::MainWindow &window, QObject *parent = nullptr);

    /// Another room is open; what it holds comes with showLoaded().
    void startRoom();
    /// The newest page is there.
    void showLoaded();
    /// \a messages, not empty, were added at the end.
    void noteArrived(const QList<protocol::Message> &messages);
    /// Looks, when the view has laid out what there is, whether the end is in sight.
    void look() { m_look.start(); }

private:
    void setUnreadFrom(qint64 position); // 0: no line
    bool isReading() const;
    void noteRead();

    const QString m_ownNickname;
    const Conversation &m_conversation;
    const ReadMarks &m_marks;
    RoomModel &m_rooms;
    ui::MainWindow &m_window;
    bool m_hasUnreadLine = false;
    QTimer m_look;
};

} // namespace samsa::app
