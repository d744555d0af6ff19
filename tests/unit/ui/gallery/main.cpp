// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Draws each window in light and dark, in English and Korean, with people and rooms that do not
// exist, into a folder of pictures to look at:  samsa_ui_gallery FOLDER

#include "gallery/scenes.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QFont>
#include <QLocale>
#include <QTextStream>
#include <QTranslator>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() != 2) {
        QTextStream(stderr) << "usage: samsa_ui_gallery FOLDER\n";
        return 2;
    }
    const QDir folder(arguments.at(1));
    if (!folder.mkpath(u"."_s)) {
        QTextStream(stderr) << "cannot make " << folder.path() << '\n';
        return 1;
    }
    QFont font = QApplication::font();
    font.setPointSizeF(10.5);
    QApplication::setFont(font);
    for (const QLocale::Language language : {QLocale::English, QLocale::Korean}) {
        const QLocale locale(language);
        QLocale::setDefault(locale);
        QTranslator translator;
        if (translator.load(
                u":/i18n/samsa_%1.qm"_s.arg(locale.name().section(QLatin1Char('_'), 0, 0))))
            QApplication::installTranslator(&translator);
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            applyTheme(scheme);
            const QString suffix = u"%1-%2.png"_s.arg(
                scheme == Scheme::Dark ? u"dark"_s : u"light"_s, locale.name().first(2));
            if (!drawScenes(folder, suffix, language == QLocale::Korean))
                return 1;
        }
    }
    return 0;
}
