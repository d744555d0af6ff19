// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/tls_files.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;

namespace {

/// An RSA or an elliptic-curve key, whichever it is.
QSslKey readKey(const QByteArray &pem)
{
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa})
        if (QSslKey key(pem, algorithm); !key.isNull())
            return key;
    return {};
}

} // namespace

protocol::Result<std::optional<QSslConfiguration>> loadTls(const Options &options)
{
    if (options.tlsCertificate.isEmpty())
        return std::optional<QSslConfiguration>();
    const auto failed = [](const QString &sentence) { return Error {Code::StartFailed, sentence}; };
    if (!QSslSocket::supportsSsl())
        return failed(u"TLS was asked for, but Qt finds no TLS library on this computer"_s);
    const QList<QSslCertificate> chain =
        QSslCertificate::fromPath(options.tlsCertificate, QSsl::Pem);
    if (chain.isEmpty())
        return failed(u"there is no PEM certificate in %1"_s.arg(options.tlsCertificate));
    QFile keyFile(options.tlsKey);
    if (!keyFile.open(QIODevice::ReadOnly))
        return failed(
            u"the TLS key cannot be read from %1: %2"_s.arg(options.tlsKey, keyFile.errorString()));
    const QSslKey key = readKey(keyFile.readAll());
    if (key.isNull())
        return failed(
            u"there is no PEM private key (without a passphrase) in %1"_s.arg(options.tlsKey));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    return std::optional(configuration);
}

} // namespace samsa
