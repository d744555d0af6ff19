#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: nginx 1.22.1 (Debian 12)
# guess:    A WebSocket's upgrade comes to the server on a connection of its own, as from a browser: that is what a connection is for.
# seen:     With "keepalive" in the upstream it comes on one that has carried other requests, of other clients, as HTTP/1.1 allows. A
#           server that looks for upgrades in the first request of a connection alone fails now and again, the more the busier it is.
source "$(dirname "$0")/support/common.bash"
with nginx
cat >server.py <<'END'
import socket
import threading

listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)


def serve(number, connection):
    waiting, count = b"", 0
    while True:
        while b"\r\n\r\n" not in waiting:
            some = connection.recv(4096)
            if not some:
                return
            waiting += some
        head, _, waiting = waiting.partition(b"\r\n\r\n")
        count += 1
        print("connection", number, "request", count, head.split()[1].decode(), flush=True)
        if b"Upgrade: websocket" in head:
            connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


number = 0
while True:
    number += 1
    threading.Thread(target=serve, args=(number, listening.accept()[0]), daemon=True).start()
END
python3 server.py >seen &
started+=($!)
until [ -s seen ]; do sleep 0.1; done
# Port 0 is not for nginx: one that is free now.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >nginx.conf <<END
daemon off;
master_process off;
pid $work/pid;
error_log stderr;
events { }
http {
    access_log off;
    client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c; uwsgi_temp_path $work/d; scgi_temp_path $work/e;
    upstream behind { server 127.0.0.1:$(head -1 seen); keepalive 8; }
    map \$http_upgrade \$connection_header { default upgrade; '' ''; }
    server {
        listen 127.0.0.1:$port;
        location / {
            proxy_pass http://behind;
            proxy_http_version 1.1;
            proxy_set_header Upgrade \$http_upgrade;
            proxy_set_header Connection \$connection_header;
        }
    }
}
END
/usr/sbin/nginx -e stderr -c "$work/nginx.conf" 2>nginx.log &
started+=($!)
until curl -s -o /dev/null "http://127.0.0.1:$port/first"; do sleep 0.1; done
curl -s -o /dev/null "http://127.0.0.1:$port/second"
status=$(curl -s -o /dev/null -m 2 -w '%{http_code}' "http://127.0.0.1:$port/upgrade" -H 'Connection: Upgrade' -H 'Upgrade: websocket' \
    -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' || true)
expect "answer to the upgrade" "101" "$status"
expect "what came to the server" \
"connection 1 request 1 /first
connection 1 request 2 /second
connection 1 request 3 /upgrade" "$(tail -n +2 seen)"
