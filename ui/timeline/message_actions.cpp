// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_actions.h"

#include "ui/timeline/message_content.h"
#include "ui/timeline/message_layout.h"
#include "ui/timeline/message_links.h"
#include "ui/timeline/timeline_view.h"

#include <QDesktopServices>
#include <QSet>

namespace samsa::ui {

QList<RowAction> messageActions(TimelineView *view, const QModelIndex &index)
{
    const MessageContent content = messageContent(index);
    QList<RowAction> actions;
    if (content.state == MessageState::Failed) {
        actions.append({MessageLayout::retryText(),
                        [view, id = content.id] { Q_EMIT view->retryRequested(id); }});
        actions.append({MessageLayout::discardText(),
                        [view, id = content.id] { Q_EMIT view->discardRequested(id); }});
    }
    QSet<QUrl> named;
    for (const MessageLink &link : findLinks(content.text)) {
        if (named.contains(link.url))
            continue;
        named.insert(link.url);
        //: What can be done with a message; %1 is a web address.
        actions.append({TimelineView::tr("Open %1").arg(link.url.toString()),
                        [url = link.url] { QDesktopServices::openUrl(url); }});
    }
    return actions;
}

} // namespace samsa::ui
