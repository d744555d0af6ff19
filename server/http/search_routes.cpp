// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_text.h"
#include "protocol/limits.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "server/http/routes.h"

#include <QStringDecoder>

namespace samsa::http {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr int base = 36; // Of a cursor, so that it does not look like a position.

/// A query parameter as text; a form's "+" is a space. QueryInvalid for what is not UTF-8.
Result<QString> textItem(const Request &request, QByteArrayView name)
{
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decode(request.queryItem(name, Request::Plus::IsSpace).value_or(QByteArray()));
    if (decode.hasError())
        return Error {Code::QueryInvalid, u"\"%1\" is not UTF-8."_s.arg(QString::fromUtf8(name))};
    return text;
}

Result<store::SearchRequest> parse(const Request &request, const chat::Rooms &rooms)
{
    store::SearchRequest wanted;
    const auto text = textItem(request, "q");
    const auto nickname = textItem(request, "from");
    for (const auto *item : {&text, &nickname})
        if (!*item)
            return item->error();
    if (nickname->size() > store::SearchQuery::codePointsMax)
        return Error {Code::QueryInvalid, u"Nobody has so long a nickname."_s};
    wanted.nickname = *nickname;
    auto query = store::SearchQuery::parse(*text);
    if (!query)
        return query.error();
    wanted.query = std::move(query).value();
    if (const auto item = request.queryItem("room")) {
        const auto id = protocol::parseId(*item);
        const auto room = id ? rooms.find(*id) : std::nullopt;
        if (!room)
            return Error {Code::RoomNotFound, u"There is no such room."_s};
        wanted.roomKey = room->key;
    }
    bool good = true;
    if (const auto item = request.queryItem("before"))
        wanted.before = item->toLongLong(&good, base);
    if (!good || wanted.before < 0)
        return Error {Code::CursorInvalid, u"\"before\" is what a page of results gave."_s};
    wanted.limit = protocol::limits::searchResults;
    if (const auto item = request.queryItem("limit"))
        wanted.limit = item->toInt(&good);
    if (!good || wanted.limit < 1 || wanted.limit > protocol::limits::searchResultsMax) {
        return Error {
            Code::CursorInvalid,
            u"\"limit\" is a number from 1 to %1."_s.arg(protocol::limits::searchResultsMax)};
    }
    return wanted;
}

QByteArray writeMatches(const QList<store::TextRange> &matches)
{
    QByteArray json = "[";
    for (const store::TextRange &range : matches) {
        if (json.size() > 1)
            json += ',';
        protocol::JsonObjectWriter object(json);
        object.integer("start", range.start);
        object.integer("length", range.length);
        object.end();
    }
    return json + ']';
}

QByteArray write(const store::SearchPage &page)
{
    QByteArray results = "[";
    for (const store::SearchHit &hit : page.hits) {
        if (results.size() > 1)
            results += ',';
        protocol::JsonObjectWriter object(results);
        object.json("message",
                    protocol::writeMessageUtf8(hit.id, hit.room, hit.position,
                                               hit.nickname.toUtf8(), hit.text.toUtf8(), hit.time));
        object.json("matches", writeMatches(hit.matches));
        object.end();
    }
    results += ']';
    QByteArray json;
    protocol::JsonObjectWriter object(json);
    object.json("results", results);
    if (page.before)
        object.string("before", QByteArray::number(*page.before, base));
    else
        object.null("before");
    object.end();
    return json;
}

void search(RouteContext context, const Request &request, const Responder &respond)
{
    const chat::Services &services = context.services;
    auto wanted = parse(request, services.rooms);
    if (!wanted) {
        respond(Response::problem(wanted.error()));
        return;
    }
    wanted.value().oldest = services.oldestShown();
    services.search.find(*wanted, {context.queue, [respond](const Result<store::SearchPage> &page) {
                                       respond(page ? Response::json(write(*page))
                                                    : Response::problem(page.error()));
                                   }});
}

} // namespace

void addSearchRoute(Router &router, RouteContext context)
{
    router.add(
        "GET", "/api/v1/search",
        withSession(context,
                    [context](const Request &request, const chat::SessionPtr &,
                              const Responder &respond) { search(context, request, respond); }));
}

} // namespace samsa::http
