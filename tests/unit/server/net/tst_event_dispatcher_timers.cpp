// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dispatcher_thread.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTimer>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::test;

class TestEventDispatcherTimers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firesInTheOrderOfTheirTimes();
    void firesEachZeroTimerOncePerTurn();
    void doesNotLetZeroTimersStarveOthers();
    void saysThatNothingWasDoneWhenOnlyZeroTimersFired();
    void forgetsATimerKilledInItsOwnEvent();
    void forgetsATimerKilledInTheEventOfAnother();
    void forgetsTheTimersOfAnObjectDeletedInTheirEvent();
    void restartsATimerInItsOwnEvent();
    void doesNotEnterATimerAgainFromALoopWithin();
    void firesOtherTimersInALoopWithin();
    void doesNotMakeUpForTimesMissedInALoopWithin();
    void survivesItsObjectBeingDeletedInALoopWithin();
    void leavesTimersAloneWhenToldTo();
    void firesNoTimerBeforeItsTime();
    void keepsManyTimersApart();
};

namespace {

/// Zero timers a, b, c … and what to do in the event of each, after it was recorded.
class Letters : public TimerObject
{
public:
    Letters(Record &record, int count)
    {
        for (int i = 0; i < count; ++i)
            ids.append(startTimer(0));
        onTimer = [this, &record](int id) {
            const auto index = ids.indexOf(id);
            record.append(index < 0 ? u"?"_s : QString(QChar(u'a' + static_cast<char16_t>(index))));
            if (const auto task = then)
                task(index);
        };
    }

    QList<int> ids;
    std::function<void(qsizetype)> then;
};

} // namespace

void TestEventDispatcherTimers::firesInTheOrderOfTheirTimes()
{
    const auto body = [](Record &record) {
        for (const int interval : {120, 1, 60})
            QTimer::singleShot(interval, Qt::PreciseTimer, QAbstractEventDispatcher::instance(),
                               [&record, interval] { record.append(QString::number(interval)); });
        turnUntil([&] { return record.size() == 3; });
    };
    RECORDS_UNDER_BOTH(body, {u"1"_s, u"60"_s, u"120"_s});
}

void TestEventDispatcherTimers::firesEachZeroTimerOncePerTurn()
{
    const auto body = [](Record &record) {
        Letters timers(record, 2);
        for (int i = 0; i < 3; ++i) {
            turn(i == 1 ? QEventLoop::WaitForMoreEvents : QEventLoop::AllEvents);
            record.append(u"-"_s);
        }
    };
    RECORDS_UNDER_BOTH(body,
                       {u"a"_s, u"b"_s, u"-"_s, u"a"_s, u"b"_s, u"-"_s, u"a"_s, u"b"_s, u"-"_s});
}

void TestEventDispatcherTimers::doesNotLetZeroTimersStarveOthers()
{
    const auto body = [](Record &record) {
        TimerObject object;
        int zeros = 0;
        bool fired = false;
        bool posted = false;
        const int zero = object.startTimer(0);
        object.startTimer(5, Qt::PreciseTimer);
        object.onTimer = [&](int id) {
            if (id == zero)
                ++zeros;
            else
                fired = true;
        };
        QMetaObject::invokeMethod(
            &object, [&] { posted = true; }, Qt::QueuedConnection);
        turnUntil([&] { return fired && posted; });
        record.append(zeros > 0 ? u"all"_s : u"no zero timer"_s);
    };
    RECORDS_UNDER_BOTH(body, {u"all"_s});
}

void TestEventDispatcherTimers::saysThatNothingWasDoneWhenOnlyZeroTimersFired()
{
    const auto body = [](Record &record) {
        turn(); // Whatever the thread's start left.
        Letters timers(record, 1);
        record.append(turn() ? u"done"_s : u"nothing"_s);
        TimerObject object;
        bool fired = false;
        object.onTimer = [&](int) { fired = true; };
        object.startTimer(1, Qt::PreciseTimer);
        bool done = false;
        while (!fired)
            done = turn();
        record = {record.first(), record.at(1), done ? u"done"_s : u"nothing"_s};
    };
    RECORDS_UNDER_BOTH(body, {u"a"_s, u"nothing"_s, u"done"_s});
}

