// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/writer.h"

#include "protocol/message_id.h"

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto interval = 20ms;
/// After which an answer does not come any more.
constexpr Milliseconds patience = 12'000;
constexpr Milliseconds pauseAfterRefusal = 250;
/// More than that a person would not have under way; what is due beyond is said later.
constexpr int underWayMost = 60;
constexpr double givesUp = 0.02; ///< Of the messages that got no answer.
constexpr double saysAgain = 0.01; ///< Of those that were receipted.

/// A refusal that may not be one a moment later.
bool passes(const QByteArray &code)
{
    return code == "log_unavailable" || code == "database_unavailable"
        || code == "too_many_requests" || code == "shutting_down";
}

} // namespace

Writer::Writer(Ledger &ledger, Settings settings, QObject *parent)
    : QObject(parent)
    , m_ledger(ledger)
    , m_settings(std::move(settings))
    , m_random(m_settings.seed)
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &Writer::step);
}

void Writer::start()
{
    m_startedAt = m_settings.clock.elapsed();
    m_timer.start();
}

void Writer::step()
{
    const Milliseconds since = m_settings.clock.elapsed() - m_startedAt;
    const auto due = static_cast<int>(double(since) / 1000 * m_settings.perSecond);
    while (!m_finishing && m_number < due && m_underWay.size() < underWayMost)
        sayNew();
    retry();
}

void Writer::sayNew()
{
    const QUuid id = protocol::makeMessageId();
    const QUuid room = m_settings.rooms[m_random.bounded(m_settings.rooms.size())];
    const Message message {id, room, u"%1 한글 %2"_s.arg(++m_number).arg(m_random.generate())};
    m_ledger.said(id, room, message.text, m_settings.clock.elapsed());
    m_underWay.insert(id, {.message = message});
}

void Writer::retry()
{
    const Milliseconds now = m_settings.clock.elapsed();
    const QList<QUuid> ids = m_underWay.keys();
    for (const QUuid &id : ids) {
        if (const UnderWay &one = m_underWay[id]; one.waits && now - one.triedAt > patience)
            gotNoAnswer(id);
        const auto found = m_underWay.find(id);
        if (found == m_underWay.end() || found->waits || now < found->nextTry)
            continue;
        const UnderWay before = *found;
        found->waits = true;
        found->triedAt = now;
        ++found->tries;
        // Which may end a connection, and then all that is under way is gone through.
        if (const bool tried = transmit(before.message); !tried)
            m_underWay.insert(id, before);
    }
}

void Writer::accepted(const QUuid &id, qint64 position)
{
    m_ledger.receipted(id, position, m_settings.clock.elapsed());
    const auto found = m_underWay.find(id);
    if (found == m_underWay.end())
        return;
    if (found->tries < 3 && m_random.generateDouble() < saysAgain) {
        found->waits = false;
        found->tries = 3;
        return;
    }
    m_underWay.erase(found);
}

void Writer::refused(const QUuid &id, const QByteArray &code)
{
    if (!passes(code))
        m_ledger.wrong(u"A message was refused with %1."_s.arg(QString::fromUtf8(code)));
    tryLater(id);
}

void Writer::tryLater(const QUuid &id)
{
    const auto found = m_underWay.find(id);
    if (found == m_underWay.end())
        return;
    found->waits = false;
    found->nextTry = m_settings.clock.elapsed() + pauseAfterRefusal;
}

void Writer::gotNoAnswer(const QUuid &id)
{
    if (m_random.generateDouble() < givesUp)
        m_underWay.remove(id);
    else
        tryLater(id);
}

void Writer::lostAll()
{
    const QList<QUuid> ids = m_underWay.keys();
    for (const QUuid &id : ids)
        if (m_underWay[id].waits)
            gotNoAnswer(id);
}

} // namespace samsa::chaos
