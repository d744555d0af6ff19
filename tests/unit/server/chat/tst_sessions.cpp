// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/clock.h"
#include "server/chat/sessions.h"
#include "server/store/database.h"

#include <QEventLoop>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <atomic>
#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::chat::Claim;
using samsa::chat::Claimed;
using samsa::chat::Result;
using samsa::chat::SessionPtr;
using samsa::chat::Sessions;
using samsa::protocol::Code;

/// Claiming, finding, extending and leaving, against a real database.
class TestSessions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void makesTokensOfTheirOwn();
    void claimsOnceWhateverTheCase();
    void findsTheSessionOfATokenAlsoAfterARestart();
    void remembersForAWhileWithoutTheDatabase();
    void refusesATokenWhoseTimeIsOver();
    void freesANicknameWhoseTimeIsOver();
    void extendsWhatIsUsed();
    void extendsThousandsByAndBy();
    void tellsWhoLostANicknameWhileTheDatabaseWasAway();
    void freesTheNicknameOfWhoLeaves();
    void keepsATokenOnlyForItsNickname();
    void limitsClaimsFromOneAddress();
    void saysThatTheDatabaseIsAway();
    void whoIsInStaysInWhileTheDatabaseIsAway();

private:
    template <typename T>
    Result<T> wait(const std::function<void(std::function<void(Result<T>)>)> &ask)
    {
        std::optional<Result<T>> answer;
        QEventLoop loop;
        ask([&](Result<T> result) {
            answer = std::move(result);
            loop.quit();
        });
        QTimer::singleShot(20s, &loop, &QEventLoop::quit);
        if (!answer)
            loop.exec();
        if (!answer)
            qFatal("No answer.");
        return *answer;
    }
    Result<Claimed> claim(const QString &nickname, const QByteArray &token = {},
                          bool ephemeral = false)
    {
        return wait<Claimed>([&](auto then) {
            m_sessions->claim(Claim {nickname, {}, "127.0.0.1", token, ephemeral}, m_queue, then);
        });
    }
    Result<SessionPtr> find(const QByteArray &token)
    {
        return wait<SessionPtr>([&](auto then) { m_sessions->find(token, m_queue, then); });
    }
    void make(Sessions::Settings settings)
    {
        m_sessions =
            std::make_unique<Sessions>(*m_store, samsa::chat::AccessKey(), settings, m_metrics);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<samsa::store::Store> m_store;
    samsa::TaskQueue m_queue;
    samsa::Metrics m_metrics;
    std::unique_ptr<Sessions> m_sessions;
};

void TestSessions::init()
{
    m_sessions.reset();
    m_store.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_store =
        std::make_unique<samsa::store::Store>(u"sqlite://"_s + m_folder->filePath(u"s.sqlite"_s));
    QVERIFY(m_store->open().ok());
    Sessions::Settings settings;
    settings.claimsPerMinute = 0;
    make(settings);
}

void TestSessions::makesTokensOfTheirOwn()
{
    QSet<QByteArray> tokens;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray token = Sessions::makeToken();
        QCOMPARE(token.size(), 43);
        tokens.insert(token);
    }
    QCOMPARE(tokens.size(), 1000);
    QCOMPARE(Sessions::hashToken("x").size(), 32);
}

void TestSessions::claimsOnceWhateverTheCase()
{
    const auto ann = claim(u" Ann "_s);
    QVERIFY(ann.ok());
    QCOMPARE(ann->session->nickname, u"Ann"_s);
    QVERIFY(!ann->renewed);
    QCOMPARE(claim(u"ANN"_s).error().code, Code::NicknameTaken);
    QCOMPARE(claim(u"\u202eAnn"_s).error().code, Code::NicknameInvalid);
}

void TestSessions::findsTheSessionOfATokenAlsoAfterARestart()
{
    const auto ann = claim(u"Ann"_s);
    QCOMPARE((*find(ann->token))->nickname, u"Ann"_s);
    QCOMPARE(find("wrong").error().code, Code::Unauthorized);
    make({});
    QVERIFY(!m_sessions->remembered(ann->token));
    QCOMPARE((*find(ann->token))->nickname, u"Ann"_s);
    QVERIFY(m_sessions->remembered(ann->token));
}

