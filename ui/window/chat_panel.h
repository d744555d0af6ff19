// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QAbstractItemModel;
class QStackedWidget;

namespace samsa::ui {

class ArrivalAnnouncer;
class Composer;
class ElidedLabel;
class EmptyState;
class NoticeBar;
class TimelineView;
class TransportBar;

/// One room: its name and people and the Polling | Live toggle; what the transport costs; the
/// timeline; the composer. Without a room it says how to get to one. A notice above the composer
/// tells of refusals and of the server being away; it goes by hideNotice() or by the person.
/// Thread: the GUI's.
class ChatPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ChatPanel(QWidget *parent = nullptr);

    void setRoom(const QString &id, const QString &name);
    void clearRoom();
    QString room() const { return m_room; }
    /// Below 0 when it is not known.
    void setPeople(int count);
    /// Who is typing, which is shown instead of the people while it lasts.
    void setTyping(const QStringList &nicknames);
    /// Messages by the roles of message_roles.h. Not owned; nullptr for none.
    void setModel(QAbstractItemModel *messages);

    TransportBar *transportBar() const { return m_transportBar; }
    TimelineView *timeline() const { return m_timeline; }
    Composer *composer() const { return m_composer; }
    ArrivalAnnouncer *arrivals() const { return m_arrivals; }

public Q_SLOTS:
    void showNotice(const QString &sentence);
    void hideNotice();

private:
    QWidget *makeHeader();
    QWidget *makeRoomPage();
    void updateEmptyTimeline();
    void updatePeople();

    QString m_room;
    ElidedLabel *m_name = nullptr;
    ElidedLabel *m_people = nullptr;
    int m_peopleCount = -1;
    QStringList m_typing;
    TransportBar *m_transportBar = nullptr;
    TimelineView *m_timeline = nullptr;
    NoticeBar *m_notice = nullptr;
    ArrivalAnnouncer *m_arrivals = nullptr;
    Composer *m_composer = nullptr;
    QWidget *m_footer = nullptr;
    EmptyState *m_noRoom = nullptr;
    EmptyState *m_noMessages = nullptr;
    QStackedWidget *m_pages = nullptr;
    QStackedWidget *m_timelinePages = nullptr;
};

} // namespace samsa::ui
