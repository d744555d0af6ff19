// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/task_queue.h"

#include <QEventLoop>
#include <QTimer>

#include <functional>
#include <optional>

namespace samsa::test {

/// Asks something that answers through a ReplyTo and waits, in an event loop, for the answer.
template <typename T>
T await(const std::function<void(ReplyTo<T>)> &ask)
{
    TaskQueue queue;
    QEventLoop loop;
    std::optional<T> answer;
    ask(ReplyTo<T>(queue, [&](T value) {
        answer.emplace(std::move(value));
        loop.quit();
    }));
    QTimer::singleShot(std::chrono::seconds(20), &loop, &QEventLoop::quit);
    if (!answer)
        loop.exec();
    if (!answer)
        qFatal("No answer within 20 s.");
    return std::move(*answer);
}

} // namespace samsa::test
