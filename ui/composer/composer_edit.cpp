// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/composer/composer_edit.h"

#include <QAbstractTextDocumentLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextDocument>
#include <QtMath>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int mostLines = 6;

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
    } else if (!m_composing && !event->isAutoRepeat()) {
        Q_EMIT sendPressed();
    }
    event->accept();
}

void ComposerEdit::inputMethodEvent(QInputMethodEvent *event)
{
    m_composing = !event->preeditString().isEmpty();
    QPlainTextEdit::inputMethodEvent(event);
}

void ComposerEdit::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusChanged(true);
}

void ComposerEdit::focusOutEvent(QFocusEvent *event)
{
    m_composing = false;
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
    QString text = source->text();
    text.replace(u"\r\n"_s, u"\n"_s);
    insertPlainText(text);
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