void TestEventDispatcherTimers::forgetsATimerKilledInItsOwnEvent()
{
    const auto body = [](Record &record) {
        Letters timers(record, 2);
        timers.then = [&](qsizetype index) {
            if (index == 0)
                timers.killTimer(timers.ids[0]);
        };
        turn();
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"a"_s, u"b"_s, u"b"_s});
}

// How often the others fire then in one turn of Qt's own is left open.
void TestEventDispatcherTimers::forgetsATimerKilledInTheEventOfAnother()
{
    const auto body = [](Record &record) {
        Letters timers(record, 3);
        timers.then = [&](qsizetype) {
            timers.killTimer(timers.ids[1]);
            timers.then = nullptr;
        };
        turn();
        turn();
        record.removeDuplicates();
    };
    RECORDS_UNDER_BOTH(body, {u"a"_s, u"c"_s});
}

void TestEventDispatcherTimers::forgetsTheTimersOfAnObjectDeletedInTheirEvent()
{
    const auto body = [](Record &record) {
        auto *doomed = new Letters(record, 2);
        Letters other(record, 1);
        doomed->then = [&](qsizetype) { delete doomed; };
        turn();
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"a"_s, u"a"_s, u"a"_s});
}

void TestEventDispatcherTimers::restartsATimerInItsOwnEvent()
{
    const auto body = [](Record &record) {
        Letters timers(record, 2);
        timers.then = [&](qsizetype index) {
            if (index != 0)
                return;
            timers.killTimer(timers.ids[0]);
            timers.ids[0] = timers.startTimer(0);
        };
        for (int i = 0; i < 3; ++i)
            turn();
    };
    // Behind the other, for it is new.
    const auto sorted = [&](Record &record) {
        body(record);
        std::sort(record.begin(), record.end());
    };
    RECORDS_UNDER_BOTH(sorted, {u"a"_s, u"a"_s, u"a"_s, u"b"_s, u"b"_s, u"b"_s});
}

void TestEventDispatcherTimers::doesNotEnterATimerAgainFromALoopWithin()
{
    const auto body = [](Record &record) {
        Letters timers(record, 1);
        int depth = 0;
        timers.then = [&](qsizetype) {
            ++depth;
            for (int i = 0; i < 3; ++i)
                turn();
            record.append(QString::number(depth--));
        };
        turn();
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"a"_s, u"1"_s, u"a"_s, u"1"_s});
}

void TestEventDispatcherTimers::firesOtherTimersInALoopWithin()
{
    const auto body = [](Record &record) {
        Letters timers(record, 3);
        timers.then = [&](qsizetype index) {
            if (index != 0)
                return;
            record.append(u"("_s);
            turn();
            turn();
            record.append(u")"_s);
        };
        turn();
    };
    // What fired within has had its turn.
    RECORDS_UNDER_BOTH(body, {u"a"_s, u"("_s, u"b"_s, u"c"_s, u"b"_s, u"c"_s, u")"_s});
}

void TestEventDispatcherTimers::doesNotMakeUpForTimesMissedInALoopWithin()
{
    const auto body = [](Record &record) {
        TimerObject object;
        int fired = 0;
        QElapsedTimer clock;
        clock.start();
        const int repeating = object.startTimer(200, Qt::PreciseTimer);
        object.onTimer = [&](int id) {
            ++fired;
            bool over = false;
            QTimer::singleShot(300, Qt::PreciseTimer, &object, [&] { over = true; });
            turnUntil([&] { return over; });
            const int left = QAbstractEventDispatcher::instance()->remainingTime(id);
            // On a busy machine its next time may have come by now.
            const bool later = clock.elapsed() >= 600 || (left > 0 && left <= 200);
            record.append(later ? u"later"_s : QString::number(left));
            object.killTimer(repeating);
        };
        turnUntil([&] { return fired > 0; });
        record.append(QString::number(fired));
    };
    RECORDS_UNDER_BOTH(body, {u"later"_s, u"1"_s});
}

