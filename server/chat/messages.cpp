// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/messages.h"

#include "protocol/message_id.h"
#include "protocol/rules.h"
#include "server/base/change.h"
#include "server/base/clock.h"

namespace samsa::chat {

using namespace Qt::Literals::StringLiterals;
using protocol::Accepted;
using protocol::Code;
using protocol::Error;
using protocol::EventType;

namespace {

Result<void> checkWhatIsSaid(const protocol::SendRequest &request, const QByteArray &text)
{
    if (!request.event || request.event == EventType::Edit)
        return protocol::checkText(text);
    if (request.event == EventType::Reaction)
        return protocol::checkReaction(request.reaction);
    return {};
}

void makeChange(NewMessage &message, const protocol::SendRequest &request)
{
    if (request.event == EventType::Reaction)
        message.text = request.reaction;
    message.change = std::make_shared<const Change>(
        Change {.type = *request.event, .target = request.target, .remove = request.remove});
}

} // namespace

Messages::Messages(Rooms &rooms, const log::MessageIds &ids, log::MessageLog &log,
                   const Limits &limits, Metrics &metrics)
    : m_rooms(rooms)
    , m_ids(ids)
    , m_log(log)
    , m_metrics(metrics)
    , m_rate(double(limits.messagesPerSecond), double(limits.messagesBurst))
{
}

void Messages::send(const SessionPtr &sender, const QUuid &room,
                    const protocol::SendRequest &request, TaskQueue &queue, Then then)
{
    ReplyTo<Result<Accepted>> answer(queue, std::move(then));
    const auto refuse = [&](const Error &error) {
        m_metrics.messagesRefused.add();
        answer(error);
    };
    const auto ref = m_rooms.find(room);
    if (!ref) {
        refuse({Code::RoomNotFound, u"There is no such room."_s});
        return;
    }
    const QByteArray text = protocol::withLineFeeds(request.text);
    if (const auto checked = checkWhatIsSaid(request, text); !checked) {
        refuse(checked.error());
        return;
    }
    NewMessage message {request.id.value_or(QUuid()), *ref, sender->nicknameUtf8, text,
                        wallClock()};
    if (request.replyTo)
        message.replyTo = *request.replyTo;
    if (request.event)
        makeChange(message, request);
    if (!request.id) {
        message.id = protocol::makeMessageId();
    } else if (const auto known = m_ids.recall(message)) {
        answer(counted(message.id, *known, request.event.has_value()));
        return;
    }
    if (const auto wait = m_rate.take(sender->tokenHash)) {
        refuse({Code::TooManyRequests, u"You are sending too fast."_s, *wait});
        return;
    }
    const QUuid id = message.id;
    const bool event = request.event.has_value();
    m_log.append(std::move(message),
                 [this, id, event,
                  answer = std::move(answer)](const Result<log::MessageLog::Accepted> &appended) {
                     answer(counted(id, appended, event));
                 });
}

/// The answer to the sender, after the metrics have it.
Result<Accepted> Messages::counted(const QUuid &id,
                                   const Result<log::MessageLog::Accepted> &appended, bool event)
{
    if (!appended) {
        m_metrics.messagesRefused.add();
        return appended.error();
    }
    (appended->repeat ? m_metrics.messagesRepeated
         : event      ? m_metrics.eventsAccepted
                      : m_metrics.messagesAccepted)
        .add();
    return Accepted {id, appended->position, toDateTime(appended->time)};
}

} // namespace samsa::chat
