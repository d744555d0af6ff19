// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_layout.h"

#include "ui/theme/time_text.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QtMath>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

// What is above the bubble, from the row's top: the same for both ways to tell a height.
struct Head
{
    int dayTop = 0;
    int unreadTop = 0;
    int nameTop = 0;
    int bubbleTop = 0;
};

Head headOf(const MessagePlace &place, bool own, const MessageStyle &style)
{
    Head head;
    int y = place.edgeAbove;
    if (place.startsDay) {
        head.dayTop = y + MessageStyle::dayGap;
        y = head.dayTop + style.pillHeight;
    }
    if (place.startsUnread) {
        head.unreadTop = y + MessageStyle::unreadGap;
        y = head.unreadTop + style.pillHeight;
    }
    y += place.startsGroup ? MessageStyle::groupGap : MessageStyle::messageGap;
    head.nameTop = y;
    if (place.startsGroup && !own)
        y += style.nameHeight + MessageStyle::nameGap;
    head.bubbleTop = y;
    return head;
}

bool timeFitsBeside(int lastLine, int metaWidth, int available)
{
    return lastLine + MessageStyle::metaGap + metaWidth <= available;
}

int bubbleHeight(int textHeight, bool timeBeside, const MessageStyle &style)
{
    return textHeight + 2 * MessageStyle::bubblePaddingY + (timeBeside ? 0 : style.metaHeight + 1);
}

int tailHeight(MessageState state, const MessagePlace &place, const MessageStyle &style)
{
    return (state == MessageState::Failed ? style.metaHeight + 6 : 0)
        + (place.isLast ? MessageStyle::lastRowGap : 0) + place.edgeBelow;
}

QString timeTextOf(const MessageContent &content)
{
    const QString time = clockTime(content.time);
    return content.edited
        ? QCoreApplication::translate("samsa::ui::MessageLayout", "edited · %1").arg(time)
        : time;
}

int metaWidthOf(const MessageContent &content, const QString &time, const MessageStyle &style)
{
    return QFontMetrics(style.meta).horizontalAdvance(time)
        + (content.own ? style.stateIcon + 3 : 0);
}

// QTextLayout knows lines by U+2028 only; the positions stay the same.
QString forLayout(const QString &text)
{
    QString result = text;
    result.replace(QLatin1Char('\n'), QChar(QChar::LineSeparator));
    return result;
}

QTextOption optionFor(const QString &text)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    if (text.isRightToLeft()) {
        option.setTextDirection(Qt::RightToLeft);
        option.setAlignment(Qt::AlignRight);
    }
    return option;
}

} // namespace

MessageLayout::MessageLayout(MessageContent content, const MessagePlace &place,
                             const MessageStyle &style, int rowWidth)
    : m_content(std::move(content))
    , m_place(place)
    , m_rowWidth(rowWidth)
    , m_links(findLinks(m_content.text))
    , m_timeText(timeTextOf(m_content))
{
    const Head head = headOf(place, m_content.own, style);
    m_dayTop = head.dayTop;
    m_unreadTop = head.unreadTop;
    layOutText(style.textWidth(rowWidth), style.body);
    placeHead(style, head.nameTop);
    placeBubble(style, head.bubbleTop);
    placeFailure(style);
    m_height = m_bubble.top() + m_bubble.height() + tailHeight(m_content.state, place, style);
}

LineMeasure MessageLayout::measureLine(const MessageContent &content, const MessageStyle &style)
{
    LineMeasure measure;
    measure.metaWidth = metaWidthOf(content, timeTextOf(content), style);
    // Beyond that it does not fit on any line, and is not worth the time.
    constexpr qsizetype longestLine = 200;
    if (content.text.contains(QLatin1Char('\n')) || content.text.size() > longestLine)
        return measure;
    QTextLayout layout(content.text, style.body);
    layout.setTextOption(optionFor(content.text));
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setNumColumns(static_cast<int>(longestLine));
    layout.endLayout();
    measure.width = qCeil(line.naturalTextWidth());
    measure.height = qCeil(line.height());
    return measure;
}

int MessageLayout::heightOfLine(const LineMeasure &line, const MessageContent &content,
                                const MessagePlace &place, const MessageStyle &style, int rowWidth)
{
    const int available = style.textWidth(rowWidth);
    if (line.width < 0 || line.width > available)
        return -1;
    return headOf(place, content.own, style).bubbleTop
        + bubbleHeight(line.height, timeFitsBeside(line.width, line.metaWidth, available), style)
        + tailHeight(content.state, place, style);
}

void MessageLayout::layOutText(int width, const QFont &font)
{
    const QString text = forLayout(m_content.text);
    m_text = std::make_unique<QTextLayout>(text, font);
    m_text->setCacheEnabled(true);
    m_text->setTextOption(optionFor(text));
    const auto breakLines = [this](double lineWidth) {
        m_text->beginLayout();
        double y = 0;
        double widest = 0;
        for (QTextLine line = m_text->createLine(); line.isValid(); line = m_text->createLine()) {
            line.setLineWidth(lineWidth);
            line.setPosition({0, y});
            y += qCeil(line.height());
            widest = qMax(widest, line.naturalTextWidth());
            m_lastLineWidth = qCeil(line.naturalTextWidth());
        }
        m_text->endLayout();
        m_textHeight = qCeil(y);
        m_textWidth = qCeil(widest);
    };
    breakLines(width);
    // Lines from right to left hang on the right edge, which is only known now.
    if (m_text->textOption().textDirection() == Qt::RightToLeft) {
        const int edge = qMin(m_textWidth, width);
        breakLines(edge);
        m_textWidth = edge; // also when narrower lines broke otherwise
    }
}

