// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/limits.h"

#include <QDeadlineTimer>
#include <QList>
#include <QObject>
#include <QStringList>
#include <QTimer>

namespace samsa::app {

/// Who else is typing in the open room, as far as this program was told: each for five seconds from
/// when it was, or until a message of theirs. Thread: the one it lives in.
class Typists : public QObject
{
    Q_OBJECT
public:
    /// \a me is never one of them. \a lasts: for tests.
    explicit Typists(QString me, std::chrono::milliseconds lasts = protocol::limits::typing,
                     QObject *parent = nullptr);

    void types(const QString &nickname);
    void spoke(const QString &nickname);
    /// Another room is open.
    void clear();

    QStringList nicknames() const; ///< In the order in which they began.

Q_SIGNALS:
    void changed();

private:
    struct Typist
    {
        QString nickname;
        QDeadlineTimer until;
    };

    void forgetLate();

    const QString m_me;
    const std::chrono::milliseconds m_lasts;
    QList<Typist> m_typists;
    QTimer m_next;
};

} // namespace samsa::app
