// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/http_test_client.h"
#include "tests/support/stomp_test_client.h"

#include <QUuid>

#include <memory>

namespace samsa::test {

/// Who and where, for the people below: all of them do what any client does that goes on by itself.
struct Seat
{
    quint16 port = 0; ///< The proxy's.
    QByteArray token;
    QUuid room;
};

/// Says one thing after the other, each under one id until it is answered with 201.
class Writer
{
public:
    explicit Writer(const Seat &seat);
    /// False when it was not accepted in half a minute.
    bool say(const QString &text);
    QStringList said() const { return m_said; }

private:
    const Seat m_seat;
    HttpTestClient m_http;
    QStringList m_said;
};

/// Reads a room by polling. A poll that fails is repeated.
class Poller
{
public:
    explicit Poller(const Seat &seat);
    void poll();
    QStringList texts() const { return m_texts; }

private:
    const Seat m_seat;
    HttpTestClient m_http;
    qint64 m_after = 0;
    QStringList m_texts;
};

/// Follows a room live; when its connection ends it comes back and resumes by position.
class LiveReader
{
public:
    explicit LiveReader(const Seat &seat);
    /// Looks whether it is still connected, and comes back if it is not.
    void keepUp();
    bool isFollowing() const { return m_client != nullptr; }
    int connections() const { return m_connections; } ///< So far.
    QStringList texts() const;

private:
    void collect();

    const Seat m_seat;
    std::unique_ptr<StompTestClient> m_client; // Null until it follows.
    int m_connections = 0;
    qint64 m_after = 0;
    QStringList m_texts; // Of the connections before.
};

} // namespace samsa::test
