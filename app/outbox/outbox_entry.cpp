// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/outbox/outbox_entry.h"

#include "app/base/error_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace samsa::app {

namespace {

struct FailureText
{
    Q_DECLARE_TR_FUNCTIONS(samsa::app::FailureText)
};

} // namespace

QString failureText(const OutboxEntry &entry)
{
    if (!entry.failure)
        return {};
    switch (entry.failure->kind) {
    case OutboxFailure::Kind::Refused:
        break;
    case OutboxFailure::Kind::TooOld:
        return FailureText::tr("This was not sent on %1.")
            .arg(QLocale().toString(entry.written.toLocalTime().date(), QLocale::LongFormat));
    case OutboxFailure::Kind::AsTold:
        return entry.failure->error.sentence;
    }
    return errorText(entry.failure->error);
}

} // namespace samsa::app
