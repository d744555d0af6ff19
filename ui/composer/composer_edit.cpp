// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/composer/composer_edit.h"

#include "ui/composer/plain_text.h"

#include <QAbstractTextDocumentLayout>
#include <QGuiApplication>
#include <QInputMethod>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>
#include <QtMath>

#include <utility>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int mostLines = 6;
constexpr std::chrono::milliseconds patience {150};
constexpr std::chrono::milliseconds echo {150};

} // namespace

ComposerEdit::ComposerEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(2);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &ComposerEdit::fitHeight);
    fitHeight();
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &ComposerEdit::losePatience);
}

QString ComposerEdit::text() const
{
    return writtenText(*document());
}

QString ComposerEdit::draft() const
{
    QString draft = text();
    const QTextBlock block = textCursor().block();
    if (const QTextLayout *layout = block.layout(); isComposing())
        draft.insert(block.position() + layout->preeditAreaPosition(), layout->preeditAreaText());
    return draft;
}

bool ComposerEdit::isComposing() const
{
    const QTextLayout *layout = textCursor().block().layout();
    return layout != nullptr && !layout->preeditAreaText().isEmpty();
}

void ComposerEdit::putText(const QString &text)
{
    setPlainText(text);
    moveCursor(QTextCursor::End);
}

void ComposerEdit::endComposition()
{
    if (isEndingComposition())
        return;
    if (!isComposing()) {
        Q_EMIT compositionEnded(text());
        return;
    }
    m_textBefore = text();
    m_draftBefore = draft();
    m_patience.start();
    // Not commit(): what that commits may come when the next text is in place already. The answer
    // to this is an event, now or later.
    QGuiApplication::inputMethod()->reset();
}

void ComposerEdit::losePatience()
{
    // What was composed may have vanished without having been committed.
    finishComposition(!isComposing() && text() == m_textBefore ? m_draftBefore : draft());
}

void ComposerEdit::finishComposition(const QString &draft)
{
    m_patience.stop();
    if (isComposing()) { // or else what comes next would have it committed into itself
        QInputMethodEvent nothing;
        QPlainTextEdit::inputMethodEvent(&nothing);
    }
    if (const auto clicked = std::exchange(m_clicked, {}))
        placeCursor(*clicked, draft);
    Q_EMIT compositionEnded(draft);
}

void ComposerEdit::placeCursor(QPoint clicked, const QString &draft)
{
    if (text() != draft)
        putText(draft);
    setTextCursor(cursorForPosition(clicked));
}

/// Some input methods commit a syllable once more when Qt has committed it because the keys go
/// elsewhere. A person needs longer to compose the same one again.
bool ComposerEdit::isEcho(const QString &committed) const
{
    return !committed.isEmpty() && committed == m_committed && m_sinceCommitted.isValid()
        && !m_sinceCommitted.hasExpired(echo.count());
}

QSize ComposerEdit::sizeHint() const
{
    return {240, heightOfLines(1)};
}

QSize ComposerEdit::minimumSizeHint() const
{
    return {80, heightOfLines(1)};
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enter) {
        QPlainTextEdit::keyPressEvent(event);
        return;
    }
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        // Not the base class's line separator (U+2028): a message holds plain newlines.
        insertPlainText(u"\n"_s);
        ensureCursorVisible();
    } else if (!isComposing() && !event->isAutoRepeat()) {
        Q_EMIT sendPressed();
    }
    event->accept();
}

/// Qt would commit what is composed where it is, which input methods answer by losing it or by
/// committing it twice.
void ComposerEdit::mousePressEvent(QMouseEvent *event)
{
    if (!isComposing() || event->button() != Qt::LeftButton) {
        QPlainTextEdit::mousePressEvent(event);
        return;
    }
    m_clicked = event->position().toPoint();
    endComposition();
}

void ComposerEdit::inputMethodEvent(QInputMethodEvent *event)
{
    const bool wasComposing = isComposing();
    if (!wasComposing && event->preeditString().isEmpty() && isEcho(event->commitString())) {
        event->accept();
        return;
    }
    QInputMethodEvent plain(event->preeditString(), event->attributes());
    plain.setCommitString(plainText(event->commitString()), event->replacementStart(),
                          event->replacementLength());
    QPlainTextEdit::inputMethodEvent(&plain);
    event->setAccepted(plain.isAccepted());
    if (wasComposing && !event->commitString().isEmpty() && event->preeditString().isEmpty()) {
        m_committed = event->commitString();
        m_sinceCommitted.start();
    }
    Q_EMIT composed();
    // An event without text may only take down what was composed, and the text is in the next.
    if (isEndingComposition() && !plain.commitString().isEmpty())
        finishComposition(draft());
}

void ComposerEdit::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusChanged(true);
}

void ComposerEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged(false);
}

void ComposerEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void ComposerEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitHeight();
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    if (!source->hasText())
        return;
    insertPlainText(plainText(source->text()));
    ensureCursorVisible();
}

void ComposerEdit::fitHeight()
{
    // QPlainTextDocumentLayout counts its height in lines.
    const int lines = qCeil(document()->documentLayout()->documentSize().height());
    const int height = heightOfLines(qBound(1, lines, mostLines));
    setVerticalScrollBarPolicy(lines > mostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (maximumHeight() != height || minimumHeight() != height)
        setFixedHeight(height);
}

int ComposerEdit::heightOfLines(int lines) const
{
    return lines * fontMetrics().lineSpacing() + 2 * qCeil(document()->documentMargin()) + 2;
}

} // namespace samsa::ui
