# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""stomp.py over WebSocket against a samsa-server as it is. It offers no subprotocol and sends binary or text."""

import json
import os
import queue
import subprocess
import tempfile
import unittest
import urllib.request

import stomp

SECONDS = 20


class Listener(stomp.ConnectionListener):
    """What came, frame by frame, for a test to wait for."""

    def __init__(self):
        self.frames = queue.Queue()

    def on_connected(self, frame):
        self.frames.put(frame)

    on_message = on_receipt = on_error = on_connected

    def next(self, command):
        while True:
            frame = self.frames.get(timeout=SECONDS)
            if frame.cmd == command:
                return frame


class StompPy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.data = tempfile.TemporaryDirectory(prefix="samsa-interop-")
        cls.server = subprocess.Popen(
            [os.environ["SAMSA_SERVER"], "--listen", "127.0.0.1:0", "--data-dir", cls.data.name],
            stdout=subprocess.PIPE, text=True)
        line = cls.server.stdout.readline().split()
        assert line[:2] == ["listening", "on"], f"samsa-server said {line}"
        host, port = line[2].rsplit(":", 1)
        cls.address = (host, int(port))

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        assert cls.server.wait(SECONDS) == 0
        cls.server.stdout.close()
        cls.data.cleanup()

    def call(self, path, body, token=None):
        request = urllib.request.Request(
            f"http://{self.address[0]}:{self.address[1]}/api/v1{path}", json.dumps(body).encode(),
            {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)

    def talks(self, binary):
        nickname = "Bytes" if binary else "Letters"
        token = self.call("/session", {"nickname": nickname})["token"]
        room = self.call("/rooms", {"name": f"stomp.py, {nickname}"}, token)["id"]
        listener = Listener()
        connection = stomp.WSStompConnection([self.address], ws_path="/ws", binary_mode=binary)
        connection.set_listener("test", listener)
        connection.connect(nickname, token, wait=True)
        self.assertEqual(listener.next("CONNECTED").headers["version"], "1.2")

        connection.subscribe(f"/topic/rooms/{room}", id="1", ack="auto", headers={"receipt": "subscribed"})
        self.assertEqual(listener.next("RECEIPT").headers["receipt-id"], "subscribed")
        connection.send(f"/app/rooms/{room}", "차 한 잔?", content_type="text/plain", receipt="sent")
        came = {frame.cmd: frame for frame in (listener.frames.get(timeout=SECONDS) for _ in range(2))}
        self.assertEqual(came["RECEIPT"].headers["receipt-id"], "sent")
        message = json.loads(came["MESSAGE"].body)
        self.assertEqual((message["nickname"], message["text"]), (nickname, "차 한 잔?"))
        self.assertEqual(str(message["position"]), came["RECEIPT"].headers["position"])
        connection.disconnect()

    def test_talks_in_text_messages(self):
        self.talks(binary=False)

    def test_talks_in_binary_messages(self):
        self.talks(binary=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
