// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTcpServer>
#include <QTest>
#include <QThread>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::protocol::Code;
using samsa::test::HttpTestClient;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

namespace {

/// One for localhost, which the server is to use.
bool makeCertificate(const QTemporaryDir &folder, samsa::Options &options)
{
    options.tlsCertificate = folder.filePath(u"certificate.pem"_s);
    options.tlsKey = folder.filePath(u"key.pem"_s);
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                   u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s, u"-subj"_s, u"/CN=localhost"_s,
                   u"-keyout"_s, options.tlsKey, u"-out"_s, options.tlsCertificate});
    return openssl.waitForFinished() && openssl.exitCode() == 0;
}

} // namespace

/// The Server object: starting, failing to start, draining, starting again, living in another
/// thread.
class TestServerObject : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhereItListens();
    void doesNotStartTwiceOnOnePort();
    void doesNotStartOnWrongOptions();
    void doesNotStartOnADatabaseThatIsInUse();
    void startsAgainAfterStop();
    void drainsWithinTwoSecondsAndLosesNothing();
    void saysGoodbyeToItsClients();
    void countsAConnectionOnlyWhileItIsOpen();
    void stopsFastWithoutClients();
    void stopsWithHalfOpenConnections();
    void runsInAThread();
    void wantsTheAccessKey();
    void speaksTls();
    void answersAllToWhoReadsLateUnderTls();
};

void TestServerObject::saysWhereItListens()
{
    TestServer test;
    samsa::Server server(test.options);
    QSignalSpy listening(&server, &samsa::Server::listening);
    QSignalSpy stopped(&server, &samsa::Server::stopped);
    QCOMPARE(server.port(), quint16(0));
    QVERIFY(server.address().isEmpty());
    QVERIFY(server.start().ok());
    QVERIFY(server.isRunning());
    QCOMPARE(listening.size(), 1);
    QCOMPARE(listening.at(0).at(0).value<quint16>(), server.port());
    QCOMPARE(server.address(), u"127.0.0.1:%1"_s.arg(server.port()));
    QVERIFY(server.start().ok()); // It runs already.
    server.stop();
    server.stop();
    QCOMPARE(stopped.size(), 1);
    QVERIFY(!server.isRunning());
}

void TestServerObject::doesNotStartTwiceOnOnePort()
{
    QTcpServer occupied;
    QVERIFY(occupied.listen(QHostAddress::LocalHost));
    TestServer test;
    test.options.port = occupied.serverPort();
    samsa::Server server(test.options);
    QSignalSpy failed(&server, &samsa::Server::failed);
    const auto started = server.start();
    QVERIFY(!started.ok());
    QCOMPARE(started.error().code, Code::StartFailed);
    QVERIFY(started.error().sentence.contains(QString::number(occupied.serverPort())));
    QCOMPARE(failed.size(), 1);
    occupied.close();
    QVERIFY(server.start().ok());
}

void TestServerObject::doesNotStartOnWrongOptions()
{
    const auto codeOf = [](const samsa::Options &options) {
        samsa::Server server(options);
        const auto started = server.start();
        return started.ok() ? Code::Internal : started.error().code;
    };
    TestServer test;
    samsa::Options remote = test.options;
    remote.address = QHostAddress(QHostAddress::Any);
    QCOMPARE(codeOf(remote), Code::OptionInvalid);
    samsa::Options keyless = test.options;
    keyless.accessKeyFile = u"/does/not/exist"_s;
    QCOMPARE(codeOf(keyless), Code::StartFailed);
    samsa::Options folder = test.options;
    folder.dataDir = u"/proc/nowhere"_s;
    QCOMPARE(codeOf(folder), Code::StartFailed);
    samsa::Options database = test.options;
    database.database = u"nosuch://database"_s;
    QVERIFY(codeOf(database) != Code::Internal);
    samsa::Options tls = test.options;
    tls.tlsCertificate = tls.tlsKey = u"/does/not/exist"_s;
    QCOMPARE(codeOf(tls), Code::StartFailed);
}

void TestServerObject::doesNotStartOnADatabaseThatIsInUse()
{
    TestServer first;
    QVERIFY(first.start());
    samsa::Options options = first.options;
    samsa::Server second(options);
    const auto started = second.start();
    QVERIFY(!started.ok());
    QCOMPARE(started.error().code, Code::StartFailed);
    QCOMPARE(first.client().get("/healthz").status, 200);
}

