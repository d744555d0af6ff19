// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/archived_history.h"
#include "app/conversation/conversation.h"
#include "app/server_connection/http_client.h"
#include "tests/unit/app/fake_http.h"
#include "tests/unit/app/outbox_helpers.h"

#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using protocol::Message;

/// What this computer has of a room is asked for at the server too, once a visit.
class TestArchivedHistory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatBecameOfKeptMessagesIsSeen();
    void aPageIsAskedForOnceAVisit();
    void nothingIsAskedForWhileOffline();
    void whatIsShownIsAskedForAgainAfterALongAbsence();

private:
    HttpResponse answer(const HttpRequest &request) const;
    /// Somebody edits all of it while nobody is there to hear of it.
    void editAll(const QString &text)
    {
        for (Message &message : m_said) {
            message.text = text;
            message.edited = message.time;
            message.changed = ++m_changed;
        }
    }
    void say(int count)
    {
        for (int i = 0; i < count; ++i) {
            Message message;
            message.id = QUuid::createUuid();
            message.room = m_lobby;
            message.position = m_said.size() + 1;
            message.nickname = u"Ben"_s;
            message.text = u"as it was"_s;
            message.time = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + i, Qt::UTC);
            m_said.append(message);
        }
    }
    protocol::Room told() const
    {
        protocol::Room room;
        room.id = m_lobby;
        room.messageCount = m_said.size();
        room.lastPosition = m_said.size();
        return room;
    }
    bool isShownAsEdited(const QString &text) const
    {
        const QList<Message> &rows = m_conversation->model()->confirmed();
        return !rows.isEmpty()
            && std::all_of(rows.cbegin(), rows.cend(),
                           [&text](const Message &row) { return row.text == text; });
    }
    void scrollUp(qsizetype rows)
    {
        m_conversation->fetchOlder();
        QTRY_COMPARE(m_conversation->model()->confirmedCount(), rows);
    }
    qsizetype asked() const { return m_server->requests.size(); }
    /// Waits until everything that was asked was answered, by asking something.
    void settle()
    {
        bool answered = false;
        m_history->newest(m_lobby, this, [&answered](const auto &) { answered = true; });
        QTRY_VERIFY(answered);
    }

    const QUuid m_lobby = QUuid::createUuid();
    QList<Message> m_said;
    qint64 m_changed = 0;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PersonFiles> m_files;
    std::unique_ptr<Archive> m_archive;
    std::unique_ptr<FakeHttp> m_server;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<Outbox> m_outbox;
    std::unique_ptr<ArchivedHistory> m_history;
    std::unique_ptr<Conversation> m_conversation;
};

HttpResponse TestArchivedHistory::answer(const HttpRequest &request) const
{
    const QUrlQuery query(QUrl(QString::fromLatin1(request.target)));
    const qsizetype limit = query.queryItemValue(u"limit"_s).toInt();
    protocol::MessagePage page;
    if (query.hasQueryItem(u"after"_s)) {
        page.messages = m_said.mid(query.queryItemValue(u"after"_s).toInt(), limit);
        page.more = !page.messages.isEmpty() && page.messages.constLast() != m_said.constLast();
    } else {
        const qsizetype end = query.hasQueryItem(u"before"_s)
            ? query.queryItemValue(u"before"_s).toInt() - 1
            : m_said.size();
        page.messages = m_said.mid(std::max<qsizetype>(0, end - limit), std::min(end, limit));
        page.more = end > limit;
    }
    return {200, protocol::writePage(page)};
}

void TestArchivedHistory::init()
{
    m_conversation.reset();
    m_history.reset();
    m_outbox.reset();
    m_archive.reset();
    m_said.clear();
    say(300);
    m_changed = 1000;
    m_folder = std::make_unique<QTemporaryDir>();
    m_files =
        std::make_unique<PersonFiles>(m_folder->path(), PersonFiles::thisComputer(), u"Ann"_s);
    m_archive = openArchive(*m_files);
    m_archive->keep(m_lobby, m_said, {1, 300}); // the whole room was read once
    m_server =
        std::make_unique<FakeHttp>([this](const HttpRequest &request) { return answer(request); });
    m_http = std::make_unique<HttpClient>(m_server->url());
    m_outbox = std::make_unique<Outbox>(*m_archive);
    m_history = std::make_unique<ArchivedHistory>(*m_http, *m_archive);
    m_conversation = std::make_unique<Conversation>(*m_history, *m_outbox, u"Ann"_s);
    m_conversation->setOnline(true);
}

void TestArchivedHistory::whatBecameOfKeptMessagesIsSeen()
{
    say(40); // so that the newest page does not reach back to all that is shown at once
    editAll(u"edited"_s);
    m_conversation->open(told());
    QTRY_COMPARE(m_conversation->model()->confirmedCount(), 140);
    QTRY_VERIFY(isShownAsEdited(u"edited"_s));
    scrollUp(240);
    QTRY_VERIFY(isShownAsEdited(u"edited"_s));
    scrollUp(340);
    QTRY_VERIFY(isShownAsEdited(u"edited"_s));
    // And this computer has it so from now on.
    const auto kept = newestOf(*m_archive, m_lobby, 340);
    QVERIFY(kept);
    QCOMPARE(kept->messages, m_said);
}

void TestArchivedHistory::aPageIsAskedForOnceAVisit()
{
    m_conversation->open(told());
    QTRY_COMPARE(m_conversation->model()->confirmedCount(), 100);
    settle();
    const qsizetype before = asked();
    scrollUp(200);
    scrollUp(300);
    QTRY_COMPARE(asked(), before + 2);
    m_conversation->goTo(1); // to and fro
    m_conversation->goToNewest();
    m_conversation->setOnline(true);
    m_conversation->model()->dropOldest(200);
    scrollUp(200);
    scrollUp(300);
    settle();
    QCOMPARE(asked(), before + 3); // and that was the one of settle()
    m_conversation->close();
    m_conversation->open(told());
    QTRY_COMPARE(m_conversation->model()->confirmedCount(), 100);
    scrollUp(200);
    settle();
    QCOMPARE(asked(), before + 6); // another visit: the newest page, this one, and settle()
}

void TestArchivedHistory::nothingIsAskedForWhileOffline()
{
    m_conversation->open(told());
    QTRY_COMPARE(m_conversation->model()->confirmedCount(), 100);
    settle();
    m_conversation->setOnline(false);
    editAll(u"edited"_s);
    const qsizetype before = asked();
    scrollUp(200);
    scrollUp(300);
    settle();
    QCOMPARE(asked(), before + 1);
    m_conversation->setOnline(true);
    QTRY_COMPARE(asked(), before + 2); // what is shown and was not asked for, in one
    const auto isEdited = [this](qsizetype row) {
        return m_conversation->model()->confirmed()[row].text == u"edited"_s;
    };
    QTRY_VERIFY(isEdited(0) && isEdited(199));
}

void TestArchivedHistory::whatIsShownIsAskedForAgainAfterALongAbsence()
{
    m_conversation->open(told());
    QTRY_COMPARE(m_conversation->model()->confirmedCount(), 100);
    scrollUp(200);
    settle();
    m_conversation->setLookedAt([] { return qint64(150); }); // one is reading further up
    m_conversation->setOnline(false);
    editAll(u"edited"_s);
    say(1001);
    m_conversation->setOnline(true);
    m_conversation->noteRoom(told());
    QTRY_VERIFY(isShownAsEdited(u"edited"_s));
    QCOMPARE(m_conversation->model()->confirmedCount(), 200);
}

QTEST_GUILESS_MAIN(TestArchivedHistory)
#include "tst_archived_history.moc"
