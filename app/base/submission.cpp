// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/base/submission.h"

namespace samsa::app {

QUuid targetOf(const Submission &what)
{
    return std::visit(
        [](const auto &one) {
            if constexpr (requires { one.target; })
                return one.target;
            else
                return QUuid();
        },
        what);
}

QString textOf(const Submission &what)
{
    return std::visit(
        [](const auto &one) {
            if constexpr (requires { one.text; })
                return one.text;
            else
                return QString();
        },
        what);
}

} // namespace samsa::app
