// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QTcpServer>
#include <QTcpSocket>

namespace samsa::test {

/// Between a client and a server on 127.0.0.1; passes everything on, until it is told to cut.
class CuttingProxy : public QTcpServer
{
    Q_OBJECT
public:
    explicit CuttingProxy(quint16 upstream);

    /// The next time a client says \a words, the server hears them, and when it answers the
    /// connection is cut: the client never learns what the answer was. Once.
    void cutTheAnswerTo(const QByteArray &words);
    /// Every connection, when either side says the next thing: the other side hears half of it, and
    /// then both are cut.
    void cutAllInMidFrame() { ++m_round; }
    int cuts() const { return m_cuts; }

private:
    void pair();
    void cutInMidFrame(QTcpSocket *from, QTcpSocket *to);

    const quint16 m_upstream;
    QByteArray m_words;
    int m_cuts = 0;
    int m_round = 0; // A connection that began in an earlier one is to be cut.
};

} // namespace samsa::test
