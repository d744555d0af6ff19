// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "log_testbed.h"

#include <QObject>

namespace samsa::test {

/// What every message log does. The same functions run over the local log and over Kafka.
class MessageLogSuite : public QObject
{
    Q_OBJECT

public:
    explicit MessageLogSuite(LogTestbed &testbed);

private Q_SLOTS:
    void initTestCase_data() { addDatabaseKinds(); }
    void init();
    void answersWithThePlaceAfterDelivery();
    void keepsTheOrderOfOneThread();
    void keepsEachThreadsOrder();
    void countsPositionsPerRoomUpwards();
    void answersARepeatWithTheFirstPlace();
    void joinsRepeatsThatAreUnderWay();
    void answersARepeatAfterARestart();
    void saysWhichAnswersAreRepeats();
    void refusesAnIdThatSomebodyElsesMessageHas();
    void refusesAnIdOfSomebodyElsesThatIsUnderWay();
    void refusesAnIdOfSomebodyElsesAfterARestart();
    void takesIdsOfAnyVersion();
    void tellsTheSameIdInTwoRoomsApart();
    void announcesARoomBeforeItsMessages();
    void deliversNothingOldAfterARestart();
    void keepsEverythingOverRestarts();
    void hasAWholeHistoryWithASmallTail();
    void drainsWhenItCloses();
    void refusesWhenItIsClosed();
    void refusesWhatItsQueueCannotHold();
    void saysHowItIs();

private:
    LogTestbed &m_testbed;
};

/// Runs the suite as a program.
int runMessageLogSuite(LogTestbed &testbed, int argc, char **argv);

} // namespace samsa::test
