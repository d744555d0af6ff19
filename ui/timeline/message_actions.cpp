// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_actions.h"

#include "ui/timeline/message_content.h"
#include "ui/timeline/message_layout.h"
#include "ui/timeline/message_links.h"
#include "ui/timeline/message_list.h"

#include <QDesktopServices>
#include <QSet>

namespace samsa::ui {

QList<RowAction> messageActions(MessageList *list, const QModelIndex &index)
{
    const MessageContent content = messageContent(index);
    QList<RowAction> actions;
    if (content.state == MessageState::Failed) {
        actions.append({MessageLayout::retryText(),
                        [list, id = content.id] { Q_EMIT list->retryRequested(id); }});
        actions.append({MessageLayout::discardText(),
                        [list, id = content.id] { Q_EMIT list->discardRequested(id); }});
    }
    QSet<QUrl> named;
    for (const MessageLink &link : findLinks(content.text)) {
        if (named.contains(link.url))
            continue;
        named.insert(link.url);
        //: What can be done with a message; %1 is a web address.
        actions.append({MessageList::tr("Open %1").arg(link.url.toString()),
                        [url = link.url] { QDesktopServices::openUrl(url); }});
    }
    return actions;
}

} // namespace samsa::ui