void TestServerObject::startsAgainAfterStop()
{
    TestServer test;
    QVERIFY(test.start());
    const QByteArray token = test.claim("Ann");
    const QUuid room = test.makeRoom(token, "Kitchen");
    QCOMPARE(
        test.client(token).post(samsa::test::messagesPath(room), "{\"text\":\"before\"}").status,
        201);
    QVERIFY(test.restart());
    QCOMPARE(test.client(token).get("/api/v1/session").status, 200);
    QCOMPARE(test.history(token, room), QStringList(u"before"_s));
    const auto rooms = samsa::protocol::parseRooms(test.client(token).get("/api/v1/rooms").body);
    QCOMPARE(rooms->constFirst().messageCount, 1);
    QCOMPARE(rooms->constFirst().lastText, u"before"_s);
}

void TestServerObject::drainsWithinTwoSecondsAndLosesNothing()
{
    TestServer test;
    QVERIFY(test.start());
    const QByteArray token = test.claim("Ann");
    const QUuid room = test.makeRoom(token, "Kitchen");
    StompTestClient ann(test.port());
    QVERIFY(ann.connectWith(token));
    int sent = 0;
    for (; sent < 400; ++sent) {
        ann.send("SEND",
                 {{"destination", samsa::protocol::sendDestination(room)},
                  {"receipt", QByteArray::number(sent)}},
                 samsa::protocol::writeSendRequest(
                     {samsa::protocol::makeMessageId(), QByteArray::number(sent)}));
    }
    QVERIFY(ann.waitFor("RECEIPT")); // It is in the middle of it.
    QElapsedTimer timer;
    timer.start();
    test.stop();
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(ann.waitForClosed());
    int receipts = 1;
    while (ann.waitFor("RECEIPT", 0ms))
        ++receipts;
    const auto error = ann.waitFor("ERROR", 0ms);
    QVERIFY(error);
    QCOMPARE(error->header("code"), "shutting_down");

    QVERIFY(test.start());
    const QStringList history = test.history(token, room);
    QVERIFY(history.size() >= receipts); // A receipt is a promise.
    for (qsizetype i = 0; i < history.size(); ++i)
        QCOMPARE(history[i], QString::number(i));
}

void TestServerObject::saysGoodbyeToItsClients()
{
    TestServer test;
    QVERIFY(test.start());
    StompTestClient connected(test.port());
    QVERIFY(connected.connectWith(test.claim("Ann")));
    StompTestClient fresh(test.port());
    QVERIFY(fresh.open());
    HttpTestClient http = test.client();
    QCOMPARE(http.get("/healthz").status, 200);
    test.stop();
    QVERIFY(connected.waitForClosed());
    QCOMPARE(connected.webSocket().closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    QVERIFY(!connected.webSocket().closeReason().isEmpty());
    QVERIFY(fresh.waitForClosed());
    QVERIFY(http.waitForClosed());
    HttpTestClient late(test.options.port);
    QCOMPARE(late.get("/healthz").status, 0);
}

void TestServerObject::countsAConnectionOnlyWhileItIsOpen()
{
    TestServer test;
    QVERIFY(test.start());
    // The one that asks is open itself.
    HttpTestClient asking = test.client();
    const auto others = [&asking] {
        qint64 open = -1;
        for (const QByteArray &line : asking.get("/metrics").body.split('\n'))
            if (line.startsWith("samsa_connections{"))
                open += line.mid(line.lastIndexOf(' ') + 1).toLongLong();
        return open;
    };
    {
        StompTestClient webSocket(test.port());
        QVERIFY(webSocket.connectWith(test.claim("Ann")));
        HttpTestClient http = test.client();
        QCOMPARE(http.get("/healthz").status, 200);
        QTRY_COMPARE(others(), 2);
    }
    QTRY_COMPARE(others(), 0);
}

void TestServerObject::stopsFastWithoutClients()
{
    TestServer test;
    QVERIFY(test.start());
    QElapsedTimer timer;
    timer.start();
    test.stop();
    QVERIFY(timer.elapsed() < 500);
}

void TestServerObject::stopsWithHalfOpenConnections()
{
    TestServer test;
    QVERIFY(test.start());
    HttpTestClient silent = test.client();
    silent.write("");
    HttpTestClient half = test.client();
    half.write("GET /heal");
    QCOMPARE(test.client().get("/healthz").status, 200);
    QElapsedTimer timer;
    timer.start();
    test.stop();
    QVERIFY(timer.elapsed() < 2000);
    QVERIFY(silent.waitForClosed());
    QVERIFY(half.waitForClosed());
}

void TestServerObject::runsInAThread()
{
    TestServer test;
    QThread thread;
    auto *server = new samsa::Server(test.options);
    server->moveToThread(&thread);
    connect(&thread, &QThread::finished, server, &QObject::deleteLater);
    std::atomic<quint16> port {0};
    connect(server, &samsa::Server::listening, server, [&port](quint16 where) { port = where; });
    connect(&thread, &QThread::started, server, [server] { QVERIFY(server->start().ok()); });
    thread.start();
    QTRY_VERIFY(port.load() != 0);
    QCOMPARE(HttpTestClient(port).get("/healthz").status, 200);
    thread.quit();
    QVERIFY(thread.wait(5000));
}

void TestServerObject::wantsTheAccessKey()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("  sesame\n");
    file.close();
    TestServer test;
    test.options.accessKeyFile = path;
    QVERIFY(test.start());
    HttpTestClient client = test.client();
    for (const QByteArray body :
         {"{\"nickname\":\"Ann\"}", "{\"nickname\":\"Ann\",\"key\":\"wrong\"}"}) {
        const auto answer = client.post("/api/v1/session", body);
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.code(), u"access_key"_s);
    }
    QCOMPARE(client.post("/api/v1/session", "{\"nickname\":\"Ann\",\"key\":\"sesame\"}").status,
             201);

    StompTestClient stomp(test.port());
    QVERIFY(stomp.open());
    const auto answer = stomp.connectFrame({{"login", "Bob"}, {"passcode", "sesame"}});
    QCOMPARE(answer ? answer->command : QByteArray(), "CONNECTED");
}

