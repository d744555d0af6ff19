// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/chaos/ledger.h"

#include <QElapsedTimer>
#include <QObject>
#include <QRandomGenerator>
#include <QTimer>

namespace samsa::chaos {

/// Says things in rooms at a steady pace, and what is not receipted again under the same id, until
/// it is; a few of those whose fate is unknown it gives up, and a few that were receipted it says
/// again. How a message travels is its heirs'.
class Writer : public QObject
{
    Q_OBJECT
public:
    struct Settings
    {
        QList<QUuid> rooms;
        double perSecond = 1;
        quint32 seed = 0;
        QElapsedTimer clock; ///< The ledger's.
    };

    Writer(Ledger &ledger, Settings settings, QObject *parent);

    virtual void start();
    /// Says nothing new any more; what is under way is brought to its end.
    void finish() { m_finishing = true; }
    int unsettled() const { return static_cast<int>(m_underWay.size()); }

protected:
    struct Message
    {
        QUuid id;
        QUuid room;
        QString text;
    };

    /// Tries once.
    virtual bool transmit(const Message &message) = 0;
    /// How a try ended.
    void accepted(const QUuid &id, qint64 position);
    void refused(const QUuid &id, const QByteArray &code);
    void tryLater(const QUuid &id);
    void gotNoAnswer(const QUuid &id);
    /// Nothing that was tried will be answered.
    void lostAll();

private:
    struct UnderWay
    {
        Message message;
        int tries = 0;
        Milliseconds triedAt = 0;
        Milliseconds nextTry = 0;
        bool waits = false; ///< For an answer.
    };

    void step();
    void sayNew();
    void retry();

    Ledger &m_ledger;
    const Settings m_settings;
    QRandomGenerator m_random;
    QHash<QUuid, UnderWay> m_underWay;
    QTimer m_timer;
    Milliseconds m_startedAt = 0;
    int m_number = 0;
    bool m_finishing = false;
};

} // namespace samsa::chaos
