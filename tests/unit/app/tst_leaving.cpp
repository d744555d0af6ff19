// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/leaving.h"
#include "tests/unit/app/outbox_helpers.h"
#include "ui/window/main_window.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using namespace std::chrono_literals;

namespace {

const QUuid lobby = QUuid::createUuid();

} // namespace

/// Who leaves with something unsent, on a computer whose disk is slow or full.
class TestLeaving : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatIsJustBeingKeptGoesFirstToo();
    void whoWritesOnStays();
    void whatCannotBeKeptKeepsOneHere();
    void whatIsDiscardedIsOffTheDiskBeforeOneLeaves();
    void aDiskThatKeepsWhatIsDiscardedIsToldAndOneMayInsist();

private:
    void choose(const char *button)
    {
        m_leaving->ask();
        auto *const chosen = m_window->findChild<QPushButton *>(QString::fromLatin1(button));
        QVERIFY(chosen != nullptr);
        chosen->click();
    }
    QString notice() const { return m_window->findChild<QLabel *>(u"noticeText"_s)->text(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PersonFiles> m_files;
    std::unique_ptr<Archive> m_archive;
    Post m_post;
    std::unique_ptr<Outbox> m_outbox;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<Leaving> m_leaving;
    std::unique_ptr<QSignalSpy> m_ready;
};

void TestLeaving::init()
{
    m_ready.reset();
    m_leaving.reset();
    m_window.reset();
    m_outbox.reset();
    m_archive.reset();
    m_post = {};
    m_folder = std::make_unique<QTemporaryDir>();
    m_files =
        std::make_unique<PersonFiles>(m_folder->path(), PersonFiles::thisComputer(), u"Ann"_s);
    m_archive = openArchive(*m_files);
    m_outbox = std::make_unique<Outbox>(*m_archive);
    m_outbox->setSender(m_post.sender());
    m_outbox->setOnline(true);
    m_window = std::make_unique<ui::MainWindow>();
    m_leaving = std::make_unique<Leaving>(*m_outbox, *m_window);
    m_ready = std::make_unique<QSignalSpy>(m_leaving.get(), &Leaving::ready);
}

void TestLeaving::whatIsJustBeingKeptGoesFirstToo()
{
    const SqliteFile beside(m_files->archive());
    QVERIFY(beside.run(u"BEGIN IMMEDIATE"_s)); // the disk takes its time
    m_outbox->add(lobby, TextMessage {u"a last word"_s});
    choose("sendFirstButton");
    QVERIFY(beside.run(u"COMMIT"_s));
    QTRY_COMPARE(m_post.sent.size(), 1);
    QVERIFY(m_ready->isEmpty());
    m_post.accept(0);
    QTRY_COMPARE(m_ready->size(), 1);
}

void TestLeaving::whoWritesOnStays()
{
    add(*m_outbox, lobby, u"a last word"_s);
    choose("sendFirstButton");
    add(*m_outbox, lobby, u"and another thing"_s);
    m_post.accept(0);
    m_post.accept(1);
    QCOMPARE(m_outbox->size(), 0);
    QCoreApplication::processEvents();
    QVERIFY(m_ready->isEmpty());
}

void TestLeaving::whatCannotBeKeptKeepsOneHere()
{
    const SqliteFile beside(m_files->archive());
    add(*m_outbox, lobby, u"under way"_s);
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE INSERT ON outbox BEGIN "
                       "SELECT RAISE(ABORT, 'no'); END"_s));
    QSignalSpy notKept(m_outbox.get(), &Outbox::notKept);
    m_outbox->add(lobby, TextMessage {u"a last word"_s});
    choose("sendFirstButton");
    QTRY_COMPARE(notKept.size(), 1); // and the text is in the composer again
    m_post.accept(0);
    QVERIFY(m_outbox->unsent().isEmpty());
    QCoreApplication::processEvents();
    QVERIFY(m_ready->isEmpty());
}

void TestLeaving::whatIsDiscardedIsOffTheDiskBeforeOneLeaves()
{
    const SqliteFile beside(m_files->archive());
    add(*m_outbox, lobby, u"not meant for later"_s);
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE DELETE ON outbox BEGIN "
                       "SELECT RAISE(ABORT, 'no'); END"_s));
    QSignalSpy trouble(m_archive.get(), &Archive::trouble);
    choose("discardButton");
    QTRY_COMPARE(trouble.size(), 1);
    QVERIFY(m_ready->isEmpty());
    QVERIFY(beside.run(u"DROP TRIGGER no"_s));
    QTRY_COMPARE(m_ready->size(), 1);
    QCOMPARE(beside.value(u"SELECT COUNT(*) FROM outbox"_s).toInt(), 0);
}

void TestLeaving::aDiskThatKeepsWhatIsDiscardedIsToldAndOneMayInsist()
{
    const SqliteFile beside(m_files->archive());
    add(*m_outbox, lobby, u"not meant for later"_s);
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE DELETE ON outbox BEGIN "
                       "SELECT RAISE(ABORT, 'no'); END"_s));
    m_leaving->setPatience(1ms);
    choose("discardButton");
    QTRY_VERIFY(notice().startsWith(u"What you discarded cannot be removed"_s));
    QVERIFY(m_ready->isEmpty());
    m_leaving->ask();
    QCOMPARE(m_ready->size(), 1);
    QVERIFY(beside.run(u"DROP TRIGGER no"_s));
    QTRY_COMPARE(beside.value(u"SELECT COUNT(*) FROM outbox"_s).toInt(), 0);
    QCOMPARE(m_ready->size(), 1); // once
}

QTEST_MAIN(TestLeaving)
#include "tst_leaving.moc"
