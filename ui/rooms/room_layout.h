// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>
#include <QRect>
#include <QString>

class QModelIndex;
class QStyleOptionViewItem;

namespace samsa::ui {

/// A room as its row says it: the model's roles, made ready to be shown.
struct RoomRow
{
    QString id;
    QString name;
    QString time; ///< "5 min"
    QString preview; ///< "Ann: hello", on one line.
    QString people; ///< "12"; empty for none.
    QString badge; ///< "3", "99+"; empty for none.

    static RoomRow of(const QModelIndex &index);
};

/// Where everything in a row of the room list goes. Pure geometry: nothing is painted, no model is
/// asked. The name gives way to the time, the preview to the people and the badge; nothing
/// overlaps. In a mirrored layout the rectangles are mirrored already. GUI thread.
struct RoomLayout
{
    QFont nameFont;
    QFont smallFont;
    QFont previewFont;
    QFont badgeFont;
    QRect card;
    QRect tile;
    QRect name;
    QRect time;
    QRect preview;
    QRect peopleIcon;
    QRect people;
    QRect badge;

    static RoomLayout of(const QStyleOptionViewItem &option, const RoomRow &row);
    /// The same for all rows.
    static int heightFor(const QFont &font);
};

} // namespace samsa::ui
