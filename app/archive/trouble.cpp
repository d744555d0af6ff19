// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/trouble.h"

#include <QCoreApplication>
#include <QDir>

namespace samsa::app {

namespace {

struct TroubleText
{
    Q_DECLARE_TR_FUNCTIONS(samsa::app::TroubleText)
};

QString sentenceFor(Trouble::Code code, const QString &file)
{
    switch (code) {
    case Trouble::Code::ArchiveUnreadable:
        return TroubleText::tr("What this computer had kept of your conversations is damaged. It "
                               "was put aside as %1; what could be read of it is here.")
            .arg(QDir::toNativeSeparators(file));
    case Trouble::Code::ArchiveNewer:
        return TroubleText::tr("A newer Samsa has written %1. This one leaves it alone and can "
                               "keep and send nothing: use the newer one.")
            .arg(QDir::toNativeSeparators(file));
    case Trouble::Code::ArchiveUnavailable:
        return TroubleText::tr("Nothing can be kept on this computer, and so nothing be sent. Look "
                               "whether there is room on the disk and whether %1 may be written.")
            .arg(QDir::toNativeSeparators(file));
    case Trouble::Code::OutboxUnreadable:
        return TroubleText::tr("What you had not sent yet cannot be read. It was put aside as %1.")
            .arg(QDir::toNativeSeparators(file));
    case Trouble::Code::OutboxNewer:
        return TroubleText::tr("A newer Samsa has left messages that are not sent yet in %1. This "
                               "one leaves them alone.")
            .arg(QDir::toNativeSeparators(file));
    case Trouble::Code::MarksUnreadable:
        return TroubleText::tr("Up to where you had read is not known any more: what comes from "
                               "now on counts as unread. The file was put aside as %1.")
            .arg(QDir::toNativeSeparators(file));
    case Trouble::Code::WriteFailed:
        return TroubleText::tr("This computer cannot write what should be kept. It tries again; "
                               "look whether there is room on the disk.");
    }
    return file;
}

} // namespace

Trouble makeTrouble(Trouble::Code code, const QString &file)
{
    return {code, sentenceFor(code, file)};
}

} // namespace samsa::app
