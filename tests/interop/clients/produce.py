# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says something in each room by confluent-kafka, as it chooses partitions by itself.

usage: produce.py BROKER ROOM...
"""

import json
import sys

import confluent_kafka

broker, *rooms = sys.argv[1:]
producer = confluent_kafka.Producer({"bootstrap.servers": broker})
for room in rooms:
    value = json.dumps({"room": room, "nickname": "confluent-kafka", "text": "차 한 잔?"})
    producer.produce("Chatting", value, room, headers={"schema": "samsa.event.v1", "type": "message"})
assert producer.flush(30) == 0
