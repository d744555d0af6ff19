// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace samsa::ui {

class ComposerEdit;

/// Where a message is written. Enter asks to send it, Shift+Enter makes a new line; an Enter that
/// ends the composition of an input method does neither. The text stays until accepted(): a message
/// that could not be taken is never lost. Grows up to six lines. Thread: the GUI's.
class Composer : public QFrame
{
    Q_OBJECT
public:
    explicit Composer(QWidget *parent = nullptr);

    /// Unicode code points; 0 for no limit. A counter appears when little is left; what is over the
    /// limit can be written but not sent.
    void setLimit(int codePoints);
    int limit() const { return m_limit; }

    QString text() const;
    void setText(const QString &text);
    void setPlaceholder(const QString &text);
    void focusField();

public Q_SLOTS:
    /// The text that was asked to be sent has been taken over: the field is emptied.
    void accepted();

Q_SIGNALS:
    void sendRequested(const QString &text);
    /// The person is writing: with every change that leaves something to be sent.
    void typed();

private:
    void send();
    void updateState();

    ComposerEdit *m_edit = nullptr;
    QLabel *m_counter = nullptr;
    QToolButton *m_send = nullptr;
    int m_limit = 4000;
};

} // namespace samsa::ui
