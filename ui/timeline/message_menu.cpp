// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_menu.h"

#include "ui/theme/icons.h"
#include "ui/timeline/message_clipboard.h"

#include <QDesktopServices>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int widestAddress = 50; // average characters

// An "&" would be a key.
QString titleOf(const QUrl &link, const QFontMetrics &metrics)
{
    return metrics
        .elidedText(link.toString(), Qt::ElideMiddle, widestAddress * metrics.averageCharWidth())
        .replace(u"&"_s, u"&&"_s);
}

} // namespace

MessageMenu::MessageMenu(QWidget *parent)
    : QMenu(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"messageMenu"_s);
}

void MessageMenu::addFailureActions()
{
    addAction(themedIcon(u"retry"_s, Colour::Text), tr("&Retry"), this, &MessageMenu::retryChosen);
    addAction(themedIcon(u"trash"_s, Colour::Text), tr("&Discard"), this,
              &MessageMenu::discardChosen);
    addSeparator();
}

void MessageMenu::addCopyAction(int messages)
{
    const QString text =
        messages == 1 ? tr("&Copy message") : tr("&Copy %n message(s)", nullptr, messages);
    addAction(themedIcon(u"copy"_s, Colour::Text), text, this, &MessageMenu::copyChosen);
}

void MessageMenu::addLinkActions(const QList<QUrl> &links)
{
    if (links.isEmpty())
        return;
    addSeparator();
    if (links.size() == 1) {
        addLinkActions(this, links.constFirst());
        return;
    }
    for (const QUrl &link : links)
        addLinkActions(addMenu(titleOf(link, fontMetrics())), link);
}

void MessageMenu::addLinkActions(QMenu *menu, const QUrl &link)
{
    menu->addAction(tr("&Open link"), this, [link] { QDesktopServices::openUrl(link); });
    menu->addAction(themedIcon(u"link"_s, Colour::Text), tr("Copy &link"), this,
                    [link] { copyText(link.toString()); });
}

void MessageMenu::addAddresses(const QList<QUrl> &links)
{
    for (const QUrl &link : links)
        addAction(themedIcon(u"link"_s, Colour::Text), titleOf(link, fontMetrics()), this,
                  [link] { QDesktopServices::openUrl(link); });
}

} // namespace samsa::ui
