// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "log_testbed.h"
#include "server/config/kafka_settings.h"
#include "tests/support/kafka_tool.h"

namespace samsa::log {
class KafkaLog;
}

namespace samsa::test {

/// Nodes with the program's real Kafka for a log, each with a persister of its own unless told
/// otherwise.
class KafkaTestbed : public LogTestbed
{
public:
    void renew() override;
    /// The same with a broker of the test's own.
    void renewFor(const QString &brokers);

    KafkaSettings settings; ///< For the nodes that are opened next.
    bool withPersister = true;

    static log::KafkaLog &logOf(Node &node);

protected:
    std::unique_ptr<log::MessageLog> makeLog(Node &node, int appendLimit) override;
};

/// What another producer, called "kcat", would write to say something in a room.
QByteArray valueFor(const RoomRef &room, const QString &text, std::optional<QUuid> id = {});
KafkaTool::Record recordFor(const RoomRef &room, const QByteArray &value);

} // namespace samsa::test
