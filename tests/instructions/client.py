# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""As much of a client as the counting needs: one request or frame at a time, each sent in one piece."""

import base64
import contextlib
import json
import random
import socket
import struct
import time
import uuid

PATIENCE = 60  # Seconds; valgrind is slow, and the machine may be busy.


def message_id(random_bits):
    """A UUID of version 7, a little from the future: what is older than the server's start + 5 s it would look up in the
    database, and what is more than 5 s ahead as well."""
    ahead = time.time_ns() // 1_000_000 + 4_500
    number = ahead << 80 | 7 << 76 | random_bits(12) << 64 | 2 << 62 | random_bits(62)
    return str(uuid.UUID(int=number))


class Bytes:
    """What arrives at a socket, as it is asked for."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.waiting = b""

    def send(self, data):
        self.socket.sendall(data)

    def more(self):
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server closed the connection")
        self.waiting += data

    def take(self, count):
        while len(self.waiting) < count:
            self.more()
        taken, self.waiting = self.waiting[:count], self.waiting[count:]
        return taken

    def until(self, end):
        while end not in self.waiting:
            self.more()
        return self.take(self.waiting.index(end) + len(end))

    def close(self):
        self.socket.close()


class Http:
    """A connection that is kept."""

    def __init__(self, port):
        self.bytes = Bytes(port)
        self.token = None

    def ask(self, method, path, body=None):
        data = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n"
        if self.token:
            head += f"Authorization: Bearer {self.token}\r\n"
        if body is not None:
            head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        self.bytes.send(head.encode() + b"\r\n" + data)
        status, *headers = self.bytes.until(b"\r\n\r\n").decode().split("\r\n")
        length = next(int(line.split(":")[1]) for line in headers if line.lower().startswith("content-length:"))
        answer = self.bytes.take(length)
        if not status.split()[1].startswith("2"):
            raise ConnectionError(f"{method} {path}: {status} {answer.decode()}")
        return json.loads(answer)


class Stomp:
    """STOMP over WebSocket, without heart-beats: those would come by the clock."""

    def __init__(self, port, token):
        self.bytes = Bytes(port)
        key = base64.b64encode(b"0123456789abcdef").decode()
        self.bytes.send((f"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
                         "Sec-WebSocket-Protocol: v12.stomp\r\n\r\n").encode())
        status = self.bytes.until(b"\r\n\r\n").decode().split("\r\n")[0]
        if " 101 " not in status:
            raise ConnectionError(status)
        self.stream = b""
        self.random_bits = random.Random(1).getrandbits  # The ids end alike in each run.
        self.send(f"CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\nAuthorization:Bearer {token}\n\n\0")
        self.expect("CONNECTED")

    def send(self, frame):
        data = frame.encode()
        length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(data))
        self.bytes.send(b"\x81" + length + b"\0\0\0\0" + data)  # Masked with zeros, which is a mask.

    def expect(self, command):
        while b"\0" not in self.stream:
            length = self.bytes.take(2)[1]
            if length == 126:
                length = struct.unpack(">H", self.bytes.take(2))[0]
            self.stream += self.bytes.take(length)
        frame, self.stream = self.stream.split(b"\0", 1)
        if frame.lstrip(b"\n").split(b"\n", 1)[0] != command.encode():
            raise ConnectionError(f"{command} was to come, and not {frame.decode()}")

    def follow(self, room):
        self.send(f"SUBSCRIBE\nid:room\ndestination:/topic/rooms/{room}\nreceipt:1\n\n\0")
        self.expect("RECEIPT")

    def say(self, room, text):
        body = json.dumps({"id": message_id(self.random_bits), "text": text})
        self.send(f"SEND\ndestination:/app/rooms/{room}\ncontent-type:application/json\nreceipt:2\n\n{body}\0")
        self.expect("RECEIPT")

    def close(self):
        """Until the server has closed as well, so that it ends without connections in each run."""
        self.bytes.send(b"\x88\x80\0\0\0\0")
        with contextlib.suppress(ConnectionError):
            while True:
                self.bytes.more()
        self.bytes.close()
