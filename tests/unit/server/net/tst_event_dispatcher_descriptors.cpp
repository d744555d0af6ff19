// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "descriptors.h"
#include "dispatcher_thread.h"

#include <QTemporaryFile>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::test;

class TestEventDispatcherDescriptors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void servesTheNextFileWithTheSameNumber();
    void servesTheNextFileWithTheSameNumberAfterAHastyClose();
    void forgetsADescriptorThatLivesOnAsACopy();
    void switchesOffANotifierOfAClosedDescriptor();
    void takesAFileForReadyAlways();
    void doesNotTakeASocketForTheFileThatHadItsNumber();
    void servesMoreSocketsThanFitIntoOneTurn();
};

void TestEventDispatcherDescriptors::servesTheNextFileWithTheSameNumber()
{
    const auto body = [](Record &record) {
        SocketPair old;
        const int number = old.here;
        Notifier before(record, u"old"_s, number, QSocketNotifier::Read);
        turn();
        // All within one turn.
        before->setEnabled(false);
        old.closeHere();
        SocketPair next;
        next.moveHere(number);
        Notifier after(record, u"next"_s, number, QSocketNotifier::Read);
        next.send();
        turn();
        before.reset();
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"next"_s, u"next"_s});
}

// A notifier that is on while its descriptor is closed is a mistake, one that may not cost the next
// owner of the number its events.
void TestEventDispatcherDescriptors::servesTheNextFileWithTheSameNumberAfterAHastyClose()
{
    const auto body = [](Record &record) {
        SocketPair old;
        const int number = old.here;
        Notifier before(record, u"old"_s, number, QSocketNotifier::Read);
        turn();
        old.closeHere();
        SocketPair next;
        next.moveHere(number);
        Notifier after(record, u"next"_s, number, QSocketNotifier::Read);
        next.send();
        turn();
        turn();
    };
    RECORDS_UNDER_BOTH(body, {u"next"_s, u"next"_s});
}

void TestEventDispatcherDescriptors::forgetsADescriptorThatLivesOnAsACopy()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        const int copy = dup(sockets.here);
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        turn();
        reader->setEnabled(false);
        sockets.closeHere();
        sockets.send();
        turn();
        record.append(turn() ? u"done"_s : u"nothing"_s);
        close(copy);
    };
    RECORDS_UNDER_BOTH(body, {u"nothing"_s});
}

void TestEventDispatcherDescriptors::switchesOffANotifierOfAClosedDescriptor()
{
    const auto body = [](Record &record) {
        SocketPair sockets;
        Notifier reader(record, u"r"_s, sockets.here, QSocketNotifier::Read);
        Notifier writer(record, u"w"_s, sockets.here, QSocketNotifier::Write);
        sockets.closeHere();
        turn();
        record.append(reader->isEnabled() || writer->isEnabled() ? u"on"_s : u"off"_s);
    };
    RECORDS_UNDER_BOTH(body, {u"off"_s});
}

void TestEventDispatcherDescriptors::takesAFileForReadyAlways()
{
    const auto body = [](Record &record) {
        QTemporaryFile file;
        if (!file.open())
            return;
        Notifier reader(record, u"r"_s, file.handle(), QSocketNotifier::Read);
        Notifier writer(record, u"w"_s, file.handle(), QSocketNotifier::Write);
        turn(QEventLoop::WaitForMoreEvents);
        record.append(u"-"_s);
        writer->setEnabled(false);
        turn(QEventLoop::WaitForMoreEvents);
        record.append(u"-"_s);
        reader->setEnabled(false);
        turn();
        record.append(u"-"_s);
        writer->setEnabled(true);
        turn(QEventLoop::WaitForMoreEvents);
    };
    RECORDS_UNDER_BOTH(body, {u"r"_s, u"w"_s, u"-"_s, u"r"_s, u"-"_s, u"-"_s, u"w"_s});
}

void TestEventDispatcherDescriptors::doesNotTakeASocketForTheFileThatHadItsNumber()
{
    const auto body = [](Record &record) {
        QTemporaryFile file;
        if (!file.open())
            return;
        const int number = file.handle();
        Notifier before(record, u"file"_s, number, QSocketNotifier::Read);
        turn();
        SocketPair sockets;
        const int own = dup(number);
        sockets.moveHere(number); // Closes the file, with its notifier on.
        Notifier after(record, u"socket"_s, number, QSocketNotifier::Read);
        turn();
        sockets.send();
        turn();
        after->setEnabled(false);
        dup2(own, number); // QTemporaryFile's again, as if nothing had happened.
        close(own);
        sockets.here = -1;
    };
    RECORDS_UNDER_BOTH(body, {u"file"_s, u"socket"_s});
}

void TestEventDispatcherDescriptors::servesMoreSocketsThanFitIntoOneTurn()
{
    const auto body = [](Record &record) {
        constexpr int count = 700;
        std::vector<std::unique_ptr<SocketPair>> sockets;
        std::vector<std::unique_ptr<Notifier>> readers;
        Record said;
        Record expected;
        for (int i = 0; i < count; ++i) {
            sockets.push_back(std::make_unique<SocketPair>(SocketPair::Counter));
            auto &pair = *sockets.back();
            readers.push_back(std::make_unique<Notifier>(said, QString::number(i), pair.here,
                                                         QSocketNotifier::Read));
            readers.back()->then = [&pair] { pair.receive(); };
            expected.append(QString::number(i));
            pair.send();
        }
        turnUntil([&] { return said.size() >= count; });
        turn();
        said.sort();
        expected.sort();
        record.append(said == expected ? u"each once"_s : said.join(u' '));
    };
    RECORDS_UNDER_BOTH(body, {u"each once"_s});
}

QTEST_GUILESS_MAIN(TestEventDispatcherDescriptors)
#include "tst_event_dispatcher_descriptors.moc"
