// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/report.h"

#include <QFile>

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString endMarker = u"<!-- chaos: end -->"_s;

} // namespace

QString tableOf(const Outcome &outcome)
{
    QString text = u"%1: %2 messages said, %3 receipted, %4.\n\n"_s.arg(outcome.testbed)
                       .arg(outcome.said)
                       .arg(outcome.receipted)
                       .arg(outcome.wrong.isEmpty() ? u"none lost, none twice, one order"_s
                                                    : u"and something is wrong"_s);
    text += u"| fault | times | longest until a receipt |\n|---|---:|---:|\n"_s;
    for (const FaultCost &cost : outcome.costs) {
        text += u"| %1 | %2 | %3 |\n"_s.arg(
            cost.name, QString::number(cost.times),
            cost.times == 0 ? u"-"_s : u"%1 s"_s.arg(double(cost.longestWait) / 1000, 0, 'f', 1));
    }
    for (const QString &sentence : outcome.wrong)
        text += u"\nWrong: %1\n"_s.arg(sentence);
    return text;
}

bool writePage(const QString &file, const QString &title, const QString &tables)
{
    QFile page(file);
    if (!page.open(QIODevice::ReadOnly))
        return false;
    QString text = QString::fromUtf8(page.readAll());
    page.close();
    const QString heading = u"### %1\n"_s.arg(title);
    const qsizetype end = text.indexOf(endMarker);
    if (end < 0)
        return false;
    if (const qsizetype old = text.indexOf(heading); old >= 0) {
        const qsizetype next = text.indexOf(u"### "_s, old + heading.size());
        text.remove(old, (next >= 0 && next < end ? next : end) - old);
    }
    text.insert(text.indexOf(endMarker), heading + u'\n' + tables + u'\n');
    return page.open(QIODevice::WriteOnly) && page.write(text.toUtf8()) > 0;
}

} // namespace samsa::chaos
