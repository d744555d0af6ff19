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
    const auto takePage = [this, room, context, visit = m_visit,
                           take = std::move(take)](const Result<MessagePage> &got) {
        if (!got) {
            take(got.error());
            return;
        }
        confirmKept(room, got->epoch, context,
                    [this, room, visit, page = *got, take](const Result<bool> &isGood) {
                        if (!isGood) {
                            take(isGood.error());
                            return;
                        }
                        if (!*isGood)
                            forget(room);
                        keepEpoch(room, page.epoch);
                        const auto &messages = page.messages;
                        if (!messages.isEmpty()) {
                            const Span known {page.more ? messages.constFirst().position : 1,
                                              messages.constLast().position};
                            m_archive.keep(room, messages, known);
                            noteFresh(room, visit, known);
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
    ask(room, query, context,
        [this, room, position, visit = m_visit, take](const Result<MessagePage> &got) {
            if (!got) {
                take(got.error());
                return;
            }
            const auto &messages = got->messages;
            const bool knows = !got->more || !messages.isEmpty();
            if (knows) {
                const Span known {got->more ? messages.constFirst().position : 1, position - 1};
                m_archive.keep(room, messages, known);
                noteFresh(room, visit, known);
            }
            take(MessageRun {messages, got->more, true, false});
        });
}

void ArchivedHistory::after(const QUuid &room, qint64 position, QObject *context, Take take)
{
    m_archive.after(
        room, position, page, context,
        [this, room, position, context, take = std::move(take)](const Result<MessageSlice> &slice) {
            if (slice && !slice->messages.isEmpty())
                take(runOf(*slice));
            else
                askAfter(room, position, context, take);
        });
}

void ArchivedHistory::askAfter(const QUuid &room, qint64 position, QObject *context,
                               const Take &take)
{
    QUrlQuery query;
    query.addQueryItem(u"after"_s, QString::number(position));
    query.addQueryItem(u"limit"_s, QString::number(page));
    addEpoch(query, room);
    ask(room, query, context,
        [this, room, position, visit = m_visit, take](const Result<MessagePage> &got) {
            if (!got) {
                take(got.error());
                return;
            }
            keepBehind(room, got->messages, position, visit);
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

void ArchivedHistory::beginVisit(const QUuid &room)
{
    ++m_visit;
    m_room = room;
    m_fresh.clear();
}

void ArchivedHistory::noteFresh(const QUuid &room, quint64 visit, const Span &span)
{
    if (room == m_room && visit == m_visit)
        m_fresh.add(span);
}

void ArchivedHistory::refresh(const QUuid &room, const Span &shown, QObject *context)
{
    if (!m_isOnline || room != m_room)
        return;
    const QList<Span> missing = m_fresh.missing(shown);
    for (const Span &span : missing) {
        m_fresh.add(span); // while one scrolls, nobody asks for it a second time
        askAgain(room, span, context);
    }
}

void ArchivedHistory::askAgain(const QUuid &room, const Span &shown, QObject *context)
{
    QUrlQuery query;
    query.addQueryItem(u"after"_s, QString::number(shown.first - 1));
    query.addQueryItem(u"limit"_s, QString::number(protocol::limits::pageMessagesMax));
    ask(room, query, context,
        [this, room, shown, context, visit = m_visit](const Result<MessagePage> &got) {
            if (visit != m_visit)
                return;
            if (!got) {
                m_fresh.remove(shown);
                return;
            }
            const auto &messages = got->messages;
            keepBehind(room, messages, shown.first - 1, visit);
            tellRefreshed(MessageRun {messages});
            const qint64 last = messages.isEmpty() ? shown.last : messages.constLast().position;
            if (got->more && last < shown.last)
                askAgain(room, {last + 1, shown.last}, context);
        });
}

void ArchivedHistory::keepArrived(const QUuid &room, const QList<protocol::Message> &messages,
                                  qint64 after)
{
    keepBehind(room, messages, after, m_visit);
}

void ArchivedHistory::keepBehind(const QUuid &room, const QList<protocol::Message> &messages,
                                 qint64 after, quint64 visit)
{
    if (messages.isEmpty())
        return;
    const Span known {after + 1, messages.constLast().position};
    m_archive.keep(room, messages, known);
    noteFresh(room, visit, known);
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
