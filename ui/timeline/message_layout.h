// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/timeline/message_content.h"
#include "ui/timeline/message_links.h"
#include "ui/timeline/message_style.h"

#include <QRect>
#include <QTextLayout>

#include <memory>

namespace samsa::ui {

/// What is at a point of a row.
struct MessageHit
{
    enum class Kind { Nothing, Bubble, Link, Time, Retry, Discard };
    Kind kind = Kind::Nothing;
    QUrl link;

    bool operator==(const MessageHit &) const = default;
};

/// The text of a message when it stands on one line, and its time: all that must be known to tell
/// the height of a row in which it does.
struct LineMeasure
{
    int width = -1; ///< Below 0: more than one line in any case.
    int height = 0;
    int metaWidth = 0;
};

/// Where everything of a row is, in the row's own coordinates; painting needs nothing more. Made
/// once for a message, a place, a style and a width, and kept in a cache by the delegate.
/// Cost: one text layout.
class MessageLayout
{
public:
    MessageLayout(MessageContent content, const MessagePlace &place, const MessageStyle &style,
                  int rowWidth);

    static LineMeasure measureLine(const MessageContent &content, const MessageStyle &style);
    /// The height of a row whose text stands on one line, without laying it out; below 0 when it
    /// does not fit on one.
    static int heightOfLine(const LineMeasure &line, const MessageContent &content,
                            const MessagePlace &place, const MessageStyle &style, int rowWidth);

    const MessageContent &content() const { return m_content; }
    const MessagePlace &place() const { return m_place; }
    int rowWidth() const { return m_rowWidth; }
    int height() const { return m_height; }

    int dayTop() const { return m_dayTop; } ///< Of the pill.
    int unreadTop() const { return m_unreadTop; }
    QRect avatar() const { return m_avatar; } ///< Empty for own messages and within a group.
    QRect name() const { return m_name; }
    QRect bubble() const { return m_bubble; }
    QPoint textTopLeft() const { return m_textTopLeft; }
    const QTextLayout &text() const { return *m_text; }
    const QList<MessageLink> &links() const { return m_links; }
    QRect meta() const { return m_meta; }
    QString timeText() const { return m_timeText; } ///< With "edited" if it was.
    QRect failure() const { return m_failure; } ///< "Not sent", and what can be done.
    QRect retry() const { return m_retry; }
    QRect discard() const { return m_discard; }

    MessageHit hit(const QPoint &point) const;

    static QString notSentText();
    static QString retryText();
    static QString discardText();
    static QString failureSeparator();

private:
    int linkAt(const QPoint &point) const;
    void layOutText(int width, const QFont &font);
    void placeHead(const MessageStyle &style, int top);
    void placeBubble(const MessageStyle &style, int top);
    void placeFailure(const MessageStyle &style);

    MessageContent m_content;
    MessagePlace m_place;
    int m_rowWidth = 0;
    int m_height = 0;
    int m_dayTop = 0;
    int m_unreadTop = 0;
    QRect m_avatar;
    QRect m_name;
    QRect m_bubble;
    QPoint m_textTopLeft;
    std::unique_ptr<QTextLayout> m_text;
    int m_textWidth = 0;
    int m_textHeight = 0;
    int m_lastLineWidth = 0;
    QList<MessageLink> m_links;
    QString m_timeText;
    QRect m_meta;
    QRect m_failure;
    QRect m_retry;
    QRect m_discard;
};

} // namespace samsa::ui
