// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QBasicTimer>
#include <QFont>
#include <QList>
#include <QObject>

namespace samsa::ui {

/// Has the fonts of other scripts loaded before the first text needs them. Qt looks for one when it
/// lays out the first letter that the chosen font lacks, in the GUI's thread, which takes some
/// milliseconds a script and delays the first row that shows it.
///
/// Thread: the GUI's, a script at a time, with the event loop in between.
class FontWarmer : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Begins (anew) with these, a moment later: what is to be shown first comes first.
    void warm(const QList<QFont> &fonts);

Q_SIGNALS:
    /// All of them have been loaded.
    void done();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    QList<QFont> m_fonts;
    qsizetype m_next = 0; ///< Which script of which font.
    QBasicTimer m_step;
};

} // namespace samsa::ui
