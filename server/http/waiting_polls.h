// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <map>

namespace samsa::http {

/// The polls of one worker that had nothing new to tell and said that they would wait (`wait=`).
/// Each is answered once: when a message comes into its room, when its time is over, or when the
/// server ends. A poll whose connection goes is forgotten.
///
/// Thread: the worker's. Cost: one timer for all of them; a delivery costs the polls it answers.
class WaitingPolls : public QObject
{
    Q_OBJECT
public:
    using Answer = std::function<void()>;

    explicit WaitingPolls(QObject *parent = nullptr);

    /// \a answer is called from the event loop; with \a changes a change of a message is something
    /// new as well. \a asker is who asks, whose end ends the wait.
    void add(const QUuid &room, std::chrono::milliseconds atMost, QObject *asker, Answer answer,
             bool changes = false);

    /// What the log delivered, after the tail has it.
    void deliver(const std::vector<EntryPtr> &entries);
    /// Answers all of them.
    void end();

    qsizetype count() const { return qsizetype(m_waiting.size()); }

private:
    using Clock = std::chrono::steady_clock;
    /// When its time is over, and a number for those of one moment.
    using Key = std::pair<Clock::time_point, quint64>;
    struct Waiting
    {
        QUuid room;
        bool changes = false;
        Answer answer;
        QMetaObject::Connection gone;
    };

    Answer take(const Key &key);
    bool asksForChanges(const Key &key) const;
    void expire();
    void setTimer();

    std::map<Key, Waiting> m_waiting; // In the order in which their times end.
    QHash<QUuid, QList<Key>> m_rooms;
    QTimer m_timer;
    quint64 m_lastNumber = 0;
};

} // namespace samsa::http
