// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/base/submission.h"
#include "protocol/error.h"

#include <QDateTime>
#include <QString>
#include <QUuid>

#include <optional>

namespace samsa::app {

/// Why something did not go out and a person has to decide. What is needed for the sentence is kept
/// and not the sentence, so that it is made in the language of whoever reads it.
struct OutboxFailure
{
    enum class Kind {
        Refused, ///< The server will not take it; error says why.
        TooOld, ///< It waited for more than a day while no program ran.
        AsTold, ///< From a program that kept the sentence alone, which is error.sentence.
    };
    Kind kind = Kind::Refused;
    protocol::Error error;

    friend bool operator==(const OutboxFailure &, const OutboxFailure &) = default;
};

/// What a person wrote or did that the log does not hold yet.
struct OutboxEntry
{
    QUuid id; ///< The message's, or the event's, by which a repeat is known.
    QUuid room;
    Submission what;
    QDateTime written; ///< On this computer's clock, UTC.
    std::optional<OutboxFailure> failure {}; ///< None: it waits to be sent.
    /// A server was given it, and has not said that it did not take it: the log may hold it.
    bool tried = false;

    bool hasFailed() const { return failure.has_value(); }

    friend bool operator==(const OutboxEntry &, const OutboxEntry &) = default;
};

} // namespace samsa::app
