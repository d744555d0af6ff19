// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/messages.h"

#include "protocol/message_id.h"
#include "protocol/rules.h"
#include "server/base/change.h"
#include "server/base/clock.h"

#include <memory>
#include <mutex>
#include <optional>

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

/// A message as the log gets it. RoomNotFound, TextInvalid, ReactionInvalid.
Result<NewMessage> Messages::prepare(const SessionPtr &sender, const QUuid &room,
                                     const protocol::SendRequest &request) const
{
    const auto ref = m_rooms.find(room);
    if (!ref)
        return Error {Code::RoomNotFound, u"There is no such room."_s};
    const QByteArray text = protocol::withLineFeeds(request.text);
    if (const auto checked = checkWhatIsSaid(request, text); !checked)
        return checked.error();
    NewMessage message {request.id.value_or(QUuid()), *ref, sender->nicknameUtf8, text,
                        wallClock()};
    if (request.replyTo)
        message.replyTo = *request.replyTo;
    if (request.event)
        makeChange(message, request);
    if (!request.id)
        message.id = protocol::makeMessageId();
    return message;
}

void Messages::send(const SessionPtr &sender, const QUuid &room,
                    const protocol::SendRequest &request, TaskQueue &queue, Then then)
{
    ReplyTo<Result<Accepted>> answer(queue, std::move(then));
    const auto refuse = [&](const Error &error) {
        m_metrics.messagesRefused.add();
        answer(error);
    };
    auto message = prepare(sender, room, request);
    if (!message) {
        refuse(message.error());
        return;
    }
    const QUuid id = message->id;
    const bool event = request.event.has_value();
    if (request.id) {
        if (const auto known = m_ids.recall(*message)) {
            answer(counted(id, *known, event));
            return;
        }
    }
    if (const auto wait = m_rate.take(sender->tokenHash)) {
        refuse({Code::TooManyRequests, u"You are sending too fast."_s, *wait});
        return;
    }
    m_log.append(std::move(message).value(),
                 [this, id, event,
                  answer = std::move(answer)](const Result<log::MessageLog::Accepted> &appended) {
                     answer(counted(id, appended, event));
                 });
}

Result<std::vector<NewMessage>> Messages::prepareAll(const SessionPtr &sender,
                                                     const std::vector<Addressed> &messages)
{
    std::vector<NewMessage> prepared;
    int fresh = 0;
    for (const Addressed &one : messages) {
        if (one.request.event)
            return Error {Code::BodyInvalid, u"A transaction holds messages alone."_s};
        auto message = prepare(sender, one.room, one.request);
        if (!message)
            return message.error();
        const auto known = m_ids.recall(*message);
        if (known && !*known)
            return known->error();
        fresh += known ? 0 : 1;
        prepared.push_back(std::move(message).value());
    }
    if (fresh > 0) {
        if (const auto wait = m_rate.take(sender->tokenHash, fresh, RateLimit::Clock::now()))
            return Error {Code::TooManyRequests, u"You are sending too fast."_s, *wait};
    }
    return prepared;
}

void Messages::sendTogether(const SessionPtr &sender, const std::vector<Addressed> &messages,
                            TaskQueue &queue, std::function<void(Result<void>)> then)
{
    ReplyTo<Result<void>> answer(queue, std::move(then));
    auto prepared = prepareAll(sender, messages);
    if (!prepared) {
        m_metrics.messagesRefused.add(qint64(messages.size()));
        answer(prepared.error());
        return;
    }
    if (prepared->empty()) {
        answer({});
        return;
    }
    struct Together
    {
        explicit Together(ReplyTo<Result<void>> reply, std::size_t count)
            : answer(std::move(reply))
            , left(count)
        {
        }
        std::mutex mutex; // Guards what follows; the log may answer in several threads.
        ReplyTo<Result<void>> answer;
        /// The queue may have been full for the last of them only: then it is not as if none were
        /// there.
        Result<void> outcome() const
        {
            if (!refusal)
                return {};
            if (refusal->code == Code::TooManyRequests && appended > 0)
                return Error {Code::LogUnavailable,
                              u"Not all of the messages could be stored; try again."_s,
                              refusal->retryAfter};
            return *refusal;
        }
        std::size_t left;
        std::size_t appended = 0;
        std::optional<Error> refusal; // The first.
    };
    const auto together = std::make_shared<Together>(std::move(answer), prepared->size());
    for (NewMessage &message : prepared.value()) {
        const QUuid id = message.id;
        m_log.append(std::move(message),
                     [this, id, together](const Result<log::MessageLog::Accepted> &appended) {
                         const auto accepted = counted(id, appended, false);
                         const std::scoped_lock lock(together->mutex);
                         together->appended += accepted ? 1 : 0;
                         if (!accepted && !together->refusal)
                             together->refusal = accepted.error();
                         if (--together->left == 0)
                             together->answer(together->outcome());
                     });
    }
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