void TestSessions::remembersForAWhileWithoutTheDatabase()
{
    Sessions::Settings settings;
    settings.remembered = 0ms;
    make(settings);
    const auto ann = claim(u"Ann"_s);
    QTRY_VERIFY(!m_sessions->remembered(ann->token));
    QVERIFY(find(ann->token).ok());
    m_sessions->flush(); // Forgets what nobody asked for.
    QVERIFY(find(ann->token).ok());
}

void TestSessions::refusesATokenWhoseTimeIsOver()
{
    Sessions::Settings settings;
    settings.lifetime = 1ms;
    make(settings);
    const auto ann = claim(u"Ann"_s);
    QTRY_VERIFY(samsa::wallClock() > ann->session->expires);
    QVERIFY(!m_sessions->remembered(ann->token));
    QCOMPARE(find(ann->token).error().code, Code::Unauthorized);
    // But who has it gets the nickname back.
    make({});
    const auto back = claim(u"Ann"_s, ann->token);
    QVERIFY(back.ok());
    QVERIFY(back->renewed);
    QVERIFY(find(ann->token).ok());
}

void TestSessions::freesANicknameWhoseTimeIsOver()
{
    Sessions::Settings settings;
    settings.ephemeralLifetime = 1ms;
    make(settings);
    const auto passer = claim(u"Passer"_s, {}, true);
    QVERIFY(passer->session->ephemeral);
    QTRY_VERIFY(samsa::wallClock() > passer->session->expires);
    QVERIFY(claim(u"Passer"_s).ok());
}

void TestSessions::extendsWhatIsUsed()
{
    Sessions::Settings settings;
    settings.ephemeralLifetime = 600ms;
    make(settings);
    const auto passer = claim(u"Passer"_s, {}, true);
    m_sessions->touch(*passer->session);
    QCOMPARE(m_sessions->remembered(passer->token)->expires, passer->session->expires); // Too soon.
    // A third of its time later it is extended, in memory and, with the next flush, in the
    // database.
    QTRY_VERIFY(passer->session->expires - samsa::wallClock() < 400ms);
    m_sessions->touch(*passer->session);
    QVERIFY(m_sessions->remembered(passer->token)->expires > passer->session->expires);
    m_sessions->flush();
    QTRY_VERIFY(samsa::wallClock() > passer->session->expires);
    QCOMPARE(claim(u"Passer"_s).error().code, Code::NicknameTaken);
}

/// More in one question than the database manages in its time would be asked in vain for ever.
void TestSessions::extendsThousandsByAndBy()
{
    Sessions::Settings settings;
    settings.lifetime = 1h;
    make(settings);
    constexpr int people = 501;
    const auto database =
        samsa::store::Database::open(*samsa::parseDatabaseUrl(m_store->url()), 1000ms);
    QVERIFY(database.ok());
    const auto soon = (samsa::wallClock() + 10min).time_since_epoch();
    samsa::store::Transaction together(**database);
    QVERIFY(together.begin().ok());
    for (int i = 0; i < people; ++i) {
        const QString name = QString::number(i);
        QVERIFY((*database)
                    ->execute(u"INSERT INTO sessions VALUES (?, ?, ?, 0, ?)"_s,
                              {name, name, Sessions::hashToken(name.toLatin1()),
                               qint64(std::chrono::milliseconds(soon).count())})
                    .ok());
    }
    QVERIFY(together.commit().ok());
    for (int i = 0; i < people; ++i) {
        const auto session = find(QByteArray::number(i));
        QVERIFY(session.ok());
        m_sessions->touch(**session);
    }
    QVERIFY((*database)->execute(u"UPDATE sessions SET expires = 0"_s).ok());
    const auto extended = [&database] {
        auto rows = (*database)->run(u"SELECT COUNT(*) FROM sessions WHERE expires > 0"_s);
        return rows && rows.value().next() ? rows->integer(0) : -1;
    };
    m_sessions->flush();
    QTRY_COMPARE(extended(), 500);
    m_sessions->flush();
    QTRY_COMPARE(extended(), people);
}

