// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/api_paths.h"
#include "app/server_connection/http_client.h"
#include "app/server_connection/identity.h"
#include "tests/gui/person.h"
#include "tests/gui/server_here.h"

#include <QLabel>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;

namespace {

constexpr int manyMessages = 1000;

/// Somebody without a window who posts a thousand messages, one after the other, over HTTP.
class Chatterbox : public QObject
{
public:
    explicit Chatterbox(quint16 port)
        : m_http(QUrl(u"http://127.0.0.1:%1"_s.arg(port)))
        , m_identity(m_http, m_folder.filePath(u"session.json"_s), m_writer)
    {
    }

    void begin(const QUuid &room)
    {
        m_room = room;
        m_identity.claim(u"Chatterbox"_s, {}, [this](const protocol::Result<void> &result) {
            QVERIFY(result);
            next();
        });
    }

    int said() const { return m_said; }

private:
    void next()
    {
        if (m_said == manyMessages)
            return;
        protocol::SendRequest request;
        request.text = "message " + QByteArray::number(m_said);
        m_http.post(app::paths::messages(m_room), protocol::writeSendRequest(request), this,
                    [this](const protocol::Result<app::HttpAnswer> &answer) {
                        QVERIFY(answer);
                        ++m_said;
                        next();
                    });
    }

    QTemporaryDir m_folder;
    app::FileWriter m_writer;
    app::HttpClient m_http;
    app::Identity m_identity;
    QUuid m_room;
    int m_said = 0;
};

} // namespace

class TestToggle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void changingInMidConversationLosesRepeatsAndReordersNothing();
    void ownMessagesSurviveEveryChange();
    void eachTransportShowsItsCost();
};

void TestToggle::changingInMidConversationLosesRepeatsAndReordersNothing()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    ann.options.pollingInterval = std::chrono::milliseconds(100);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom());
    Chatterbox chatterbox(server.port());
    chatterbox.begin(ann.program().account()->conversation().room());
    int toggles = 0;
    while (chatterbox.said() < manyMessages) {
        const int before = chatterbox.said();
        const bool toPolling = toggles % 2 == 0;
        ann.choose(toPolling ? ui::TransportKind::Polling : ui::TransportKind::Live);
        ++toggles;
        // At uneven moments: right after a change, and well into one.
        const int pause = 5 + (toggles * 37) % 90;
        QTRY_VERIFY_WITH_TIMEOUT(chatterbox.said() >= std::min(before + pause, manyMessages),
                                 30'000);
    }
    QVERIFY2(toggles >= 10, qPrintable(QString::number(toggles)));
    QTRY_COMPARE_WITH_TIMEOUT(ann.texts().size(), manyMessages, 20'000);
    const QStringList texts = ann.texts();
    for (int i = 0; i < manyMessages; ++i)
        QCOMPARE(texts[i], u"message %1"_s.arg(i));
}

void TestToggle::ownMessagesSurviveEveryChange()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    ann.options.room = u"Lobby"_s;
    ben.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
    QStringList all;
    for (int i = 0; i < 60; ++i) {
        all.append(u"message %1"_s.arg(i));
        ann.say(all.constLast());
        if (i % 7 == 3)
            ann.choose(i % 2 == 0 ? ui::TransportKind::Live : ui::TransportKind::Polling);
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE_WITH_TIMEOUT(ben.texts(), all, 20'000);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 60);
    QCOMPARE(ann.texts(), all);
}

void TestToggle::eachTransportShowsItsCost()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Polling));
    QTRY_VERIFY(ann.hasLoadedRoom());
    auto *const status = ann.find<QLabel>("transportStatus");
    QTRY_VERIFY(status->isVisible() && !status->text().isEmpty());
    const QString polling = status->text();
    ann.choose(ui::TransportKind::Live);
    QTRY_VERIFY(ann.isOnline());
    QTRY_VERIFY(status->text() != polling && !status->text().isEmpty());
}

QTEST_MAIN(TestToggle)
#include "tst_toggle.moc"
