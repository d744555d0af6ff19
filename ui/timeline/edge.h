// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace samsa::ui {

/// What is known of the messages beyond the first or the last row of a timeline.
struct Edge
{
    enum State {
        End, ///< There are none: the room begins or ends here.
        More, ///< They would be welcome, and are asked for when one comes near.
        Loading, ///< They are on their way.
        Failed, ///< They did not come; the person may ask again.
    };
    State state = End;
    QString why {}; ///< Of Failed: a sentence.

    bool operator==(const Edge &) const = default;
};

} // namespace samsa::ui
