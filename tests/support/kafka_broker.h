// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace samsa::test {

/// A real Apache Kafka of one node (KRaft), on free ports of 127.0.0.1 and in a folder of its own.
/// It ends with this object, and on Linux with the thread that started it, however that ends.
///
/// The jars come from $SAMSA_KAFKA_HOME, or from build/tools/kafka in the source tree, where "./dev
/// test" puts them. Takes two to four seconds to start: let a test program share one.
class KafkaBroker
{
public:
    /// \a settings: lines of server.properties over our own.
    explicit KafkaBroker(QStringList settings = {});
    ~KafkaBroker();

    /// The one that a test program shares; started when it is first asked for, ended with the
    /// program.
    static KafkaBroker &shared();

    /// Starts it and waits until it answers. When that fails, error() says why.
    bool start();
    /// As kill -9 does it; data and ports stay for restart().
    void kill();
    bool restart();

    bool running() const;
    QString address() const; ///< host:port, for --kafka.
    QString error() const;
    /// A topic's name that was not used before.
    static QString newTopicName();

private:
    bool prepare();
    bool launch();
    bool waitUntilReady();
    QStringList javaArguments() const;

    const QStringList m_settings;
    QTemporaryDir m_folder;
    int m_port = 0;
    std::unique_ptr<QProcess> m_process;
    QString m_error;
};

} // namespace samsa::test
