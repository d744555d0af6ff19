// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <vector>

namespace samsa::chaos {

/// One kind of thing that goes wrong, as a schedule needs to know it.
struct FaultKind
{
    QString name; ///< "kill -9 of a gateway"
    int targets = 1; ///< Whom it can hit, numbered from 0.
    double shortest = 0; ///< Seconds that it lasts; 0 and 0: a moment.
    double longest = 0;
};

/// When something goes wrong.
struct PlannedFault
{
    double at = 0; ///< Seconds from the beginning.
    int kind = 0;
    int target = 0;
    double lasts = 0; ///< Seconds.

    friend bool operator==(const PlannedFault &, const PlannedFault &) = default;
};

/// Faults for so many seconds, one after the other with some calm in between; each kind comes once
/// before any comes again. The same seed gives the same plan on every machine.
std::vector<PlannedFault> planFaults(quint32 seed, double seconds,
                                     const std::vector<FaultKind> &kinds);

/// "at 12.5 s: kill -9 of a gateway, number 2, for 3.1 s"
QString describe(const PlannedFault &fault, const std::vector<FaultKind> &kinds);

} // namespace samsa::chaos
