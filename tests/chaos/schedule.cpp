// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/schedule.h"

#include <QRandomGenerator>

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double calmAtFirst = 2;
constexpr double shortestCalm = 2;
constexpr double longestCalm = 5;
constexpr double calmAtLast = 3;

double between(QRandomGenerator &random, double least, double most)
{
    return least + (most - least) * random.generateDouble();
}

} // namespace

std::vector<PlannedFault> planFaults(quint32 seed, double seconds,
                                     const std::vector<FaultKind> &kinds)
{
    QRandomGenerator random(seed);
    std::vector<PlannedFault> plan;
    std::vector<int> bag;
    double at = calmAtFirst;
    for (;;) {
        if (bag.empty())
            for (int kind = 0; kind < static_cast<int>(kinds.size()); ++kind)
                bag.push_back(kind);
        const auto drawn = bag.begin() + random.bounded(static_cast<int>(bag.size()));
        const int number = *drawn;
        bag.erase(drawn);
        const FaultKind &kind = kinds[static_cast<std::size_t>(number)];
        const int target = random.bounded(kind.targets);
        const double lasts = between(random, kind.shortest, kind.longest);
        const double calm = between(random, shortestCalm, longestCalm);
        if (at + lasts + calmAtLast > seconds)
            return plan;
        plan.push_back({at, number, target, lasts});
        at += lasts + calm;
    }
}

QString describe(const PlannedFault &fault, const std::vector<FaultKind> &kinds)
{
    const FaultKind &kind = kinds[static_cast<std::size_t>(fault.kind)];
    QString text = u"at %1 s: %2"_s.arg(fault.at, 0, 'f', 1).arg(kind.name);
    if (kind.targets > 1)
        text += u", number %1"_s.arg(fault.target + 1);
    if (fault.lasts > 0)
        text += u", for %1 s"_s.arg(fault.lasts, 0, 'f', 1);
    return text;
}

} // namespace samsa::chaos