void MessageLayout::placeHead(const MessageStyle &style, int top)
{
    if (m_content.own || !m_place.startsGroup)
        return;
    m_avatar = QRect(MessageStyle::margin, top, style.avatar, style.avatar);
    const int left = MessageStyle::margin + style.avatar + MessageStyle::avatarGap;
    m_name = QRect(left + 2, top, m_rowWidth - left - MessageStyle::margin, style.nameHeight);
}

void MessageLayout::placeBubble(const MessageStyle &style, int top)
{
    const int available = style.textWidth(m_rowWidth);
    const int metaWidth = metaWidthOf(m_content, m_timeText, style);
    const bool rightToLeft = m_text->textOption().textDirection() == Qt::RightToLeft;
    // Beside the end of a line from right to left there is no room at the right.
    const bool beside = timeFitsBeside(m_lastLineWidth, metaWidth, available);
    int inner = qMax(m_textWidth, metaWidth);
    if (beside)
        inner = qMax(inner, m_lastLineWidth + MessageStyle::metaGap + metaWidth);
    const QSize size(inner + 2 * MessageStyle::bubblePaddingX,
                     bubbleHeight(m_textHeight, beside, style));
    const int left = m_content.own ? m_rowWidth - MessageStyle::margin - size.width()
                                   : MessageStyle::margin + style.avatar + MessageStyle::avatarGap;
    m_bubble = QRect(QPoint(left, top), size);

    const QRect inside =
        m_bubble.adjusted(MessageStyle::bubblePaddingX, MessageStyle::bubblePaddingY,
                          -MessageStyle::bubblePaddingX, -MessageStyle::bubblePaddingY);
    // The time is where the last line ends: at the left for writing from right to left.
    const int metaTop = inside.bottom() + 1 - style.metaHeight + (beside ? 2 : 1);
    if (rightToLeft) {
        m_textTopLeft = QPoint(inside.right() + 1 - m_textWidth, inside.top());
        m_meta = QRect(inside.left(), metaTop, metaWidth, style.metaHeight);
    } else {
        m_textTopLeft = inside.topLeft();
        m_meta = QRect(inside.right() + 1 - metaWidth, metaTop, metaWidth, style.metaHeight);
    }
}

void MessageLayout::placeFailure(const MessageStyle &style)
{
    if (m_content.state != MessageState::Failed)
        return;
    const QFontMetrics metrics(style.meta);
    const int separator = metrics.horizontalAdvance(failureSeparator());
    const int discard = metrics.horizontalAdvance(discardText());
    const int retry = metrics.horizontalAdvance(retryText());
    const int sentence = metrics.horizontalAdvance(notSentText());
    const int top = m_bubble.bottom() + 1 + 3;
    const int right = m_rowWidth - MessageStyle::margin;
    m_discard = QRect(right - discard, top, discard, style.metaHeight + 3);
    m_retry = QRect(m_discard.left() - separator - retry, top, retry, m_discard.height());
    const int left = m_retry.left() - sentence - style.stateIcon - 4;
    m_failure = QRect(left, top, right - left, m_discard.height());
}

MessageHit MessageLayout::hit(const QPoint &point) const
{
    using Kind = MessageHit::Kind;
    constexpr QMargins easier(4, 3, 4, 3); // to hit with a finger or an unsteady hand
    if (m_content.state == MessageState::Failed) {
        if (m_retry.marginsAdded(easier).contains(point))
            return {Kind::Retry, {}};
        if (m_discard.marginsAdded(easier).contains(point))
            return {Kind::Discard, {}};
    }
    if (!m_bubble.contains(point))
        return {};
    if (m_meta.contains(point))
        return {Kind::Time, {}};
    if (const int link = linkAt(point); link >= 0)
        return {Kind::Link, m_links.at(link).url};
    return {Kind::Bubble, {}};
}

int MessageLayout::linkAt(const QPoint &point) const
{
    if (m_links.isEmpty())
        return -1;
    const QPointF inText = point - m_textTopLeft;
    for (int number = 0; number < m_text->lineCount(); ++number) {
        const QTextLine line = m_text->lineAt(number);
        if (!line.naturalTextRect().contains(inText))
            continue;
        const int cursor = line.xToCursor(inText.x(), QTextLine::CursorOnCharacter);
        for (qsizetype i = 0; i < m_links.size(); ++i) {
            const MessageLink &link = m_links.at(i);
            if (cursor >= link.start && cursor < link.start + link.length)
                return static_cast<int>(i);
        }
    }
    return -1;
}

QString MessageLayout::notSentText()
{
    return QCoreApplication::translate("samsa::ui::MessageLayout", "Not sent") + u" — "_s;
}

QString MessageLayout::retryText()
{
    return QCoreApplication::translate("samsa::ui::MessageLayout", "Retry");
}

QString MessageLayout::discardText()
{
    return QCoreApplication::translate("samsa::ui::MessageLayout", "Discard");
}

QString MessageLayout::failureSeparator()
{
    return u" · "_s;
}

} // namespace samsa::ui
