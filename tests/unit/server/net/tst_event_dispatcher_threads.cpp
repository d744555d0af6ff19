// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "descriptors.h"
#include "dispatcher_thread.h"
#include "server/base/task_queue.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <atomic>
#include <csignal>
#include <pthread.h>
#include <thread>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::test;
using samsa::TaskQueue;

class TestEventDispatcherThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWokenUpByAnotherThread();
    void isInterruptedByAnotherThread();
    void losesNoWakeUpBetweenTwoThreads();
    void losesNothingThatManyThreadsPost();
    void outlivesWhoPostsWhileItsThreadEnds();
    void waitsOnAfterASignal();
    void carriesTcpBothWays();
    void takesNoTimeWhenNothingHappens();
};

namespace {

constexpr std::array both {Dispatcher::Qts, Dispatcher::Ours};

} // namespace

void TestEventDispatcherThreads::isWokenUpByAnotherThread()
{
    const auto body = [](Record &record) {
        auto *dispatcher = QAbstractEventDispatcher::instance();
        for (int i = 0; i < 1000; ++i) {
            std::thread other([&] { dispatcher->wakeUp(); });
            turn(QEventLoop::WaitForMoreEvents);
            other.join();
            turn(); // What was left of it, if it was already awake.
        }
        record.append(u"through"_s);
    };
    RECORDS_UNDER_BOTH(body, {u"through"_s});
}

void TestEventDispatcherThreads::isInterruptedByAnotherThread()
{
    const auto body = [](Record &record) {
        auto *dispatcher = QAbstractEventDispatcher::instance();
        for (int i = 0; i < 200; ++i) {
            std::atomic<bool> told {false};
            std::thread other([&] {
                told = true;
                dispatcher->interrupt();
            });
            while (!told)
                turn(QEventLoop::WaitForMoreEvents);
            other.join();
        }
        record.append(u"through"_s);
    };
    RECORDS_UNDER_BOTH(body, {u"through"_s});
}

void TestEventDispatcherThreads::losesNoWakeUpBetweenTwoThreads()
{
    constexpr int rounds = 5000;
    for (const auto dispatcher : both) {
        TaskQueue one;
        TaskQueue two;
        int count = 0;
        std::function<void()> there;
        std::function<void()> back;
        there = [&] { one.post(back); };
        back = [&] {
            if (++count < rounds) {
                two.post(there);
                return;
            }
            two.post([] { QThread::currentThread()->quit(); });
            QAbstractEventDispatcher::instance()->interrupt(); // Else the turn waits after it.
        };
        const auto loop = [] { QEventLoop().exec(); };
        DispatcherThread first(dispatcher, [&] { turnUntil([&] { return count == rounds; }); });
        DispatcherThread second(dispatcher, loop);
        one.moveToThread(&first);
        two.moveToThread(&second);
        two.post(there);
        first.join();
        second.join();
        QCOMPARE(count, rounds);
    }
}

void TestEventDispatcherThreads::losesNothingThatManyThreadsPost()
{
    constexpr int posters = 4;
    constexpr int each = 3000;
    for (const auto dispatcher : both) {
        int posted = 0;
        int read = 0;
        int fired = 0;
        TaskQueue queue;
        DispatcherThread thread(dispatcher, [&] {
            SocketPair sockets;
            Record ignored;
            Notifier reader(ignored, {}, sockets.here, QSocketNotifier::Read);
            reader.then = [&] {
                sockets.receive();
                ++read;
                sockets.send();
            };
            sockets.send();
            TimerObject object;
            object.onTimer = [&](int) { ++fired; };
            object.startTimer(1);
            turnUntil([&] { return posted == posters * each && read > 100 && fired > 10; });
        });
        queue.moveToThread(&thread);
        std::vector<std::thread> others;
        for (int i = 0; i < posters; ++i) {
            others.emplace_back([&] {
                for (int n = 0; n < each; ++n)
                    queue.post([&] { ++posted; });
            });
        }
        for (auto &other : others)
            other.join();
        thread.join();
        QCOMPARE(posted, posters * each);
    }
}

