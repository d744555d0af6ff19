// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "protocol/shapes.h"

#include <QObject>

namespace samsa::app {

class HttpClient;

/// Makes rooms: checks the name here, asks the server, tells the outcome. Several may be under way;
/// nothing blocks. Thread: the one it lives in.
class RoomMaker : public QObject
{
    Q_OBJECT
public:
    explicit RoomMaker(HttpClient &http, QObject *parent = nullptr);

    void make(const QString &name);

Q_SIGNALS:
    void made(const samsa::protocol::Room &room);
    void refused(const QString &name, const samsa::protocol::Error &why);

private:
    HttpClient &m_http;
};

} // namespace samsa::app
