// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_text.h"
#include "protocol/limits.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "server/http/page_cache.h"
#include "server/http/routes.h"
#include "server/http/waiting_polls.h"

#include <algorithm>
#include <limits>

namespace samsa::http {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

Result<std::optional<qint64>> number(const Request &request, QByteArrayView name, qint64 minimum,
                                     qint64 maximum)
{
    const auto item = request.queryItem(name);
    if (!item)
        return std::optional<qint64>();
    bool isNumber = false;
    const qint64 value = item->toLongLong(&isNumber);
    if (!isNumber || value < minimum || value > maximum) {
        return Error {Code::CursorInvalid,
                      u"\"%1\" is a number from %2 to %3."_s.arg(QString::fromUtf8(name))
                          .arg(minimum)
                          .arg(maximum)};
    }
    return std::optional(value);
}

Result<bool> flag(const Request &request, QByteArrayView name)
{
    const auto item = request.queryItem(name);
    if (!item || *item == "false")
        return false;
    if (*item == "true")
        return true;
    return Error {Code::CursorInvalid, u"\"%1\" is true or false."_s.arg(QString::fromUtf8(name))};
}

Result<log::PageRequest> pageRequest(const Request &request, const RoomRef &room)
{
    constexpr qint64 anywhere = std::numeric_limits<qint64>::max();
    const auto after = number(request, "after", 0, anywhere);
    const auto before = number(request, "before", 0, anywhere);
    const auto limit = number(request, "limit", 1, protocol::limits::pageMessagesMax);
    for (const auto *parsed : {&after, &before, &limit})
        if (!*parsed)
            return parsed->error();
    const auto events = flag(request, "events");
    if (!events)
        return events.error();
    if (after->has_value() && before->has_value())
        return Error {Code::CursorInvalid, u"Give \"after\" or \"before\", not both."_s};
    return log::PageRequest {room, *after, *before,
                             int(limit->value_or(protocol::limits::pageMessages)), *events};
}

/// Where a page begins that is asked for by a time; nothing if it is not.
Result<std::optional<Timestamp>> beginningTime(const Request &request,
                                               const log::PageRequest &wanted)
{
    const auto item = request.queryItem("since");
    if (!item)
        return std::optional<Timestamp>();
    const auto time = protocol::parseTime(QString::fromUtf8(*item));
    if (!time || wanted.after || wanted.before)
        return Error {Code::CursorInvalid,
                      u"\"since\" is a time such as 2026-01-31T23:59:59Z, without \"after\" and "
                      "\"before\"."_s};
    return std::optional(*time);
}

/// How long a poll that has nothing new may wait for it; 0 is not at all.
Result<std::chrono::seconds> waitingTime(const Request &request, const log::PageRequest &wanted)
{
    const auto seconds = number(request, "wait", 0, protocol::limits::pollWait.count());
    if (!seconds)
        return seconds.error();
    if (seconds->value_or(0) > 0 && !wanted.after)
        return Error {Code::CursorInvalid, u"What waits for what is new has to say after what."_s};
    return std::chrono::seconds(seconds->value_or(0));
}

/// A page that reaches the room's end is told from the next by where that end is; any other can
/// change only as a whole, or by a change of one of its messages.
QByteArray etagOf(const log::PageRequest &request, const log::Page &page,
                  const log::Tail::Reached &reached, QByteArrayView epoch)
{
    // After its beginning epochs are told apart well enough for what changes as rarely.
    constexpr qsizetype enough = 8;
    QByteArray tag = "\"";
    if (!request.before && !page.more) {
        tag += QByteArray::number(page.entries.empty() ? reached.message
                                                       : page.entries.back()->position);
    } else {
        tag += page.more ? 'm' : 'p';
        if (!page.entries.empty()) {
            tag += QByteArray::number(page.entries.front()->position) + '-'
                + QByteArray::number(page.entries.back()->position);
        }
    }
    if (reached.change > 0)
        tag += 'c' + QByteArray::number(reached.change);
    if (request.changes)
        tag += 'e';
    if (!epoch.isEmpty())
        tag.append('-').append(epoch.first(enough));
    return tag + '"';
}

/// The epoch that a position was told with; null if the client does not say.
Result<QUuid> epochOf(const Request &request)
{
    const auto item = request.queryItem("epoch");
    if (!item)
        return QUuid();
    const auto id = protocol::parseId(*item);
    if (!id)
        return Error {Code::CursorInvalid, u"\"epoch\" is what a page or a room said."_s};
    return *id;
}

/// One GET of messages, on its way to an answer.
struct Reading
{
    RouteContext context;
    Request request;
    log::PageRequest wanted;
    Responder respond;
    QUuid epoch {}; ///< Which the client says.
    std::chrono::seconds wait {};
    std::optional<Timestamp> since {}; ///< Where the page begins, in place of a position.
    bool confirmed = false; ///< The log has said that what the client has is good.
};

void respondWith(const Reading &reading, const PageCache::Written &written)
{
    if (reading.request.hasCurrent(written.etag)) {
        reading.respond(Response::notModified(written.etag));
        return;
    }
    Response response = Response::json(written.body);
    response.headers.emplaceBack("ETag", written.etag);
    reading.respond(response);
}

QByteArray bodyOf(const log::PageRequest &request, const log::Page &page, const QByteArray &epoch)
{
    const auto bodiesOf = [](const std::vector<EntryPtr> &entries) {
        QList<QByteArray> bodies;
        bodies.reserve(qsizetype(entries.size()));
        for (const EntryPtr &entry : entries)
            bodies.append(entry->json);
        return bodies;
    };
    if (!request.changes)
        return protocol::writePageOf(bodiesOf(page.entries), page.more, epoch);
    return protocol::writePageOf(bodiesOf(page.entries), page.more, bodiesOf(page.changes),
                                 page.last, epoch);
}

/// \a reached is what the room had before the page was read: what came between is then told again,
/// and not left out.
void respondWithPage(const Reading &reading, const log::Page &page,
                     const log::Tail::Reached &reached, const QByteArray &epoch)
{
    PageCache::Written written {etagOf(reading.wanted, page, reached, epoch),
                                bodyOf(reading.wanted, page, epoch)};
    for (const EntryPtr &entry : page.entries)
        written.oldest = std::min(written.oldest, entry->time);
    reading.context.pages.keep(reading.wanted, reached.any, written);
    respondWith(reading, written);
}

/// The position behind which there is nothing for this poll.
qint64 endFor(const log::PageRequest &wanted, const log::Tail::Reached &reached)
{
    return wanted.changes ? reached.any : reached.message;
}

void respondNow(const Reading &reading, const log::Tail::Reached &reached)
{
    const chat::Services &services = reading.context.services;
    const log::PageRequest &wanted = reading.wanted;
    if (const PageCache::Written *written =
            reading.context.pages.find(wanted, reached.any, services.oldestShown())) {
        respondWith(reading, *written);
        return;
    }
    // Before the page is read: should one begin meanwhile, the client is told so the next time.
    const QByteArray epoch = services.tail.epochs().textOf(wanted.room.partition);
    if (wanted.after && *wanted.after >= endFor(wanted, reached)) {
        respondWithPage(reading, {.entries = {}, .last = std::max(*wanted.after, reached.any)},
                        reached, epoch);
    } else if (const auto page = services.history.fromTail(wanted)) {
        respondWithPage(reading, *page, reached, epoch);
    } else {
        services.history.page(
            wanted,
            {reading.context.queue, [reading, reached, epoch](const Result<log::Page> &old) {
                 if (old)
                     respondWithPage(reading, *old, reached, epoch);
                 else
                     reading.respond(Response::problem(old.error()));
             }});
    }
}

/// Whether the tail knows that what the client has stands in the room. It vouches for most, so that
/// nobody has to be asked.
bool isVouchedFor(const Reading &reading, const log::Tail::Reached &reached)
{
    const log::PageRequest &wanted = reading.wanted;
    if (wanted.after && *wanted.after > reached.any)
        return false;
    if (reading.epoch.isNull())
        return true;
    const Cursor cursor {wanted.after.value_or(wanted.before.value_or(1) - 1), reading.epoch};
    return reading.context.services.tail.epochs().judge(cursor) == log::Epochs::Verdict::Good;
}

void answer(const Reading &reading);

/// The page that begins with the first message of this time or later.
void readSince(const Reading &reading)
{
    reading.context.services.history.since(
        reading.wanted.room, *reading.since,
        {reading.context.queue, [reading](const Result<qint64> &first) {
             if (!first) {
                 reading.respond(Response::problem(first.error()));
                 return;
             }
             Reading found = reading;
             found.since.reset();
             found.wanted.after = *first - 1;
             found.confirmed = true;
             answer(found);
         }});
}

void askTheLog(const Reading &reading)
{
    const log::PageRequest &wanted = reading.wanted;
    // What is before a position may be asked for from anywhere.
    const qint64 position =
        wanted.after.value_or(reading.epoch.isNull() ? 0 : wanted.before.value_or(1) - 1);
    reading.context.services.confirm(wanted.room, {position, reading.epoch},
                                     {reading.context.queue, [reading](Result<void> confirmed) {
                                          if (!confirmed) {
                                              reading.respond(Response::problem(confirmed.error()));
                                              return;
                                          }
                                          Reading good = reading;
                                          good.confirmed = true;
                                          answer(good);
                                      }});
}

/// Now, or when there is something new.
void answer(const Reading &reading)
{
    const chat::Services &services = reading.context.services;
    const log::PageRequest &wanted = reading.wanted;
    const log::Tail::Reached reached = services.tail.reached(wanted.room.id);
    if (!reading.confirmed && !isVouchedFor(reading, reached)) {
        askTheLog(reading);
        return;
    }
    if (reading.since) {
        readSince(reading);
        return;
    }
    if (reading.wait == 0s || *wanted.after < endFor(wanted, reached)) {
        respondNow(reading, reached);
        return;
    }
    services.metrics.pollsHeld.add();
    Reading later = reading;
    later.wait = 0s;
    later.confirmed = false;
    reading.context.polls.add(
        wanted.room.id, reading.wait, reading.respond.asker(), [later] { answer(later); },
        wanted.changes);
}

void read(RouteContext context, const Request &request, const chat::SessionPtr &session,
          const RoomRef &room, const Responder &respond)
{
    const auto wanted = pageRequest(request, room);
    if (!wanted) {
        respond(Response::problem(wanted.error()));
        return;
    }
    const auto wait = waitingTime(request, *wanted);
    if (!wait) {
        respond(Response::problem(wait.error()));
        return;
    }
    const auto every = number(request, "every", 0, protocol::limits::pollEvery.count());
    if (!every) {
        respond(Response::problem(every.error()));
        return;
    }
    const chat::Services &services = context.services;
    services.presence.polled(room.id, session->nicknameUtf8,
                             chat::Presence::Clock::now() + *wait
                                 + std::chrono::seconds(every->value_or(0)));
    const auto epoch = epochOf(request);
    if (!epoch) {
        respond(Response::problem(epoch.error()));
        return;
    }
    Reading reading {context, request, *wanted, respond, *epoch, *wait};
    const auto since = beginningTime(request, *wanted);
    if (!since) {
        respond(Response::problem(since.error()));
        return;
    }
    reading.since = *since;
    answer(reading);
}

void send(RouteContext context, const Request &request, const chat::SessionPtr &session,
          const RoomRef &room, const Responder &respond)
{
    const auto body = protocol::parseSendRequest(request.body);
    if (!body) {
        respond(Response::problem(body.error()));
        return;
    }
    context.services.messages.send(
        session, room.id, *body, context.queue,
        [respond](const chat::Result<protocol::Accepted> &accepted) {
            respond(accepted ? Response::json(protocol::writeAccepted(*accepted), 201)
                             : Response::problem(accepted.error()));
        });
}

} // namespace

void addMessageRoutes(Router &router, RouteContext context)
{
    const QByteArray path = "/api/v1/rooms/{room}/messages";
    router.add("GET", path,
               withRoom(context,
                        [context](const Request &request, const chat::SessionPtr &session,
                                  const RoomRef &room, const Responder &respond) {
                            read(context, request, session, room, respond);
                        }));
    router.add("POST", path,
               withRoom(context,
                        [context](const Request &request, const chat::SessionPtr &session,
                                  const RoomRef &room, const Responder &respond) {
                            send(context, request, session, room, respond);
                        }));
}

} // namespace samsa::http
