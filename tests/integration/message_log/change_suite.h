// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "log_testbed.h"

#include <QObject>

namespace samsa::test {

/// What every message log promises of edits, deletions and reactions.
class ChangeSuite : public QObject
{
    Q_OBJECT

public:
    explicit ChangeSuite(LogTestbed &testbed);

private Q_SLOTS:
    void initTestCase_data() { addDatabaseKinds(); }
    void init();
    void deliversAChangeBetweenTheMessages();
    void foldsChangesIntoTheHistory();
    void foldsTheSameFromTheDatabase();
    void foldsWhatTheDatabaseDoesNotHoldYet();
    void keepsAnAnswersTargetOverARestart();
    void letsTheAuthorAloneEditAndDelete();
    void refusesWhatIsDoneToADeletedMessage();
    void refusesATargetThatIsNotInTheRoom();
    void answersARepeatedChangeWithItsPlace();
    void answersARepeatedChangeAfterARestart();
    void countsNoChangeAsAMessage();
    void givesTheChangesThatWereMissed();
    void givesNothingOfADeletedMessagesPast();
    void keepsOneReactionOfAPerson();
    void showsTheNewestTextInTheRoomList();

private:
    std::vector<EntryPtr> changesBehind(Node &node, const RoomRef &room, qint64 after, int limit);

    LogTestbed &m_testbed;
};

int runChangeSuite(LogTestbed &testbed, int argc, char **argv);

} // namespace samsa::test
