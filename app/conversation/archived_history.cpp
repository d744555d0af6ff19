// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/archived_history.h"

#include "app/archive/archive.h"
#include "app/conversation/message_fold.h"
#include "app/server_connection/api_paths.h"
#include "app/server_connection/http_client.h"
#include "app/server_connection/transport.h"
#include "protocol/limits.h"

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::MessagePage;
using protocol::Result;

namespace {

constexpr int page = protocol::limits::pageMessages;

MessageRun runOf(const MessageSlice &slice)
{
    // Behind what is kept there may always be more: only the server knows.
    return {slice.messages, slice.moreBefore || !slice.covers.hasBeginning(), true, true};
}

} // namespace

void ArchivedHistory::ask(const QUuid &room, const QUrlQuery &query, QObject *context,
                          const TakePage &take)
{
    m_http.get(paths::messages(room), query, context, [take](const Result<HttpAnswer> &answer) {
        take(parseAnswer(answer, &protocol::parsePage));
    });
}

void ArchivedHistory::newestKept(const QUuid &room, QObject *context, Take take)
{
    m_archive.newest(room, page, context,
                     [take = std::move(take)](const Result<MessageSlice> &slice) {
                         take(slice ? Result<MessageRun>(runOf(*slice)) : slice.error());
                     });
}

void ArchivedHistory::newest(const QUuid &room, QObject *context, Take take)
{
    QUrlQuery query;
    query.addQueryItem(u"limit"_s, QString::number(page));
    const auto takePage = [this, room, context,
                           take = std::move(take)](const Result<MessagePage> &got) {
        if (!got) {
            take(got.error());
            return;
        }
        confirmKept(room, got->epoch, context,
                    [this, room, page = *got, take](const Result<bool> &isGood) {
                        if (!isGood) {
                            take(isGood.error());
                            return;
                        }
                        if (!*isGood)
                            forget(room);
                        keepEpoch(room, page.epoch);
                        const auto &messages = page.messages;
                        if (!messages.isEmpty()) {
                            m_archive.keep(room, messages,
                                           {page.more ? messages.constFirst().position : 1,
                                            messages.constLast().position});
                        }
                        take(MessageRun {messages, page.more, false, false, page.epoch, !*isGood});
                    });
    };
    ask(room, query, context, takePage);
}

void ArchivedHistory::confirmKept(const QUuid &room, const QByteArray &epoch, QObject *context,
                                  const Confirmed &confirmed)
{
    if (epoch.isEmpty() || epoch == m_archive.epoch(room)) {
        confirmed(true);
        return;
    }
    m_archive.newest(room, 1, context,
                     [this, room, context, confirmed](const Result<MessageSlice> &slice) {
                         if (!slice || slice->covers.isEmpty()) {
                             confirmed(true);
                             return;
                         }
                         QUrlQuery query;
                         query.addQueryItem(u"after"_s, QString::number(slice->covers.last));
                         query.addQueryItem(u"limit"_s, u"1"_s);
                         addEpoch(query, room);
                         ask(room, query, context, [confirmed](const Result<MessagePage> &got) {
                             if (!got && !isAnotherLog(got.error()))
                                 confirmed(got.error());
                             else
                                 confirmed(got.ok());
                         });
                     });
}

void ArchivedHistory::addEpoch(QUrlQuery &query, const QUuid &room) const
{
    if (const QByteArray epoch = m_archive.epoch(room); !epoch.isEmpty())
        query.addQueryItem(u"epoch"_s, QString::fromLatin1(epoch));
}

void ArchivedHistory::before(const QUuid &room, qint64 position, QObject *context, Take take)
{
    m_archive.before(
        room, position, page, context,
        [this, room, position, context, take = std::move(take)](const Result<MessageSlice> &slice) {
            if (slice && !slice->covers.isEmpty()
                && (!slice->messages.isEmpty() || slice->covers.hasBeginning())) {
                take(runOf(*slice));
                askBefore(room, position, context,
                          [this](const Result<MessageRun> &run) { tellRefreshed(run); });
            } else {
                askBefore(room, position, context, take);
            }
        });
}

void ArchivedHistory::askBefore(const QUuid &room, qint64 position, QObject *context,
                                const Take &take)
{
    QUrlQuery query;
    query.addQueryItem(u"before"_s, QString::number(position));
    query.addQueryItem(u"limit"_s, QString::number(page));
    addEpoch(query, room);
    ask(room, query, context, [this, room, position, take](const Result<MessagePage> &got) {
        if (!got) {
            take(got.error());
            return;
        }
        const auto &messages = got->messages;
        const bool knows = !got->more || !messages.isEmpty();
        if (knows) {
            m_archive.keep(room, messages,
                           {got->more ? messages.constFirst().position : 1, position - 1});
        }
        take(MessageRun {messages, got->more, true, false});
    });
}

void ArchivedHistory::after(const QUuid &room, qint64 position, QObject *context, Take take)
{
    m_archive.after(
        room, position, page, context,
        [this, room, position, context, take = std::move(take)](const Result<MessageSlice> &slice) {
            if (slice && !slice->messages.isEmpty()) {
                take(runOf(*slice));
                askAfter(room, position, context,
                         [this](const Result<MessageRun> &run) { tellRefreshed(run); });
            } else {
                askAfter(room, position, context, take);
            }
        });
}

void ArchivedHistory::askAfter(const QUuid &room, qint64 position, QObject *context,
                               const Take &take)
{
    QUrlQuery query;
    query.addQueryItem(u"after"_s, QString::number(position));
    query.addQueryItem(u"limit"_s, QString::number(page));
    addEpoch(query, room);
    ask(room, query, context, [this, room, position, take](const Result<MessagePage> &got) {
        if (!got) {
            take(got.error());
            return;
        }
        if (!got->messages.isEmpty())
            keepArrived(room, got->messages, position);
        take(MessageRun {got->messages, true, got->more, false});
    });
}

void ArchivedHistory::around(const QUuid &room, qint64 position, QObject *context, Take take)
{
    m_archive.around(
        room, position, 2 * page, context,
        [this, room, position, context, take = std::move(take)](const Result<MessageSlice> &slice) {
            if (slice && !slice->messages.isEmpty()) {
                take(runOf(*slice));
                const auto tell = [this](const Result<MessageRun> &run) { tellRefreshed(run); };
                askBefore(room, position + 1, context, tell);
                askAfter(room, position, context, tell);
                return;
            }
            askBefore(room, position + 1, context,
                      [this, room, position, context, take](const Result<MessageRun> &older) {
                          if (!older) {
                              take(older);
                              return;
                          }
                          askAfter(room, position, context,
                                   [take, older = *older](const Result<MessageRun> &newer) {
                                       if (!newer) {
                                           take(newer);
                                           return;
                                       }
                                       take(MessageRun {older.messages + newer->messages,
                                                        older.hasOlder, newer->hasNewer, false});
                                   });
                      });
        });
}

void ArchivedHistory::keepArrived(const QUuid &room, const QList<protocol::Message> &messages,
                                  qint64 after)
{
    if (!messages.isEmpty())
        m_archive.keep(room, messages, {after + 1, messages.constLast().position});
}

void ArchivedHistory::keepEpoch(const QUuid &room, const QByteArray &epoch)
{
    m_archive.setEpoch(room, epoch);
}

void ArchivedHistory::forget(const QUuid &room)
{
    m_archive.forget(room);
}

void ArchivedHistory::keepChange(const protocol::MessageEvent &event)
{
    m_archive.change(event.room, event.target,
                     [event](protocol::Message &message) { return fold(message, event); });
}

} // namespace samsa::app