void TestEventDispatcherThreads::outlivesWhoPostsWhileItsThreadEnds()
{
    for (int i = 0; i < 100; ++i) {
        TaskQueue queue;
        DispatcherThread thread(
            Dispatcher::Ours, [] { QEventLoop().exec(); },
            [&] { static_cast<void>(queue.depth()); });
        queue.moveToThread(&thread);
        std::thread poster([&] {
            while (!thread.isFinished())
                queue.post([] { QThread::currentThread()->quit(); });
        });
        thread.join();
        poster.join();
        QVERIFY(thread.eventDispatcher() == nullptr);
    }
}

void TestEventDispatcherThreads::waitsOnAfterASignal()
{
    struct sigaction action
    {
    };
    action.sa_handler = [](int) {};
    struct sigaction before
    {
    };
    sigaction(SIGUSR1, &action, &before); // Without SA_RESTART.
    for (const auto dispatcher : both) {
        std::atomic<pthread_t> its {};
        std::atomic<bool> waiting {false};
        std::atomic<int> turns {0};
        DispatcherThread thread(dispatcher, [&] {
            its = pthread_self();
            while (turn()) {}
            const auto *loop = QAbstractEventDispatcher::instance();
            connect(loop, &QAbstractEventDispatcher::aboutToBlock, loop, [&] { waiting = true; });
            turn(QEventLoop::WaitForMoreEvents);
            ++turns;
        });
        QTRY_VERIFY(waiting);
        for (int i = 0; i < 1000; ++i)
            pthread_kill(its, SIGUSR1);
        QCOMPARE(turns, 0);
        thread.eventDispatcher()->wakeUp();
        thread.join();
        QCOMPARE(turns, 1);
    }
    sigaction(SIGUSR1, &before, nullptr);
}

void TestEventDispatcherThreads::carriesTcpBothWays()
{
    const auto body = [](Record &record) {
        constexpr int clients = 20;
        const QByteArray bytes(3 * 1024 * 1024, 'x'); // More than a socket takes at once.
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            while (QTcpSocket *socket = server.nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, socket,
                        [socket] { socket->write(socket->readAll()); });
            }
        });
        int left = clients;
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < clients; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            QTcpSocket *socket = sockets.back().get();
            connect(socket, &QTcpSocket::connected, socket,
                    [socket, &bytes] { socket->write(bytes); });
            connect(socket, &QTcpSocket::readyRead, socket, [&, socket] {
                if (socket->bytesAvailable() < bytes.size())
                    return;
                record.append(socket->readAll() == bytes ? u"whole"_s : u"spoilt"_s);
                socket->disconnectFromHost();
            });
            connect(socket, &QTcpSocket::disconnected, socket, [&] { --left; });
            socket->connectToHost(server.serverAddress(), server.serverPort());
        }
        turnUntil([&] { return left == 0; });
        record.removeDuplicates();
    };
    RECORDS_UNDER_BOTH(body, {u"whole"_s});
}

// With sockets, timers and a write that has been done, the loop waits and does not turn.
void TestEventDispatcherThreads::takesNoTimeWhenNothingHappens()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier writer(record, u"w"_s, sockets.here, QSocketNotifier::Write);
        writer.then = [&] { writer->setEnabled(false); };
        TimerObject object;
        bool fired = false;
        object.onTimer = [&](int) { fired = true; };
        object.startTimer(100, Qt::PreciseTimer);
        int turns = 0;
        for (; !fired; ++turns)
            turn(QEventLoop::WaitForMoreEvents);
        // The writer's, one for what else the start of a thread posts, the timer's.
        record.append(turns <= 4 ? u"quiet"_s : u"%1 turns"_s.arg(turns));
    };
    RECORDS_UNDER_BOTH(body, {u"w"_s, u"quiet"_s});
}

QTEST_GUILESS_MAIN(TestEventDispatcherThreads)
#include "tst_event_dispatcher_threads.moc"
