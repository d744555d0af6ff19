// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace samsa::test {

/// One process of Apache Kafka, broker and controller in one (KRaft), of the KafkaCluster that
/// chose its ports. It ends with this object, and on Linux with the thread that started it,
/// however that ends.
class KafkaNode
{
public:
    struct Place
    {
        int id = 1; ///< From 1.
        quint16 port = 0; ///< Where clients come.
        QString controllers; ///< All of the cluster, as controller.quorum.voters has them.
        quint16 controllerPort = 0; ///< Its own among them.
        QString folder; ///< Of its own, existing.
    };

    /// \a settings: lines of server.properties over our own; \a nodes: in the cluster.
    KafkaNode(Place place, int nodes, const QStringList &settings);
    ~KafkaNode();

    /// Why no node can be started on this machine; empty if one can.
    static QString whyNot();

    /// What Java needs to run a program of this Kafka's, but for the name of its class.
    static QStringList java();

    /// Writes the settings and begins to format the storage, once.
    bool beginFormat();
    bool finishFormat();
    void launch(); ///< Does not wait.
    /// Until it answers and the cluster counts it among its brokers. When that fails, error() says
    /// why.
    bool waitUntilReady();

    void kill(); ///< As kill -9 does it; waits. Data and port stay.
    void suspend(); ///< SIGSTOP.
    void resume(); ///< SIGCONT.
    bool running() const;

    int id() const { return m_place.id; }
    QString address() const; ///< host:port.
    QString error() const { return m_error; }

private:
    QString properties() const;
    void signal(int number) const;

    const Place m_place;
    const int m_nodes;
    const QStringList m_settings;
    QString m_error;
    QProcess m_format;
    std::unique_ptr<QProcess> m_process;
};

} // namespace samsa::test
