// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/base/error_text.h"
#include "app/conversation/transcript.h"
#include "app/hosting/host_file.h"
#include "app/program/program_options.h"
#include "app/server_connection/server_address.h"
#include "app/storage/person_files.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace std::chrono_literals;
using protocol::Code;

namespace {

protocol::Result<ProgramOptions> parse(const QStringList &arguments)
{
    return parseProgramOptions(QStringList {u"samsa"_s} + arguments);
}

} // namespace

class TestBeginnings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addressesAreReadAsPeopleWriteThem_data();
    void addressesAreReadAsPeopleWriteThem();
    void whatIsNoAddressIsRefused();
    void optionsAreRead();
    void wrongOptionsAreRefusedWithASentence_data();
    void wrongOptionsAreRefusedWithASentence();
    void helpNamesEveryOption();
    void theProgramBringsItsIconsAndLanguages();
    void aPersonsFilesBelongToOneProgram();
    void theHostIsWhoHasTheLock();
    void everyErrorHasASentence();
    void aTranscriptHasALinePerMessage();
};

void TestBeginnings::addressesAreReadAsPeopleWriteThem_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("webSocket");
    QTest::newRow("host") << "example.org"
                          << "http://example.org:8642"
                          << "example.org:8642"
                          << "ws://example.org:8642/ws";
    QTest::newRow("port") << " 127.0.0.1:9000 "
                          << "http://127.0.0.1:9000"
                          << "127.0.0.1:9000"
                          << "ws://127.0.0.1:9000/ws";
    QTest::newRow("https") << "https://chat.example.org/x"
                           << "https://chat.example.org:443"
                           << "https://chat.example.org"
                           << "wss://chat.example.org:443/ws";
    QTest::newRow("https port") << "https://h:8443"
                                << "https://h:8443"
                                << "https://h:8443"
                                << "wss://h:8443/ws";
    QTest::newRow("IPv6") << "[::1]:7000"
                          << "http://[::1]:7000"
                          << "[::1]:7000"
                          << "ws://[::1]:7000/ws";
}

void TestBeginnings::addressesAreReadAsPeopleWriteThem()
{
    QFETCH(const QString, written);
    QFETCH(const QString, url);
    QFETCH(const QString, label);
    QFETCH(const QString, webSocket);
    const auto server = parseServerAddress(written);
    QVERIFY(server);
    QCOMPARE(server->toString(), url);
    QCOMPARE(serverLabel(*server), label);
    QCOMPARE(webSocketUrl(*server).toString(), webSocket);
}

void TestBeginnings::whatIsNoAddressIsRefused()
{
    for (const char *text : {"", "  ", "ftp://x", "http://", "a b", "http://h:99999"}) {
        const auto server = parseServerAddress(QString::fromLatin1(text));
        QVERIFY2(!server, text);
        QVERIFY(!server.error().sentence.isEmpty());
    }
}

void TestBeginnings::optionsAreRead()
{
    const auto options =
        parse({u"--nickname"_s, u"Ann"_s, u"--host"_s, u"--transport"_s, u"polling"_s,
               u"--interval"_s, u"250"_s, u"--room"_s, u"Lobby"_s, u"--theme"_s, u"dark"_s,
               u"--language"_s, u"ko"_s, u"--geometry"_s, u"800x600+10-20"_s, u"--data-dir"_s,
               u"/x"_s, u"--transcript"_s, u"/t"_s});
    QVERIFY(options);
    QVERIFY(options->joinsWithoutAsking());
    QCOMPARE(options->transport, ui::TransportKind::Polling);
    QCOMPARE(options->pollingInterval, 250ms);
    QCOMPARE(options->room, u"Lobby"_s);
    QCOMPARE(options->theme, ui::Scheme::Dark);
    QCOMPARE(options->language, u"ko"_s);
    QCOMPARE(options->geometry, QRect(10, -20, 800, 600));
    QCOMPARE(options->dataFolder, u"/x"_s);
    QCOMPARE(options->transcript, u"/t"_s);

    const auto none = parse({});
    QVERIFY(none && !none->joinsWithoutAsking() && !none->dataFolder.isEmpty());
    QVERIFY(none->answer.isEmpty());
    QVERIFY(!parse({u"--help"_s})->answer.isEmpty());
    QVERIFY(!parse({u"--version"_s})->answer.isEmpty());
    QCOMPARE(parse({u"--transport"_s, u"live"_s})->transport, ui::TransportKind::Live);
    QVERIFY(parse({u"--server"_s, u"h:1"_s, u"--nickname"_s, u"Ann"_s})->joinsWithoutAsking());
}

