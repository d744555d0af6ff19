// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/spoken_frame.h"

class QLabel;
class QLineEdit;

namespace samsa::ui {

/// What is wrong with a field, in red with an icon, just below it. Hidden while nothing is. A
/// screen reader says it at once, and as the field's description whenever one comes to the field.
/// Thread: the GUI's.
class FieldError : public SpokenFrame
{
    Q_OBJECT
public:
    /// \a textName is the object name of the label that holds the sentence.
    FieldError(QLineEdit *field, const QString &textName, QWidget *parent = nullptr);

    void say(const QString &sentence);
    void clear() { say({}); }
    QString sentence() const;

private:
    QLineEdit *m_field = nullptr;
    QString m_fieldDescription; // without an error
    QLabel *m_text = nullptr;
};

} // namespace samsa::ui
