// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/command.h"
#include "server/config/option_table.h"
#include "server/program/invocation.h"
#include "server/program/option_texts.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using samsa::Invocation;
using samsa::Options;
using samsa::protocol::Code;

/// The option table and what follows from it. The program's own reading of it is in tst_program.
class TestOptions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hasAValidDefaultForEveryLimit();
    void printsWhatItReads();
    void namesEveryOptionOnce();
    void setsLimitsByName();
    void refusesWhatIsNoLimit();
    void readsAddresses_data();
    void readsAddresses();
    void readsSwitches();
    void keepsTheLastOfARepeatedKafkaOption();
    void checksWhatFitsTogether();
    void findsItsFolders();
    void tellsTheLineThatIsWrong();
    void givesTheCommandLineTheLastWord();
    void stopsForHelpBeforeAnythingElse();
    void saysItsVersion_data();
    void saysItsVersion();
    void readsACommandWithItsOwnOptions();
    void refusesWhatACommandDoesNotTake_data();
    void refusesWhatACommandDoesNotTake();
    void listsEveryCommandInHelp();
    void isDescribedAsItIs();

private:
    static samsa::protocol::Result<Invocation> read(const QStringList &arguments,
                                                    const QProcessEnvironment &environment = {})
    {
        return samsa::readInvocation(QStringList(u"samsa-server"_s) + arguments, environment);
    }
    static const samsa::OptionSpec &spec(QLatin1StringView name)
    {
        const auto table = samsa::optionTable();
        return *std::find_if(table.begin(), table.end(),
                             [name](const auto &one) { return one.name == name; });
    }
};

void TestOptions::hasAValidDefaultForEveryLimit()
{
    const samsa::Limits defaults;
    for (const samsa::LimitSpec &limit : samsa::limitTable()) {
        QVERIFY2(defaults.*limit.value >= limit.minimum && defaults.*limit.value <= limit.maximum,
                 limit.name.data());
        QVERIFY(!limit.description.isEmpty());
    }
}

void TestOptions::printsWhatItReads()
{
    for (const samsa::OptionSpec &option : samsa::optionTable()) {
        Options read;
        for (const QString &value : option.print(Options()))
            QVERIFY2(option.set(read, value).ok(), option.name.data());
        QCOMPARE(option.print(read), option.print(Options()));
    }
}

void TestOptions::namesEveryOptionOnce()
{
    QSet<QString> names;
    for (const samsa::OptionSpec &option : samsa::optionTable()) {
        QVERIFY(!names.contains(option.name));
        names.insert(option.name);
    }
    QCOMPARE(samsa::environmentName(spec("tls-key"_L1)), u"SAMSA_TLS_KEY"_s);
    const QString help = samsa::helpText();
    for (const QString &name : names)
        QVERIFY(help.contains(u"--"_s + name));
    const QStringList lines = help.split(u'\n');
    QVERIFY(std::all_of(lines.begin(), lines.end(),
                        [](const QString &line) { return line.size() <= 110; }));
}

void TestOptions::setsLimitsByName()
{
    samsa::Limits limits;
    QVERIFY(samsa::setLimit(limits, u"messages-per-second=0"_s).ok());
    QCOMPARE(limits.messagesPerSecond, 0);
    QVERIFY(samsa::setLimit(limits, u" tail-bytes = 8388608 "_s).ok());
    QCOMPARE(limits.tailBytes, 8388608);
}

void TestOptions::refusesWhatIsNoLimit()
{
    samsa::Limits limits;
    for (const QString &wrong : {u""_s, u"rooms"_s, u"rooms="_s, u"rooms=x"_s, u"rooms=0"_s,
                                 u"rooms=1.5"_s, u"nothing=1"_s, u"slow-reader-bytes=1"_s}) {
        const auto set = samsa::setLimit(limits, wrong);
        QVERIFY2(!set.ok(), qPrintable(wrong));
        QCOMPARE(set.error().code, Code::OptionInvalid);
    }
}

void TestOptions::readsAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("printed");
    QTest::newRow("IPv4") << u"127.0.0.1:0"_s << u"127.0.0.1:0"_s;
    QTest::newRow("IPv6") << u"[::1]:8642"_s << u"[::1]:8642"_s;
    QTest::newRow("name") << u"localhost:1"_s << u"127.0.0.1:1"_s;
    QTest::newRow("any") << u"0.0.0.0:80"_s << u"0.0.0.0:80"_s;
    QTest::newRow("no port") << u"127.0.0.1"_s << QString();
    QTest::newRow("no address") << u":80"_s << QString();
    QTest::newRow("port out of range") << u"127.0.0.1:65536"_s << QString();
    QTest::newRow("other name") << u"chat.example:80"_s << QString();
}

