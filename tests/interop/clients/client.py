# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One of the STOMP clients for Python, told by lines what to do; clients.test.mjs says which.

usage: client.py LIBRARY ADDRESS NICKNAME TOKEN ROOM
"""

import asyncio
import logging
import os
import sys
import threading

library, address, login, passcode, room = sys.argv[1:]
host, port = address.rsplit(":", 1)
following, into = f"/topic/rooms/{room}", f"/app/rooms/{room}"


def tell(*words):
    print(*words, flush=True)


def message(headers, body):
    tell("message", headers["position"], body)


def with_stomp_py():
    import stomp

    class Listener(stomp.ConnectionListener):
        def __init__(self):
            self.followed = threading.Event()

        def on_message(self, frame):
            message(frame.headers, frame.body)

        def on_receipt(self, frame):
            if frame.headers["receipt-id"] == "follow":
                self.followed.set()
            elif "position" in frame.headers:
                tell("sent", frame.headers["position"])

        def on_disconnected(self):
            tell("lost")

    def follow(headers):
        # Over WebSocket it beats when it is asked to, and watches the server's beats.
        connection = stomp.WSStompConnection([(host, int(port))], ws_path="/ws", heartbeats=(10000, 10000))
        listener = Listener()
        connection.set_listener("", listener)
        connection.connect(login, passcode, wait=True)
        connection.subscribe(following, id="1", headers={**headers, "receipt": "follow"})
        listener.followed.wait()
        tell("following")
        return connection, listener

    connection, listener = follow({})
    for count, line in enumerate(sys.stdin):
        word, *rest = line.rstrip("\n").split(" ", 1)
        if word == "say":
            connection.send(into, rest[0], content_type="text/plain", receipt=f"said-{count}")
        elif word == "resume":
            connection, listener = follow({"after": rest[0]})
        else:
            listener.on_disconnected = lambda: None
            connection.disconnect()
            return


async def with_stompman():
    import stompman
    from stompman.connection_ws import WebSocketConnection

    class Watching(logging.Handler):
        """It warns where a server leaves out what STOMP demands."""

        def emit(self, record):
            if record.levelno >= logging.WARNING and not ending and "lost" not in record.getMessage():
                tell("warning", record.getMessage().replace("\n", " "))

    ending = False
    logging.getLogger("stompman").addHandler(Watching())
    lines = asyncio.Queue()
    loop = asyncio.get_running_loop()
    threading.Thread(
        target=lambda: [loop.call_soon_threadsafe(lines.put_nowait, line.rstrip("\n")) for line in sys.stdin], daemon=True
    ).start()
    headers = {}
    while True:
        # It comes back by itself, with the headers of the first time: here it is told to give up, since after= is another by then.
        client = stompman.Client(
            [stompman.ConnectionParameters(host, int(port), login, passcode, ws_uri_path="ws")],
            connection_class=WebSocketConnection,
            connect_retry_attempts=1,
            write_retry_attempts=1,
            heartbeat=stompman.Heartbeat(10000, 10000),
        )
        try:
            async with client:
                subscription = await client.subscribe_with_manual_ack(following, handler, ack="client-individual", headers=headers)
                tell("following")
                while True:
                    line = await next_line(lines, client)
                    word, _, rest = line.partition(" ")
                    if word == "say":
                        await client.send(rest.encode(), into, content_type="text/plain", receipt_timeout=20)
                        tell("sent")
                    else:
                        ending = True
                        await subscription.unsubscribe()  # It stays as long as there is one.
                        break
            os._exit(0)  # The thread that reads lines waits for one.
        except* (stompman.FailedAllConnectAttemptsError, stompman.FailedAllWriteAttemptsError, ConnectionError):
            tell("lost")
        _, _, position = (await lines.get()).partition(" ")
        headers = {"after": position}


async def handler(frame):
    message(frame.headers, frame.body.decode())
    await frame.ack()


async def next_line(lines, client):
    while True:
        try:
            return await asyncio.wait_for(lines.get(), 0.5)
        except TimeoutError:
            if not client.is_alive():
                raise ConnectionError


if library == "stomp.py":
    with_stomp_py()
else:
    asyncio.run(with_stompman())
