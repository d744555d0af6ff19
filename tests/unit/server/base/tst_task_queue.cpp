// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/task_queue.h"

#include <QTest>

#include <thread>

using namespace Qt::Literals::StringLiterals;

using samsa::ReplyTo;
using samsa::TaskQueue;

class TestTaskQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsTasksInTheOrderTheyWerePosted();
    void wakesItsThreadOnceForABurst();
    void leavesWhatTasksPostToTheNextTurn();
    void keepsTheOrderWhenATaskRunsAnEventLoop();
    void takesTasksFromManyThreads();
    void destroysWhatNeverRan();
    void answersInTheThreadThatAsked();
    void makesAReplyFromAnother();
};

namespace {

/// Counts the events that reach the queue.
class CountingQueue : public TaskQueue
{
public:
    int wakeUps = 0;

protected:
    void customEvent(QEvent *event) override
    {
        ++wakeUps;
        TaskQueue::customEvent(event);
    }
};

} // namespace

void TestTaskQueue::runsTasksInTheOrderTheyWerePosted()
{
    TaskQueue queue;
    QList<int> order;
    for (int i = 0; i < 5; ++i)
        queue.post([&order, i] { order.append(i); });
    QVERIFY(order.isEmpty());
    QCOMPARE(queue.depth(), 5);

    QCoreApplication::processEvents();

    QCOMPARE(order, QList<int>({0, 1, 2, 3, 4}));
    QCOMPARE(queue.depth(), 0);
}

void TestTaskQueue::wakesItsThreadOnceForABurst()
{
    CountingQueue queue;
    for (int i = 0; i < 1000; ++i)
        queue.post([] {});

    QCoreApplication::processEvents();

    QCOMPARE(queue.wakeUps, 1);
    QCOMPARE(queue.depth(), 0);
}

void TestTaskQueue::leavesWhatTasksPostToTheNextTurn()
{
    CountingQueue queue;
    bool later = false;
    bool laterAtTheEndOfTheTurn = true;
    queue.post([&] { queue.post([&] { later = true; }); });
    queue.post([&] { laterAtTheEndOfTheTurn = later; });

    QTRY_VERIFY(later);

    QVERIFY(!laterAtTheEndOfTheTurn);
    QCOMPARE(queue.wakeUps, 2);
}

void TestTaskQueue::keepsTheOrderWhenATaskRunsAnEventLoop()
{
    TaskQueue queue;
    QList<int> order;
    queue.post([&] {
        order.append(1);
        queue.post([&] { order.append(3); });
        QCoreApplication::processEvents();
        order.append(4);
    });
    queue.post([&] { order.append(2); });

    QTRY_COMPARE(order, QList<int>({1, 2, 3, 4}));
}

void TestTaskQueue::takesTasksFromManyThreads()
{
    constexpr int threads = 4;
    constexpr int each = 2000;
    TaskQueue queue;
    QList<QList<int>> seen(threads);
    std::vector<std::thread> posters;
    for (int t = 0; t < threads; ++t) {
        posters.emplace_back([&queue, &seen, t] {
            for (int i = 0; i < each; ++i)
                queue.post([&seen, t, i] { seen[t].append(i); });
        });
    }
    const auto total = [&] {
        qsizetype sum = 0;
        for (const auto &list : std::as_const(seen))
            sum += list.size();
        return sum;
    };

    QTRY_COMPARE(total(), threads * each);

    for (auto &poster : posters)
        poster.join();
    for (const auto &list : std::as_const(seen))
        QVERIFY(std::is_sorted(list.begin(), list.end()));
}

void TestTaskQueue::destroysWhatNeverRan()
{
    const auto token = std::make_shared<int>(1);
    {
        TaskQueue queue;
        queue.post([token] { QFAIL("It must not run."); });
        QCOMPARE(token.use_count(), 2);
    }
    QCOMPARE(token.use_count(), 1);
    QCoreApplication::processEvents();
}

void TestTaskQueue::answersInTheThreadThatAsked()
{
    TaskQueue queue;
    std::thread::id answeredIn;
    int answer = 0;
    const ReplyTo<int> reply(queue, [&](int value) {
        answeredIn = std::this_thread::get_id();
        answer = value;
    });
    std::thread worker([reply] { reply(42); });

    QTRY_COMPARE(answer, 42);

    worker.join();
    QVERIFY(answeredIn == std::this_thread::get_id());
}

void TestTaskQueue::makesAReplyFromAnother()
{
    TaskQueue queue;
    QString answer;
    const ReplyTo<QString> reply(queue, [&](const QString &value) { answer = value; });

    reply.from<int>([](int value) { return QString::number(value * 2); })(21);

    QTRY_COMPARE(answer, u"42"_s);
}

QTEST_GUILESS_MAIN(TestTaskQueue)
#include "tst_task_queue.moc"
