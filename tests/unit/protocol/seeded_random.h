// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QDebug>
#include <QRandomGenerator>

#include <initializer_list>

/// Chance that can be had again: the seed is printed, and SAMSA_TEST_SEED sets it.
class SeededRandom
{
public:
    SeededRandom()
    {
        bool given = false;
        const int fromEnvironment = qEnvironmentVariableIntValue("SAMSA_TEST_SEED", &given);
        const quint32 seed = given ? static_cast<quint32>(fromEnvironment)
                                   : QRandomGenerator::system()->generate() >> 1;
        m_generator.seed(seed);
        qInfo("SAMSA_TEST_SEED=%u", seed);
    }

    /// From 0 to \a end - 1.
    int below(int end) { return m_generator.bounded(end); }
    bool oneIn(int count) { return below(count) == 0; }

    QByteArray bytes(int size)
    {
        QByteArray bytes(size, Qt::Uninitialized);
        for (char &byte : bytes)
            byte = static_cast<char>(below(256));
        return bytes;
    }

    QByteArrayView oneOf(std::initializer_list<QByteArrayView> choices)
    {
        return choices.begin()[below(static_cast<int>(choices.size()))];
    }

    /// \a bytes with a few of them changed, removed, doubled or added.
    QByteArray mutated(QByteArray bytes)
    {
        for (int change = below(4) + 1; change > 0; --change) {
            const int at = below(static_cast<int>(bytes.size()) + 1);
            switch (below(4)) {
            case 0:
                bytes.insert(at, static_cast<char>(below(256)));
                break;
            case 1:
                bytes.remove(at, below(3) + 1);
                break;
            case 2:
                bytes.insert(at, bytes.mid(at, below(8)));
                break;
            default:
                if (at < bytes.size())
                    bytes[at] = static_cast<char>(below(256));
            }
        }
        return bytes;
    }

private:
    QRandomGenerator m_generator;
};
