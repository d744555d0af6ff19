// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/spoken_frame.h"

#include <QElapsedTimer>
#include <QStringList>
#include <QTimer>

namespace samsa::ui {

/// Has a screen reader say what others write into the open room: "Bob: hello", at most once a
/// second. What comes in between is put together: up to three messages are read out, of more it
/// says how many, and the last. While another window is in use nothing is said; what came meanwhile
/// is told when the person comes back.
///
/// Nothing is to be seen of it. Thread: the GUI's. Cost: three messages and a number.
class ArrivalAnnouncer : public SpokenFrame
{
    Q_OBJECT
public:
    explicit ArrivalAnnouncer(QWidget *parent = nullptr);

    /// Somebody else's message, in the order of the room.
    void announce(const QString &nickname, const QString &text);
    /// Another room is open: what was not told yet is of no interest.
    void forget();

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void tellSoon();
    void tell();

    QStringList m_newest; // not told yet, the last three
    int m_count = 0; // of those not told yet
    QElapsedTimer m_sinceTold;
    QTimer m_pause;
};

} // namespace samsa::ui
