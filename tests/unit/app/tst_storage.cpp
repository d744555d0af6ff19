// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/file_writer.h"
#include "app/storage/kept_file.h"
#include "app/storage/settings.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace std::chrono_literals;

namespace {

// A value that no setting has by default, and that each of these types can have.
template <typename T>
T another();
template <>
QString another()
{
    return u"안나, [x]=\"y\""_s;
}
template <>
QByteArray another()
{
    return QByteArray("\0geometry\xff", 10);
}
template <>
bool another()
{
    return false;
}
template <>
std::chrono::milliseconds another()
{
    return 2500ms;
}
template <>
ui::TransportKind another()
{
    return ui::TransportKind::Polling;
}
template <>
ui::Scheme another()
{
    return ui::Scheme::Dark;
}

template <typename Do>
void forEachSetting(Do does)
{
    std::apply([&](const auto &...setting) { (does(setting), ...); }, settings::all);
}

} // namespace

class TestStorage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void everySettingIsItsDefaultUntilItIsSet();
    void everySettingComesBackAtTheNextStart();
    void everySettingHasAKeyOfItsOwn();
    void whatIsInTheSettingsOfAnOlderProgramIsUnderstood();
    void whatSomebodyWroteIntoTheSettingsIsBroughtWithinBounds();
    void aKeptFileIsRead();
    void whyAFileIsNotReadIsToldApart();
    void aFileIsWrittenWholeAndForItsOwnerOnly();
    void aFileThatCannotBeWrittenSaysWhy();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    void put(const QString &name, const QByteArray &bytes) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestStorage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestStorage::put(const QString &name, const QByteArray &bytes) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void TestStorage::everySettingIsItsDefaultUntilItIsSet()
{
    const Settings settings(m_folder->path());
    forEachSetting(
        [&](const auto &setting) { QCOMPARE(settings.get(setting), setting.byDefault); });
    QCOMPARE(settings.get(settings::transport), ui::TransportKind::Live);
    QCOMPARE(settings.get(settings::pollingInterval), 1s);
    QVERIFY(settings.get(settings::hostHere));
    QCOMPARE(settings.get(settings::theme), ui::Scheme::System);
    QVERIFY(settings.get(settings::language).isEmpty());
}

void TestStorage::everySettingComesBackAtTheNextStart()
{
    {
        Settings settings(m_folder->path());
        forEachSetting([&](const auto &setting) {
            using Value = std::decay_t<decltype(setting.byDefault)>;
            QVERIFY(setting.byDefault != another<Value>());
            settings.set(setting, another<Value>());
        });
    }
    const Settings settings(m_folder->path());
    forEachSetting([&](const auto &setting) {
        QCOMPARE(settings.get(setting), another<std::decay_t<decltype(setting.byDefault)>>());
    });
}

void TestStorage::everySettingHasAKeyOfItsOwn()
{
    QStringList keys;
    forEachSetting([&](const auto &setting) { keys.append(setting.key); });
    QCOMPARE(keys.removeDuplicates(), 0);
}

void TestStorage::whatIsInTheSettingsOfAnOlderProgramIsUnderstood()
{
    put(u"settings.ini"_s, R"([join]
host=false
nickname=Ann
server=example.org
transport=polling

[polling]
interval=2000

[window]
geometry=@ByteArray(geometry)
language=ko
theme=dark
)");
    const Settings settings(m_folder->path());
    QCOMPARE(settings.get(settings::nickname), u"Ann"_s);
    QCOMPARE(settings.get(settings::transport), ui::TransportKind::Polling);
    QVERIFY(!settings.get(settings::hostHere));
    QCOMPARE(settings.get(settings::address), u"example.org"_s);
    QCOMPARE(settings.get(settings::pollingInterval), 2s);
    QCOMPARE(settings.get(settings::windowGeometry), "geometry");
    QCOMPARE(settings.get(settings::language), u"ko"_s);
    QCOMPARE(settings.get(settings::theme), ui::Scheme::Dark);
}

void TestStorage::whatSomebodyWroteIntoTheSettingsIsBroughtWithinBounds()
{
    put(u"settings.ini"_s,
        "[join]\ntransport=pigeon\n[polling]\ninterval=5\n[window]\ntheme=pink\n");
    const Settings settings(m_folder->path());
    QCOMPARE(settings.get(settings::transport), ui::TransportKind::Live);
    QCOMPARE(settings.get(settings::pollingInterval), 100ms);
    QCOMPARE(settings.get(settings::theme), ui::Scheme::System);
}

void TestStorage::aKeptFileIsRead()
{
    put(u"a.json"_s, R"({"answer": 42})");
    const KeptFile kept = readKeptFile(path(u"a.json"_s));
    QCOMPARE(kept.state, KeptFile::State::Read);
    QVERIFY(!kept.isSpoilt());
    QCOMPARE(kept.json.value("answer"_L1).toInt(), 42);
    QCOMPARE(kept.bytes, R"({"answer": 42})");
}

void TestStorage::whyAFileIsNotReadIsToldApart()
{
    put(u"empty"_s, {});
    put(u"text"_s, "not json");
    put(u"list"_s, "[1]");
    QVERIFY(QDir(m_folder->path()).mkdir(u"folder"_s));
    QCOMPARE(readKeptFile(path(u"nothing"_s)).state, KeptFile::State::Missing);
    QCOMPARE(readKeptFile(path(u"empty"_s)).state, KeptFile::State::Missing);
    for (const auto &[name, state] : {std::pair(u"text"_s, KeptFile::State::NotJson),
                                      std::pair(u"list"_s, KeptFile::State::NotJson),
                                      std::pair(u"folder"_s, KeptFile::State::Unreadable)}) {
        const KeptFile kept = readKeptFile(path(name));
        QCOMPARE(kept.state, state);
        QVERIFY(kept.isSpoilt());
        QVERIFY(kept.json.isEmpty());
        QVERIFY2(kept.why.contains(path(name)), qPrintable(kept.why));
    }
}

void TestStorage::aFileIsWrittenWholeAndForItsOwnerOnly()
{
    const QString file = path(u"new/folder/a.json"_s);
    QVERIFY(writeKeptFile(file, "{}"));
    QVERIFY(writeKeptFile(file, R"({"a": 1})"));
    QCOMPARE(readKeptFile(file).bytes, R"({"a": 1})");
    QCOMPARE(QFile(file).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther),
             QFileDevice::Permissions());
    {
        FileWriter writer;
        writer.write(file, R"({"a": 2})");
    }
    QCOMPARE(readKeptFile(file).json.value("a"_L1).toInt(), 2);
}

void TestStorage::aFileThatCannotBeWrittenSaysWhy()
{
    put(u"file"_s, "in the way");
    const QString below = path(u"file/a.json"_s);
    const auto written = writeKeptFile(below, "{}");
    QVERIFY(!written);
    QVERIFY2(written.error().sentence.contains(below), qPrintable(written.error().sentence));
}

QTEST_GUILESS_MAIN(TestStorage)
#include "tst_storage.moc"
