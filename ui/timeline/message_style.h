// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>

namespace samsa::ui {

/// The fonts and distances of the timeline, all from the view's font, so that a larger font makes a
/// larger timeline. Device-independent pixels.
struct MessageStyle
{
    explicit MessageStyle(const QFont &base = {});

    QFont body;
    QFont name;
    QFont meta; ///< Time, state, what can be done about a failure.
    QFont pill; ///< Day and "new messages".

    int nameHeight = 0;
    int metaHeight = 0;
    int pillHeight = 0;
    int stateIcon = 0; ///< Side of the clock and the check mark.
    int avatar = 0;

    static constexpr int margin = 16; ///< From the edges to bubbles and avatars.
    static constexpr int avatarGap = 10;
    static constexpr int bubblePaddingX = 12;
    static constexpr int bubblePaddingY = 7;
    static constexpr int radius = 15;
    static constexpr int joinedRadius = 5; ///< Where bubbles of a group meet.
    static constexpr int groupGap = 14; ///< Above a group.
    static constexpr int messageGap = 3; ///< Above a message within a group.
    static constexpr int nameGap = 3;
    static constexpr int metaGap = 10; ///< From the last word to the time on the same line.
    static constexpr int dayGap = 14; ///< Above and below a day.
    static constexpr int unreadGap = 10;
    static constexpr int lastRowGap = 12; ///< Below everything.
    static constexpr int widestBubble = 600;

    /// What a line of text may take in a row of that width.
    int textWidth(int rowWidth) const;
};

} // namespace samsa::ui