void TestServerObject::speaksTls()
{
    QTemporaryDir folder;
    TestServer test;
    QVERIFY(makeCertificate(folder, test.options));
    QVERIFY(test.start());
    QSslSocket client;
    client.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.connectToHostEncrypted(u"127.0.0.1"_s, test.port());
    QTRY_VERIFY(client.isEncrypted());
    client.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_VERIFY(client.bytesAvailable() > 0);
    QVERIFY(client.readAll().startsWith("HTTP/1.1 200 OK\r\n"));

    QWebSocket webSocket;
    connect(&webSocket, &QWebSocket::sslErrors, &webSocket,
            [&webSocket] { webSocket.ignoreSslErrors(); });
    QSignalSpy received(&webSocket, &QWebSocket::textMessageReceived);
    webSocket.open(QUrl(u"wss://127.0.0.1:%1/ws"_s.arg(test.port())));
    QTRY_COMPARE(webSocket.state(), QAbstractSocket::ConnectedState);
    webSocket.sendTextMessage(u"CONNECT\naccept-version:1.2\nlogin:Ann\n\n"_s + QChar(0));
    QTRY_COMPARE(received.size(), 1);
    QVERIFY(received.at(0).at(0).toString().startsWith(u"CONNECTED\n"_s));
}

/// What waits encrypted counts as well; when it is read, the next request is taken.
void TestServerObject::answersAllToWhoReadsLateUnderTls()
{
    QTemporaryDir folder;
    TestServer test;
    QVERIFY(makeCertificate(folder, test.options));
    test.options.limits.slowReaderBytes = 64 * 1024;
    QVERIFY(test.start());
    QSslSocket client;
    client.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.connectToHostEncrypted(u"127.0.0.1"_s, test.port());
    QTRY_VERIFY(client.isEncrypted());
    client.setReadBufferSize(1024);
    constexpr int requests = 600;
    client.write(QByteArray("GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n").repeated(requests)
                 + "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    QTRY_VERIFY(client.bytesAvailable() > 0);
    client.setReadBufferSize(0);
    QByteArray received = client.readAll();
    connect(&client, &QSslSocket::readyRead, this, [&] { received += client.readAll(); });
    QTRY_VERIFY_WITH_TIMEOUT(client.state() == QAbstractSocket::UnconnectedState, 20'000);
    QCOMPARE(received.count("HTTP/1.1 200 OK\r\n"), requests + 1);
}

QTEST_GUILESS_MAIN(TestServerObject)
#include "tst_server.moc"