void TestBeginnings::wrongOptionsAreRefusedWithASentence_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *arguments) {
        QTest::newRow(arguments) << QString::fromLatin1(arguments).split(QLatin1Char(' '));
    };
    row("--unknown");
    row("stray");
    row("--transport pigeon");
    row("--interval soon");
    row("--interval 5");
    row("--interval 99999999");
    row("--theme pink");
    row("--language fr");
    row("--geometry big");
    row("--server ftp://x");
    row("--server h --host");
}

void TestBeginnings::wrongOptionsAreRefusedWithASentence()
{
    QFETCH(const QStringList, arguments);
    const auto options = parse(arguments);
    QVERIFY(!options);
    QCOMPARE(options.error().code, Code::OptionInvalid);
    QVERIFY(!options.error().sentence.isEmpty());
}

void TestBeginnings::helpNamesEveryOption()
{
    const QString help = parse({u"--help"_s})->answer;
    for (const char *option :
         {"--server", "--host", "--nickname", "--transport", "--interval", "--room", "--theme",
          "--language", "--geometry", "--data-dir", "--transcript", "--help", "--version"}) {
        QVERIFY2(help.contains(QLatin1StringView(option)), option);
    }
}

void TestBeginnings::theProgramBringsItsIconsAndLanguages()
{
    QVERIFY(QFile::exists(u":/samsa/icons/send.svg"_s));
    QVERIFY(QFile::exists(u":/i18n/samsa_ko.qm"_s));
}

void TestBeginnings::aPersonsFilesBelongToOneProgram()
{
    const QTemporaryDir folder;
    PersonFiles ann(folder.path(), PersonFiles::thisComputer(), u"Ann"_s);
    PersonFiles again(folder.path(), PersonFiles::thisComputer(), u"ANN"_s);
    PersonFiles elsewhere(folder.path(), u"http://h:1"_s, u"Ann"_s);
    QVERIFY(ann.take());
    QCOMPARE(again.take().error().code, Code::NicknameTaken);
    QVERIFY(elsewhere.take());
    QCOMPARE(ann.outbox(), again.outbox());
    QVERIFY(ann.session() != elsewhere.session());
    QVERIFY(ann.readMarks() != ann.outbox());
    PersonFiles nowhere(u"/proc/none"_s, PersonFiles::thisComputer(), u"Ann"_s);
    // Nobody else is in the way, and another nickname would not help.
    const auto refused = nowhere.take();
    QCOMPARE(refused.error().code, Code::StartFailed);
    QVERIFY2(refused.error().sentence.contains(u"/proc/none"_s),
             qPrintable(refused.error().sentence));
}

void TestBeginnings::theHostIsWhoHasTheLock()
{
    const QTemporaryDir folder;
    HostFile first(folder.path());
    HostFile second(folder.path());
    QVERIFY(!first.announce(QUrl()));
    QVERIFY(!second.host());
    QCOMPARE(second.lastPort(), 0);
    QVERIFY(first.take());
    QVERIFY(first.take());
    QVERIFY(!second.take());
    QVERIFY(!second.host()); // nothing announced yet
    const QUrl server(u"http://127.0.0.1:4711"_s);
    QVERIFY(first.announce(server));
    QCOMPARE(second.host(), server);
    first.release();
    QVERIFY(!first.isTaken());
    QVERIFY(!second.host());
    QVERIFY(second.take());
    QCOMPARE(second.lastPort(), 4711);
}

void TestBeginnings::everyErrorHasASentence()
{
    for (int code = 0; code <= static_cast<int>(Code::Internal); ++code) {
        const protocol::Error bare {static_cast<Code>(code), {}, {}};
        const protocol::Error told {static_cast<Code>(code), u"The words."_s, {}};
        QVERIFY(!errorText(told).isEmpty());
        if (bare.code != Code::OptionInvalid && bare.code != Code::StartFailed)
            QVERIFY2(!errorText(bare).isEmpty(), protocol::codeName(bare.code).data());
    }
    QVERIFY(errorText({Code::TooManyRequests, {}, 9s}).contains(QLatin1Char('9')));
}

void TestBeginnings::aTranscriptHasALinePerMessage()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"transcript"_s);
    protocol::Message message;
    message.id = QUuid::createUuid();
    message.position = 4;
    message.text = u"two\nlines"_s;
    message.time = QDateTime::currentDateTimeUtc();
    Transcript transcript;
    transcript.write({message}, ui::TransportKind::Live); // not open: nothing happens
    QVERIFY(transcript.open(path));
    transcript.write({message, message}, ui::TransportKind::Polling);
    transcript.write({message}, ui::TransportKind::Live);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto lines = file.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    const QJsonObject first = QJsonDocument::fromJson(lines[0]).object();
    QCOMPARE(first.value("text"_L1).toString(), message.text);
    QCOMPARE(first.value("transport"_L1).toString(), u"polling"_s);
    Transcript nowhere;
    QVERIFY(!nowhere.open(folder.path()));
}

QTEST_MAIN(TestBeginnings)
#include "tst_beginnings.moc"
