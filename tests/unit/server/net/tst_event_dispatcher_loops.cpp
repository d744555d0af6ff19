// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "descriptors.h"
#include "dispatcher_thread.h"

#include <QEventLoop>
#include <QPointer>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::test;

class TestEventDispatcherLoops : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsWhatWasPostedFirst();
    void leavesWhatAPostedEventPostsToTheNextTurn();
    void doesNotWaitForWhatWasPosted();
    void saysWhetherSomethingWasDone();
    void saysWhenItIsAboutToBlockAndWhenItIsAwake();
    void doesNotBlockAfterAWakeUp();
    void returnsFromAnInterruptedTurn();
    void processesUntilNothingIsLeft();
    void endsLoopsFromWithinInAnyOrder();
    void deletesLaterInTheLoopThatWasAsked();
    void noticesInALoopThatAnOuterOneWasToldToExit();
    void runsLoopsInTheEventsOfAllKinds();
    void startsAndEndsWithItsThread();
};

namespace {

void post(std::function<void()> task)
{
    QMetaObject::invokeMethod(QAbstractEventDispatcher::instance(), std::move(task),
                              Qt::QueuedConnection);
}

/// So that nothing is left of the thread's start.
void settle()
{
    while (turn()) {}
}

} // namespace

void TestEventDispatcherLoops::sendsWhatWasPostedFirst()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        sockets.send();
        TimerObject object;
        object.onTimer = [&](int) { record.append(u"timer"_s); };
        object.startTimer(0);
        Notifier reader(record, u"socket"_s, sockets.here, QSocketNotifier::Read);
        post([&] { record.append(u"posted"_s); });
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"posted"_s, u"socket"_s, u"timer"_s});
}

void TestEventDispatcherLoops::leavesWhatAPostedEventPostsToTheNextTurn()
{
    const auto body = [](Record &record) {
        TimerObject object;
        object.onTimer = [&](int) { record.append(u"timer"_s); };
        object.startTimer(0);
        post([&] {
            record.append(u"first"_s);
            post([&] { record.append(u"second"_s); });
        });
        turn(QEventLoop::WaitForMoreEvents);
        turn(QEventLoop::WaitForMoreEvents);
    };
    RECORDS_UNDER_BOTH(body, {u"first"_s, u"timer"_s, u"second"_s, u"timer"_s});
}

void TestEventDispatcherLoops::doesNotWaitForWhatWasPosted()
{
    const auto body = [](Record &record) {
        settle();
        SocketPair sockets;
        Notifier reader(record, u"socket"_s, sockets.here, QSocketNotifier::Read);
        const auto last = [&] {
            record.append(u"posted"_s);
            QAbstractEventDispatcher::instance()->interrupt(); // Else the turn waits after it.
        };
        // By a posted event itself, by a socket's and by a timer's.
        post([&] { post(last); });
        while (record.size() < 1)
            turn(QEventLoop::WaitForMoreEvents);
        reader.then = [&] {
            sockets.receive();
            post(last);
        };
        sockets.send();
        while (record.size() < 3)
            turn(QEventLoop::WaitForMoreEvents);
        QTimer::singleShot(1, Qt::PreciseTimer, reader.operator->(), [&] { post(last); });
        while (record.size() < 4)
            turn(QEventLoop::WaitForMoreEvents);
    };
    RECORDS_UNDER_BOTH(body, {u"posted"_s, u"socket"_s, u"posted"_s, u"posted"_s});
}

void TestEventDispatcherLoops::saysWhetherSomethingWasDone()
{
    const auto body = [](Record &record) {
        const auto say = [&](bool done) { record.append(done ? u"done"_s : u"nothing"_s); };
        settle();
        say(turn());
        post([] {});
        say(turn());
        say(turn());
        QAbstractEventDispatcher::instance()->wakeUp();
        QAbstractEventDispatcher::instance()->wakeUp();
        say(turn());
        say(turn());
        SocketPair sockets;
        Record ignored;
        Notifier reader(ignored, {}, sockets.here, QSocketNotifier::Read);
        sockets.send();
        say(turn());
        say(turn(QEventLoop::ExcludeSocketNotifiers));
    };
    RECORDS_UNDER_BOTH(
        body,
        {u"nothing"_s, u"done"_s, u"nothing"_s, u"done"_s, u"nothing"_s, u"done"_s, u"nothing"_s});
}

void TestEventDispatcherLoops::saysWhenItIsAboutToBlockAndWhenItIsAwake()
{
    const auto body = [](Record &record) {
        settle();
        auto *dispatcher = QAbstractEventDispatcher::instance();
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, dispatcher,
                [&] { record.append(u"blocks"_s); });
        connect(dispatcher, &QAbstractEventDispatcher::awake, dispatcher,
                [&] { record.append(u"awake"_s); });
        SocketPair sockets;
        Notifier reader(record, u"socket"_s, sockets.here, QSocketNotifier::Read);
        sockets.send();
        turn(); // Does not wait.
        turn(QEventLoop::WaitForMoreEvents);
        sockets.receive();
        TimerObject object;
        object.onTimer = [&](int) { record.append(u"timer"_s); };
        object.startTimer(1, Qt::PreciseTimer);
        turn(QEventLoop::WaitForMoreEvents);
        dispatcher->disconnect(dispatcher);
    };
    RECORDS_UNDER_BOTH(body,
                       {u"awake"_s, u"socket"_s, u"awake"_s, u"blocks"_s, u"socket"_s, u"awake"_s,
                        u"blocks"_s, u"timer"_s});
}