/// Two nodes on one database, from one of which it is out of reach for longer than a nickname
/// without a token lasts.
void TestSessions::tellsWhoLostANicknameWhileTheDatabaseWasAway()
{
    Sessions::Settings settings;
    settings.ephemeralLifetime = 600ms;
    make(settings);
    std::atomic<int> lost = 0;
    m_sessions->onLoss([&lost](const QByteArray &) { ++lost; });
    const auto first = claim(u"Passer"_s, {}, true);
    const auto faithful = claim(u"Faithful"_s, {}, true);
    m_store->close();
    QTRY_VERIFY(first->session->expires - samsa::wallClock() < 400ms);
    m_sessions->touch(*first->session);
    m_sessions->touch(*faithful->session);
    m_sessions->flush(); // In vain.
    QTRY_VERIFY(samsa::wallClock() > first->session->expires);
    QVERIFY(m_sessions->remembered(first->token));

    samsa::store::Store otherStore(m_store->url());
    QVERIFY(otherStore.open().ok());
    Sessions other(otherStore, samsa::chat::AccessKey(), settings, m_metrics);
    const auto second = wait<Claimed>([&](auto then) {
        other.claim(Claim {u"passer"_s, {}, "127.0.0.1", {}, true}, m_queue, then);
    });
    QVERIFY(second);
    QVERIFY(m_store->open().ok());

    m_sessions->flush();
    QTRY_COMPARE(lost.load(), 1);
    QVERIFY(!m_sessions->remembered(first->token));
    QCOMPARE(find(first->token).error().code, Code::Unauthorized);
    QVERIFY(find(faithful->token).ok());
    QVERIFY(other.remembered(second->token));
    otherStore.close();
}

void TestSessions::freesTheNicknameOfWhoLeaves()
{
    const auto ann = claim(u"Ann"_s);
    QVERIFY(wait<void>([&](auto then) { m_sessions->leave(ann->session, m_queue, then); }).ok());
    QCOMPARE(find(ann->token).error().code, Code::Unauthorized);
    m_sessions->touch(*ann->session); // It must not come back by this.
    m_sessions->flush();
    QCOMPARE(find(ann->token).error().code, Code::Unauthorized);
    QVERIFY(claim(u"Ann"_s).ok());
}

void TestSessions::keepsATokenOnlyForItsNickname()
{
    const auto ann = claim(u"Ann"_s);
    const auto again = claim(u"ann"_s, ann->token);
    QVERIFY(again.ok());
    QVERIFY(again->renewed);
    QCOMPARE(again->token, ann->token);
    const auto bob = claim(u"Bob"_s, ann->token);
    QVERIFY(!bob->renewed);
    QVERIFY(bob->token != ann->token);
    const auto chosen = claim(u"Clara"_s, QByteArray(43, 'x'));
    QVERIFY(chosen->token != QByteArray(43, 'x'));
}

void TestSessions::limitsClaimsFromOneAddress()
{
    Sessions::Settings settings;
    settings.claimsPerMinute = 2;
    make(settings);
    QVERIFY(claim(u"A"_s).ok());
    QVERIFY(claim(u"B"_s).ok());
    const auto third = claim(u"C"_s);
    QCOMPARE(third.error().code, Code::TooManyRequests);
    QVERIFY(third.error().retryAfter > 0s);
}

void TestSessions::saysThatTheDatabaseIsAway()
{
    m_store->close();
    QCOMPARE(claim(u"Ann"_s).error().code, Code::DatabaseUnavailable);
    QCOMPARE(claim(u"Ann"_s, "old").error().code, Code::DatabaseUnavailable);
    QCOMPARE(find("x").error().code, Code::DatabaseUnavailable);
}

void TestSessions::whoIsInStaysInWhileTheDatabaseIsAway()
{
    Sessions::Settings settings;
    settings.remembered = 0ms;
    make(settings);
    const auto ann = claim(u"Ann"_s);
    QTRY_VERIFY(!m_sessions->remembered(ann->token));
    m_sessions->flush();
    m_store->close();
    const auto found = find(ann->token);
    QVERIFY(found.ok());
    QCOMPARE((*found)->nickname, u"Ann"_s);

    // Not beyond the session's own time.
    settings.lifetime = 1ms;
    m_sessions.reset();
    QVERIFY(m_store->open().ok());
    make(settings);
    const auto bob = claim(u"Bob"_s);
    m_store->close();
    QTRY_COMPARE(find(bob->token).error().code, Code::DatabaseUnavailable);
}

QTEST_GUILESS_MAIN(TestSessions)
#include "tst_sessions.moc"
