// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QPersistentModelIndex>
#include <QString>

#include <optional>

namespace samsa::ui {

class MessageList;

/// A place in a room that can be kept and gone back to.
struct Anchor
{
    QString messageId;
    int offset = 0; ///< Of the message's bubble from the viewport's top; below 0 above it. Pixels.
    bool atEnd = true; ///< At the room's end, whatever is there then.

    bool operator==(const Anchor &) const = default;
};

/// The texts that one has before one's eyes and where they are, so that they can be put back when
/// rows have come and gone. It knows all of them, because the first may be among those that go.
/// Thread: the GUI's. Cost: a look at each row in sight.
class ReadingPlace
{
public:
    /// What is in sight now; what was known stays when nothing is.
    void remember(const MessageList &list);
    /// The bubble of that message is to be \a offset pixels below the viewport's top.
    void lookAt(const QModelIndex &row, int offset);
    void forget() { m_texts.clear(); }
    bool holds(const QModelIndex &row) const;

    /// How far one has to scroll so that the first of them that there still is stands where it was;
    /// nothing when none is there. With another width a text is broken otherwise: its top stays
    /// then, and else its lower edge.
    std::optional<int> drift(const MessageList &list, bool widthChanged) const;

    /// Of the first one; its id is empty when there is none.
    Anchor anchor() const;

private:
    struct Text
    {
        QPersistentModelIndex row; // invalid after a reset
        QString id;
        int top = 0;
        std::optional<int> bottom;
    };
    QList<Text> m_texts;
};

} // namespace samsa::ui
