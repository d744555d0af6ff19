// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QElapsedTimer>
#include <QPlainTextEdit>
#include <QTimer>

#include <optional>

namespace samsa::ui {

/// The composer's field: plain text, as high as its text up to six lines, and the keys that send.
/// Knows what an input method is composing, which is no text of the document yet.
/// Thread: the GUI's.
class ComposerEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit ComposerEdit(QWidget *parent = nullptr);

    /// As it was written, lines ending in newlines.
    QString text() const;
    /// The text with what is being composed at its place: what the person sees.
    QString draft() const;
    bool isComposing() const;
    /// Puts another text in place, the cursor at its end, nothing to be undone. Not while
    /// isComposing(): the input method would commit into it.
    void putText(const QString &text);

    /// Has the input method commit what it composes, which it does by an event that may come later.
    /// Then comes compositionEnded(); at once when nothing is composed, and after 150 ms when no
    /// such event has come, with what was seen to be composed.
    void endComposition();
    bool isEndingComposition() const { return m_patience.isActive(); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Enter without Shift, and no composition of an input method under way.
    void sendPressed();
    void focusChanged(bool focused);
    /// What is composed is another.
    void composed();
    /// \a draft is the text with what was composed. The field may lack the latter, if the input
    /// method let it fall.
    void compositionEnded(const QString &draft);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    void fitHeight();
    int heightOfLines(int lines) const;

    void finishComposition(const QString &draft);
    void losePatience();
    void placeCursor(QPoint clicked, const QString &draft);
    bool isEcho(const QString &committed) const;

    QTimer m_patience; // with the input method; runs while it is to end a composition
    QString m_textBefore; // when it was asked to
    QString m_draftBefore;
    std::optional<QPoint> m_clicked; // what ended the composition
    QString m_committed; // by the last composition
    QElapsedTimer m_sinceCommitted;
};

} // namespace samsa::ui
