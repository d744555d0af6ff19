// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLineEdit>
#include <QPointer>

namespace samsa::ui {

/// Where one types what a room's name should hold. What an input method is composing counts as
/// well: a Korean syllable filters while it grows. Thread: the GUI's.
class RoomFilterField : public QLineEdit
{
    Q_OBJECT
public:
    explicit RoomFilterField(QWidget *parent = nullptr);

    /// Takes the keys, and remembers who had them.
    void start();
    /// Empties the field, and gives the keys back to who had them; false when nobody had, or does
    /// not take them any more.
    bool giveUp();

Q_SIGNALS:
    /// The text with what is being composed.
    void wanted(const QString &text);
    void chosen(); ///< Enter, but not the one that ends a composition.
    void leftDownwards(); ///< The arrow key, into the list.
    void givenUp(); ///< Escape.

protected:
    bool event(QEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void tell();

    QString m_composed;
    QPointer<QWidget> m_before; // had the keys
};

} // namespace samsa::ui