void TestEventDispatcherTimers::survivesItsObjectBeingDeletedInALoopWithin()
{
    const auto body = [](Record &record) {
        auto *doomed = new Letters(record, 2);
        Letters deleter(record, 2);
        deleter.killTimer(deleter.ids[0]);
        doomed->then = [&](qsizetype index) {
            record.append(u"in"_s);
            if (index == 0)
                turn();
            record.append(u"out"_s);
        };
        deleter.then = [&](qsizetype) {
            delete std::exchange(doomed, nullptr);
            // In the slot that became free.
            deleter.killTimer(deleter.ids[1]);
            deleter.ids[0] = deleter.startTimer(0);
            deleter.then = nullptr;
        };
        turn();
        record.append(u"-"_s);
        turn();
    };
    RECORDS_UNDER_BOTH(
        body, {u"a"_s, u"in"_s, u"b"_s, u"in"_s, u"out"_s, u"b"_s, u"out"_s, u"-"_s, u"a"_s});
}

void TestEventDispatcherTimers::leavesTimersAloneWhenToldTo()
{
    const auto body = [](Record &record) {
        Letters timers(record, 1);
        turn(QEventLoop::X11ExcludeTimers);
        record.append(u"-"_s);
        QAbstractEventDispatcher::instance()->wakeUp(); // It would wait for ever otherwise.
        turn(QEventLoop::X11ExcludeTimers | QEventLoop::WaitForMoreEvents);
        record.append(u"-"_s);
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"-"_s, u"-"_s, u"a"_s});
}

// Qt's own fires coarse timers a little early, ours only late.
void TestEventDispatcherTimers::firesNoTimerBeforeItsTime()
{
    struct Case
    {
        int interval;
        Qt::TimerType type;
        int earliest;
    };
    const auto early = [](Dispatcher dispatcher, int earliestCoarse) {
        return recorded(dispatcher, [&](Record &record) {
            QObject context;
            int left = 0;
            for (const Case &given :
                 {Case {10, Qt::PreciseTimer, 10}, Case {100, Qt::CoarseTimer, earliestCoarse},
                  Case {1000, Qt::VeryCoarseTimer, 400}}) {
                ++left;
                QElapsedTimer clock;
                clock.start();
                QTimer::singleShot(given.interval, given.type, &context, [&, given, clock] {
                    --left;
                    if (clock.elapsed() < given.earliest)
                        record.append(u"%1 after %2"_s.arg(given.interval).arg(clock.elapsed()));
                });
            }
            turnUntil([&] { return left == 0; });
        });
    };
    QCOMPARE(early(Dispatcher::Qts, 90), Record());
    QCOMPARE(early(Dispatcher::Ours, 100), Record());
}

void TestEventDispatcherTimers::keepsManyTimersApart()
{
    const auto body = [](Record &record) {
        constexpr int count = 3000;
        TimerObject object;
        QSet<int> left;
        int stray = 0;
        for (int i = 0; i < count; ++i)
            left.insert(object.startTimer((i * 7919) % 50, Qt::TimerType(i % 2)));
        const auto kill = [&] {
            const int id = *left.cbegin();
            object.killTimer(id);
            left.remove(id);
        };
        for (int i = 0; i < count / 3; ++i)
            kill();
        object.onTimer = [&](int id) {
            if (!left.remove(id))
                ++stray;
            object.killTimer(id);
            if (left.size() % 3 == 1)
                kill();
        };
        turnUntil([&] { return left.isEmpty(); });
        record.append(u"%1 stray"_s.arg(stray));
        record.append(u"%1 left"_s.arg(
            QAbstractEventDispatcher::instance()->registeredTimers(&object).size()));
    };
    RECORDS_UNDER_BOTH(body, {u"0 stray"_s, u"0 left"_s});
}

QTEST_GUILESS_MAIN(TestEventDispatcherTimers)
#include "tst_event_dispatcher_timers.moc"
