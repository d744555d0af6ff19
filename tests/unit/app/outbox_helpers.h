// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/outbox/outbox.h"
#include "tests/unit/app/archive_helpers.h"

/// What the tests of the outbox share.
namespace samsa::test {

/// Takes what the outbox hands out; the test answers when it wants.
struct Post
{
    QList<app::Outgoing> sent;
    QList<app::Transport::SendDone> answers;

    app::Outbox::Sender sender()
    {
        return [this](const app::Outgoing &outgoing, app::Transport::SendDone done) {
            sent.append(outgoing);
            answers.append(std::move(done));
        };
    }
    void accept(qsizetype index)
    {
        answers[index](protocol::Accepted {sent[index].id, index + 1, {}});
    }
    void refuse(qsizetype index, protocol::Code code,
                std::chrono::seconds retryAfter = std::chrono::seconds(0))
    {
        answers[index](protocol::Error {code, QStringLiteral("because"), retryAfter});
    }
};

/// Adds, and waits until it is kept.
inline app::OutboxEntry add(app::Outbox &outbox, const QUuid &room, const app::Submission &what)
{
    app::OutboxEntry entry;
    const auto kept =
        answerOf<void>([&](QObject *, const auto &done) { entry = outbox.add(room, what, done); });
    if (!kept)
        qFatal("It is not kept.");
    return entry;
}

inline app::OutboxEntry add(app::Outbox &outbox, const QUuid &room, const QString &text)
{
    return add(outbox, room, app::TextMessage {text});
}

} // namespace samsa::test
