// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QObject>

namespace samsa::test {

/// What tests of STOMP begin with: a server, two people and a room. Heart-beats are short, so that
/// a test can wait for one that does not come.
class StompTest : public QObject
{
protected:
    bool start();
    static QByteArray headerOf(const std::optional<protocol::StompFrame> &frame,
                               const QByteArray &name);

    TestServer m_server;
    QByteArray m_ann;
    QByteArray m_bob;
    QUuid m_room;
};

} // namespace samsa::test
