// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/search/corpus.h"

namespace samsa::bench {

/// What people write to each other: mostly short, some long, some with line breaks, links, emoji
/// (with joiners and skin tones), some from right to left, in several languages. The same in each
/// run.
class MixedTalk
{
public:
    QString text();
    QString nickname();

private:
    QString word();
    QString rightToLeft();
    QString link();
    QString longText();

    Corpus m_corpus;
};

} // namespace samsa::bench
