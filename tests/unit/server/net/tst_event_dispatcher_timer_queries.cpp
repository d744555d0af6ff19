// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dispatcher_thread.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::test;

class TestEventDispatcherTimerQueries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatTimersAnObjectHas();
    void saysWhatTimeRemains();
    void unregistersAllTimersOfAnObject();
    void takesOverTimersFromAnotherThread();
};

void TestEventDispatcherTimerQueries::saysWhatTimersAnObjectHas()
{
    const auto body = [](Record &record) {
        TimerObject object;
        TimerObject other;
        other.startTimer(7);
        for (const int interval : {0, 1, 20, 21, 1000, 19999, 20000, 86400000}) {
            object.startTimer(interval, Qt::PreciseTimer);
            object.startTimer(interval, Qt::CoarseTimer);
        }
        for (const int interval : {1000, 1499, 1500, 2600, 60000})
            object.startTimer(interval, Qt::VeryCoarseTimer);
        const auto timers = QAbstractEventDispatcher::instance()->registeredTimers(&object);
        for (const auto &timer : timers)
            record.append(u"%1/%2"_s.arg(timer.interval).arg(timer.timerType));
        std::sort(record.begin(), record.end());
    };
    const Record qts = recorded(Dispatcher::Qts, body);
    QCOMPARE(qts.size(), 21);
    QCOMPARE(recorded(Dispatcher::Ours, body), qts);
}

void TestEventDispatcherTimerQueries::saysWhatTimeRemains()
{
    const auto body = [](Record &record) {
        auto *dispatcher = QAbstractEventDispatcher::instance();
        TimerObject object;
        const auto say = [&](int time, int most) {
            record.append(time > most - 2000 && time <= most ? u"right"_s : QString::number(time));
        };
        say(dispatcher->remainingTime(object.startTimer(5000, Qt::PreciseTimer)), 5000);
        say(dispatcher->remainingTime(object.startTimer(5000, Qt::CoarseTimer)), 5250);
        say(dispatcher->remainingTime(object.startTimer(100000, Qt::VeryCoarseTimer)), 101000);
        const int zero = object.startTimer(0);
        record.append(QString::number(dispatcher->remainingTime(zero)));
        int within = -2;
        object.onTimer = [&](int id) { within = dispatcher->remainingTime(id); };
        turn();
        record.append(QString::number(within));
        object.killTimer(zero);
        record.append(dispatcher->remainingTime(zero) < 0 ? u"gone"_s : u"there"_s);
    };
    RECORDS_UNDER_BOTH(body, {u"right"_s, u"right"_s, u"right"_s, u"0"_s, u"0"_s, u"gone"_s});
}

void TestEventDispatcherTimerQueries::unregistersAllTimersOfAnObject()
{
    const auto body = [](Record &record) {
        auto *dispatcher = QAbstractEventDispatcher::instance();
        QObject object;
        QObject other;
        const auto count = [&] {
            return u"%1, %2"_s.arg(dispatcher->registeredTimers(&object).size())
                .arg(dispatcher->registeredTimers(&other).size());
        };
        const auto say = [&](bool done) { record.append(done ? u"yes"_s : u"no"_s); };
        say(dispatcher->unregisterTimers(&object));
        dispatcher->registerTimer(1'000'001, qint64(0), Qt::PreciseTimer, &object);
        dispatcher->registerTimer(1'000'002, qint64(100), Qt::PreciseTimer, &object);
        dispatcher->registerTimer(1'000'003, qint64(100), Qt::PreciseTimer, &other);
        record.append(count());
        say(dispatcher->unregisterTimers(&object));
        record.append(count());
        say(dispatcher->unregisterTimer(1'000'003));
        say(dispatcher->unregisterTimer(1'000'003));
        record.append(count());
    };
    RECORDS_UNDER_BOTH(body,
                       {u"no"_s, u"2, 1"_s, u"yes"_s, u"0, 1"_s, u"yes"_s, u"no"_s, u"0, 0"_s});
}

void TestEventDispatcherTimerQueries::takesOverTimersFromAnotherThread()
{
    for (const auto dispatcher : {Dispatcher::Qts, Dispatcher::Ours}) {
        QList<QThread *> firedIn;
        TimerObject object;
        object.onTimer = [&](int id) {
            firedIn.append(QThread::currentThread());
            object.killTimer(id);
        };
        object.startTimer(0);
        QThread *mine = QThread::currentThread();
        QThread *its = nullptr;
        DispatcherThread thread(dispatcher, [&] {
            its = QThread::currentThread();
            turnUntil([&] { return !firedIn.isEmpty(); });
            object.moveToThread(mine);
        });
        object.moveToThread(&thread);
        thread.join();
        QCOMPARE(firedIn, QList<QThread *>({its}));
    }
}

QTEST_GUILESS_MAIN(TestEventDispatcherTimerQueries)
#include "tst_event_dispatcher_timer_queries.moc"
