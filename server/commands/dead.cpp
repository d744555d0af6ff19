// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/text_bytes.h"
#include "protocol/times.h"
#include "server/commands/commands.h"
#include "server/commands/dead_topic.h"
#include "server/config/kafka_settings.h"

#include <cstdio>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using commands::DeadLetter;
using commands::DeadTopic;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr qsizetype shownBytes = 60;
constexpr qsizetype reasonBytes = 1000;

/// As text on one line, whatever it is: a dot for ASCII's control characters, and what else is no
/// text, or none that is seen, as \x and two digits for each byte.
QByteArray shown(const QByteArray &bytes, qsizetype most)
{
    QByteArray text;
    for (qsizetype at = 0; at < std::min(bytes.size(), most);) {
        // The shortest run from here that is UTF-8 is one character.
        qsizetype length = 1;
        while (length < 4 && at + length < bytes.size()
               && !QByteArrayView(bytes).sliced(at, length).isValidUtf8())
            ++length;
        const QByteArray character = bytes.sliced(at, length);
        const bool whole = character.isValidUtf8();
        const QString decoded = whole ? protocol::textFromUtf8(character) : QString();
        const bool prints = whole && std::all_of(decoded.begin(), decoded.end(), [](QChar c) {
                                return c.isPrint() || c.isSurrogate();
                            });
        if (const auto code = static_cast<unsigned char>(bytes.at(at)); code < 0x20 || code == 0x7f)
            text += '.';
        else if (prints)
            text += character;
        else
            text += "\\x" + bytes.sliced(at, whole ? length : 1).toHex(' ').replace(" ", "\\x");
        at += whole ? length : 1;
    }
    return text + (bytes.size() > most ? "..." : "");
}

void printLine(const DeadLetter &letter)
{
    const QByteArray time = protocol::utcTime(protocol::fromMilliseconds(letter.buriedAt))
                                .toString(Qt::ISODateWithMs)
                                .toUtf8();
    std::fprintf(
        stdout, "%d:%lld\t%s\t%s\tfrom %d:%lld\t%s\tkey %s\t%s\n", letter.partition,
        static_cast<long long>(letter.offset), time.constData(),
        letter.replayed ? "replayed" : "new", letter.sourcePartition,
        static_cast<long long>(letter.sourceOffset), shown(letter.reason, reasonBytes).constData(),
        shown(letter.key, shownBytes).constData(), shown(letter.value, shownBytes).constData());
}

Result<void> list(DeadTopic &topic)
{
    int count = 0;
    auto done = topic.forEach([&count](const DeadLetter &letter) {
        printLine(letter);
        ++count;
        return true;
    });
    if (done)
        std::fprintf(stderr, "%d dead letters\n", count);
    return done;
}

/// Those that were not put back before; or the one at this place, whether it was or not.
Result<void> replay(DeadTopic &topic, const QString &place)
{
    int count = 0;
    Result<void> replayed;
    auto read = topic.forEach([&](const DeadLetter &letter) {
        const bool asked = place == u"%1:%2"_s.arg(letter.partition).arg(letter.offset);
        if (place.isEmpty() ? letter.replayed : !asked)
            return true;
        replayed = topic.replay(letter);
        if (replayed && place.isEmpty())
            replayed = topic.markReplayed(letter.partition, letter.offset);
        count += replayed ? 1 : 0;
        return replayed && place.isEmpty();
    });
    std::fprintf(stderr, "%d dead letters put back\n", count);
    if (!replayed)
        return replayed;
    if (read && count == 0 && !place.isEmpty())
        return Error {Code::OptionInvalid, u"There is no dead letter at %1."_s.arg(place), {}};
    return read;
}

Result<void> runDead(const CommandCall &call)
{
    const QString verb = call.words.value(0);
    if (verb != "list"_L1 && verb != "replay"_L1)
        return Error {Code::OptionInvalid, u"Write \"dead list\" or \"dead replay\"."_s, {}};
    if (call.options.kafka.isEmpty())
        return Error {
            Code::OptionInvalid, u"Dead letters are in Kafka; say where it is (--kafka)."_s, {}};
    const KafkaSettings settings = kafkaSettings(call.options);
    if (auto checked = kafka::checkSettings(settings); !checked)
        return checked;
    DeadTopic topic(settings);
    if (auto opened = topic.open(); !opened)
        return opened;
    return verb == "list"_L1 ? list(topic) : replay(topic, call.values.value(u"letter"_s));
}

} // namespace

Command deadCommand()
{
    return {
        .name = "dead"_L1,
        .synopsis = "list or replay [--letter PARTITION:OFFSET]"_L1,
        .description =
            "look at the records that could not be read, or put them back on the topic: those that were not put back before, or one"_L1,
        .options = {{"letter"_L1, "PARTITION:OFFSET"_L1,
                     "the one to put back, as the list names it"_L1}},
        .words = 1,
        .run = runDead};
}

} // namespace samsa
