// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/gateway/acceptor.h"
#include "server/net/socket.h"

#include <QPointer>
#include <QTest>

using samsa::gateway::Acceptor;
using samsa::net::Socket;

/// A connection's socket by itself: made from a descriptor, its buffers given back in the middle of
/// a conversation.
class TestSocket : public QObject, private samsa::net::SocketOwner
{
    Q_OBJECT
private Q_SLOTS:
    void talksOnAfterGivingItsBuffersBack();
    void keepsBuffersThatHoldSomething();
    void writesThroughWhatTheSystemTakesAndTheRestLater();
    void keepsTheOrderOfWhatIsWrittenInBothWays();
    void endsWritingWhileItStillReads();
    void refusesADescriptorThatIsNone();
    void tellsItsOwnerWhenItGoes();

private:
    void meet();
    Socket &served() { return *static_cast<Socket *>(m_served.data()); }
    void socketGone(QTcpSocket *) override { ++m_gone; }

    int m_gone = 0;

    std::unique_ptr<Acceptor> m_acceptor;
    std::unique_ptr<QTcpSocket> m_client;
    QPointer<QTcpSocket> m_served;
};

void TestSocket::meet()
{
    m_acceptor = std::make_unique<Acceptor>([this](qintptr descriptor) {
        m_served = samsa::net::makeSocket(descriptor, std::nullopt, *this, m_acceptor.get());
    });
    QVERIFY(m_acceptor->listen(QHostAddress(QHostAddress::LocalHost)));
    m_client = std::make_unique<QTcpSocket>();
    m_client->connectToHost(m_acceptor->serverAddress(), m_acceptor->serverPort());
    QTRY_VERIFY(m_served);
    QTRY_COMPARE(m_client->state(), QAbstractSocket::ConnectedState);
}

void TestSocket::talksOnAfterGivingItsBuffersBack()
{
    meet();
    QVERIFY(qobject_cast<Socket *>(m_served.data()));
    for (int round = 0; round < 3; ++round) {
        m_client->write("question");
        QTRY_COMPARE(served().bytesAvailable(), 8);
        QCOMPARE(served().readAll(), "question");
        served().write("answer");
        QTRY_COMPARE(m_client->bytesAvailable(), 6);
        QCOMPARE(m_client->readAll(), "answer");
        served().giveBackBuffers();
        QVERIFY(served().isOpen());
    }
}

void TestSocket::keepsBuffersThatHoldSomething()
{
    meet();
    m_client->write("unread");
    QTRY_COMPARE(served().bytesAvailable(), 6);
    served().write("unsent"); // Waits for the event loop.
    served().giveBackBuffers();
    QCOMPARE(served().readAll(), "unread");
    QTRY_COMPARE(m_client->bytesAvailable(), 6);
    QCOMPARE(m_client->readAll(), "unsent");
    m_client->disconnectFromHost();
    QTRY_COMPARE(served().state(), QAbstractSocket::UnconnectedState);
    served().giveBackBuffers(); // Nothing to give, nothing breaks.
}

void TestSocket::writesThroughWhatTheSystemTakesAndTheRestLater()
{
    meet();
    served().writeThrough("at once");
    QCOMPARE(m_served->bytesToWrite(), 0);
    // More than the system takes from one who writes to one who does not read.
    QByteArray sent = "at once";
    for (char letter = 'a'; letter <= 'p'; ++letter) {
        const QByteArray piece(1024 * 1024, letter);
        served().writeThrough(piece);
        sent += piece;
    }
    QVERIFY(m_served->bytesToWrite() > 0);
    QByteArray received;
    QTRY_VERIFY_WITH_TIMEOUT((received += m_client->readAll()).size() == sent.size(), 30'000);
    QVERIFY(received == sent);
}

void TestSocket::keepsTheOrderOfWhatIsWrittenInBothWays()
{
    meet();
    served().writeThrough("one ");
    m_served->write("two ");
    served().writeThrough("three");
    QTRY_COMPARE(m_client->bytesAvailable(), 13);
    QCOMPARE(m_client->readAll(), "one two three");
}

void TestSocket::endsWritingWhileItStillReads()
{
    meet();
    m_served->write("last words");
    samsa::net::endWriting(m_served); // Not before they are written.
    QTRY_COMPARE(m_client->bytesAvailable(), 10);
    QTRY_COMPARE(m_served->bytesToWrite(), 0);
    samsa::net::endWriting(m_served);
    QTRY_VERIFY(m_client->state() != QAbstractSocket::ConnectedState);
    QCOMPARE(m_client->readAll(), "last words");
}

void TestSocket::refusesADescriptorThatIsNone()
{
    QVERIFY(!samsa::net::makeSocket(-1, std::nullopt, *this, this));
}

void TestSocket::tellsItsOwnerWhenItGoes()
{
    meet();
    m_gone = 0;
    m_served->disconnect(); // As QWebSocket does it.
    delete m_served;
    QCOMPARE(m_gone, 1);
}

QTEST_GUILESS_MAIN(TestSocket)
#include "tst_socket.moc"
