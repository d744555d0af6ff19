// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/messages.h"

#include "protocol/message_id.h"
#include "protocol/rules.h"
#include "server/base/clock.h"

namespace samsa::chat {

using namespace Qt::Literals::StringLiterals;
using protocol::Accepted;
using protocol::Code;
using protocol::Error;

namespace {

Accepted accepted(const QUuid &id, qint64 position, Timestamp time)
{
    return {id, position, toDateTime(time)};
}

} // namespace

Messages::Messages(Rooms &rooms, const log::Tail &tail, store::Store &store, log::MessageLog &log,
                   const Limits &limits, Metrics &metrics)
    : m_rooms(rooms)
    , m_tail(tail)
    , m_store(store)
    , m_log(log)
    , m_metrics(metrics)
    , m_rate(double(limits.messagesPerSecond), double(limits.messagesBurst))
{
}

void Messages::send(const SessionPtr &sender, const QUuid &room,
                    const protocol::SendRequest &request, const SendLanePtr &lane, TaskQueue &queue,
                    Then then)
{
    const ReplyTo<Result<Accepted>> answer(queue, std::move(then));
    const auto refuse = [&](const Error &error) {
        m_metrics.messagesRefused.add();
        answer(error);
    };
    const auto ref = m_rooms.find(room);
    if (!ref) {
        refuse({Code::RoomNotFound, u"There is no such room."_s});
        return;
    }
    if (const auto text = protocol::checkText(request.text); !text) {
        refuse(text.error());
        return;
    }
    Sending sending {
        {request.id.value_or(QUuid()), *ref, sender->nicknameUtf8, request.text, wallClock()},
        answer};
    if (!request.id) {
        sending.message.id = protocol::makeMessageId();
    } else if (const auto settled = settle(sending.message)) {
        (*settled ? m_metrics.messagesRepeated : m_metrics.messagesRefused).add();
        answer(*settled);
        return;
    }
    if (const auto wait = m_rate.take(sender->tokenHash)) {
        refuse({Code::TooManyRequests, u"You are sending too fast."_s, *wait});
        return;
    }
    if (lane->m_lookingUp) {
        lane->m_waiting.push_back(
            [this, sending, &queue](const SendLanePtr &next) { proceed(sending, next, queue); });
        return;
    }
    proceed(std::move(sending), lane, queue);
}

std::optional<Result<Accepted>> Messages::settle(const NewMessage &message) const
{
    const EntryPtr known = m_tail.find(message.room.id, message.id);
    if (!known)
        return std::nullopt;
    if (known->nickname != message.nickname)
        return Error {Code::MessageIdTaken, u"Somebody else sent a message with this id."_s};
    return accepted(known->id, known->position, known->time);
}

void Messages::proceed(Sending sending, const SendLanePtr &lane, TaskQueue &queue)
{
    if (m_tail.covers(sending.message.id, wallClock()))
        append(std::move(sending));
    else
        lookUp(sending, lane, queue);
}

void Messages::lookUp(const Sending &sending, const SendLanePtr &lane, TaskQueue &queue)
{
    lane->m_lookingUp = true;
    const RoomRef room = sending.message.room;
    const QUuid id = sending.message.id;
    m_store.findMessage(
        room, id,
        {queue, [this, sending, lane](const Result<std::optional<store::StoredMessage>> &stored) {
             if (!stored) {
                 m_metrics.messagesRefused.add();
                 sending.answer(stored.error());
             } else if (stored->has_value()) {
                 m_metrics.messagesRepeated.add();
                 sending.answer(accepted(sending.message.id, (*stored)->position, (*stored)->time));
             } else {
                 append(sending);
             }
             lane->m_lookingUp = false;
             while (!lane->m_lookingUp && !lane->m_waiting.empty()) {
                 const auto next = lane->m_waiting.takeFirst();
                 next(lane);
             }
         }});
}

void Messages::append(Sending sending)
{
    const QUuid id = sending.message.id;
    m_log.append(
        std::move(sending.message),
        [this, id, answer = sending.answer](const Result<log::MessageLog::Accepted> &appended) {
            if (!appended) {
                m_metrics.messagesRefused.add();
                answer(appended.error());
                return;
            }
            m_metrics.messagesAccepted.add();
            answer(accepted(id, appended->position, appended->time));
        });
}

} // namespace samsa::chat
