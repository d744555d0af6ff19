// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/rooms/room_maker.h"

#include "app/server_connection/api_paths.h"
#include "app/server_connection/http_client.h"
#include "protocol/rules.h"

namespace samsa::app {

RoomMaker::RoomMaker(HttpClient &http, QObject *parent)
    : QObject(parent)
    , m_http(http)
{
}

void RoomMaker::make(const QString &name)
{
    const auto checked = protocol::checkRoomName(name);
    if (!checked) {
        Q_EMIT refused(name, checked.error());
        return;
    }
    m_http.post(paths::rooms(), protocol::writeRoomRequest({*checked}), this,
                [this, name](const protocol::Result<HttpAnswer> &answer) {
                    const auto room = parseAnswer(answer, &protocol::parseRoom);
                    if (room)
                        Q_EMIT made(*room);
                    else
                        Q_EMIT refused(name, room.error());
                });
}

} // namespace samsa::app
