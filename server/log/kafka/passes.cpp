// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/passes.h"

#include "protocol/message_id.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr char passType[] = "pass";
/// Longer than librdkafka goes on trying to store a record (KafkaSettings::deliveryTimeout).
constexpr auto proposalPatience = 15s;
constexpr auto verdictPatience = 1s;

constexpr std::array states {
    std::pair {PassMark::State::Proposed, "proposed"_L1},
    std::pair {PassMark::State::Confirmed, "confirmed"_L1},
    std::pair {PassMark::State::Void, "void"_L1},
};

} // namespace

KafkaRecord toRecord(int partition, const PassMark &mark)
{
    const auto state = std::find_if(states.begin(), states.end(),
                                    [&](const auto &entry) { return entry.first == mark.state; });
    const QJsonObject object {{u"pass"_s, QString::fromLatin1(protocol::writeId(mark.id))},
                              {u"state"_s, QString(state->second)},
                              {u"from"_s, mark.from},
                              {u"to"_s, mark.to}};
    return {partition, {}, QJsonDocument(object).toJson(QJsonDocument::Compact), passType};
}

std::optional<PassMark> markOf(const rd_kafka_message_t &record)
{
    if (typeOf(record) != passType || !isOurs(record))
        return std::nullopt;
    const QByteArray value = QByteArray::fromRawData(static_cast<const char *>(record.payload),
                                                     static_cast<qsizetype>(record.len));
    const QJsonObject object = QJsonDocument::fromJson(value).object();
    // One that says nothing passes nothing.
    PassMark mark {.id = QUuid::fromString(object[u"pass"_s].toString()),
                   .state = PassMark::State::Void,
                   .from = object[u"from"_s].toInteger(),
                   .to = object[u"to"_s].toInteger()};
    const QString name = object[u"state"_s].toString();
    for (const auto &[state, text] : states)
        if (name == text)
            mark.state = state;
    return mark;
}

void Passes::take(int partition, const PassMark &mark)
{
    auto &passes = m_passes[partition];
    const auto known = passes.find(mark.id);
    if (known == passes.end())
        passes.insert(mark.id,
                      {mark, QDeadlineTimer(proposalPatience), QDeadlineTimer(verdictPatience)});
    else if (known->mark.state == PassMark::State::Proposed)
        known->mark = mark; // The first verdict counts.
}

qint64 Passes::passedUntil(int partition, qint64 offset) const
{
    const auto passes = m_passes.find(partition);
    if (passes == m_passes.end())
        return offset;
    for (bool further = true; further;) {
        further = false;
        for (const Pass &pass : passes->second) {
            const PassMark &mark = pass.mark;
            if (mark.state != PassMark::State::Confirmed || mark.from > offset || mark.to <= offset)
                continue;
            offset = mark.to;
            further = true;
        }
    }
    return offset;
}

bool Passes::undecided(int partition, qint64 offset) const
{
    const auto passes = m_passes.find(partition);
    if (passes == m_passes.end())
        return false;
    return std::any_of(passes->second.begin(), passes->second.end(), [offset](const Pass &pass) {
        return pass.mark.state == PassMark::State::Proposed && pass.mark.from <= offset
            && pass.mark.to > offset && !pass.patience.hasExpired();
    });
}

std::optional<PassMark> Passes::overdue(int partition, qint64 offset)
{
    const auto passes = m_passes.find(partition);
    if (passes == m_passes.end() || !undecided(partition, offset))
        return std::nullopt;
    for (Pass &pass : passes->second) {
        if (pass.mark.state != PassMark::State::Proposed || !pass.verdict.hasExpired())
            continue;
        pass.verdict = QDeadlineTimer(verdictPatience);
        return pass.mark;
    }
    return std::nullopt;
}

QList<int> Passes::partitions() const
{
    QList<int> partitions;
    for (const auto &[partition, passes] : m_passes)
        partitions.append(partition);
    return partitions;
}

void Passes::forget(int partition, qint64 before)
{
    const auto passes = m_passes.find(partition);
    if (passes == m_passes.end())
        return;
    passes->second.removeIf([before](const auto &entry) { return entry->mark.to <= before; });
    if (passes->second.isEmpty())
        m_passes.erase(passes);
}

} // namespace samsa::log