void TestOptions::readsAddresses()
{
    QFETCH(QString, text);
    QFETCH(QString, printed);
    Options options;
    const auto set = spec("listen"_L1).set(options, text);
    QCOMPARE(set.ok(), !printed.isEmpty());
    if (set)
        QCOMPARE(spec("listen"_L1).print(options), QStringList(printed));
}

void TestOptions::readsSwitches()
{
    Options options;
    QVERIFY(spec("allow-remote"_L1).set(options, u"Yes"_s).ok());
    QVERIFY(options.allowRemote);
    QVERIFY(spec("allow-remote"_L1).set(options, u"0"_s).ok());
    QVERIFY(!options.allowRemote);
    QVERIFY(!spec("allow-remote"_L1).set(options, u"perhaps"_s).ok());
}

void TestOptions::keepsTheLastOfARepeatedKafkaOption()
{
    const auto read = TestOptions::read(
        {u"--kafka"_s, u"a:1"_s, u"--kafka-option"_s, u"linger.ms=0"_s, u"--kafka-option"_s,
         u"sasl.username=x"_s, u"--kafka-option"_s, u"linger.ms=1"_s});
    QVERIFY(read.ok());
    QCOMPARE(read->options.kafkaOptions.size(), 2);
    QCOMPARE(read->options.kafkaOptions.constFirst().second, u"1"_s);
    QVERIFY(!TestOptions::read({u"--kafka"_s, u"a:1"_s, u"--kafka-option"_s, u"novalue"_s}).ok());
}

void TestOptions::checksWhatFitsTogether()
{
    Options options;
    QVERIFY(samsa::checkOptions(options).ok());
    options.address = QHostAddress(u"192.0.2.1"_s);
    QVERIFY(!samsa::checkOptions(options).ok());
    options.allowRemote = true;
    QVERIFY(samsa::checkOptions(options).ok());
    options.allowRemote = false;
    options.tlsCertificate = u"c"_s;
    QVERIFY(!samsa::checkOptions(options).ok());
    options.tlsKey = u"k"_s;
    QVERIFY(samsa::checkOptions(options).ok());

    Options roles;
    roles.role = samsa::Role::Persister;
    QVERIFY(!samsa::checkOptions(roles).ok());
    roles.kafka = u"a:1"_s;
    QVERIFY(samsa::checkOptions(roles).ok());
    roles.statusListen = samsa::ListenAddress {};
    QVERIFY(samsa::checkOptions(roles).ok());
    roles.role = samsa::Role::All;
    QVERIFY(!samsa::checkOptions(roles).ok());
}

void TestOptions::findsItsFolders()
{
    Options options;
    QVERIFY(samsa::effectiveDataDir(options).endsWith(u"/samsa"_s));
    options.dataDir = u"/srv/samsa"_s;
    QCOMPARE(samsa::effectiveDatabase(options), u"sqlite:///srv/samsa/samsa.sqlite"_s);
    options.database = u"sqlite:///elsewhere"_s;
    QCOMPARE(samsa::effectiveDatabase(options), u"sqlite:///elsewhere"_s);
    QVERIFY(samsa::effectiveWorkers(options) >= 1 && samsa::effectiveWorkers(options) <= 4);
    options.workers = 9;
    QCOMPARE(samsa::effectiveWorkers(options), 9);
}

void TestOptions::tellsTheLineThatIsWrong()
{
    QTemporaryDir folder;
    const auto error = [&](const QByteArray &content) {
        QFile file(folder.filePath(u"a.ini"_s));
        if (!file.open(QIODevice::WriteOnly))
            return QString();
        file.write(content);
        file.close();
        const auto read = TestOptions::read({u"--config"_s, file.fileName()});
        return read ? QString() : read.error().sentence;
    };
    QVERIFY(error("# c\nworkers = x\n").contains(u"line 2"_s));
    QVERIFY(error("\n\nnothing = 1\n").contains(u"line 3"_s));
    QVERIFY(error("just words\n").contains(u"line 1"_s));
    const QString section = error("workers = 1\n[kafka]\ntopic = x\n");
    QVERIFY2(section.contains(u"line 2"_s) && section.contains(u"[kafka]"_s), qPrintable(section));
    QVERIFY(error("workers = 1\n").isEmpty());
}

