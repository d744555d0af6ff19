// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/time_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace samsa::ui {

namespace {

struct TimeText
{
    Q_DECLARE_TR_FUNCTIONS(samsa::ui::TimeText)
};

} // namespace

QString clockTime(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime().time(), QLocale::ShortFormat);
}

QString relativeTime(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const qint64 seconds = time.secsTo(now);
    const QDate day = time.toLocalTime().date();
    const QDate today = now.toLocalTime().date();
    const qint64 days = day.daysTo(today);
    if (seconds < 60) // also for a clock that is ahead of ours
        return TimeText::tr("now");
    if (seconds < 60 * 60)
        return TimeText::tr("%n min", "minutes ago, short", static_cast<int>(seconds / 60));
    if (days == 0)
        return clockTime(time);
    if (days == 1)
        return TimeText::tr("Yesterday");
    if (days < 7)
        return QLocale().dayName(day.dayOfWeek(), QLocale::ShortFormat);
    return QLocale().toString(day, QLocale::ShortFormat);
}

QString dayName(const QDate &day, const QDate &today)
{
    const qint64 days = day.daysTo(today);
    if (days == 0)
        return TimeText::tr("Today");
    if (days == 1)
        return TimeText::tr("Yesterday");
    return QLocale().toString(day, QLocale::LongFormat);
}

QString fullTime(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::LongFormat);
}

} // namespace samsa::ui
