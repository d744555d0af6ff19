// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/typists.h"

#include <algorithm>

namespace samsa::app {

Typists::Typists(QString me, std::chrono::milliseconds lasts, QObject *parent)
    : QObject(parent)
    , m_me(std::move(me))
    , m_lasts(lasts)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &Typists::forgetLate);
}

void Typists::types(const QString &nickname)
{
    if (nickname == m_me)
        return;
    const QDeadlineTimer until(m_lasts);
    const auto known = std::find_if(m_typists.begin(), m_typists.end(), [&](const Typist &typist) {
        return typist.nickname == nickname;
    });
    if (known != m_typists.end()) {
        known->until = until;
        return;
    }
    m_typists.append({nickname, until});
    if (!m_next.isActive())
        m_next.start(m_lasts);
    Q_EMIT changed();
}

void Typists::spoke(const QString &nickname)
{
    if (m_typists.removeIf([&](const Typist &typist) { return typist.nickname == nickname; }) > 0)
        Q_EMIT changed();
}

void Typists::clear()
{
    m_next.stop();
    if (!m_typists.isEmpty()) {
        m_typists.clear();
        Q_EMIT changed();
    }
}

QStringList Typists::nicknames() const
{
    QStringList nicknames;
    for (const Typist &typist : m_typists)
        nicknames.append(typist.nickname);
    return nicknames;
}

void Typists::forgetLate()
{
    const bool forgot =
        m_typists.removeIf([](const Typist &typist) { return typist.until.hasExpired(); }) > 0;
    if (!m_typists.isEmpty()) {
        const auto next = std::min_element(
            m_typists.cbegin(), m_typists.cend(),
            [](const Typist &one, const Typist &other) { return one.until < other.until; });
        m_next.start(int(std::max<qint64>(next->until.remainingTime(), 1)));
    }
    if (forgot)
        Q_EMIT changed();
}

} // namespace samsa::app
