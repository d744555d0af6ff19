// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/observe/logging.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <atomic>
#include <cstdio>

namespace samsa {

using namespace Qt::Literals::StringLiterals;

Q_LOGGING_CATEGORY(lcServer, "samsa.server", QtInfoMsg)
Q_LOGGING_CATEGORY(lcNet, "samsa.net", QtInfoMsg)
Q_LOGGING_CATEGORY(lcHttp, "samsa.http", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStomp, "samsa.stomp", QtInfoMsg)
Q_LOGGING_CATEGORY(lcChat, "samsa.chat", QtInfoMsg)

namespace {

std::atomic<LogFormat> format {LogFormat::Text};

QLatin1StringView typeName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug"_L1;
    case QtInfoMsg:
        return "info"_L1;
    case QtWarningMsg:
        return "warning"_L1;
    case QtCriticalMsg:
        return "error"_L1;
    case QtFatalMsg:
        return "fatal"_L1;
    }
    return "info"_L1;
}

void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray line =
        logLine(format.load(std::memory_order_relaxed), type, QByteArrayView(context.category),
                message, QDateTime::currentDateTimeUtc());
    // One call, so that lines of several threads do not mix.
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
}

} // namespace

void installLogging(LogFormat newFormat)
{
    format = newFormat;
    qInstallMessageHandler(handleMessage);
}

QByteArray logLine(LogFormat lineFormat, QtMsgType type, QByteArrayView category,
                   const QString &message, const QDateTime &time)
{
    const QString when = time.toString(Qt::ISODateWithMs);
    const QString name = QString::fromUtf8(category);
    if (lineFormat == LogFormat::Json) {
        const QJsonObject object {{u"time"_s, when},
                                  {u"level"_s, QString(typeName(type))},
                                  {u"category"_s, name},
                                  {u"message"_s, message}};
        return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    }
    QString text = message;
    text.replace(u'\n', u"\n    "_s);
    return u"%1 %2 %3: %4\n"_s.arg(when, typeName(type), name, text).toUtf8();
}

} // namespace samsa