void TestOptions::givesTheCommandLineTheLastWord()
{
    QProcessEnvironment environment;
    environment.insert(u"SAMSA_WORKERS"_s, u"2"_s);
    environment.insert(u"SAMSA_ALLOW_REMOTE"_s, u"true"_s);
    environment.insert(u"SAMSA_LIMIT"_s, u"rooms=5  body-bytes=4096"_s);
    auto read = TestOptions::read({}, environment);
    QVERIFY(read.ok());
    QCOMPARE(read->options.workers, 2);
    QVERIFY(read->options.allowRemote);
    QCOMPARE(read->options.limits.rooms, 5);
    QCOMPARE(read->options.limits.bodyBytes, 4096);
    read = TestOptions::read({u"--workers=7"_s, u"--limit"_s, u"rooms=6"_s}, environment);
    QCOMPARE(read->options.workers, 7);
    QCOMPARE(read->options.limits.rooms, 6);
    QCOMPARE(read->action, Invocation::Action::Run);

    environment.insert(u"SAMSA_WORKERS"_s, u"x"_s);
    const auto wrong = TestOptions::read({}, environment);
    QVERIFY(!wrong.ok());
    QVERIFY(wrong.error().sentence.startsWith(u"SAMSA_WORKERS"_s));
}

void TestOptions::stopsForHelpBeforeAnythingElse()
{
    const auto help = TestOptions::read({u"-h"_s, u"--workers"_s, u"x"_s});
    QVERIFY(help.ok());
    QCOMPARE(help->action, Invocation::Action::Print);
    QVERIFY(help->text.contains(u"Exit status"_s));
}

void TestOptions::saysItsVersion_data()
{
    QTest::addColumn<QString>("argument");
    QTest::newRow("long") << u"--version"_s;
    QTest::newRow("short") << u"-v"_s;
}

void TestOptions::saysItsVersion()
{
    QFETCH(const QString, argument);
    const auto version = TestOptions::read({argument});
    QVERIFY2(version.ok(), version ? "" : qPrintable(version.error().sentence));
    QCOMPARE(version->action, Invocation::Action::Print);
    QVERIFY(version->text.startsWith(u"samsa-server "_s));
    QVERIFY(samsa::helpText().contains(u"-v, --version"_s));
}

void TestOptions::readsACommandWithItsOwnOptions()
{
    const auto read = TestOptions::read(
        {u"--topic"_s, u"T"_s, u"export"_s, u"--output"_s, u"a file"_s, u"--workers"_s, u"2"_s});
    QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().sentence));
    QCOMPARE(read->action, Invocation::Action::Command);
    QCOMPARE(read->command, samsa::findCommand(u"export"_s));
    QCOMPARE(read->call.values.value(u"output"_s), u"a file"_s);
    QCOMPARE(read->call.options.topic, u"T"_s);
    QCOMPARE(read->call.options.workers, 2);
    QVERIFY(read->call.words.isEmpty());
}

void TestOptions::refusesWhatACommandDoesNotTake_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no command") << QStringList {u"exports"_s};
    QTest::newRow("a word too many") << QStringList {u"export"_s, u"all"_s};
    QTest::newRow("another's option") << QStringList {u"export"_s, u"--input"_s, u"x"_s};
    QTest::newRow("an option without its command") << QStringList {u"--output"_s, u"x"_s};
}

void TestOptions::refusesWhatACommandDoesNotTake()
{
    QFETCH(QStringList, arguments);
    const auto refused = TestOptions::read(arguments);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, Code::OptionInvalid);
}

void TestOptions::listsEveryCommandInHelp()
{
    const QString help = samsa::helpText();
    QSet<QString> names;
    for (const samsa::Command &command : samsa::commandTable()) {
        QVERIFY(!names.contains(command.name));
        names.insert(command.name);
        QVERIFY(help.contains(u"\n  "_s + command.name));
        for (const samsa::CommandOption &option : command.options)
            QVERIFY(help.contains(u"\n    --"_s + option.name));
    }
}

void TestOptions::isDescribedAsItIs()
{
    QFile operations(QStringLiteral(SAMSA_SOURCE_DIR "/docs/operations.md"));
    QVERIFY(operations.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(operations.readAll());
    const auto between = [&text](const QString &name) {
        const QString begin = u"<!-- %1 begin -->\n"_s.arg(name);
        const qsizetype from = text.indexOf(begin) + begin.size();
        return text.mid(from, text.indexOf(u"<!-- %1 end -->"_s.arg(name)) - from);
    };
    QCOMPARE(between(u"options"_s), samsa::optionsMarkdown());
    QCOMPARE(between(u"commands"_s), samsa::commandsMarkdown());
}

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"
