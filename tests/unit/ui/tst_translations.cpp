// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/login/nickname_dialog.h"
#include "ui/rooms/room_list_panel.h"
#include "ui/theme/font_size.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/window/chat_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/transport_bar.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

namespace {

struct Entry
{
    QString context;
    QString source;
    QStringList translations; // several for a plural
    QString state; // "unfinished", "vanished", …
};

QList<Entry> entriesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Entry> entries;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QStringView tag = xml.name();
        if (tag == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (tag == QLatin1String("message")) {
            entries.append({context, {}, {}, {}});
        } else if (tag == QLatin1String("source")) {
            entries.last().source = xml.readElementText();
        } else if (tag == QLatin1String("translation")) {
            entries.last().state = xml.attributes().value(QLatin1String("type")).toString();
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            if (!text.trimmed().isEmpty())
                entries.last().translations << text.trimmed();
        }
    }
    return xml.hasError() ? QList<Entry>() : entries;
}

QString translationFile(const QString &language)
{
    return QStringLiteral(SAMSA_SOURCE_DIR "/resources/translations/samsa_%1.ts").arg(language);
}

// The sentence that names the command is what whoever adds a text will need.
QString unfinishedIn(const QList<Entry> &entries)
{
    QStringList unfinished;
    for (const Entry &entry : entries) {
        const bool inUse = entry.state.isEmpty() || entry.state == QLatin1String("unfinished");
        if (inUse && (!entry.state.isEmpty() || entry.translations.isEmpty()))
            unfinished << u"%1: \"%2\""_s.arg(entry.context, entry.source);
    }
    if (unfinished.isEmpty())
        return {};
    return u"Not translated (build samsa_update_translations, then fill in "
           "resources/translations):\n"_s
        + unfinished.join(QLatin1Char('\n'));
}

QStringList placeholdersIn(const QString &text)
{
    static const QRegularExpression pattern(u"%(L?\\d+|n)"_s);
    QStringList found;
    for (auto matches = pattern.globalMatch(text); matches.hasNext();)
        found << matches.next().captured();
    found.removeDuplicates();
    found.sort();
    return found;
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsUnfinished_data();
    void nothingIsUnfinished();
    void noTextOfTheSourcesIsMissing();
    void placeholdersAreKept();
    void theCompiledTranslationsAreThere();
    void englishHasItsPlurals();
    void windowsFit_data();
    void windowsFit();

private:
    static void fits(const QWidget &window);
};

void TestTranslations::nothingIsUnfinished_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("Korean") << u"ko"_s;
    QTest::newRow("English plurals") << u"en"_s;
}

void TestTranslations::nothingIsUnfinished()
{
    QFETCH(const QString, language);
    const QList<Entry> entries = entriesOf(translationFile(language));
    QVERIFY(!entries.isEmpty());
    const QString unfinished = unfinishedIn(entries);
    QVERIFY2(unfinished.isEmpty(), qPrintable(unfinished));
}

void TestTranslations::noTextOfTheSourcesIsMissing()
{
    const QTemporaryDir folder;
    const QString copy = folder.filePath(u"samsa_ko.ts"_s);
    QVERIFY(QFile::copy(translationFile(u"ko"_s), copy));
    const QString root = QStringLiteral(SAMSA_SOURCE_DIR);

    QProcess lupdate;
    lupdate.start(QStringLiteral(SAMSA_LUPDATE),
                  {u"-locations"_s, u"none"_s, u"-extensions"_s, u"cpp,h"_s, u"-I"_s, root,
                   root + u"/ui"_s, root + u"/app"_s, u"-ts"_s, copy});
    QVERIFY2(lupdate.waitForFinished(60000), qPrintable(lupdate.errorString()));
    QCOMPARE(lupdate.exitCode(), 0);

    const QString unfinished = unfinishedIn(entriesOf(copy));
    QVERIFY2(unfinished.isEmpty(), qPrintable(unfinished));
}

void TestTranslations::placeholdersAreKept()
{
    for (const QString &language : {u"ko"_s, u"en"_s}) {
        for (const Entry &entry : entriesOf(translationFile(language)))
            for (const QString &translation : entry.translations)
                QVERIFY2(placeholdersIn(translation) == placeholdersIn(entry.source),
                         qPrintable(entry.source));
    }
}

