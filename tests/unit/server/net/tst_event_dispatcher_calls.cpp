// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "descriptors.h"
#include "dispatcher_thread.h"

#include <sys/epoll.h>
#include <sys/syscall.h>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::test;

namespace {

/// System calls of the loop since they were last looked at.
thread_local int changes = 0;
thread_local int writes = 0;

} // namespace

// In front of the C library's, to count. ThreadSanitizer would miss what its own know, hence this
// is not among the tests for it.
extern "C" int epoll_ctl(int epoll, int operation, int descriptor, epoll_event *event) noexcept
{
    ++changes;
    return static_cast<int>(syscall(SYS_epoll_ctl, epoll, operation, descriptor, event));
}

extern "C" int eventfd_write(int descriptor, eventfd_t value)
{
    ++writes;
    return ::write(descriptor, &value, sizeof value) == sizeof value ? 0 : -1;
}

/// What the loop promises to spare.
class TestEventDispatcherCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheKernelNothingOfAWriterThatIsServedAtOnce();
    void tellsTheKernelOnceOfAWriterThatHasToWait();
    void tellsTheKernelNothingOfWhatIsUndoneWithinATurn();
    void writesNoWakeUpToItself();
};

void TestEventDispatcherCalls::tellsTheKernelNothingOfAWriterThatIsServedAtOnce()
{
    const Record record = recorded(Dispatcher::Ours, [](Record &said) {
        SocketPair sockets;
        Notifier reader(said, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier writer(said, u"w"_s, sockets.here, QSocketNotifier::Write);
        writer.then = [&] { writer->setEnabled(false); };
        turn();
        changes = 0;
        for (int i = 0; i < 3; ++i) {
            writer->setEnabled(true);
            turn(QEventLoop::WaitForMoreEvents);
        }
        said.append(QString::number(changes));
    });
    QCOMPARE(record, Record({u"w"_s, u"w"_s, u"w"_s, u"w"_s, u"0"_s}));
}

void TestEventDispatcherCalls::tellsTheKernelOnceOfAWriterThatHasToWait()
{
    const Record record = recorded(Dispatcher::Ours, [](Record &said) {
        SocketPair sockets;
        Notifier reader(said, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier writer(said, u"w"_s, sockets.here, QSocketNotifier::Write);
        writer->setEnabled(false);
        turn();
        sockets.fill();
        changes = 0;
        writer->setEnabled(true);
        for (int i = 0; i < 3; ++i)
            turn();
        said.append(QString::number(changes));
        sockets.drainThere();
        for (int i = 0; i < 3; ++i)
            turn();
        said.append(QString::number(changes));
        writer->setEnabled(false);
        turn();
        said.append(QString::number(changes));
    });
    QCOMPARE(record, Record({u"1"_s, u"w"_s, u"w"_s, u"w"_s, u"1"_s, u"2"_s}));
}

void TestEventDispatcherCalls::tellsTheKernelNothingOfWhatIsUndoneWithinATurn()
{
    const Record record = recorded(Dispatcher::Ours, [](Record &said) {
        SocketPair sockets;
        Notifier reader(said, u"r"_s, sockets.here, QSocketNotifier::Read);
        turn();
        changes = 0;
        Notifier writer(said, u"w"_s, sockets.here, QSocketNotifier::Write);
        reader->setEnabled(false);
        reader->setEnabled(true);
        writer->setEnabled(false);
        turn();
        said.append(QString::number(changes));
    });
    QCOMPARE(record, Record({u"0"_s}));
}

void TestEventDispatcherCalls::writesNoWakeUpToItself()
{
    const Record record = recorded(Dispatcher::Ours, [](Record &said) {
        auto *dispatcher = QAbstractEventDispatcher::instance();
        writes = 0;
        for (int i = 0; i < 3; ++i) {
            QMetaObject::invokeMethod(
                dispatcher, [&] { said.append(u"posted"_s); }, Qt::QueuedConnection);
            turn(QEventLoop::WaitForMoreEvents);
        }
        said.append(QString::number(writes));
    });
    QCOMPARE(record, Record({u"posted"_s, u"posted"_s, u"posted"_s, u"0"_s}));
}

QTEST_GUILESS_MAIN(TestEventDispatcherCalls)
#include "tst_event_dispatcher_calls.moc"
