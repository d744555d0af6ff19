// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/kafka/consumer.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace samsa::nodes {

/// The topic <topic>.presence: what the nodes tell each other and nobody needs a while later, which
/// is who is present, who is typing and whose nickname was left (NodeExchange makes and reads the
/// records; the name is older than the last two). One partition, so that all hear the same in one
/// order; made at start, with a retention of ten minutes. Each node hears what is written after it
/// began.
///
/// It never hurts the chat: what cannot be sent is dropped, and as long as the topic cannot be had
/// there is nothing to hear.
///
/// Thread: one of its own, in which the hooks are called; send() from any.
class NodeTopic
{
public:
    struct Hooks
    {
        /// What is sent will be heard from now on, by oneself as well; again after something was
        /// missed.
        std::function<void()> begun;
        std::function<void(const QByteArray &record)> heard;
    };

    NodeTopic(KafkaSettings settings, Hooks hooks);
    ~NodeTopic(); ///< stop()

    /// Does not wait for Kafka. OptionInvalid.
    protocol::Result<void> start();
    void stop();
    void send(const QByteArray &record);

private:
    void run();
    protocol::Result<void> begin();
    protocol::Result<void> openProducer();
    void keepProducer();

    KafkaSettings m_settings; // Of this topic.
    const Hooks m_hooks;
    kafka::Consumer m_consumer;
    std::mutex m_producerGuard; // For making another one while somebody sends.
    kafka::Handle m_producer;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace samsa::nodes
