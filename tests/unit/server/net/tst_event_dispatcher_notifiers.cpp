// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "descriptors.h"
#include "dispatcher_thread.h"

#include <thread>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::test;

class TestEventDispatcherNotifiers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysInEachTurnThatThereIsSomethingToRead();
    void saysThatASocketCanBeWrittenTo();
    void saysAllThatOneDescriptorIsReadyFor();
    void saysThatThereIsUrgentData();
    void saysThatTheOtherSideIsGone();
    void waitsForAFullSocketToTakeMore();
    void waitsForASocketThatWasFullBeforeItWasAsked();
    void saysNothingForANotifierThatIsOff();
    void saysNothingWhenSwitchedOnAndOffWithinATurn();
    void goesOnWhenSwitchedOffAndOnWithinATurn();
    void saysNothingOnceSwitchedOffWhilePending();
    void survivesANotifierDeletedWhilePending();
    void survivesANotifierDeletedInItsOwnEvent();
    void leavesSocketsAloneWhenToldTo();
    void waitsInSpiteOfReadySocketsWhenToldTo();
    void saysWhatIsPendingInALoopWithin();
};

void TestEventDispatcherNotifiers::saysInEachTurnThatThereIsSomethingToRead()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        turn();
        record.append(u"-"_s);
        sockets.send();
        turn(QEventLoop::WaitForMoreEvents);
        turn(QEventLoop::WaitForMoreEvents);
        record.append(u"-"_s);
        sockets.receive();
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"-"_s, u"r"_s, u"r"_s, u"-"_s});
}

void TestEventDispatcherNotifiers::saysThatASocketCanBeWrittenTo()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier writer(record, u"w"_s, sockets.here, QSocketNotifier::Write);
        for (int i = 0; i < 3; ++i)
            turn(QEventLoop::WaitForMoreEvents);
    };
    RECORDS_UNDER_BOTH(body, {u"w"_s, u"w"_s, u"w"_s});
}

void TestEventDispatcherNotifiers::saysAllThatOneDescriptorIsReadyFor()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier writer(record, u"w"_s, sockets.here, QSocketNotifier::Write);
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier urgent(record, u"x"_s, sockets.here, QSocketNotifier::Exception);
        for (int i = 0; i < 3; ++i) { // In the third, after it was still on in the second.
            turn();
            record.append(u"-"_s);
            if (i == 0)
                sockets.send();
        }
        writer->setEnabled(false);
        turn();
        record.append(u"-"_s);
        writer->setEnabled(true);
        turn();
    };
    RECORDS_UNDER_BOTH(body,
                       {u"w"_s, u"-"_s, u"r"_s, u"w"_s, u"-"_s, u"r"_s, u"w"_s, u"-"_s, u"r"_s,
                        u"-"_s, u"r"_s, u"w"_s});
}

void TestEventDispatcherNotifiers::saysThatThereIsUrgentData()
{
    const auto body = [](Record &record) {
        SocketPair sockets(SocketPair::Tcp);
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier urgent(record, u"x"_s, sockets.here, QSocketNotifier::Exception);
        ::send(sockets.there, "!", 1, MSG_OOB);
        turn(QEventLoop::WaitForMoreEvents);
    };
    RECORDS_UNDER_BOTH(body, {u"x"_s});
}

void TestEventDispatcherNotifiers::saysThatTheOtherSideIsGone()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier writer(record, u"w"_s, sockets.here, QSocketNotifier::Write);
        Notifier urgent(record, u"x"_s, sockets.here, QSocketNotifier::Exception);
        writer->setEnabled(false);
        turn();
        sockets.closeThere();
        turn(QEventLoop::WaitForMoreEvents);
        record.append(u"-"_s);
        writer->setEnabled(true);
        turn();
        turn();
        record.sort();
    };
    RECORDS_UNDER_BOTH(body,
                       {u"-"_s, u"r"_s, u"r"_s, u"r"_s, u"w"_s, u"w"_s, u"x"_s, u"x"_s, u"x"_s});
}

void TestEventDispatcherNotifiers::waitsForAFullSocketToTakeMore()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier writer(record, u"w"_s, sockets.here, QSocketNotifier::Write);
        writer.then = [&] { sockets.fill(); };
        turn();
        turn();
        turn();
        record.append(u"full"_s);
        std::thread other([&] { sockets.drainThere(); });
        writer.then = nullptr;
        turnUntil([&] { return record.last() == u"w"_s; });
        other.join();
        record.append(u"full again"_s);
        sockets.fill();
        turn();
        writer->setEnabled(false);
        sockets.drainThere();
        turn();
        writer->setEnabled(true);
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"w"_s, u"full"_s, u"w"_s, u"full again"_s, u"w"_s});
}

void TestEventDispatcherNotifiers::waitsForASocketThatWasFullBeforeItWasAsked()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier writer(record, u"w"_s, sockets.here, QSocketNotifier::Write);
        writer->setEnabled(false);
        turn();
        sockets.fill();
        writer->setEnabled(true);
        turn();
        record.append(u"full"_s);
        std::thread other([&] { sockets.drainThere(); });
        turnUntil([&] { return record.last() == u"w"_s; });
        other.join();
    };
    RECORDS_UNDER_BOTH(body, {u"full"_s, u"w"_s});
}