void TestEventDispatcherLoops::doesNotBlockAfterAWakeUp()
{
    const auto body = [](Record &record) {
        settle();
        auto *dispatcher = QAbstractEventDispatcher::instance();
        dispatcher->wakeUp();
        turn(QEventLoop::WaitForMoreEvents);
        const auto also = connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, dispatcher,
                                  [&] { dispatcher->wakeUp(); });
        turn(QEventLoop::WaitForMoreEvents);
        disconnect(also);
        connect(dispatcher, &QAbstractEventDispatcher::awake, dispatcher,
                [&] { dispatcher->wakeUp(); });
        turn(QEventLoop::WaitForMoreEvents);
        dispatcher->disconnect(dispatcher);
        record.append(u"through"_s);
    };
    RECORDS_UNDER_BOTH(body, {u"through"_s});
}

void TestEventDispatcherLoops::returnsFromAnInterruptedTurn()
{
    const auto body = [](Record &record) {
        settle();
        auto *dispatcher = QAbstractEventDispatcher::instance();
        SocketPair sockets;
        sockets.send();
        Notifier reader(record, u"socket"_s, sockets.here, QSocketNotifier::Read);
        post([&] {
            record.append(u"posted"_s);
            dispatcher->interrupt();
        });
        record.append(turn(QEventLoop::WaitForMoreEvents) ? u"done"_s : u"interrupted"_s);
        record.append(turn(QEventLoop::WaitForMoreEvents) ? u"done"_s : u"interrupted"_s);
    };
    RECORDS_UNDER_BOTH(body, {u"posted"_s, u"interrupted"_s, u"socket"_s, u"done"_s});
}

void TestEventDispatcherLoops::processesUntilNothingIsLeft()
{
    const auto body = [](Record &record) {
        int left = 5;
        std::function<void()> task = [&] {
            record.append(QString::number(left));
            if (--left > 0)
                post(task);
        };
        post(task);
        QCoreApplication::processEvents(QEventLoop::AllEvents, 60'000);
    };
    RECORDS_UNDER_BOTH(body, {u"5"_s, u"4"_s, u"3"_s, u"2"_s, u"1"_s});
}

void TestEventDispatcherLoops::endsLoopsFromWithinInAnyOrder()
{
    const auto body = [](Record &record) {
        QEventLoop outer;
        QEventLoop inner;
        for (const bool innerFirst : {true, false}) {
            post([&] {
                post([&] {
                    (innerFirst ? inner : outer).exit(1);
                    post([&] { (innerFirst ? outer : inner).exit(2); });
                });
                record.append(u"inner %1"_s.arg(inner.exec()));
            });
            record.append(u"outer %1"_s.arg(outer.exec()));
        }
    };
    RECORDS_UNDER_BOTH(body, {u"inner 1"_s, u"outer 2"_s, u"inner 2"_s, u"outer 1"_s});
}

void TestEventDispatcherLoops::deletesLaterInTheLoopThatWasAsked()
{
    const auto body = [](Record &record) {
        QEventLoop outer;
        QPointer<QObject> doomed = new QObject;
        post([&] {
            doomed->deleteLater();
            QEventLoop inner;
            post([&] { post([&] { inner.quit(); }); });
            inner.exec();
            turn();
            record.append(doomed ? u"there"_s : u"deleted"_s);
            post([&] { post([&] { outer.quit(); }); });
        });
        outer.exec();
        record.append(doomed ? u"there"_s : u"deleted"_s);
    };
    RECORDS_UNDER_BOTH(body, {u"there"_s, u"deleted"_s});
}

// The turns within take the wake-up that tells the outer loop to look.
void TestEventDispatcherLoops::noticesInALoopThatAnOuterOneWasToldToExit()
{
    const Record record = recorded(Dispatcher::Ours, [](Record &said) {
        QEventLoop outer;
        post([&] {
            outer.exit(3);
            settle();
            turn();
        });
        said.append(QString::number(outer.exec()));
    });
    QCOMPARE(record, Record({u"3"_s}));
}

void TestEventDispatcherLoops::runsLoopsInTheEventsOfAllKinds()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"socket"_s, sockets.here, QSocketNotifier::Read);
        const auto loop = [&](const QString &name, const std::function<void(QEventLoop &)> &start) {
            QEventLoop within;
            start(within);
            record.append(u"%1 %2"_s.arg(name).arg(within.exec()));
        };
        QEventLoop outer;
        post([&] {
            loop(u"posted"_s, [&](QEventLoop &within) {
                sockets.send();
                reader.then = [&] {
                    sockets.receive();
                    loop(u"read"_s, [&](QEventLoop &further) {
                        QTimer::singleShot(1, &further, [&] {
                            loop(u"timer"_s,
                                 [&](QEventLoop &last) { post([&] { last.exit(3); }); });
                            further.exit(2);
                        });
                    });
                    within.exit(1);
                };
            });
            outer.exit(0);
        });
        outer.exec();
    };
    RECORDS_UNDER_BOTH(body, {u"socket"_s, u"timer 3"_s, u"read 2"_s, u"posted 1"_s});
}

void TestEventDispatcherLoops::startsAndEndsWithItsThread()
{
    for (const auto dispatcher : {Dispatcher::Qts, Dispatcher::Ours}) {
        // Told to quit before, while and after it runs its loop.
        for (int i = 0; i < 100; ++i) {
            DispatcherThread thread(dispatcher, [] {
                QTimer timer;
                timer.start(1000);
                QEventLoop().exec();
            });
            QPointer<QAbstractEventDispatcher> its = thread.eventDispatcher();
            while (!thread.isFinished()) {
                thread.quit();
                QThread::yieldCurrentThread();
            }
            thread.join();
            QVERIFY(its.isNull());
        }
    }
}

QTEST_GUILESS_MAIN(TestEventDispatcherLoops)
#include "tst_event_dispatcher_loops.moc"
