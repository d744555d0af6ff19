// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

#include <optional>

class QLabel;
class QToolButton;

namespace samsa::ui {

class ComposerEdit;

/// Where a message is written. Enter asks to send it, Shift+Enter makes a new line; an Enter that
/// ends the composition of an input method does neither. The text stays until accepted(): a message
/// that could not be taken is never lost. Grows up to six lines.
///
/// The field holds one draft at a time, and showDraft() puts another in its place. Where an input
/// method is composing, that waits until it has committed, for up to 150 ms: what it commits
/// belongs to the draft that it was written in. Until draftSettled(), nothing is sent. Thread: the
/// GUI's.
class Composer : public QFrame
{
    Q_OBJECT
public:
    explicit Composer(QWidget *parent = nullptr);

    /// Unicode code points; 0 for no limit. A counter appears when little is left; what is over the
    /// limit can be written but not sent.
    void setLimit(int codePoints);
    int limit() const { return m_limit; }

    /// Without what is being composed.
    QString text() const;
    /// The text with what is being composed: all that the person has written. Of the draft before,
    /// as long as another one is awaited.
    QString draft() const;
    void setText(const QString &text);
    /// Puts another draft in place, at once or later: draftSettled() says when, at the latest
    /// before this returns if nothing is being composed. Called again before that, the draft given
    /// first is never shown, and draftSettled() comes once, with the text of the one in the field.
    void showDraft(const QString &text);
    void setPlaceholder(const QString &text);
    void focusField();

public Q_SLOTS:
    /// The text that was asked to be sent has been taken over: the field is emptied.
    void accepted();

Q_SIGNALS:
    void sendRequested(const QString &text);
    /// The draft that was given last is in place. \a textBefore is what the one before has become.
    void draftSettled(const QString &textBefore);
    /// The person is writing: with every change that leaves something to be sent.
    void typed();
    /// By the person, also to one that cannot be sent.
    void draftChanged();

private:
    void send();
    void sendByButton();
    void compositionEnded(const QString &draft);
    void put(const QString &text);
    bool canSend(const QString &text) const;
    int charactersLeft(const QString &text) const;
    void changed();
    void updateState();

    ComposerEdit *m_edit = nullptr;
    QLabel *m_counter = nullptr;
    QToolButton *m_send = nullptr;
    int m_limit = 4000;
    std::optional<QString> m_nextDraft; // awaits the end of a composition
    bool m_sendWhenComposed = false;
    bool m_putting = false;
};

} // namespace samsa::ui