void TestEventDispatcherNotifiers::saysNothingForANotifierThatIsOff()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier writer(record, u"w"_s, sockets.here, QSocketNotifier::Write);
        turn();
        turn();
        record.append(u"-"_s);
        sockets.send();
        writer->setEnabled(false);
        reader->setEnabled(false);
        turn();
        record.append(turn() ? u"done"_s : u"nothing"_s);
        reader->setEnabled(true);
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"w"_s, u"w"_s, u"-"_s, u"nothing"_s, u"r"_s});
}

void TestEventDispatcherNotifiers::saysNothingWhenSwitchedOnAndOffWithinATurn()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier writer(record, u"w"_s, sockets.here, QSocketNotifier::Write);
        writer->setEnabled(false);
        turn();
        writer->setEnabled(true);
        writer->setEnabled(false);
        turn();
    };
    RECORDS_UNDER_BOTH(body, {});
}

void TestEventDispatcherNotifiers::goesOnWhenSwitchedOffAndOnWithinATurn()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        sockets.send();
        reader.then = [&] {
            reader->setEnabled(false);
            reader->setEnabled(true);
        };
        for (int i = 0; i < 3; ++i)
            turn(QEventLoop::WaitForMoreEvents);
    };
    RECORDS_UNDER_BOTH(body, {u"r"_s, u"r"_s, u"r"_s});
}

void TestEventDispatcherNotifiers::saysNothingOnceSwitchedOffWhilePending()
{
    const auto body = [](Record &record) {
        SocketPair one;
        SocketPair two;
        Notifier first(record, u"r"_s, one.here, QSocketNotifier::Read);
        Notifier second(record, u"r"_s, two.here, QSocketNotifier::Read);
        one.send();
        two.send();
        // Which comes first is nobody's promise. Off and on again is off for this turn, too.
        first.then = [&] { second->setEnabled(false); };
        second.then = [&] {
            first->setEnabled(false);
            first->setEnabled(true);
            first->setEnabled(false);
        };
        turn();
        turn();
        record.append(first->isEnabled() != second->isEnabled() ? u"one"_s : u"not one"_s);
    };
    RECORDS_UNDER_BOTH(body, {u"r"_s, u"r"_s, u"one"_s});
}

void TestEventDispatcherNotifiers::survivesANotifierDeletedWhilePending()
{
    const auto body = [](Record &record) {
        SocketPair one;
        SocketPair two;
        Notifier first(record, u"r"_s, one.here, QSocketNotifier::Read);
        Notifier second(record, u"r"_s, two.here, QSocketNotifier::Read);
        one.send();
        two.send();
        first.then = [&] { second.reset(); };
        second.then = [&] { first.reset(); };
        turn();
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"r"_s, u"r"_s});
}

void TestEventDispatcherNotifiers::survivesANotifierDeletedInItsOwnEvent()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier writer(record, u"w"_s, sockets.here, QSocketNotifier::Write);
        sockets.send();
        reader.then = [&] { reader.reset(); };
        turn();
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"r"_s, u"w"_s, u"w"_s});
}

void TestEventDispatcherNotifiers::leavesSocketsAloneWhenToldTo()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        sockets.send();
        turn();
        turn(QEventLoop::ExcludeSocketNotifiers);
        record.append(u"-"_s);
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"r"_s, u"-"_s, u"r"_s});
}

void TestEventDispatcherNotifiers::waitsInSpiteOfReadySocketsWhenToldTo()
{
    const auto body = [](Record &record) {
        auto *dispatcher = QAbstractEventDispatcher::instance();
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        sockets.send();
        turn();
        constexpr auto flags = QEventLoop::WaitForMoreEvents | QEventLoop::ExcludeSocketNotifiers;
        TimerObject object;
        object.onTimer = [&](int id) {
            record.append(u"t"_s);
            object.killTimer(id);
        };
        object.startTimer(20, Qt::PreciseTimer);
        int turns = 0;
        for (; record.last() != u"t"_s; ++turns)
            turn(flags);
        record.append(turns <= 3 ? u"waited"_s : u"turned"_s);
        for (int i = 0; i < 100; ++i) {
            std::thread other([&] { dispatcher->wakeUp(); });
            turn(flags);
            other.join();
            turn(); // Should it have come between.
        }
        record.removeAll(u"r"_s);
    };
    RECORDS_UNDER_BOTH(body, {u"t"_s, u"waited"_s});
}

void TestEventDispatcherNotifiers::saysWhatIsPendingInALoopWithin()
{
    const auto body = [](Record &record) {
        SocketPair one;
        SocketPair two;
        Notifier first(record, u"r"_s, one.here, QSocketNotifier::Read);
        Notifier second(record, u"r"_s, two.here, QSocketNotifier::Read);
        one.send();
        two.send();
        int depth = 0;
        first.then = second.then = [&] {
            if (depth++ > 0)
                return;
            record.append(u"("_s);
            turn();
            record.append(u")"_s);
        };
        turn();
    };
    // The one left over and the one whose event it is, and afterwards nothing is left.
    RECORDS_UNDER_BOTH(body, {u"r"_s, u"("_s, u"r"_s, u"r"_s, u")"_s});
}

QTEST_GUILESS_MAIN(TestEventDispatcherNotifiers)
#include "tst_event_dispatcher_notifiers.moc"
