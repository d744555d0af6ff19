// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/stomp_test.h"

namespace samsa::test {

bool StompTest::start()
{
    m_server.options.limits.heartBeatMilliseconds = 200;
    if (!m_server.start())
        return false;
    m_ann = m_server.claim("Ann");
    m_bob = m_server.claim("Bob");
    m_room = m_server.makeRoom(m_ann, "Kitchen");
    return !m_ann.isEmpty() && !m_bob.isEmpty() && !m_room.isNull();
}

QByteArray StompTest::headerOf(const std::optional<protocol::StompFrame> &frame,
                               const QByteArray &name)
{
    return frame ? frame->header(name).toByteArray() : QByteArray("(no frame)");
}

} // namespace samsa::test