void TestTranslations::theCompiledTranslationsAreThere()
{
    QTranslator korean;
    QVERIFY(korean.load(QLocale(u"ko_KR"_s), u"samsa"_s, u"_"_s, u":/i18n"_s));
    QCOMPARE(korean.language(), u"ko_KR"_s);
    QTranslator english;
    QVERIFY(english.load(QLocale(u"en_GB"_s), u"samsa"_s, u"_"_s, u":/i18n"_s));
    QTranslator other; // has no translation: English, for the plurals
    QVERIFY(other.load(QLocale(u"de_DE"_s), u"samsa"_s, u"_"_s, u":/i18n"_s));
    QCOMPARE(other.language(), u"en_US"_s);
}

void TestTranslations::englishHasItsPlurals()
{
    QTranslator english;
    QVERIFY(english.load(u":/i18n/samsa_en.qm"_s));
    QApplication::installTranslator(&english);
    ChatPanel panel;
    panel.setRoom(u"1"_s, u"General"_s);
    const auto *const people = panel.findChild<ElidedLabel *>(u"peopleNow"_s);
    panel.setPeople(1);
    QCOMPARE(people->fullText(), u"1 person here now"_s);
    panel.setPeople(2);
    QCOMPARE(people->fullText(), u"2 people here now"_s);
}

void TestTranslations::windowsFit_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<int>("percent"); // of the usual text
    for (const int percent : {100, 150}) {
        QTest::addRow("Korean, %d %%", percent) << u"ko_KR"_s << percent;
        QTest::addRow("English, %d %%", percent) << u"en_US"_s << percent;
    }
}

void TestTranslations::windowsFit()
{
    QFETCH(QString, language);
    QFETCH(int, percent);
    const QFont usual = QApplication::font();
    const auto back = qScopeGuard([&usual] {
        QLocale::setDefault(QLocale::c());
        QApplication::setFont(usual);
    });
    QApplication::setFont(scaled(usual, percent / 100.0));
    applyTheme(Scheme::Light);
    QLocale::setDefault(QLocale(language));
    QTranslator translator;
    QVERIFY(translator.load(u":/i18n/samsa_%1.qm"_s.arg(language.first(2))));
    QApplication::installTranslator(&translator);

    NicknameDialog dialog;
    dialog.setBusy(true, u"…"_s);
    dialog.showAccessKeyNeeded(u"…"_s);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    fits(dialog);

    MainWindow window;
    window.setIdentity(u"Ann"_s, u"…"_s);
    window.resize(window.minimumSize());
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    fits(window);
    window.chat()->setRoom(u"1"_s, u"General"_s);
    window.chat()->setPeople(12);
    window.chat()->setHistoryState({HistoryState::Failed, u"…"_s});
    for (const TransportKind kind : {TransportKind::Polling, TransportKind::Live}) {
        window.chat()->transportBar()->setTransport(kind);
        QCoreApplication::processEvents();
        fits(window);
    }
}

void TestTranslations::fits(const QWidget &window)
{
    QVERIFY(window.minimumSizeHint().width() <= window.width());
    for (const QWidget *const widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || qobject_cast<const ElidedLabel *>(widget) != nullptr
            || qobject_cast<const QLineEdit *>(widget->parent()) != nullptr)
            continue; // ends in "…", or is a part of Qt's
        const auto *const label = qobject_cast<const QLabel *>(widget);
        if (label == nullptr && qobject_cast<const QAbstractButton *>(widget) == nullptr)
            continue;
        const bool wraps = label != nullptr && label->wordWrap();
        const QString what =
            u"%1 \"%2\": has %3 × %4, needs %5 × %6"_s
                .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName())
                .arg(widget->width())
                .arg(widget->height())
                .arg(widget->minimumSizeHint().width())
                .arg(widget->minimumSizeHint().height());
        QVERIFY2(wraps || widget->width() >= widget->minimumSizeHint().width(), qPrintable(what));
        const int height = widget->hasHeightForWidth() ? widget->heightForWidth(widget->width())
                                                       : widget->minimumSizeHint().height();
        QVERIFY2(widget->height() >= height, qPrintable(what));
        QVERIFY2(window.rect().contains(QRect(widget->mapTo(&window, QPoint()), widget->size())),
                 qPrintable(what));
    }
}

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
