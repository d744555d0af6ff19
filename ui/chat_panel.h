// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QAbstractItemModel;
class QLabel;

namespace samsa::ui {

class Composer;
class TimelineView;
class TransportBar;

/// One room: its name and people, how it is connected, the timeline, and the composer. Without a
/// room it says how to get to one. A notice above the composer tells of refusals and of the server
/// being away; it goes by hideNotice() or by the person.
class ChatPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ChatPanel(QWidget *parent = nullptr);

    void setRoom(const QString &id, const QString &name);
    void clearRoom();
    QString room() const { return m_room; }
    void setPeople(int count);
    /// Messages by the roles of message_roles.h. Not owned; nullptr for none.
    void setModel(QAbstractItemModel *model);

    TransportBar *transportBar() const { return m_transportBar; }
    TimelineView *timeline() const { return m_timeline; }
    Composer *composer() const { return m_composer; }

public Q_SLOTS:
    void showNotice(const QString &sentence);
    void hideNotice();

private:
    QLabel *m_name;
    QLabel *m_people;
    TransportBar *m_transportBar;
    TimelineView *m_timeline;
    QLabel *m_notice;
    Composer *m_composer;
    QString m_room;
};

} // namespace samsa::ui
