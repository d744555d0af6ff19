// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace samsa::ui {

/// Where one writes. Enter sends, Shift+Enter breaks the line, and while an input method composes
/// Enter belongs to it. The text stays until the owner calls accepted(), so a refused one is not
/// lost.
class Composer : public QWidget
{
    Q_OBJECT
public:
    explicit Composer(QWidget *parent = nullptr);

    /// Unicode code points; 0 for no limit. What is over it can be written but not sent.
    void setLimit(int codePoints);
    QString text() const;
    void setText(const QString &text);

public Q_SLOTS:
    /// The text was taken: the field is empty for the next.
    void accepted();

Q_SIGNALS:
    void sendRequested(const QString &text);

private:
    QPlainTextEdit *m_field;
    QPushButton *m_send;
};

} // namespace samsa::ui
