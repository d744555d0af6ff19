// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/base/error_text.h"

#include "protocol/limits.h"

#include <QCoreApplication>

namespace samsa::app {

namespace {

struct ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(samsa::app::ErrorText)
};

QString tooMany(std::chrono::seconds retryAfter)
{
    if (retryAfter.count() <= 0)
        return ErrorText::tr("That was too fast for the server. Wait a moment.");
    return ErrorText::tr("That was too fast for the server. It asks to wait %n s.", nullptr,
                         static_cast<int>(retryAfter.count()));
}

} // namespace

QString errorText(const protocol::Error &error)
{
    using protocol::Code;
    namespace limits = protocol::limits;
    switch (error.code) {
    case Code::NicknameTaken:
        return ErrorText::tr("Somebody else has this nickname. Choose another one.");
    case Code::NicknameInvalid:
        return ErrorText::tr(
                   "A nickname has 1 to %1 characters, without line breaks or invisible signs.")
            .arg(limits::nicknameGraphemes);
    case Code::AccessKey:
        return ErrorText::tr("This server wants an access key. Ask whoever runs it.");
    case Code::Unauthorized:
        return ErrorText::tr("The server does not know this session any more.");
    case Code::RoomExists:
        return ErrorText::tr("There is a room with this name already.");
    case Code::RoomNameInvalid:
        return ErrorText::tr(
                   "A room's name has 1 to %1 characters, without line breaks or invisible signs.")
            .arg(limits::roomNameGraphemes);
    case Code::RoomNotFound:
        return ErrorText::tr("This room does not exist on the server.");
    case Code::TextInvalid:
        return ErrorText::tr("A message has 1 to %1 characters and is not only blanks.")
            .arg(limits::textCodePoints);
    case Code::MessageIdTaken:
    case Code::MessageIdInvalid:
        return ErrorText::tr("The server has something else in this one's place. Write it anew.");
    case Code::TargetNotFound:
        return ErrorText::tr("The message that this was meant for is not there any more.");
    case Code::TargetDeleted:
        return ErrorText::tr("The message that this was meant for was deleted.");
    case Code::NotTheAuthor:
        return ErrorText::tr("Only who wrote a message can change or delete it.");
    case Code::ReactionInvalid:
        return ErrorText::tr("The server does not take this as a reaction. Choose another sign.");
    case Code::ReactionsFull:
        return ErrorText::tr("This message has as many reactions as it can have.");
    case Code::BodyTooLarge:
        return ErrorText::tr("This is too long for the server.");
    case Code::TooManyRequests:
        return tooMany(error.retryAfter);
    case Code::LogUnavailable:
        return ErrorText::tr(
            "The server cannot store messages right now. Yours waits and goes out later.");
    case Code::DatabaseUnavailable:
        return ErrorText::tr("The server's database is away right now.");
    case Code::HistoryBehind:
        return ErrorText::tr("The server cannot show these older messages yet. They are kept.");
    case Code::EpochChanged:
    case Code::CursorAhead:
        return ErrorText::tr("The server does not have all that it had any more. The room is read "
                             "anew.");
    case Code::ShuttingDown:
        return ErrorText::tr("The server is shutting down.");
    case Code::HeartBeatLost:
        return ErrorText::tr("The server has gone silent.");
    case Code::SlowReader:
        return ErrorText::tr("The connection was too slow for what was said; it starts again.");
    case Code::NotConnected:
        return error.sentence.isEmpty()
            ? ErrorText::tr("The server cannot be reached.")
            : ErrorText::tr("The server cannot be reached: %1").arg(error.sentence);
    case Code::OptionInvalid:
    case Code::StartFailed:
        return error.sentence;
    default:
        break;
    }
    return error.sentence.isEmpty() ? ErrorText::tr("The server answered with an error (%1).")
                                          .arg(protocol::codeName(error.code))
                                    : ErrorText::tr("The server answered: %1").arg(error.sentence);
}

} // namespace samsa::app
